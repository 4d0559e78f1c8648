"""Backing a SQLite database of 200 MB up, while somebody goes on answering.

The floor is the same answers with nothing beside them.
"""

import asyncio
import os
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage import backups, events, migrations, rsvps
from storage.backups import Contents
from storage.database import Database
from tests.builders import ELEVEN, NOON, a_full_event, an_rsvp

MEGABYTES = 200
_ROWS = 175  # of a thousand characters that are a megabyte, with their index
_ROUNDS = 5
_ALONE = 300  # answers
_PAUSE = 0.005  # seconds between two answers


@dataclass(frozen=True, slots=True)
class Waits:
    """How long answers took to be stored, in milliseconds."""

    answers: int
    p50: float
    p99: float
    longest: float


@dataclass(frozen=True, slots=True)
class BackedUp:
    """The seconds of one backup with its check, and the waits beside it and without it."""

    seconds: float
    beside: Waits
    alone: Waits


async def measure() -> BackedUp:
    """Several backups of one database; a restart would make no second one on the same day."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'labcamp.db'}"
        migrations.migrate(url, folder)
        with closing(Database(url)) as db:
            _fill(db)
            alone, beside, seconds = list[float](), list[float](), list[float]()
            for number in range(_ROUNDS):
                alone += [await _answer(db, count) for count in range(_ALONE)]
                began = time.perf_counter()
                copying = asyncio.create_task(
                    asyncio.to_thread(backups.write, db, folder / f"{number}.db")
                )
                beside += await _answer_beside(db, copying)
                seconds.append(time.perf_counter() - began)
            return BackedUp(sorted(seconds)[_ROUNDS // 2], _waits(beside), _waits(alone))


def _fill(db: Database) -> None:
    with db.transaction() as connection:
        events.save(connection, a_full_event(), NOON)
        connection.exec_driver_sql("CREATE TABLE ballast (text TEXT UNIQUE)")
        rows = [(os.urandom(500).hex(),) for _ in range(MEGABYTES * _ROWS)]
        connection.exec_driver_sql("INSERT INTO ballast (text) VALUES (?)", rows)


async def _answer_beside(db: Database, copying: asyncio.Task[Contents]) -> list[float]:
    found: list[float] = []
    while not copying.done():
        found.append(await _answer(db, len(found)))
    await copying
    return found


async def _answer(db: Database, count: int) -> float:
    await asyncio.sleep(_PAUSE)
    began = time.perf_counter()
    await db.write(rsvps.save, ELEVEN, an_rsvp(user=f"U{count}"))
    return time.perf_counter() - began


def _waits(seconds: list[float]) -> Waits:
    ordered = [1000 * one for one in sorted(seconds)]
    half, last = len(ordered) // 2, int(len(ordered) * 0.99)
    return Waits(len(ordered), ordered[half], ordered[last], ordered[-1])
