"""A million answers from SQLite to PostgreSQL and back, as `python -m bot copy` does it.

The floor is COPY of the same rows as text, ready made, with nothing looked at.
"""

import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage import events, migrations
from storage.database import Database
from tests.builders import NOON, an_event
from tests.databases import postgres_server

ANSWERS = 1_000_000
_EVENTS = 100
_ADD = (
    "INSERT INTO rsvps (event, user, answer, via, updated_at) "
    "VALUES (?, ?, 'yes', 'button', '2026-11-23 10:00:00.123456')"
)
_COPY = "COPY floor FROM STDIN"


@dataclass(frozen=True, slots=True)
class Copied:
    """Seconds, with the start of the program and the comparison of all rows."""

    there: float
    back: float
    floor: float


def measure() -> Copied:
    """Both ways once, each by a process of its own, as an operator does it."""
    with tempfile.TemporaryDirectory() as name, postgres_server(in_a_hurry=False) as server:
        old, back = (f"sqlite:///{Path(name) / file}" for file in ("old.db", "back.db"))
        _fill(old, Path(name))
        there = _seconds(old, server)
        return Copied(there, _seconds(server, back), _floor(server))


def _fill(url: str, folder: Path) -> None:
    migrations.migrate(url, folder)
    with closing(Database(url)) as db, db.transaction() as connection:
        for number in range(1, _EVENTS + 1):
            events.save(connection, an_event(number), NOON)
    with closing(sqlite3.connect(folder / "old.db")) as raw:
        raw.executemany(_ADD, (_row(number) for number in range(ANSWERS)))
        raw.commit()


def _row(number: int) -> tuple[int, str]:
    return number % _EVENTS + 1, f"U{number * 7_919 % ANSWERS:010}"


def _seconds(source: str, target: str) -> float:
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "copy", source, target]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert f"rsvps: {ANSWERS:,}" in done.stdout, done.stdout
    return time.perf_counter() - began


def _floor(server: str) -> float:
    lines = "".join(
        f"{event}\t{user}\tyes\tbutton\t2026-11-23 10:00:00.123456+00\t\\N\n"
        for event, user in sorted(map(_row, range(ANSWERS)))
    )
    with closing(Database(server)) as db, db.transaction() as connection:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("CREATE TABLE floor (LIKE rsvps INCLUDING ALL)")
        driver: Any = connection.connection.driver_connection
        began = time.perf_counter()
        with driver.cursor().copy(_COPY) as copy:
            copy.write(lines)
        return time.perf_counter() - began
