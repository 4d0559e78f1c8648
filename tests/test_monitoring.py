"""What is seen of the bot from outside: how it is, and how long ago it did what it is to do."""

from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa

from bot import health as healths
from bot import web
from bot.feeds import Feeds
from bot.health import Health
from bot.jobs.schedule import Schedule
from storage import figures
from storage.database import Database
from tests.builders import NOON, a_full_event
from tests.letters import GONE, put
from tests.stage import Stage, served
from tests.waiting import until, until_found

AGES = {"deliveries_looked_at", "oldest_due", "written", "heard_from_slack", "backed_up"}


class Watcher:
    """Somebody who asks the bot how it is, over HTTP."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.health, self.schedule = Health(), Schedule(stage.deps)
        self.health.watch(stage.deps, self.schedule, None)

    async def asks(self) -> tuple[int, dict[str, Any]]:
        """The status and what is said."""
        feeds = Feeds(self._stage.db, self._stage.deps.clock, "de")
        async with (
            served(web.SlackEndpoint("secret"), feeds, self.health) as port,
            aiohttp.ClientSession() as session,
            session.get(f"http://127.0.0.1:{port}/healthz") as answer,
        ):
            return answer.status, await answer.json()


async def test_healthz_says_how_long_ago_things_happened(either_stage: Stage) -> None:
    stage, watcher = either_stage, Watcher(either_stage)
    _, said = await watcher.asks()
    assert said["seconds_since"]["deliveries_looked_at"] is None
    await stage.announced()
    await watcher.schedule._run(watcher.schedule._deliver)
    stage.deps.learned.backup.made_at = stage.deps.clock.now()
    await put(stage.deps, "U1", GONE)
    stage.playground.move_clock(90)
    status, said = await watcher.asks()
    assert (status, said["ok"], said["reasons"]) == (200, True, [])
    since = said["seconds_since"]
    assert set(since) == AGES
    assert since["oldest_due"] == pytest.approx(90, abs=1)
    assert since["backed_up"] == pytest.approx(90, abs=1)
    assert since["written"] >= 0
    # by HTTP; over Socket Mode the watcher has no connection to look at
    assert (since["heard_from_slack"] is None) == stage.deps.settings.socket_mode


async def dead(watcher: Watcher, stage: Stage) -> Callable[[], None]:
    """The scheduler runs no job any more."""
    watcher.schedule._scheduler.pause()
    go_on: Callable[[], None] = watcher.schedule._scheduler.resume
    return go_on


async def hung(watcher: Watcher, stage: Stage) -> Callable[[], None]:
    """A job does not come to an end."""
    held = stage.playground.faults.hold("chat.postMessage", "before")
    stage.store(a_full_event())
    await stage.ada.command("/labcamp announce 11 Kommt vorbei!")
    watcher.schedule.wake()
    await held.reached()
    return held.release


@pytest.mark.parametrize("stand_still", [dead, hung])
async def test_a_scheduler_that_stands_still_turns_healthz_to_503(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    stand_still: Callable[[Watcher, Stage], Awaitable[Callable[[], None]]],
) -> None:
    watcher = Watcher(stage)
    watcher.schedule.start()
    await until(lambda: watcher.schedule.seconds_since_delivering() is not None)
    assert (await watcher.asks())[0] == 200
    go_on = await stand_still(watcher, stage)
    monkeypatch.setattr(healths, "_TOO_QUIET", 0.05)

    async def complains() -> dict[str, Any] | None:
        status, said = await watcher.asks()
        return said if status == 503 else None

    said = await until_found(complains)
    assert said["reasons"] == ["deliveries are not being looked at"]
    assert said["ok"] is False
    go_on()
    await watcher.schedule.stop()


@pytest.mark.parametrize("statement", [figures.OLDEST_DUE, figures.DUE])
def test_what_is_due_is_found_by_the_index(db: Database, statement: sa.Select[Any]) -> None:
    with db.transaction() as connection:
        asked: list[tuple[str, Any]] = []
        sa.event.listen(
            connection, "before_cursor_execute", lambda *args: asked.append((args[2], args[3]))
        )
        connection.execute(statement, {"now": NOON})
        explain = "EXPLAIN QUERY PLAN"
        if not db.is_sqlite:  # so few rows are read faster without
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            explain = "EXPLAIN"
        plan = str(connection.exec_driver_sql(f"{explain} {asked[0][0]}", asked[0][1]).all())
    found = "INDEX ix_deliveries_state_due_at_id (state=? AND due_at<?)"
    if not db.is_sqlite:
        found = "Index Cond: ((state = '"
    assert plan.count(found) == 3, plan
