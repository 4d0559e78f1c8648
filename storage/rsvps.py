"""Answers to events, and the counts of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.ids import EventNumber
from bot.domain.rsvps import Answer, Counts, Rsvp, Via
from storage.prepared import Prepared
from storage.tables import events, rsvps
from storage.upsert import insert

_OF_EVENT = rsvps.c.event == sa.bindparam("event")
_OF_USER = rsvps.c.user == sa.bindparam("user")
_WAITS = rsvps.c.waitlisted_at.is_not(None)
_SELECT = sa.select(
    rsvps.c.user, rsvps.c.answer, rsvps.c.via, rsvps.c.updated_at, rsvps.c.waitlisted_at
)

_GET = Prepared(_SELECT.where(_OF_EVENT, _OF_USER))
_ALL = Prepared(_SELECT.where(_OF_EVENT).order_by(rsvps.c.user))
# each a range of ix_rsvps_event_answer_waitlisted_at, which SQLite counts faster than it groups
_COUNT = Prepared(
    sa.select(
        *(
            sa.select(sa.func.count()).where(_OF_EVENT, condition).scalar_subquery()
            for condition in (
                *(rsvps.c.answer == answer.value for answer in Answer),
                sa.and_(rsvps.c.answer == Answer.YES.value, _WAITS),  # only a yes waits
            )
        )
    )
)
_FINAL = Prepared(sa.select(events.c.final_counts).where(events.c.number == sa.bindparam("event")))
_EVENTS_OF = sa.select(rsvps.c.event).where(_OF_USER).order_by(rsvps.c.event)
_EVERYBODY = 2**31 - 1
_IN_LINE = (_OF_EVENT, rsvps.c.answer == Answer.YES.value, _WAITS)
_WAITING = Prepared(
    _SELECT.where(*_IN_LINE)
    .order_by(rsvps.c.waitlisted_at, rsvps.c.user)
    .limit(sa.bindparam("most", type_=sa.Integer))
)
_LAST = Prepared(sa.select(sa.func.max(rsvps.c.waitlisted_at)).where(*_IN_LINE))
_BEFORE = Prepared(
    sa.select(sa.func.count()).where(
        *_IN_LINE,
        sa.tuple_(rsvps.c.waitlisted_at, rsvps.c.user)
        < sa.tuple_(sa.bindparam("at", type_=rsvps.c.waitlisted_at.type), sa.bindparam("user")),
    )
)
_INSERT = insert(rsvps).values(
    event=sa.bindparam("event"),
    user=sa.bindparam("user"),
    answer=sa.bindparam("answer"),
    via=sa.bindparam("via"),
    updated_at=sa.bindparam("updated_at"),
    waitlisted_at=sa.bindparam("waitlisted_at"),
)
_SAVE = Prepared(
    _INSERT.on_conflict_do_update(
        index_elements=["event", "user"],
        set_={
            name: _INSERT.excluded[name]
            for name in ("answer", "via", "updated_at", "waitlisted_at")
        },
    )
)
_DELETE = Prepared(sa.delete(rsvps).where(_OF_EVENT, _OF_USER))
_GIVE_PLACE = (
    sa.update(rsvps)
    .where(rsvps.c.event == sa.bindparam("of_event"), rsvps.c.user == sa.bindparam("of_user"))
    .values(waitlisted_at=None)
)


def get(connection: sa.Connection, event: EventNumber, user: str) -> Rsvp | None:
    """The member's answer to this event, or None."""
    rows = _GET.rows(connection, {"event": event, "user": user})
    return _rsvp(rows[0]) if rows else None


def of_event(connection: sa.Connection, event: EventNumber) -> list[Rsvp]:
    """All answers to this event, by user."""
    return [_rsvp(row) for row in _ALL.rows(connection, {"event": event})]


def events_of(connection: sa.Connection, user: str) -> list[EventNumber]:
    """The numbers of the events that the user has answered to, in their order."""
    return list(connection.execute(_EVENTS_OF, {"user": user}).scalars())


def counts(connection: sa.Connection, event: EventNumber) -> Counts:
    """How many said what to this event, also once the answers themselves are gone."""
    kept = _FINAL.rows(connection, {"event": event})
    if kept and kept[0][0] is not None:
        return Counts.of_final(kept[0][0])
    return counted(connection, event)


def counted(connection: sa.Connection, event: EventNumber) -> Counts:
    """How many say what to this event, of whose answers are still there."""
    yes, maybe, no, waiting = _COUNT.rows(connection, {"event": event})[0]
    return Counts(yes - waiting, maybe, no, waiting)


def waiting(connection: sa.Connection, event: EventNumber, most: int | None = None) -> list[Rsvp]:
    """The waiting list of this event, longest waiting first: all of it, or the first `most`."""
    values = {"event": event, "most": _EVERYBODY if most is None else most}
    return [_rsvp(row) for row in _WAITING.rows(connection, values)]


def last_waiting(connection: sa.Connection, event: EventNumber) -> datetime | None:
    """Since when the last in this list waits; None when nobody does."""
    last: datetime | None = _LAST.rows(connection, {"event": event})[0][0]
    return last


def position(connection: sa.Connection, event: EventNumber, rsvp: Rsvp) -> int:
    """Where somebody who waits stands in the line, from 1."""
    values = {"event": event, "at": rsvp.waitlisted_at, "user": rsvp.user}
    return int(_BEFORE.rows(connection, values)[0][0]) + 1


def save(connection: sa.Connection, event: EventNumber, rsvp: Rsvp) -> None:
    """Insert the answer, or replace the member's present one."""
    values = {
        "event": event,
        "user": rsvp.user,
        "answer": rsvp.answer.value,
        "via": rsvp.via.value,
        "updated_at": rsvp.updated_at,
        "waitlisted_at": rsvp.waitlisted_at,
    }
    _SAVE.run(connection, values)


def delete(connection: sa.Connection, event: EventNumber, user: str) -> None:
    """Forget the member's answer to this event."""
    _DELETE.run(connection, {"event": event, "user": user})


def give_place(connection: sa.Connection, event: EventNumber, user: str) -> None:
    """Take the member from the waiting list; the yes now has a place."""
    connection.execute(_GIVE_PLACE, {"of_event": event, "of_user": user})


def _rsvp(row: Sequence[Any]) -> Rsvp:
    user, answer, via, updated_at, waitlisted_at = row
    return Rsvp(user, Answer(answer), Via(via), updated_at, waitlisted_at)
