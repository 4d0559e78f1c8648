"""Ten thousand due posts: what claiming and settling take of each, beside what the posts take.

Slack is a function that says yes at once, so that all that is measured is ours; the clock moves on
with each post as Slack's pace wants it. The floor is sqlite3 alone, which has to bring one changed
row to the disk for each post. An idle tick is a look at a table with nothing due.
"""

import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot.deps import Deps
from bot.domain.deliveries import WORKSPACE_PACE, Kind
from bot.domain.delivery_outcomes import Attempt, Sent
from bot.domain.events import Status
from bot.jobs.deliver import deliver_due
from bot.services import deliveries
from bot.settings import Settings
from bot.slack import Identity, Slack
from bot.views.message import Message
from storage import events, migrations
from storage.database import Connection, Database
from tests.builders import ELEVEN, NOON, an_event
from tests.fakes import FakeClock

POSTS = 10_000
COMMITS = 1_000
IDLE_TICKS = 200


@dataclass(frozen=True)
class Delivered:
    """Milliseconds: each post with all that we do for it, its floor, and a tick without work."""

    each: float
    floor: float
    idle: float


class _Yes(Slack):
    """Slack, as it would be if it took no time."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__("xoxb-none", "http://127.0.0.1:9/")
        self._clock = clock

    async def post(
        self,
        target: str,
        message: Message,
        send_id: str,
        thread_ts: str | None = None,
        *,
        broadcast: bool = False,
    ) -> Attempt:
        """Take it at once."""
        self._clock.advance(seconds=WORKSPACE_PACE.total_seconds())
        return Sent("D0BENCH", "1.000001")


def letters(connection: Connection) -> None:
    """Direct messages of the simplest kind; another kind is measured by another such function."""
    events.save(connection, an_event(status=Status.CANCELLED), NOON)
    for number in range(POSTS):
        user = f"U{number:06}"
        deliveries.add(connection, Kind.CLOSED, user, {"event": ELEVEN}, NOON, user)


async def measure(fill: Callable[[Connection], None] = letters) -> Delivered:
    """Put on the table what `fill` does, on SQLite, and deliver all of it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/labcamp.db"
        migrations.migrate(url, Path(folder))
        db = Database(url)
        clock = FakeClock()
        settings = Settings("xoxb-none", "xapp-none")
        deps = Deps(settings, db, _Yes(clock), clock, Identity("U0BOT", "T0BENCH"))
        with db.transaction() as connection:
            fill(connection)
        each = await _seconds(lambda: deliver_due(deps)) / POSTS
        floor = _floor(Path(folder) / "labcamp.db")
        idle = await _seconds(lambda: _repeatedly(lambda: deliver_due(deps))) / IDLE_TICKS
        db.close()
    return Delivered(each * 1000, floor * 1000, idle * 1000)


def _floor(file: Path) -> float:
    """Seconds that sqlite3 takes to change one row of these durably."""
    driver = sqlite3.connect(file, isolation_level=None)
    driver.execute("PRAGMA synchronous = FULL")
    began = time.perf_counter()
    for number in range(COMMITS):
        driver.execute("UPDATE deliveries SET attempts = attempts + 1 WHERE id = ?", (number,))
    took = time.perf_counter() - began
    driver.close()
    return took / COMMITS


async def _repeatedly(work: Callable[[], Awaitable[object]]) -> None:
    for _ in range(IDLE_TICKS):
        await work()


async def _seconds(work: Callable[[], Awaitable[object]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started
