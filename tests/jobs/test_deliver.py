"""Delivering and its schedule, as far as Slack need not be asked."""

import asyncio
from datetime import timedelta
from itertools import chain, repeat
from pathlib import Path

import pytest

from bot.deps import Deps
from bot.domain.delivery_payloads import Payload
from bot.jobs.deliver import deliver_due
from bot.jobs.reconcile import reconcile_all
from bot.jobs.schedule import _PAUSE, Schedule
from storage.database import Database
from storage.tables import metadata
from tests.fakes import FakeClock
from tests.letters import GONE, deps_with, put, states, until_delivered
from tests.waiting import HANG, until

SECOND = timedelta(seconds=1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def deps(sqlite_db: Database, clock: FakeClock) -> Deps:
    return deps_with(sqlite_db, clock)


BROKEN: Payload = {}


async def test_with_nothing_to_deliver_there_is_nothing_to_wait_for(deps: Deps) -> None:
    assert await deliver_due(deps) is None


async def test_what_is_not_wanted_any_more_is_dropped_without_asking_slack(deps: Deps) -> None:
    for user in ("U1", "U2"):
        await put(deps, user, GONE)
    assert await deliver_due(deps) is None
    assert await states(deps) == {"U1": "withdrawn", "U2": "withdrawn"}


async def test_a_delivery_that_can_not_be_prepared_is_tried_again(
    deps: Deps, clock: FakeClock
) -> None:
    await put(deps, "U1", BROKEN)
    assert await deliver_due(deps) == SECOND
    assert await states(deps) == {"U1": "pending"}
    clock.advance(seconds=1)
    assert await deliver_due(deps) == 2 * SECOND


async def test_a_delivery_that_can_not_be_prepared_holds_nobody_up(deps: Deps) -> None:
    await put(deps, "U1", BROKEN)
    await put(deps, "U2", GONE)
    await deliver_due(deps)
    assert await states(deps) == {"U1": "pending", "U2": "withdrawn"}


@pytest.mark.parametrize("questions", range(1, 6))
async def test_it_stops_between_two_deliveries_when_it_is_told_to(
    deps: Deps, questions: int
) -> None:
    """At whichever question it is told so, nothing stays claimed."""
    for user in ("U1", "U2"):
        await put(deps, user, GONE)
    answers = chain([True] * questions, repeat(False))
    await deliver_due(deps, lambda: next(answers))
    done = min(questions // 2, 2)
    assert sorted((await states(deps)).values()) == ["pending"] * (2 - done) + ["withdrawn"] * done


async def test_without_messages_there_is_nothing_to_reconcile(deps: Deps) -> None:
    assert await reconcile_all(deps)


# --- The schedule


async def test_what_waits_at_the_start_is_delivered_and_what_comes_later_too(deps: Deps) -> None:
    await put(deps, "U1", GONE)
    began = asyncio.get_running_loop().time()
    schedule = Schedule(deps)
    assert schedule.seconds_since_delivering() is None
    schedule.start()
    assert await until_delivered(deps) == {"U1": "withdrawn"}
    await put(deps, "U2", GONE)
    schedule.wake()
    assert await until_delivered(deps) == {"U1": "withdrawn", "U2": "withdrawn"}
    await schedule.stop()
    ago = schedule.seconds_since_delivering()
    assert ago is not None
    assert 0 <= ago <= asyncio.get_running_loop().time() - began


async def test_what_is_put_on_the_table_at_once_is_looked_after_together(
    deps: Deps, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    async def look(*_: object) -> None:
        looks.append(len(looks))

    monkeypatch.setattr("bot.jobs.schedule.deliver_due", look)
    schedule, loop = Schedule(deps), asyncio.get_running_loop()
    schedule.start()
    await until(lambda: looks)
    began = loop.time()
    for _ in range(1000):
        schedule.wake()
        await asyncio.sleep(0)
    most = (loop.time() - began) / _PAUSE + 3  # one at once, one that waits, one by the clock
    assert len(looks) <= most
    known = len(looks)
    schedule.wake()
    await until(lambda: len(looks) > known)
    await schedule.stop()


async def test_after_the_end_nothing_is_begun(deps: Deps) -> None:
    schedule = Schedule(deps)
    schedule.start()
    await schedule.stop()
    await put(deps, "U1", GONE)
    schedule.wake()
    schedule.reconcile()
    await asyncio.sleep(0.05)
    assert await states(deps) == {"U1": "pending"}


async def test_a_job_that_fails_runs_again(tmp_path: Path, clock: FakeClock) -> None:
    db = Database(f"sqlite:///{tmp_path / 'labcamp.db'}", HANG)
    deps = deps_with(db, clock)
    schedule = Schedule(deps)
    schedule.start()  # there are no tables yet: every job raises
    await asyncio.sleep(0.1)
    assert schedule.seconds_since_delivering() is None
    await db.write(metadata.create_all)
    await put(deps, "U1", GONE)
    schedule.wake()
    try:
        assert await until_delivered(deps) == {"U1": "withdrawn"}
    finally:
        await schedule.stop()
        db.close()
