"""Events as calendars have them: when each was changed last, and one member's answers."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.calendar import Entry
from bot.domain.events import Event, Status
from bot.domain.ids import EventNumber
from bot.domain.rsvps import Answer, Rsvp, Via
from storage.event_rows import COLUMNS, event_of
from storage.events import sessions_of
from storage.tables import Row, events, rsvps

# A cancelled event is told of only where it could be known of.
_TOLD = sa.or_(
    events.c.status == Status.PUBLISHED.value,
    sa.and_(events.c.status == Status.CANCELLED.value, events.c.published_at.is_not(None)),
)
_ROWS = (
    sa.select(
        *(events.c[name] for name in COLUMNS),
        events.c.changed_at,
        rsvps.c.answer,
        rsvps.c.via,
        rsvps.c.updated_at,
        rsvps.c.waitlisted_at,
    )
    .where(_TOLD)
    .order_by(events.c.starts_at, events.c.number)
)
_ANSWER = sa.and_(rsvps.c.event == events.c.number, rsvps.c.user == sa.bindparam("user"))
_SELECT = _ROWS.select_from(events).outerjoin(rsvps, _ANSWER)
_ATTENDED = (
    _ROWS.select_from(rsvps)
    .join(events, _ANSWER)
    .where(rsvps.c.answer.in_([Answer.YES.value, Answer.MAYBE.value]))
)
_COMING = _SELECT.where(
    events.c.status == Status.PUBLISHED.value, events.c.ends_at > sa.bindparam("now")
)
_ONE = _SELECT.where(events.c.number == sa.bindparam("number"))


def published(connection: sa.Connection) -> list[Entry]:
    """All events that are or were published, by their start, without anybody's answer."""
    return _entries(connection, _SELECT, user=None)


def attended(connection: sa.Connection, user: str) -> list[Entry]:
    """Those of them to which this member said yes or maybe, those who wait included."""
    return _entries(connection, _ATTENDED, user=user)


def coming(connection: sa.Connection, user: str, now: datetime) -> list[Entry]:
    """The published events that have not ended at `now`, with this member's answers."""
    return _entries(connection, _COMING, user=user, now=now)


def one(connection: sa.Connection, number: EventNumber, user: str) -> list[Entry]:
    """The event with this number, if it is or was published, with this member's answer."""
    return _entries(connection, _ONE, user=user, number=number)


def _entries(connection: sa.Connection, statement: sa.Select[Any], **values: Any) -> list[Entry]:
    rows = connection.execute(statement, values).all()
    talks = sessions_of(connection, [row.number for row in rows])
    return [_entry(row, event_of(row, talks[row.number]), values["user"]) for row in rows]


def _entry(row: Row, event: Event, user: str | None) -> Entry:
    changed_at, answer, via, updated_at, waitlisted_at = row[len(COLUMNS) :]
    if user is None or answer is None:
        return Entry(event, changed_at)
    return Entry(event, changed_at, Rsvp(user, Answer(answer), Via(via), updated_at, waitlisted_at))
