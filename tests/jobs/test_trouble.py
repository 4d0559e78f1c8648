"""A database that is locked, full or read-only for a while ends nothing: it goes on after that."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import sqlalchemy as sa

from bot.deps import Deps
from bot.domain.deliveries import Kind
from bot.health import Health
from bot.jobs.schedule import Schedule
from bot.services import deliveries
from storage.database import Database, Unavailable
from storage.tables import deliveries as table
from tests.fakes import FakeClock
from tests.letters import GONE, deps_with, put, until_delivered

Trouble = Callable[[Database], AbstractContextManager[None]]


@contextmanager
def locked(db: Database) -> Iterator[None]:
    """Somebody else writes, and does not come to an end."""
    other = sqlite3.connect(db.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def pragma(db: Database, setting: str) -> None:
    """Set something on the one connection that writes."""
    connection = db._engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA {setting}")
    cursor.close()
    connection.close()  # back into the pool


@contextmanager
def read_only(db: Database) -> Iterator[None]:
    """As a file that may not be written."""
    pragma(db, "query_only=ON")
    yield
    pragma(db, "query_only=OFF")


@contextmanager
def full(db: Database) -> Iterator[None]:
    """Not a page more fits onto the disk."""
    pragma(db, "max_page_count=1")
    yield
    pragma(db, "max_page_count=1000000")


@pytest.fixture
def deps(sqlite_db: Database) -> Deps:
    return deps_with(sqlite_db, FakeClock())


@pytest.fixture
async def schedule(deps: Deps) -> AsyncIterator[Schedule]:
    schedule = Schedule(deps)
    yield schedule
    await schedule.stop()


async def complaints(deps: Deps, schedule: Schedule) -> str:
    health = Health()
    health.watch(deps, schedule, None)
    return " ".join(await health.complaints())


@pytest.mark.parametrize(
    ("trouble", "said"), [(locked, "database is locked"), (read_only, "readonly database")]
)
async def test_deliveries_go_on_when_the_database_can_be_written_again(
    deps: Deps, schedule: Schedule, trouble: Trouble, said: str
) -> None:
    schedule.start()
    await until_delivered_once(schedule)
    await put(deps, "U1", GONE)
    with trouble(deps.db):
        schedule.wake()
        async with asyncio.timeout(10):
            while said not in await complaints(deps, schedule):
                await asyncio.sleep(0.05)
    schedule.wake()
    assert await until_delivered(deps) == {"U1": "withdrawn"}


async def until_delivered_once(schedule: Schedule) -> None:
    async with asyncio.timeout(10):
        while schedule.seconds_since_delivering() is None:
            await asyncio.sleep(0.01)


async def test_what_does_not_fit_onto_the_disk_is_said_and_nothing_is_half_written(
    deps: Deps, schedule: Schedule
) -> None:
    def many(connection: sa.Connection) -> None:
        for number in range(1000):
            args = (Kind.PLACE, f"U{number}", GONE, deps.clock.now(), f"{number}")
            deliveries.add(connection, *args)

    schedule.start()
    await until_delivered_once(schedule)
    with full(deps.db):
        with pytest.raises(Unavailable):
            await deps.db.write(many)
        assert "full" in await complaints(deps, schedule)
    count = sa.select(sa.func.count()).select_from(table)
    assert await deps.db.read(lambda connection: connection.execute(count).scalar_one()) == 0
    await put(deps, "U1", GONE)
    schedule.wake()
    assert await until_delivered(deps) == {"U1": "withdrawn"}


async def test_what_became_of_a_delivery_is_written_when_the_lock_is_gone(
    deps: Deps, schedule: Schedule
) -> None:
    """Only this process knows it: it waits as long as it takes, and then goes on."""
    entered, may_go_on = asyncio.Event(), asyncio.Event()
    read = deps.db.read

    await put(deps, "U1", GONE)

    async def slow(*args: object, **kwargs: object) -> object:
        entered.set()
        await may_go_on.wait()
        return await read(*args, **kwargs)  # type: ignore[arg-type]

    deps.db.read = slow  # type: ignore[method-assign,assignment]
    schedule.start()
    await asyncio.wait_for(entered.wait(), 10)
    deps.db.read = read  # type: ignore[method-assign]
    with locked(deps.db):
        may_go_on.set()
        async with asyncio.timeout(10):
            while deps.db.trouble_within(60) is None:
                await asyncio.sleep(0.05)
    assert await until_delivered(deps) == {"U1": "withdrawn"}
