"""Importing 10,000 and 100,000 items with `python -m bot import`, while somebody goes on answering.

The floor is sqlite3 alone putting the same rows into the same table, in one transaction.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from storage import events, migrations, rsvps
from storage.database import Database, Unavailable
from tests.bench.heap import Language
from tests.builders import ELEVEN, NOON, a_full_event, an_rsvp

SIZES = (10_000, 100_000)
_ROOT = Path(__file__).parents[2]
_PAUSE = 0.02  # seconds between two answers


@dataclass(frozen=True, slots=True)
class Imported:
    """Seconds and megabytes; of the answers meanwhile the longest wait, and how many failed."""

    items: int
    seconds: float
    floor: float
    megabytes: float
    answers: int
    longest_answer: float
    failed: int


def measure() -> Iterator[Imported]:
    """One import of each size, into a database of its own."""
    language = Language(plain=2_000, compounds=10_000)
    for items in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            _write(folder / "items.yaml", language, items)
            yield _measured(folder, items)


def _write(file: Path, language: Language, items: int) -> None:
    with file.open("w", encoding="utf-8") as written:
        written.write("knowledge:\n")
        for number in range(items):
            written.write(
                f"  - title: {language.text(6)}\n"
                f"    url: https://example.org/{number}?utm_source=bench\n"
                f"    kind: recording\n    event: {number % 200 + 1}\n"
                f"    session: {language.text(4)}\n    tags: [{', '.join(language.some(2))}]\n"
                f"    description: {language.text(20)}\n"
            )


def _measured(folder: Path, items: int) -> Imported:
    url = f"sqlite:///{folder / 'labcamp.db'}"
    migrations.migrate(url, folder)
    with closing(Database(url)) as db:
        with db.transaction() as connection:
            events.save(connection, a_full_event(), NOON)
        began = time.perf_counter()
        importing = subprocess.Popen(
            [sys.executable, "-m", "bot", "import", str(folder / "items.yaml")],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(_ROOT), "DATABASE_URL": url},
            stdout=subprocess.DEVNULL,
        )
        waits: list[float] = []
        failed, usage = 0, None
        while usage is None:
            asked = time.perf_counter()
            try:
                with db.transaction() as connection:
                    rsvps.save(connection, ELEVEN, an_rsvp())
            except Unavailable:
                failed += 1
            waits.append(time.perf_counter() - asked)
            time.sleep(_PAUSE)
            usage = _usage(importing.pid)
        seconds = time.perf_counter() - began
    floor = _floor(folder, items)
    return Imported(items, seconds, floor, usage / 1024, len(waits), max(waits), failed)


def _usage(process: int) -> int | None:
    """The most memory that the process had, in kilobytes; None while it runs."""
    ended, status, usage = os.wait4(process, os.WNOHANG)
    if not ended:
        return None
    assert status == 0, "the import failed"
    return usage.ru_maxrss


def _floor(folder: Path, items: int) -> float:
    with closing(sqlite3.connect(folder / "labcamp.db")) as source:
        rows = source.execute("SELECT * FROM knowledge").fetchall()
    assert len(rows) == items
    migrations.migrate(f"sqlite:///{folder / 'floor.db'}", folder)
    places = ", ".join("?" * len(rows[0]))
    with closing(sqlite3.connect(folder / "floor.db")) as target:
        target.execute("PRAGMA synchronous = FULL")
        began = time.perf_counter()
        with target:
            target.executemany(f"INSERT INTO knowledge VALUES ({places})", rows)
        return time.perf_counter() - began
