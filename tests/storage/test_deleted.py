"""Of what was deleted no byte stays in a SQLite file, nor in those beside it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.ids import EventNumber
from storage import events, rsvps, sqlite_connections
from storage.database import Connection, Database
from tests.builders import NOON, a_full_event, an_rsvp

CANARY = "UCANARY1"
ELEVEN = EventNumber(11)


def answered(connection: Connection) -> None:
    events.save(connection, a_full_event(), NOON)
    rsvps.save(connection, ELEVEN, an_rsvp(CANARY))


def ruin(db: Database) -> None:
    Path(db.url.database or "").write_bytes(b"no database any more" * 100)


def left_of(db: Database, word: str) -> set[str]:
    """The files in which the word stands."""
    file = Path(db.url.database or "")
    beside = file.parent.glob(f"{file.name}*")
    return {one.name for one in beside if word.encode() in one.read_bytes()}


async def test_nothing_of_an_answer_stays_when_the_log_is_emptied(own_sqlite_db: Database) -> None:
    await own_sqlite_db.write(answered)
    await own_sqlite_db.write(rsvps.delete, ELEVEN, CANARY)
    assert left_of(own_sqlite_db, CANARY) == {"labcamp.db-wal"}
    assert await own_sqlite_db.wipe_log()
    assert left_of(own_sqlite_db, CANARY) == set()


async def test_what_earlier_versions_deleted_goes_when_the_file_is_written_anew(
    own_sqlite_db: Database,
) -> None:
    await own_sqlite_db.write(answered)
    with closing(
        sqlite3.connect(own_sqlite_db.url.database or "", isolation_level=None)
    ) as earlier:
        earlier.execute("PRAGMA secure_delete=OFF")
        earlier.execute("DELETE FROM rsvps")
    assert await own_sqlite_db.wipe_log()
    assert left_of(own_sqlite_db, CANARY) == {"labcamp.db"}
    assert await own_sqlite_db.write_anew()
    assert left_of(own_sqlite_db, CANARY) == set()


async def test_what_can_not_be_tidied_up_is_no_failure_of_whoever_deleted_it(
    own_sqlite_db: Database,
) -> None:
    ruin(own_sqlite_db)
    assert not await own_sqlite_db.wipe_log()
    assert not await own_sqlite_db.write_anew()


async def test_who_reads_or_writes_is_not_waited_for(own_sqlite_db: Database) -> None:
    await own_sqlite_db.write(answered)
    with closing(sqlite3.connect(own_sqlite_db.url.database or "", isolation_level=None)) as other:
        for begin in ("BEGIN", "BEGIN IMMEDIATE"):
            other.execute(begin)
            other.execute("SELECT * FROM rsvps").fetchall()
            assert not await own_sqlite_db.wipe_log()
            assert not await own_sqlite_db.write_anew()
            other.execute("ROLLBACK")
    assert await own_sqlite_db.write_anew()


async def test_a_large_file_is_not_written_anew(
    own_sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_connections, "_LARGE", 1000)
    assert not await own_sqlite_db.write_anew()


async def test_postgresql_sees_to_its_own_log(postgres_db: Database) -> None:
    assert await postgres_db.wipe_log()
    assert await postgres_db.write_anew()
