"""Feedback on events: rounds, counted answers, what tickets were used, and who was asked."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from bot.domain.events import Status
from bot.domain.feedback import Answers, Question, Round, Stage
from bot.domain.ids import EventNumber
from storage.tables import Row, events, feedback, feedback_asked, feedback_marks, feedback_rounds
from storage.upsert import insert

_NUMBER: sa.BindParameter[int] = sa.bindparam("number")
_BEGIN = (
    insert(feedback_rounds)
    .values({name: sa.bindparam(name) for name in ("event", "key", "closes_at", "stage")})
    .on_conflict_do_nothing()
)
_ROUND = sa.select(feedback_rounds).where(feedback_rounds.c.event == _NUMBER)
# of those who answer none waits for another, and none answers while it is closed
_ROUND_HELD = _ROUND.with_for_update(read=True)
_ROUND_LOCKED = _ROUND.with_for_update()
_LAST_SHOWN = (
    sa.select(feedback_rounds.c.event)
    .join(events, events.c.number == feedback_rounds.c.event)
    .where(
        events.c.status == Status.PUBLISHED.value,
        events.c.ends_at <= sa.bindparam("now"),
        feedback_rounds.c.stage == Stage.SHOWN.value,
    )
    .order_by(events.c.ends_at.desc(), events.c.number.desc())
    .limit(1)
)
_CLOSE = (
    sa.update(feedback_rounds)
    .where(feedback_rounds.c.event == _NUMBER)
    .values(key="", stage=sa.bindparam("new_stage"))
)
_ASKED = sa.select(feedback_asked.c.user).where(feedback_asked.c.event == _NUMBER)
_ADD_ASKED = insert(feedback_asked).on_conflict_do_nothing()
_MARK = (
    insert(feedback_marks)
    .values(event=_NUMBER, digest=sa.bindparam("digest"))
    .on_conflict_do_nothing()
    .returning(feedback_marks.c.digest)
)
_MARKED = sa.select(feedback_marks.c.digest).where(
    feedback_marks.c.event == _NUMBER,
    feedback_marks.c.digest.in_(sa.bindparam("digests", expanding=True)),
)
_DELETE_MARKS = sa.delete(feedback_marks).where(feedback_marks.c.event == _NUMBER)
_INSERT = insert(feedback).values(
    event=_NUMBER, question=sa.bindparam("question"), answer=sa.bindparam("answer"), times=1
)
_COUNT = _INSERT.on_conflict_do_update(
    index_elements=["event", "question", "answer"], set_={"times": feedback.c.times + 1}
)
_ANSWERS = sa.select(feedback.c.question, feedback.c.answer, feedback.c.times).where(
    feedback.c.event == _NUMBER
)
_DELETE = sa.delete(feedback).where(
    feedback.c.event == _NUMBER, feedback.c.question == sa.bindparam("of_question")
)
_OVER = sa.select(events.c.number).where(events.c.ends_at < sa.bindparam("before"))
_FORGET_ASKED = sa.delete(feedback_asked).where(feedback_asked.c.event.in_(_OVER))
_FORGET_SENTENCES = sa.delete(feedback).where(
    feedback.c.event.in_(_OVER), feedback.c.question == Question.SENTENCE.value
)


def begin(connection: sa.Connection, begun: Round) -> None:
    """Keep a round; nothing happens if there is one about its event."""
    values = {"event": begun.event, "key": begun.key, "closes_at": begun.closes_at}
    connection.execute(_BEGIN, {**values, "stage": begun.stage.value})


def round_of(connection: sa.Connection, number: EventNumber) -> Round | None:
    """The round about this event; None without one."""
    return _round(connection.execute(_ROUND, {"number": number}).one_or_none())


def round_held(connection: sa.Connection, number: EventNumber) -> Round | None:
    """The same; nobody closes it before the transaction ends."""
    return _round(connection.execute(_ROUND_HELD, {"number": number}).one_or_none())


def round_locked(connection: sa.Connection, number: EventNumber) -> Round | None:
    """The same; nobody answers or closes it before the transaction ends."""
    return _round(connection.execute(_ROUND_LOCKED, {"number": number}).one_or_none())


def last_shown(connection: sa.Connection, now: datetime) -> EventNumber | None:
    """The last event that is over, and of which feedback is shown."""
    found: EventNumber | None = connection.execute(_LAST_SHOWN, {"now": now}).scalar()
    return found


def close(connection: sa.Connection, number: EventNumber, stage: Stage) -> None:
    """Let a round be over: its key and all marks go, so that no ticket is known any more."""
    connection.execute(_CLOSE, {"number": number, "new_stage": stage.value})
    connection.execute(_DELETE_MARKS, {"number": number})


def asked(connection: sa.Connection, number: EventNumber) -> set[str]:
    """Who was asked about this event, as far as that is kept."""
    return set(connection.execute(_ASKED, {"number": number}).scalars())


def add_asked(connection: sa.Connection, number: EventNumber, users: Collection[str]) -> None:
    """Keep that these were asked."""
    rows = [{"event": number, "user": user} for user in sorted(users)]
    if rows:
        connection.execute(_ADD_ASKED, rows)


def mark(connection: sa.Connection, number: EventNumber, digest: str) -> bool:
    """Keep that a ticket was used; whether that is new."""
    values = {"number": number, "digest": digest}
    return connection.execute(_MARK, values).scalar_one_or_none() is not None


def marked(connection: sa.Connection, number: EventNumber, digests: Collection[str]) -> set[str]:
    """Those of these that are kept."""
    values = {"number": number, "digests": list(digests)}
    return set(connection.execute(_MARKED, values).scalars())


def count(connection: sa.Connection, number: EventNumber, question: Question, answer: str) -> None:
    """Count an answer."""
    values = {"number": number, "question": question.value, "answer": answer}
    connection.execute(_COUNT, values)


def answers(connection: sa.Connection, number: EventNumber) -> Answers:
    """How often each answer was given."""
    found: dict[Question, dict[str, int]] = {}
    for row in connection.execute(_ANSWERS, {"number": number}):
        found.setdefault(Question(row.question), {})[row.answer] = row.times
    return found


def delete(connection: sa.Connection, number: EventNumber, question: Question) -> None:
    """Delete all answers to a question."""
    connection.execute(_DELETE, {"number": number, "of_question": question.value})


def forget_asked(connection: sa.Connection, before: datetime) -> int:
    """Forget who was asked about events that ended before this time; how many there were."""
    return connection.execute(_FORGET_ASKED, {"before": before}).rowcount


def forget_sentences(connection: sa.Connection, before: datetime) -> int:
    """Delete what was written about events that ended before this time; how many there were."""
    return connection.execute(_FORGET_SENTENCES, {"before": before}).rowcount


def _round(row: Row | None) -> Round | None:
    return Round(row.event, row.key, row.closes_at, Stage(row.stage)) if row else None
