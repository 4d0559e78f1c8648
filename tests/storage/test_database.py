"""Transactions are whole or not at all, on both databases, however many write at once."""

import asyncio
import sqlite3
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import handled_events
from storage.database import Database, Unavailable, engine_url
from storage.kept import kept
from storage.tables import handled_events as table
from storage.tables import metadata
from tests.builders import NOON
from tests.databases import again
from tests.forked import forked
from tests.waiting import HANG, until

EACH = 50
WRITERS = 4


def remember(connection: sa.Connection, key: str) -> bool:
    return handled_events.is_new(connection, key, NOON)


def keys(connection: sa.Connection) -> list[str]:
    return list(connection.execute(sa.select(table.c.key).order_by(table.c.key)).scalars())


def how_many(connection: sa.Connection) -> int:
    return len(keys(connection))


# --- Addresses


@pytest.mark.parametrize(
    ("url", "driver", "database"),
    [
        ("sqlite:///labcamp.db", "sqlite", "labcamp.db"),
        ("sqlite:////var/lib/labcamp.db", "sqlite", "/var/lib/labcamp.db"),
        ("postgresql://bot:pw@db:5432/labcamp", "postgresql+psycopg", "labcamp"),
        ("postgres://bot:pw@db/labcamp", "postgresql+psycopg", "labcamp"),
        ("postgresql+psycopg://bot@db/labcamp", "postgresql+psycopg", "labcamp"),
    ],
)
def test_an_address_names_a_database_and_the_way_to_it(
    url: str, driver: str, database: str
) -> None:
    parsed = engine_url(url)
    assert (parsed.drivername, parsed.database) == (driver, database)


def test_the_rest_of_an_address_stays_as_it_is() -> None:
    parsed = engine_url("postgres://bot:p%40ss@db:5433/labcamp?sslmode=require")
    assert (parsed.username, parsed.password, parsed.host, parsed.port) == (
        "bot",
        "p@ss",
        "db",
        5433,
    )
    assert parsed.query == {"sslmode": "require"}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "labcamp.db",
        "mysql://db/labcamp",
        "postgresql+asyncpg://db/labcamp",
        "https://db",
        "://",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"it (is not|must begin)"):
        engine_url(url)


# --- read and write


async def test_what_was_written_is_read(db: Database) -> None:
    assert await db.write(remember, "a") is True
    assert await db.write(remember, key="a") is False
    assert await db.read(keys) == ["a"]
    with db.transaction() as connection:
        assert keys(connection) == ["a"]
    with db.reading() as connection:
        assert keys(connection) == ["a"]


async def test_a_glance_sees_what_anybody_has_just_written(db: Database) -> None:
    def seen(connection: sa.Connection, key: str) -> bool:
        return kept(connection, handled_events.was_seen, key)

    for key in "ab":
        assert not await db.read(seen, key)
        assert not await db.glance(seen, key)
    await db.write(remember, "a")
    with db.transaction() as connection:  # another connection than that which writes
        remember(connection, "b")
    for key in "ab":
        assert await db.glance(seen, key)
        assert await db.read(seen, key)


async def test_an_exception_takes_everything_back(db: Database) -> None:
    def fail(connection: sa.Connection) -> None:
        remember(connection, "b")
        raise RuntimeError("after the insert")

    await db.write(remember, "a")
    with pytest.raises(RuntimeError, match="after the insert"):
        await db.write(fail)
    with pytest.raises(RuntimeError, match="after the insert"), db.transaction() as connection:
        fail(connection)
    assert await db.read(keys) == ["a"]


async def test_a_read_that_failed_stands_in_nobodys_way(db: Database) -> None:
    def fail(connection: sa.Connection) -> None:
        keys(connection)
        raise RuntimeError

    with suppress(RuntimeError):
        await db.read(fail)
    assert await db.write(remember, "a") is True
    assert await db.read(keys) == ["a"]


async def test_a_failing_statement_leaves_the_database_usable(db: Database) -> None:
    def nonsense(connection: sa.Connection) -> None:
        connection.execute(sa.text("SELECT nothing FROM nowhere"))

    for way in (db.read, db.write):
        with pytest.raises(sa.exc.DBAPIError):
            await way(nonsense)
    assert await db.write(remember, "a") is True
    assert await db.read(keys) == ["a"]


async def test_a_read_does_not_wait_for_somebody_who_writes(db: Database) -> None:
    await db.write(remember, "a")
    with db.transaction() as connection:
        remember(connection, "b")
        assert await asyncio.wait_for(db.read(keys), HANG / 2) == ["a"]
    assert await db.read(keys) == ["a", "b"]


async def test_a_long_read_aside_holds_up_neither_the_loop_nor_a_write(db: Database) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def long_read(connection: sa.Connection) -> list[str]:
        begun.set()
        assert may_end.wait(HANG)
        return keys(connection)

    reading = asyncio.create_task(db.read_aside(long_read))
    await until(begun.is_set)
    assert await db.write(remember, "a") is True
    assert await db.read(keys) == ["a"]
    may_end.set()
    assert await reading in ([], ["a"])  # what there was when it began, or read


async def test_many_writes_at_once_all_count(db: Database) -> None:
    await asyncio.gather(*(db.write(remember, f"key {number}") for number in range(EACH)))
    assert await db.read(how_many) == EACH


async def test_closing_waits_for_what_is_being_written(db: Database) -> None:
    closed = again(db)
    begun, go_on = threading.Event(), threading.Event()

    def slowly(connection: sa.Connection) -> None:
        begun.set()
        assert go_on.wait(HANG)
        remember(connection, "a")

    writing = asyncio.create_task(closed.write_aside(slowly))
    await asyncio.to_thread(begun.wait, HANG)
    closing = asyncio.create_task(asyncio.to_thread(closed.close))
    done, _ = await asyncio.wait([closing], timeout=0.1)
    assert not done
    go_on.set()
    await asyncio.gather(writing, closing)
    with db.reading() as connection:
        assert keys(connection) == ["a"]


# --- SQLite


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_sqlite_is_durable_and_checks_foreign_keys(
    sqlite_db: Database, pragma: str, value: str | int
) -> None:
    for way in (sqlite_db.transaction, sqlite_db.reading):
        with way() as connection:
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def counting(file: str, writer: int) -> int:
    """Read and then write in one transaction, again and again, in a process of its own."""
    database = Database(f"sqlite:///{file}", HANG)
    try:
        for number in range(EACH):
            with database.transaction() as connection:
                so_far = how_many(connection)
                remember(connection, f"{so_far:04} by {writer}, {number}")
        return EACH
    finally:
        database.close()


@pytest.mark.fault(
    "two",
    "several processes write one SQLite file at once",
    expected="each in its turn, all is there",
)
def test_processes_that_write_one_sqlite_file_wait_their_turn(sqlite_db: Database) -> None:
    file = str(sqlite_db.url.database)
    with ProcessPoolExecutor(WRITERS, mp_context=forked()) as pool:
        written = list(pool.map(counting, [file] * WRITERS, range(WRITERS)))
    assert written == [EACH] * WRITERS
    with sqlite_db.reading() as connection:
        # each saw all that had been written before
        assert [int(key[:4]) for key in keys(connection)] == list(range(EACH * WRITERS))


async def test_a_file_that_can_not_be_opened_is_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'no such folder' / 'labcamp.db'}")
    for way in (database.read, database.write):
        with pytest.raises(Unavailable):
            await way(keys)
    database.close()


def test_a_new_file_that_somebody_else_just_fills_is_waited_for(tmp_path: Path) -> None:
    """SQLite refuses `journal_mode=WAL` at once while another writes, whatever the timeout."""
    file = tmp_path / "labcamp.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE theirs (x)")
        ready = threading.Timer(0.2, other.execute, ["COMMIT"])
        ready.start()
        database = Database(f"sqlite:///{file}", HANG)
        try:
            with database.transaction() as connection:
                metadata.create_all(connection)
        finally:
            ready.join()
            database.close()


def test_a_copy_is_whole_and_leaves_out_what_is_not_committed(
    sqlite_db: Database, tmp_path: Path
) -> None:
    with sqlite_db.transaction() as connection:
        remember(connection, "a")
    with sqlite_db.transaction() as connection:
        remember(connection, "b")
        sqlite_db.copy_to(tmp_path / "copy.db")
    copy = Database(f"sqlite:///{tmp_path / 'copy.db'}")
    with copy.reading() as connection:
        assert keys(connection) == ["a"]
    copy.close()
