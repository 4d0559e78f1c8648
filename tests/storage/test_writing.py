"""Writes to SQLite that wait are committed together, and none takes another with it."""

import asyncio
import sqlite3
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import handled_events, writing
from storage.database import Database, Unavailable
from storage.sqlite_connections import Pen
from tests.builders import NOON
from tests.databases import again
from tests.waiting import HANG

Write = Callable[[sa.Connection], bool]


def remembering(key: str) -> Write:
    """A write of one row."""
    return lambda connection: handled_events.is_new(connection, key, NOON)


def failing(key: str) -> Write:
    """A write that fails after it has written."""

    def fail(connection: sa.Connection) -> bool:
        handled_events.is_new(connection, key, NOON)
        raise RuntimeError(key)

    return fail


def stored(db: Database) -> list[str]:
    """What another process finds."""
    with closing(sqlite3.connect(db.url.database or "")) as other:
        return [key for (key,) in other.execute("SELECT key FROM handled_events ORDER BY key")]


def is_open(db: Database) -> bool:
    """Whether somebody has the file open: the last one takes its log away."""
    return Path(f"{db.url.database}-wal").exists()


@contextmanager
def commits(db: Database) -> Iterator[list[list[str]]]:
    """At each commit, what others find right before it."""
    found: list[list[str]] = []
    commit = Pen.commit

    def noted(pen: Pen) -> None:
        found.append(stored(db))
        commit(pen)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Pen, "commit", noted)
        yield found


async def together(db: Database, *writes: Write) -> list[bool | BaseException]:
    """What becomes of writes that all wait when the first one begins."""
    return await asyncio.gather(*map(db.write, writes), return_exceptions=True)


async def test_those_that_wait_are_committed_together_and_told_afterwards(
    own_sqlite_db: Database,
) -> None:
    with commits(own_sqlite_db) as found:
        assert await together(own_sqlite_db, *map(remembering, "abc")) == [True] * 3
    assert found == [[]]
    assert stored(own_sqlite_db) == ["a", "b", "c"]


async def test_one_that_fails_takes_no_other_with_it(own_sqlite_db: Database) -> None:
    a, b, c = await together(own_sqlite_db, remembering("a"), failing("b"), remembering("c"))
    assert (a, c) == (True, True)
    assert isinstance(b, RuntimeError)
    assert stored(own_sqlite_db) == ["a", "c"]


@pytest.mark.parametrize("odd", [StopIteration, SystemExit, KeyboardInterrupt])
async def test_however_oddly_one_fails_all_others_are_told(
    own_sqlite_db: Database, odd: type[BaseException]
) -> None:
    def fail(_: sa.Connection) -> bool:
        raise odd

    a, b, c = await together(own_sqlite_db, remembering("a"), fail, remembering("c"))
    assert (a, c) == (True, True)
    assert isinstance(b, RuntimeError)
    with pytest.raises(RuntimeError, match=odd.__name__):
        await own_sqlite_db.write(fail)
    assert await own_sqlite_db.write(remembering("d")) is True
    assert stored(own_sqlite_db) == ["a", "c", "d"]


async def test_after_the_end_every_write_is_refused_and_none_hangs(own_sqlite_db: Database) -> None:
    closed = again(own_sqlite_db)
    closed.close()
    for _ in range(2):
        with pytest.raises(RuntimeError):
            await closed.write(remembering("a"))


async def test_what_still_waits_at_the_end_is_refused_and_opens_the_file_no_more(
    own_sqlite_db: Database,
) -> None:
    closed = again(own_sqlite_db)
    waiting = asyncio.ensure_future(closed.write(remembering("a")))
    await asyncio.sleep(0)
    closed.close()
    with pytest.raises(RuntimeError, match="the database was closed"):
        await waiting
    assert not is_open(own_sqlite_db)


async def test_what_takes_long_stands_in_the_same_line_and_does_not_hold_up_the_loop(
    own_sqlite_db: Database,
) -> None:
    may_end = threading.Event()

    def slowly(connection: sa.Connection) -> bool:
        assert may_end.wait(HANG)
        return remembering("a")(connection)

    with commits(own_sqlite_db) as found:
        slow = asyncio.ensure_future(own_sqlite_db.write_aside(slowly))
        quick = asyncio.ensure_future(own_sqlite_db.write(remembering("a")))
        await own_sqlite_db.read(lambda connection: connection.exec_driver_sql("SELECT 1"))
        may_end.set()  # by the loop, which is free
        assert [await slow, await quick] == [True, False]
    assert found == [[], ["a"]]


@pytest.mark.parametrize("way", [Database.write, Database.write_aside])
async def test_whoever_gives_up_waiting_leaves_the_others_their_turn(
    own_sqlite_db: Database, way: Callable[..., Awaitable[bool]]
) -> None:
    with closing(sqlite3.connect(own_sqlite_db.url.database or "")) as other:
        other.execute("BEGIN IMMEDIATE")
        given_up = asyncio.ensure_future(way(own_sqlite_db, remembering("a")))
        waiting = asyncio.ensure_future(way(own_sqlite_db, remembering("b")))
        await asyncio.sleep(0)
        given_up.cancel()
        other.rollback()
    assert await waiting is True
    assert "b" in stored(own_sqlite_db)


async def test_the_same_twice_is_new_once(own_sqlite_db: Database) -> None:
    assert await together(own_sqlite_db, *map(remembering, "aab")) == [True, False, True]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        # as SQLite does by itself on some errors, a full disk among them
        (sqlite3.OperationalError("database or disk is full"), Unavailable),
        (asyncio.CancelledError(), RuntimeError),
    ],
)
async def test_where_the_whole_transaction_is_lost_nobody_is_told_that_it_was_written(
    own_sqlite_db: Database, said: BaseException, told: type[BaseException]
) -> None:
    def lost(connection: sa.Connection) -> bool:
        connection.exec_driver_sql("ROLLBACK")
        raise said

    *found, later = await together(own_sqlite_db, remembering("a"), lost, remembering("c"))
    assert [isinstance(one, told) for one in found] == [True] * 2
    assert later is True
    assert stored(own_sqlite_db) == ["c"]


async def test_where_the_first_one_lost_the_whole_transaction_and_did_not_say_so_nothing_is_left(
    own_sqlite_db: Database,
) -> None:
    def lost(connection: sa.Connection) -> bool:
        connection.exec_driver_sql("ROLLBACK")
        return True

    first, later = await together(own_sqlite_db, lost, remembering("b"))
    assert isinstance(first, Unavailable)
    assert later is True
    assert stored(own_sqlite_db) == ["b"]


async def test_however_many_fail_others_have_their_turn_in_between(own_sqlite_db: Database) -> None:
    turns, failed_at = 0, set()

    def fail(_: sa.Connection) -> bool:
        failed_at.add(turns)
        raise RuntimeError

    failed = asyncio.ensure_future(together(own_sqlite_db, *[fail] * 20))
    while not failed.done():
        await asyncio.sleep(0)
        turns += 1
    assert len(failed_at) == 20


async def test_whoever_has_waited_too_long_is_told_and_the_next_goes_on(
    own_sqlite_db: Database,
) -> None:
    patient = again(own_sqlite_db, 1)
    with closing(sqlite3.connect(patient.url.database or "")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable):
            await patient.write(remembering("a"))
        other.rollback()
        assert await patient.write(remembering("b")) is True
    patient.close()
    assert stored(own_sqlite_db) == ["b"]


async def test_many_at_once_need_few_commits(
    own_sqlite_db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_LONGEST", HANG)
    with commits(own_sqlite_db) as found:
        told = await together(own_sqlite_db, *(remembering(f"{n:03}") for n in range(250)))
    assert told == [True] * 250
    assert len(found) == 3  # a hundred at a time
    assert len(stored(own_sqlite_db)) == 250


def test_the_loop_ends_after_what_is_under_way_and_the_next_one_goes_on(
    own_sqlite_db: Database,
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slowly(connection: sa.Connection) -> bool:
        begun.set()
        assert may_end.wait(HANG)
        return remembering("a")(connection)

    async def begin() -> None:
        slow = asyncio.ensure_future(own_sqlite_db.write_aside(slowly))
        slow.add_done_callback(lambda _: may_end.set())  # nobody waits for it any more
        asyncio.ensure_future(own_sqlite_db.write(remembering("b")))  # noqa: RUF006
        assert await asyncio.to_thread(begun.wait, HANG)

    asyncio.run(begin())
    assert stored(own_sqlite_db) == ["a"]
    assert asyncio.run(own_sqlite_db.write(remembering("c"))) is True
    assert stored(own_sqlite_db) == ["a", "c"]


@pytest.mark.parametrize("steps", range(1, 4))
async def test_what_is_written_while_all_is_cancelled_has_its_turn_whenever_that_is(
    own_sqlite_db: Database, steps: int
) -> None:
    async def leave() -> bool:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            return await own_sqlite_db.write(remembering("b"))
        return False

    leaving = asyncio.ensure_future(leave())
    asyncio.ensure_future(own_sqlite_db.write(remembering("a")))  # noqa: RUF006
    for _ in range(steps):
        await asyncio.sleep(0)
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    assert await leaving is True
    assert "b" in stored(own_sqlite_db)


async def test_however_often_all_is_cancelled_nothing_stands_half_written(
    own_sqlite_db: Database,
) -> None:
    await own_sqlite_db.write(remembering("a"))  # so that it is open
    with closing(sqlite3.connect(own_sqlite_db.url.database or "")) as other:
        other.execute("BEGIN IMMEDIATE")
        given_up = asyncio.ensure_future(own_sqlite_db.write(remembering("b")))
        for _ in range(3):  # until it waits for the lock, on the thread
            await asyncio.sleep(0)
        for _ in range(3):
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.sleep(0)
        assert given_up.cancelled()
        other.rollback()
    assert await own_sqlite_db.write(remembering("c")) is True
    assert stored(own_sqlite_db) == ["a", "c"]
