"""Whoever waits for a ping gets one every five minutes, as long as all is well."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from bot.health import Health
from bot.jobs import ping as pings
from bot.jobs.ping import Pings
from bot.jobs.schedule import Schedule
from storage.database import Database
from tests.fakes import FakeClock
from tests.letters import deps_with
from tests.waiting import HANG, until

SECRET = "5bd4c9a0-1c4e-4b53-8f2a-7a3d1e2f9c11"


class Switch:
    """A dead man's switch, and a bot that may be unwell."""

    def __init__(self) -> None:
        self.pinged = 0
        self.status = 200
        self.complaints: list[str] = []
        self.clock = FakeClock()
        app = web.Application()
        app.router.add_get(f"/{SECRET}", self._hear)
        self.server = TestServer(app)

    async def _hear(self, _request: web.Request) -> web.Response:
        self.pinged += 1
        return web.Response(status=self.status, headers={"Location": "/elsewhere"})

    def pings(self) -> Pings:
        return Pings(str(self.server.make_url(f"/{SECRET}")), self.clock, self._complain)

    async def _complain(self) -> list[str]:
        return self.complaints


@pytest.fixture
async def switch() -> AsyncIterator[Switch]:
    switch = Switch()
    await switch.server.start_server()
    yield switch
    await switch.server.close()


async def test_it_is_pinged_every_five_minutes_and_not_while_something_is_wrong(
    switch: Switch,
) -> None:
    pings = switch.pings()
    seen = []
    for complaints, seconds in (
        ([], 0),
        ([], 299),
        ([], 1),
        (["the database does not answer"], 300),
        (["the database does not answer"], 300),
        ([], 10),  # as soon as it is well again
        ([], -3600),  # the clock was put back
    ):
        switch.complaints = complaints
        switch.clock.advance(seconds=seconds)
        await pings.ping()
        seen.append(switch.pinged)
    assert seen == [1, 1, 2, 2, 2, 3, 4]


@pytest.mark.parametrize("status", [302, 404, 500])
async def test_that_it_is_not_taken_is_said_once_and_when_it_is_over(
    switch: Switch, status: int
) -> None:
    pings = switch.pings()
    switch.status = status
    with capture_logs() as logs:
        for _ in range(3):
            await pings.ping()
            switch.clock.advance(minutes=5)
        switch.status = 200
        for _ in range(2):
            await pings.ping()
            switch.clock.advance(minutes=5)
    assert switch.pinged == 5
    said = [(line["log_level"], line["event"], line.get("error")) for line in logs]
    assert said == [
        ("warning", "ping.failed", f"http {status}"),
        ("info", "ping.answered", None),
    ]


async def test_one_that_is_away_or_silent_keeps_the_bot_from_nothing(
    switch: Switch, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent, away = switch.pings(), switch.pings()
    with capture_logs() as logs:
        monkeypatch.setattr(pings, "_TIMEOUT", aiohttp.ClientTimeout(total=1e-6))
        await silent.ping()
        monkeypatch.undo()
        await switch.server.close()
        await away.ping()
    timeout, refused = (line["error"] for line in logs)
    assert "Timeout" in timeout
    assert refused == "ClientConnectorError"
    assert SECRET not in str(logs)


async def test_the_schedule_pings_as_soon_as_all_is_well(
    switch: Switch, sqlite_db: Database
) -> None:
    deps, health = deps_with(sqlite_db, switch.clock), Health()
    schedule = Schedule(deps)
    health.watch(deps, schedule, None)
    url = str(switch.server.make_url(f"/{SECRET}"))
    schedule.also(Pings(url, switch.clock, health.complaints).ping, every=0.01)
    schedule.start()
    await until(lambda: switch.pinged, HANG)
    await schedule.stop()
    assert switch.pinged == 1
