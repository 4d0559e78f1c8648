"""Feedback: who is asked, what is counted, and that nothing tells who answered what."""

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.deliveries import Kind, State
from bot.domain.delivery_outcomes import Done, Missed, Withdrawn
from bot.domain.events import Event, Status
from bot.domain.feedback import (
    CHOICES,
    ENOUGH,
    GRACE,
    OPEN_FOR,
    FeedbackAnswer,
    Question,
    Results,
    Round,
    Ticket,
    Turnout,
    due,
    shuffled,
)
from bot.domain.replies import NoSuchEvent, Reply
from bot.domain.rsvps import Answer
from bot.domain.values import NotOurs
from bot.jobs.kinds import feedback as letters
from bot.services import changes, expiry, feedback, forgetting
from bot.services.feedback import Given, NotAsked, NotYet, TooFew
from storage import events, members, rsvps
from storage import feedback as stored
from storage.database import Database
from storage.tables import deliveries as rows
from storage.tables import feedback as answers
from tests.builders import ELEVEN, NOON, a_delivery, an_event, an_rsvp
from tests.kept import different, held

EVENT = an_event()
ASKED = due(EVENT)
CLOSED = ASKED + OPEN_FOR
WORTH, THERE, SENTENCE = Question
YES, PARTLY, NO = FeedbackAnswer
MINUTE = timedelta(minutes=1)


def on_the_table(connection: sa.Connection, kind: Kind) -> list[Any]:
    return list(connection.execute(sa.select(rows).where(rows.c.kind == kind).order_by(rows.c.id)))


def saved(connection: sa.Connection, event: Event = EVENT, now: datetime = NOON) -> None:
    events.save(connection, event, now)
    changes.event_changed(connection, event, (), now)


def asked(connection: sa.Connection, *users: str) -> list[Ticket]:
    """Each of these said yes and was asked: the tickets in their letters."""
    saved(connection)
    for user in users:
        rsvps.save(connection, ELEVEN, an_rsvp(user))
    assert feedback.fan_out(connection, ELEVEN, ASKED) == Done()
    return [ticket(connection, user) for user in users]


def ticket(connection: sa.Connection, user: str) -> Ticket:
    delivery = a_delivery(Kind.FEEDBACK, target=user)
    said = letters.letter(connection, delivery, ASKED)
    assert isinstance(said, tuple), said
    return said[1]


def give(
    connection: sa.Connection, of: Ticket, question: Question = WORTH, answer: str = YES.value
) -> Given | Reply:
    return feedback.give(connection, of, question, answer, ASKED + MINUTE)


def results(connection: sa.Connection) -> Results:
    found = feedback.results(connection, ELEVEN, 1, CLOSED + MINUTE)
    assert isinstance(found, Results), found
    return found


# --- Asking


def test_it_is_asked_an_hour_after_the_end_whatever_becomes_of_the_event(
    connection: sa.Connection,
) -> None:
    def standing() -> tuple[str, datetime]:
        (row,) = on_the_table(connection, Kind.FEEDBACK_ASKING)
        return row.state, row.due_at

    saved(connection)
    assert standing() == (State.PENDING, EVENT.ends_at + timedelta(hours=1))
    saved(connection, replace(EVENT, ends_at=EVENT.ends_at + MINUTE))
    assert standing() == (State.PENDING, ASKED + MINUTE)
    saved(connection, replace(EVENT, status=Status.CANCELLED))
    assert standing()[0] == State.WITHDRAWN
    saved(connection)
    assert standing() == (State.PENDING, ASKED)


def test_those_with_yes_or_maybe_are_asked_once(connection: sa.Connection) -> None:
    saved(connection)
    for user, answer in (("U1", Answer.YES), ("U2", Answer.MAYBE), ("U3", Answer.NO)):
        rsvps.save(connection, ELEVEN, an_rsvp(user, answer))
    rsvps.save(connection, ELEVEN, an_rsvp("U4", waitlisted_at=NOON))
    rsvps.save(connection, ELEVEN, an_rsvp("U5"))
    members.set_reminders(connection, "U5", NOON, on=False)
    for _ in range(2):  # a process died in between
        assert feedback.fan_out(connection, ELEVEN, ASKED) == Done()
    assert [row.target for row in on_the_table(connection, Kind.FEEDBACK)] == ["U1", "U2"]
    (closing,) = on_the_table(connection, Kind.FEEDBACK_CLOSING)
    assert closing.due_at == CLOSED
    assert stored.asked(connection, ELEVEN) == {"U1", "U2"}


def test_who_was_asked_is_not_asked_again_when_the_event_is_moved(
    connection: sa.Connection,
) -> None:
    asked(connection, "U1")
    connection.execute(sa.delete(rows))  # their letters are forgotten before that
    assert feedback.fan_out(connection, ELEVEN, ASKED + MINUTE) == Done()
    assert on_the_table(connection, Kind.FEEDBACK) == []
    feedback.close(connection, ELEVEN, CLOSED)
    assert isinstance(feedback.fan_out(connection, ELEVEN, ASKED + MINUTE), Withdrawn)


def test_nobody_is_asked_too_late_or_about_what_did_not_take_place(
    connection: sa.Connection,
) -> None:
    assert isinstance(feedback.fan_out(connection, ELEVEN, ASKED), Withdrawn)
    saved(connection)
    assert isinstance(feedback.fan_out(connection, ELEVEN, ASKED - MINUTE), Withdrawn)
    assert isinstance(feedback.fan_out(connection, ELEVEN, ASKED + GRACE + MINUTE), Missed)
    saved(connection, replace(EVENT, status=Status.CANCELLED))
    assert isinstance(feedback.fan_out(connection, ELEVEN, ASKED), Withdrawn)
    assert on_the_table(connection, Kind.FEEDBACK) == []


def test_a_letter_is_looked_at_again_before_it_is_sent(connection: sa.Connection) -> None:
    asked(connection, "U1")
    delivery = a_delivery(Kind.FEEDBACK, target="U1")
    assert isinstance(letters.letter(connection, delivery, ASKED), tuple)
    assert isinstance(letters.letter(connection, delivery, CLOSED), Missed)
    members.set_reminders(connection, "U1", NOON, on=False)
    assert isinstance(letters.letter(connection, delivery, ASKED), Withdrawn)
    saved(connection, replace(EVENT, status=Status.CANCELLED), ASKED)
    assert isinstance(letters.letter(connection, delivery, ASKED), Withdrawn)


# --- Answering


def test_each_question_is_answered_once_with_a_ticket(connection: sa.Connection) -> None:
    one, other = asked(connection, "U1", "U2")
    for of, answer, is_news in ((one, YES, True), (one, NO, False), (other, NO, True)):
        outcome = give(connection, of, WORTH, answer.value)
        assert isinstance(outcome, Given)
        assert outcome.is_news is is_news
        assert outcome.done == {WORTH}
    outcome = give(connection, one, SENTENCE, "Gut!")
    assert isinstance(outcome, Given)
    assert outcome.done == {WORTH, SENTENCE}
    assert stored.answers(connection, ELEVEN) == {
        WORTH: {"yes": 1, "no": 1},
        SENTENCE: {"Gut!": 1},
    }


def test_a_forged_ticket_and_one_that_comes_late_count_nothing(connection: sa.Connection) -> None:
    (real,) = asked(connection, "U1")
    forged = Ticket.new(Round(ELEVEN, "00" * 16, CLOSED))
    swapped = replace(forged, proof=real.proof)
    for wrong in (forged, swapped, replace(real, event=ELEVEN + 1)):  # type: ignore[arg-type]
        assert give(connection, wrong) is Reply.FEEDBACK_CLOSED
    assert feedback.give(connection, real, WORTH, "yes", CLOSED) is Reply.FEEDBACK_CLOSED
    assert stored.answers(connection, ELEVEN) == {}


def test_who_clicks_twice_at_once_is_counted_once_and_all_others_too(db: Database) -> None:
    with db.transaction() as connection:
        tickets = asked(connection, *(f"U{number}" for number in range(4)))
    ready = Barrier(8)

    def clicks(number: int) -> None:
        ready.wait()
        with db.transaction() as connection:
            give(connection, tickets[number % 4])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(clicks, range(8)))
    with db.reading() as connection:
        assert stored.answers(connection, ELEVEN) == {WORTH: {"yes": 4}}


def test_what_comes_while_it_is_closed_is_in_it_or_refused(db: Database) -> None:
    with db.transaction() as connection:
        tickets = asked(connection, *(f"U{number}" for number in range(ENOUGH + 1)))
        for one in tickets[:ENOUGH]:
            give(connection, one)
    ready = Barrier(2)

    def closes() -> None:
        ready.wait()
        with db.transaction() as connection:
            feedback.close(connection, ELEVEN, CLOSED)

    def answers_late() -> bool:
        ready.wait()
        with db.transaction() as connection:
            return isinstance(give(connection, tickets[ENOUGH]), Given)

    with ThreadPoolExecutor(2) as pool:
        closing, late = pool.submit(closes), pool.submit(answers_late)
        closing.result()
    with db.reading() as connection:
        assert results(connection).counts[WORTH] == {"yes": ENOUGH + late.result()}


# --- Closing


def test_nothing_is_shown_before_the_closing_not_even_how_many(connection: sa.Connection) -> None:
    at = ASKED + MINUTE
    assert feedback.results(connection, None, 1, at) == NoSuchEvent(None)
    saved(connection)
    assert feedback.results(connection, ELEVEN, 1, at) == NotAsked(EVENT)
    tickets = asked(connection, *(f"U{number}" for number in range(9)))
    for one in tickets:
        give(connection, one)
        assert feedback.results(connection, None, 1, at) == NotYet(EVENT, CLOSED)
    # the bot was away: then neither, until what was there is settled
    late = CLOSED + timedelta(days=1)
    assert feedback.results(connection, ELEVEN, 1, late) == NotYet(EVENT, CLOSED)
    assert feedback.close(connection, ELEVEN, late) == Done()
    assert results(connection).counts == {WORTH: {"yes": 9}}


def test_below_five_answers_are_deleted_and_from_five_on_shown(connection: sa.Connection) -> None:
    tickets = asked(connection, *(f"U{number}" for number in range(ENOUGH)))
    for one in tickets[1:]:
        give(connection, one, THERE)
    for one in tickets:
        give(connection, one, WORTH, NO.value)
    give(connection, tickets[0], SENTENCE, "Zu kurz")
    give(connection, tickets[1], SENTENCE, "Zu kurz")
    feedback.close(connection, ELEVEN, CLOSED)
    assert results(connection).counts == {WORTH: {"no": ENOUGH}, SENTENCE: {"Zu kurz": 2}}
    assert results(connection).sentences == ("Zu kurz", "Zu kurz")


def test_of_too_few_answers_nothing_is_left(connection: sa.Connection) -> None:
    for one in asked(connection, *(f"U{number}" for number in range(ENOUGH - 1))):
        give(connection, one)
        give(connection, one, SENTENCE, "Das war ich")
    feedback.close(connection, ELEVEN, CLOSED)
    assert feedback.results(connection, ELEVEN, 1, CLOSED) == TooFew(EVENT)
    assert connection.execute(sa.select(answers)).all() == []


def test_after_the_closing_no_ticket_is_known_any_more(connection: sa.Connection) -> None:
    (one,) = asked(connection, "U1")
    give(connection, one)
    feedback.close(connection, ELEVEN, CLOSED)
    assert isinstance(feedback.close(connection, ELEVEN, CLOSED), Withdrawn)
    assert give(connection, one) is Reply.FEEDBACK_CLOSED
    closed = stored.round_of(connection, ELEVEN)
    assert closed is not None
    assert closed.key == ""
    assert held(connection)["feedback_marks"] == []


def test_how_many_came_is_known_for_the_next_event(connection: sa.Connection) -> None:
    assert feedback.turnout(connection, CLOSED) is None
    tickets = asked(connection, *(f"U{number}" for number in range(8)))
    for one, answer in zip(tickets, [YES] * 4 + [PARTLY, NO], strict=False):
        give(connection, one, THERE, answer.value)
    assert feedback.turnout(connection, CLOSED) is None
    feedback.close(connection, ELEVEN, CLOSED)
    assert feedback.turnout(connection, CLOSED) == Turnout(ELEVEN, yes=8, came=5, said=6)


# --- Nobody is known


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_answering_leaves_nothing_but_counts_whoever_answers_what_in_whatever_order(
    connection: sa.Connection, data: st.DataObject
) -> None:
    people = [f"U{number:04}" for number in range(7)]
    said = st.sampled_from([f"Satz {letter}" for letter in "abc"])
    one_answer = st.one_of(
        st.tuples(st.sampled_from(CHOICES), st.sampled_from([one.value for one in FeedbackAnswer])),
        st.tuples(st.just(SENTENCE), said),
    )
    given_ = data.draw(st.lists(st.tuples(st.integers(0, 6), one_answer), max_size=30))
    with connection.begin_nested() as undone:
        tickets = asked(connection, *people)
        before, tally = held(connection), Counter[tuple[str, str]]()
        news = 0
        for person, (question, answer) in given_:
            outcome = give(connection, tickets[person], question, answer)
            assert isinstance(outcome, Given)
            news += outcome.is_news
            tally[question.value, answer] += outcome.is_news
        after = held(connection)
        assert different(before, after) <= {"feedback", "feedback_marks"}
        counted = [(ELEVEN, *one, times) for one, times in tally.items() if times]
        assert sorted(after["feedback"]) == sorted(counted)
        if connection.dialect.name == "sqlite":  # nor does the order of rows say anything
            assert after["feedback"] == sorted(counted)
            assert after["feedback_marks"] == sorted(after["feedback_marks"])
        assert len(after["feedback_marks"]) == news
        # what a mark is made of stands nowhere: without it no mark tells of any ticket
        assert not [one for one in tickets if one.nonce in str(after)]
        feedback.close(connection, ELEVEN, CLOSED)
        closed = held(connection)
        assert closed["feedback_marks"] == []
        assert {row[1:3] for row in closed["feedback"]} <= set(tally)
        undone.rollback()


def test_sentences_come_in_an_order_that_is_not_that_of_their_coming() -> None:
    texts = [f"Satz {number}" for number in range(20)]
    orders = []
    for _ in range(3):
        random.shuffle(texts)
        orders.append(shuffled(dict.fromkeys(texts, 1)))
    assert orders[0] == orders[1] == orders[2]
    assert orders[0] != sorted(texts)


def test_of_one_ticket_no_two_marks_are_known_to_belong_together() -> None:
    asked_ = Round(ELEVEN, "ab" * 16, CLOSED)
    one, other = Ticket.new(asked_), Ticket.new(asked_)
    marks = {each.mark(asked_.key, question) for each in (one, other) for question in Question}
    assert len(marks) == 6
    assert not [mark for mark in marks if one.nonce in mark or one.proof in mark]


def test_who_was_asked_is_kept_fourteen_days_and_what_was_written_a_year(
    connection: sa.Connection,
) -> None:
    for one in asked(connection, *(f"U{number}" for number in range(ENOUGH))):
        give(connection, one)
        give(connection, one, SENTENCE, "Gut")
    feedback.close(connection, ELEVEN, CLOSED)
    connection.execute(sa.update(rows).values(state=State.SENT, done_at=ASKED))
    day = timedelta(days=1)
    for at, ones in ((EVENT.ends_at + 14 * day, ENOUGH), (ASKED + 14 * day + MINUTE, 0)):
        expiry.forget(connection, at)
        assert len(stored.asked(connection, ELEVEN)) == ones
        assert len(on_the_table(connection, Kind.FEEDBACK)) == ones
    assert results(connection).total == ENOUGH
    expiry.forget(connection, EVENT.ends_at + 365 * day + MINUTE)
    assert results(connection).counts == {WORTH: {"yes": ENOUGH}}


def test_who_is_forgotten_was_never_asked_and_answers_stay(connection: sa.Connection) -> None:
    tickets = asked(connection, *(f"U{number}" for number in range(ENOUGH)))
    for one in tickets:
        give(connection, one)
    forgetting.forget(connection, "U1", None, ASKED + MINUTE)
    assert "U1" not in str(held(connection))
    feedback.close(connection, ELEVEN, CLOSED)
    assert results(connection).counts == {WORTH: {"yes": ENOUGH}}


@pytest.mark.parametrize("written", ["", "11", "11.a", "11.a.b.c", "x.a.b", "11.ä.b", "0.a.b"])
def test_what_is_no_ticket_is_none_of_ours(written: str) -> None:
    with pytest.raises(NotOurs):
        Ticket.read(written)
