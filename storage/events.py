"""Events and their sessions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.events import Event, Session, Status
from bot.domain.ids import EventNumber
from bot.domain.visibility import shown_now
from storage import retention, talk_bounds
from storage.chunks import chunks
from storage.event_rows import COLUMNS, SESSION_COLUMNS, WRITTEN, event_of, one_of, session_of
from storage.prepared import Prepared
from storage.tables import Row, UtcDateTime, events, sessions
from storage.upsert import insert

_SELECT = sa.select(*(events.c[name] for name in COLUMNS))
_SESSIONS = sa.select(sessions.c.event, *(sessions.c[name] for name in SESSION_COLUMNS)).order_by(
    sessions.c.event, sessions.c.position
)
_WITH_TALKS = (
    sa.select(
        *(events.c[name] for name in COLUMNS), *(sessions.c[name] for name in SESSION_COLUMNS)
    )
    .select_from(events)
    .outerjoin(sessions, sessions.c.event == events.c.number)
    .order_by(sessions.c.position)
)
_PUBLISHED = events.c.status == Status.PUBLISHED.value

_ALL = _SELECT.order_by(events.c.number)
_WITH_NUMBER = _WITH_TALKS.where(events.c.number == sa.bindparam("number"))
_GET = Prepared(_WITH_NUMBER)
_GET_LOCKED = Prepared(_WITH_NUMBER.with_for_update(of=events))
_GET_MANY = _ALL.where(events.c.number.in_(sa.bindparam("numbers", expanding=True)))
# Numbers are found in an index alone, and only what is shown is looked up.
NEXT_NUMBER = (
    sa.select(events.c.number)
    .where(_PUBLISHED, events.c.ends_at > sa.bindparam("now"))
    .order_by(events.c.starts_at, events.c.number)
    .limit(1)
)
_NEXT = Prepared(_WITH_TALKS.where(events.c.number.in_(NEXT_NUMBER)))
_COMING_LOCKED = (
    # what begins later ends later: so only these are looked at
    _SELECT.where(
        _PUBLISHED, events.c.ends_at > sa.bindparam("now"), events.c.starts_at > sa.bindparam("now")
    )
    .order_by(events.c.number)
    .with_for_update()
)
_LAST_NUMBER = (
    sa.select(events.c.number)
    .where(_PUBLISHED, events.c.ends_at <= sa.bindparam("now"))
    .order_by(events.c.ends_at.desc(), events.c.number.desc())
    .limit(1)
)
_LAST = Prepared(_WITH_TALKS.where(events.c.number.in_(_LAST_NUMBER)))
_NEWEST = (
    _SELECT.where(_PUBLISHED).order_by(events.c.starts_at.desc(), events.c.number.desc()).limit(1)
)
_HIGHEST = sa.select(sa.func.max(events.c.number))
_SHOWN = events.c.status.in_([Status.PUBLISHED.value, Status.CANCELLED.value])
_SOONEST = (events.c.starts_at, events.c.number)
_LATEST = (events.c.starts_at.desc(), events.c.number.desc())


def _page(*which: sa.ColumnElement[bool], order: Sequence[Any]) -> sa.Select[Any]:
    numbers = sa.select(events.c.number).where(*which).order_by(*order)
    numbers = numbers.limit(sa.bindparam("limit")).offset(sa.bindparam("offset"))
    return _SELECT.where(events.c.number.in_(numbers)).order_by(*order)


_COMING = _page(_SHOWN, events.c.ends_at > sa.bindparam("now"), order=_SOONEST)
_PAST = _page(
    events.c.status != Status.DRAFT.value,
    events.c.ends_at <= sa.bindparam("now"),
    # what has ended has begun: so the index on the beginning is read from there on
    events.c.starts_at <= sa.bindparam("now"),
    order=_LATEST,
)
_SESSIONS_OF_MANY = _SESSIONS.where(sessions.c.event.in_(sa.bindparam("numbers", expanding=True)))
_INSERT = sa.insert(events)
_ADD = insert(events).on_conflict_do_nothing().returning(events.c.number)
_LOCK = (
    sa.select(events.c.number)
    .where(events.c.number.in_(sa.bindparam("numbers", expanding=True)))
    .order_by(events.c.number)
    .with_for_update()
)
_UPDATE = (
    sa.update(events)
    .where(events.c.number == sa.bindparam("of_number"))
    .values(
        {name: sa.bindparam(name) for name in (*WRITTEN, "changed_at")}
        | {
            "revision": events.c.revision + 1,
            "published_at": sa.func.coalesce(
                events.c.published_at, sa.bindparam("published_at", type_=UtcDateTime)
            ),
        }
    )
)
_DELETE_SESSIONS = sa.delete(sessions).where(sessions.c.event == sa.bindparam("number"))
_INSERT_SESSIONS = sa.insert(sessions)


def get(connection: sa.Connection, number: EventNumber) -> Event | None:
    """The event with this number, or None."""
    return _one(connection, _GET, {"number": number})


def get_locked(connection: sa.Connection, number: EventNumber) -> Event | None:
    """As `get`; nobody else changes it, or the answers to it, until this transaction ends."""
    return _one(connection, _GET_LOCKED, {"number": number})


def get_many(connection: sa.Connection, numbers: Collection[int]) -> dict[int, Event]:
    """The events with these numbers that there are, by number."""
    found: list[Event] = []
    for some in chunks(numbers):
        found += _with_sessions(connection, connection.execute(_GET_MANY, {"numbers": some}))
    return {event.number: event for event in found}


def all_events(connection: sa.Connection) -> list[Event]:
    """All events, drafts and cancelled ones too, by number."""
    return _with_sessions(connection, connection.execute(_ALL))


def next_event(connection: sa.Connection, now: datetime) -> Event | None:
    """The published event with the earliest start among those that have not ended at `now`."""
    return _one(connection, _NEXT, {"now": now})


def coming_locked(connection: sa.Connection, now: datetime) -> list[Event]:
    """The published events that start after `now`, locked until this transaction ends."""
    return _with_sessions(connection, connection.execute(_COMING_LOCKED, {"now": now}))


def last_event(connection: sa.Connection, now: datetime) -> Event | None:
    """The published event that ended last before `now`."""
    return _one(connection, _LAST, {"now": now})


def newest(connection: sa.Connection) -> Event | None:
    """The published event that starts last, over or not."""
    return next(iter(_with_sessions(connection, connection.execute(_NEWEST))), None)


def highest_number(connection: sa.Connection) -> int:
    """The highest number that an event has; 0 without any."""
    return connection.execute(_HIGHEST).scalar_one() or 0


def page(
    connection: sa.Connection, now: datetime, *, past: bool, limit: int, offset: int
) -> list[Event]:
    """Some events that are no drafts: coming ones, soonest first, or past ones, newest first."""
    values = {"now": now, "limit": limit, "offset": offset}
    return _with_sessions(connection, connection.execute(_PAST if past else _COMING, values))


def save(connection: sa.Connection, event: Event, now: datetime) -> None:
    """Insert the event, or replace the stored one and raise its revision.

    `now` (aware, UTC) is kept as the time of this revision, and as the time of publication where
    the event was never published before. To an event that is to come again people answer anew.
    """
    if not event.has_ended(now):
        retention.begin_anew(connection, event.number)
    values = _values(event, now)
    updated = connection.execute(_UPDATE, {**values, "of_number": event.number})
    if updated.rowcount == 0:
        connection.execute(_INSERT, {**values, "revision": 1})
    connection.execute(_DELETE_SESSIONS, {"number": event.number})
    _add_sessions(connection, event, now)


def add(connection: sa.Connection, event: Event, now: datetime) -> bool:
    """Insert the event, unless there is one of this number; whether it was inserted.

    Whoever inserts the same number in the same instant is waited for.
    """
    values = {**_values(event, now), "revision": 1}
    if connection.execute(_ADD, values).one_or_none() is None:
        return False
    _add_sessions(connection, event, now)
    return True


def lock(connection: sa.Connection, numbers: Collection[int]) -> None:
    """See to it that nobody else changes these events before this transaction ends."""
    for some in chunks(sorted(numbers)):
        connection.execute(_LOCK, {"numbers": some}).all()


def _values(event: Event, now: datetime) -> dict[str, Any]:
    published_at = now if event.status is Status.PUBLISHED else None
    written = {name: getattr(event, name) for name in WRITTEN}
    return written | {"changed_at": now, "published_at": published_at}


def _add_sessions(connection: sa.Connection, event: Event, now: datetime) -> None:
    """Keep the talks, each with who sees it now; its items follow."""
    talks = [replace(one, shown=shown_now(one, event.timezone, now)) for one in event.sessions]
    rows = [
        {"event": event.number, "position": position, **asdict(session)}
        for position, session in enumerate(talks, start=1)
    ]
    if rows:
        connection.execute(_INSERT_SESSIONS, rows)
    talk_bounds.follow(connection, event.number, talks)


def _one(connection: sa.Connection, statement: Prepared, values: dict[str, Any]) -> Event | None:
    rows = statement.rows(connection, values)
    return one_of(rows) if rows else None


def _with_sessions(connection: sa.Connection, rows: Iterable[Row]) -> list[Event]:
    found = list(rows)
    talks = sessions_of(connection, [row.number for row in found])
    return [event_of(row, talks[row.number]) for row in found]


def sessions_of(
    connection: sa.Connection, numbers: Iterable[int]
) -> dict[int, tuple[Session, ...]]:
    """The sessions of each of these events, in their order."""
    talks: dict[int, list[Session]] = {number: [] for number in numbers}
    for some in chunks(talks):
        for talk in connection.execute(_SESSIONS_OF_MANY, {"numbers": some}):
            talks[talk.event].append(session_of(talk))
    return {number: tuple(found) for number, found in talks.items()}
