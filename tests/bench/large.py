"""A database of any size, filled by the database itself: a million answers take some seconds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.domain.announcements import AnnouncementStatus
from bot.domain.deliveries import Kind, State
from bot.domain.events import Status
from bot.domain.ids import EventNumber
from bot.domain.knowledge import ItemKind, Publication
from bot.domain.rsvps import EMOJI, Answer, Via
from bot.domain.search.documents import RULES
from storage import migrations
from storage.database import Connection, Database
from storage.tables import (
    announcements,
    deliveries,
    events,
    handled_events,
    knowledge,
    members,
    reactions,
    rsvp_messages,
    rsvps,
    sessions,
)
from tests.builders import NOON

# From a number what a row of it holds, in SQL or not.
Row = Callable[[sa.ColumnElement[int]], dict[str, Any]]

CHANNEL = "C0LABCAMP"
MEMBER, ORGANIZER = "U0MEMBER", "U0ORGANIZER"
SHOWN = 3  # coming events that those two have said yes to, whatever the size
FEW = 10  # answers to the last event, whatever the size
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many there are of each; `largest` are the answers to the next event."""

    events: int
    coming: int
    answers: int
    largest: int
    members: int
    items: int

    @property
    def next(self) -> EventNumber:
        """The number of the next event, the one with the most answers."""
        return EventNumber(self.events - self.coming + 1)

    @property
    def last(self) -> EventNumber:
        """The number of the last event to come, one with few answers."""
        return EventNumber(self.events)

    @property
    def each(self) -> int:
        """The answers to each other event."""
        return (self.answers - self.largest - FEW) // (self.events - 2)


# As many items for each event: what shows them shows as many.
SMALL = Sizes(events=30, coming=10, answers=600, largest=20, members=60, items=300)
LARGE = Sizes(
    events=1_000, coming=100, answers=1_000_000, largest=5_000, members=50_000, items=10_000
)


def made(url: str, folder: Path, sizes: Sizes) -> Database:
    """A database of this size at an address where there is none."""
    migrations.migrate(url, folder)
    db = Database(url, 60)
    with db.transaction() as connection:
        fill(connection, sizes)
    if not db.is_sqlite:  # there it would be done by itself, some time later
        engine = sa.create_engine(db.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
        engine.dispose()
    return db


def fill(connection: Connection, sizes: Sizes) -> None:
    """Put as much into empty tables; none of it is due."""
    connection.execute(sa.insert(events), [_event(at, sizes) for at in range(1, sizes.events + 1)])
    talk = {"talk": "Was ein Labor erwachsen macht", "speaker": "Dr. Alex Beispiel"}
    connection.execute(
        sa.insert(sessions),
        [
            {"event": at, "position": position, **talk}
            for at in range(1, sizes.events + 1)
            for position in (1, 2)
        ],
    )
    _add(connection, members, _numbers(sizes.members), _member)
    own = [_member(MEMBER), _member(ORGANIZER) | {"organizer": True}]
    connection.execute(sa.insert(members), own)
    _add(connection, handled_events, _numbers(sizes.answers // 10), _handled)
    _add(connection, deliveries, _numbers(sizes.answers // 10), _sent)
    _add(connection, knowledge, _numbers(sizes.items), lambda n: _item(n, sizes))
    _announced(connection, sizes)
    _answered(connection, sizes)


def _event(number: int, sizes: Sizes) -> dict[str, Any]:
    days = number - sizes.next
    starts_at = NOON + (days + 1 if days >= 0 else days) * _DAY
    return {
        "number": number,
        "title": f"Wirkung sichtbar machen {number}",
        "description": "Worum es geht. " * 30,
        "location": "online",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=3),
        "timezone": "Europe/Berlin",
        "status": Status.PUBLISHED.value,
        "revision": 1,
        "planned": 1,
        "planning": number,
        "changed_at": NOON,
        "published_at": NOON,
    }


def _member(number: sa.ColumnElement[int] | str) -> dict[str, Any]:
    return {
        "user": number if isinstance(number, str) else _user(number),
        "language": "de",
        "reminders": True,
        "organizer": False,
        "since": NOON,
    }


def _handled(number: sa.ColumnElement[int]) -> dict[str, Any]:
    return {"key": _text("trigger.", number), "seen_at": NOON}


def _sent(number: sa.ColumnElement[int]) -> dict[str, Any]:
    return {
        "dedupe_key": _text("reminder.", number),
        "kind": Kind.REMINDER.value,
        "method": Kind.REMINDER.method,
        "target": _user(number),
        "payload": {"event": 1},
        "due_at": NOON - _DAY,
        "done_at": NOON - _DAY,
        "state": State.SENT.value,
        "attempts": 1,
        "lookups": 0,
        "send_id": "id",
    }


def _item(number: sa.ColumnElement[int], sizes: Sizes) -> dict[str, Any]:
    proposed = number % 50 == 0
    return {
        "url_key": _text("example.org/", number),
        "url": _text("https://example.org/", number),
        "title": _text("Aufzeichnung ", number),
        "kind": ItemKind.RECORDING.value,
        "event": number % sizes.events + 1,
        "tags": ["labor"],
        "status": sa.case(
            (proposed, Publication.PROPOSED.value), else_=Publication.PUBLISHED.value
        ),
        "added_at": NOON,
        "indexed": RULES,
    }


def _announced(connection: Connection, sizes: Sizes) -> None:
    """One message for each event; those of events that are over say so."""
    _add(connection, announcements, _numbers(sizes.events), lambda n: _announcement(n + 1))
    _add(connection, rsvp_messages, _numbers(sizes.events), lambda n: _message(n + 1, sizes))


def _announcement(number: sa.ColumnElement[int]) -> dict[str, Any]:
    return {
        "event": number,
        "author": ORGANIZER,
        "text": "Kommt vorbei!",
        "channel": CHANNEL,
        "planned_at": NOON - _DAY,
        "status": AnnouncementStatus.POSTED.value,
    }


def _message(number: sa.ColumnElement[int], sizes: Sizes) -> dict[str, Any]:
    ends_at = sa.select(events.c.ends_at).where(events.c.number == number).scalar_subquery()
    return {
        "channel": CHANNEL,
        "ts": _text("1.", number),
        "event": number,
        "open": True,
        "holds_from": sa.case((number < sizes.next, ends_at)),
        "holds_until": sa.case((number >= sizes.next, ends_at)),
    }


def ts(number: EventNumber) -> str:
    """The ts of the message about this event."""
    return f"1.{100_000_000 + number}"


def _answered(connection: Connection, sizes: Sizes) -> None:
    """The same users do not answer to each event; every third does so by a reaction too."""
    e, i = _numbers(sizes.events), _numbers(sizes.largest)
    event, at = e.c.n + 1, i.c.n
    how_many = sa.case(
        (event == sizes.next, sizes.largest), (event == sizes.last, FEW), else_=sizes.each
    )
    user = _user((event * 97 + at) % sizes.members)
    given = {
        "event": event,
        "user": user,
        "answer": sa.case(
            (at % 10 < 6, Answer.YES.value),
            (at % 10 < 8, Answer.MAYBE.value),
            else_=Answer.NO.value,
        ),
        "via": Via.BUTTON.value,
        "updated_at": NOON,
    }
    _insert(connection, rsvps, given, at < how_many)
    reacted = {
        "channel": CHANNEL,
        "ts": _text("1.", event),
        "user": user,
        "emoji": EMOJI[Answer.YES],
        "event_ts": NOON,
        "added_at": NOON,
        "removed": False,
    }
    _insert(connection, reactions, reacted, at < how_many, at % 3 == 0)
    own = [
        {
            "event": number,
            "user": user,
            "answer": Answer.YES.value,
            "via": Via.BUTTON.value,
            "updated_at": NOON,
        }
        for user in (MEMBER, ORGANIZER)
        for number in range(sizes.next, sizes.next + SHOWN)
    ]
    connection.execute(sa.insert(rsvps), own)


def _numbers(count: int) -> sa.CTE:
    """The numbers from 0 on, so many."""
    first = sa.select(sa.literal(0).label("n")).cte(recursive=True)
    return first.union_all(sa.select(first.c.n + 1).where(first.c.n < count - 1))


def _text(before: str, number: sa.ColumnElement[int]) -> sa.ColumnElement[str]:
    """All are equally long."""
    return sa.literal(before) + sa.cast(number + 100_000_000, sa.Text)


def _user(number: sa.ColumnElement[int]) -> sa.ColumnElement[str]:
    return _text("U", number)


def _add(connection: Connection, table: sa.Table, numbers: sa.CTE, row: Row) -> None:
    _insert(connection, table, row(numbers.c.n))


def _insert(
    connection: Connection,
    table: sa.Table,
    row: dict[str, Any],
    *which: sa.ColumnElement[bool],
) -> None:
    values = [_value(connection, table.c[name], value) for name, value in row.items()]
    connection.execute(sa.insert(table).from_select(list(row), sa.select(*values).where(*which)))


def _value(connection: Connection, column: sa.Column[Any], value: Any) -> sa.ColumnElement[Any]:
    """PostgreSQL has to be told of what type a value is; SQLite would make a time a number."""
    if isinstance(value, sa.ColumnElement):
        return value
    literal = sa.literal(value, column.type)
    return literal if connection.dialect.name == "sqlite" else sa.cast(literal, column.type)
