"""Fanning a reminder out to 10,000 members, beside the driver's own insertion of as many rows."""

import sqlite3
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from bot.domain.reminder_rules import rule
from bot.domain.reminders import Reminder
from bot.services import reminders
from storage import events, migrations, rsvps
from storage.database import Connection, Database
from storage.tables import deliveries
from tests.builders import ELEVEN, NOON, a_full_event, an_rsvp

MEMBERS = 10_000
ROUNDS = 5
_RULE = rule("direct:1d")
_COUNT = sa.select(sa.func.count()).select_from(deliveries)


@dataclass(frozen=True, slots=True)
class FannedOut:
    """Seconds for one reminder to all members, and for the bare rows; each committed."""

    ours: float
    floor: float


def measure() -> FannedOut:
    """Both in turn, in the same file; the medians."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "labcamp.db"
        migrations.migrate(f"sqlite:///{file}", Path(folder))
        db = Database(f"sqlite:///{file}")
        _furnish(db)
        found = [(_ours(db), _floor(db, file)) for _ in range(ROUNDS)]
        db.close()
    return FannedOut(median(ours for ours, _ in found), median(floor for _, floor in found))


def reminders_due(connection: Connection) -> None:
    """A planned reminder that is due at NOON, and all who said yes: for `delivering.measure`."""
    starts_at = NOON + timedelta(days=1)
    event = a_full_event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))
    events.save(connection, event, NOON)
    _said_yes(connection)
    reminders.plan(connection, [event], [_RULE], NOON)


def _said_yes(connection: Connection) -> None:
    for number in range(MEMBERS):
        rsvps.save(connection, ELEVEN, an_rsvp(f"U{number:09}"))


def _furnish(db: Database) -> None:
    with db.transaction() as connection:
        events.save(connection, a_full_event(), NOON)
        _said_yes(connection)


def _ours(db: Database) -> float:
    event = a_full_event()
    due_at = _RULE.due(event.starts_at, event.timezone)
    reminder = Reminder(event.number, _RULE, event.starts_at, due_at)
    _empty(db)
    began = time.perf_counter()
    with db.transaction() as connection:
        reminders.fan_out(connection, reminder, timedelta(hours=2), None, due_at)
    took = time.perf_counter() - began
    with db.transaction() as connection:
        assert connection.execute(_COUNT).scalar_one() == MEMBERS
    return took


def _floor(db: Database, file: Path) -> float:
    """The same rows, as they stand there, put back by sqlite3 alone."""
    with closing(sqlite3.connect(file)) as driver, driver:
        rows = driver.execute("SELECT * FROM deliveries").fetchall()
    _empty(db)
    places = ", ".join("?" * len(rows[0]))
    began = time.perf_counter()
    with closing(sqlite3.connect(file)) as driver, driver:
        driver.execute("PRAGMA synchronous = FULL")
        driver.executemany(f"INSERT INTO deliveries VALUES ({places})", rows)
    return time.perf_counter() - began


def _empty(db: Database) -> None:
    with db.transaction() as connection:
        connection.execute(sa.delete(deliveries))
