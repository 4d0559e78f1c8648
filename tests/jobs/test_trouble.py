"""A database that is locked, full or read-only for a while ends nothing: it goes on after that."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.deps import Deps
from bot.domain.deliveries import Kind
from bot.health import Health
from bot.jobs.schedule import Schedule
from bot.services import deliveries
from storage.database import Database, Unavailable
from storage.tables import deliveries as table
from tests.databases import full, locked_for, read_only
from tests.fakes import FakeClock
from tests.letters import GONE, deps_with, put, until_delivered
from tests.waiting import HANG, until, until_found

Trouble = Callable[[Deps], AbstractContextManager[None]]


@pytest.fixture
def deps(own_sqlite_db: Database) -> Deps:
    return deps_with(own_sqlite_db, FakeClock())


@pytest.fixture
async def schedule(deps: Deps) -> AsyncIterator[Schedule]:
    schedule = Schedule(deps)
    yield schedule
    await schedule.stop()


async def complaints(deps: Deps, schedule: Schedule) -> str:
    health = Health()
    health.watch(deps, schedule, None)
    return " ".join(await health.complaints())


@pytest.mark.fault(
    "database",
    "locked or read-only while something is to be delivered",
    expected="/healthz says so; it is delivered afterwards",
)
@pytest.mark.parametrize(
    ("trouble", "said"), [(locked_for, "database is locked"), (read_only, "readonly database")]
)
async def test_deliveries_go_on_when_the_database_can_be_written_again(
    deps: Deps, schedule: Schedule, trouble: Trouble, said: str
) -> None:
    schedule.start()
    await until(lambda: schedule.seconds_since_delivering() is not None)
    await put(deps, "U1", GONE)
    with trouble(deps):
        schedule.wake()

        async def is_said() -> bool:
            return said in await complaints(deps, schedule)

        await until_found(is_said)
    schedule.wake()
    assert await until_delivered(deps) == {"U1": "withdrawn"}


@pytest.mark.fault(
    "disk",
    "full while a thousand rows are written",
    expected="/healthz says so, none of them is there; it goes on when there is room",
)
async def test_what_does_not_fit_onto_the_disk_is_said_and_nothing_is_half_written(
    deps: Deps, schedule: Schedule
) -> None:
    def many(connection: sa.Connection) -> None:
        for number in range(1000):
            args = (Kind.PLACE, f"U{number}", GONE, deps.clock.now(), f"{number}")
            deliveries.add(connection, *args)

    schedule.start()
    await until(lambda: schedule.seconds_since_delivering() is not None)
    with full(deps):
        with pytest.raises(Unavailable):
            await deps.db.write(many)
        assert "full" in await complaints(deps, schedule)

    async def is_well() -> bool:
        return "full" not in await complaints(deps, schedule)

    schedule.wake()
    await until_found(is_well)
    count = sa.select(sa.func.count()).select_from(table)
    assert await deps.db.read(lambda connection: connection.execute(count).scalar_one()) == 0
    await put(deps, "U1", GONE)
    schedule.wake()
    assert await until_delivered(deps) == {"U1": "withdrawn"}


@pytest.mark.fault(
    "database",
    "locked when it is to be written down that something was sent",
    expected="it is written as soon as that can be done",
)
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
    await asyncio.wait_for(entered.wait(), HANG)
    deps.db.read = read  # type: ignore[method-assign]
    with locked_for(deps):
        may_go_on.set()
        await until(lambda: deps.db.trouble is not None)
    assert await until_delivered(deps) == {"U1": "withdrawn"}


async def test_what_the_database_refuses_is_said_once_and_not_with_each_tick(
    deps: Deps, schedule: Schedule
) -> None:
    schedule.start()
    await until(lambda: schedule.seconds_since_delivering() is not None)
    await put(deps, "U1", GONE)
    with capture_logs() as logs:
        with read_only(deps):
            for _ in range(3):
                await schedule._run(schedule._deliver)
            assert "readonly database" in await complaints(deps, schedule)
        schedule.wake()
        await until_delivered(deps)
        await until(lambda: "database.available" in [line["event"] for line in logs])
    said = [line for line in logs if line["event"].startswith("database.")]
    assert [line["event"] for line in said] == ["database.unavailable", "database.available"]
    assert "may only be read" in said[0]["error"]
    assert not any("exc_info" in line for line in logs)
