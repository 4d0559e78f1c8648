"""When the jobs run: APScheduler ticks; what is due stands in the database and only there."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import causes, metrics
from bot.deps import Deps
from bot.jobs.backups import back_up
from bot.jobs.checks import Checks
from bot.jobs.copies import forget_copies
from bot.jobs.deliver import deliver_due
from bot.jobs.forget import forget_all
from bot.jobs.index import index_all
from bot.jobs.links import check_links
from bot.jobs.reconcile import reconcile_all
from bot.metrics import End
from bot.services import changes
from storage.database import Unavailable

log = structlog.get_logger()

# Seconds. The tick is only the net under the wake-up, and what notices a clock that was moved.
_TICK = 5
# Not sooner after it was looked at last: a hundred answers at once are looked after together.
_PAUSE = 0.05
# With LABCAMP_CLOCK_FILE somebody waits for what a moved clock makes due.
_MOVED_CLOCK = 0.5
_PROBE_AGAIN = 1
_RECONCILE_EVERY = 600
_RECONCILE_AGAIN = 30
_FORGET_EVERY = 3600
_BACK_UP_EVERY = 3600
_INDEX_EVERY = 5
_CHECK_LINKS_EVERY = 60
# https://docs.slack.dev/reference/methods/auth.test: "hundreds of requests per minute"
_CHECK_EVERY = 30
_SOON = "reconcile soon"


class Schedule:
    """The running jobs. A job that raises says so in the log, and runs again at its time."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._checks = Checks(deps)
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._delivering = asyncio.Lock()
        # a copy being read, and SQLite's log being emptied, are in each other's way
        self._tidying = asyncio.Lock()
        self._asked = False
        self._looked_at = -_PAUSE  # by the loop's clock
        self._stopping = False
        self._has_planned = False
        self._last_delivered: float | None = None
        self._refusal = ""  # what the database refused last, until it was all right again

    def start(self) -> None:
        """Begin; everything runs once at once."""
        # misfire_grace_time=None: late is better than never
        every = {"trigger": "interval", "misfire_grace_time": None, "coalesce": True}
        self._add(self._deliver, seconds=_TICK, id="deliver", max_instances=3, **every)
        if self._deps.settings.clock_file:
            self._add(self._follow_clock, seconds=_MOVED_CLOCK, id="follow clock", **every)
        self._add(self._reconcile, seconds=_RECONCILE_EVERY, id="reconcile", **every)
        self._add(self._forget, seconds=_FORGET_EVERY, id="forget", **every)
        self._add(self._back_up, seconds=_BACK_UP_EVERY, id="back up", **every)
        self._add(self._index, seconds=_INDEX_EVERY, id="index", **every)
        self._add(self._check, seconds=_CHECK_EVERY, id="check", **every)
        if self._deps.settings.link_check:
            self._add(self._check_links, seconds=_CHECK_LINKS_EVERY, id="check links", **every)
        for job in (self._reconcile, self._forget, self._back_up, self._index, self._check):
            self._add(job, misfire_grace_time=None)
        self._scheduler.start()
        self.wake()

    def also(self, job: Callable[[], Awaitable[None]], *, every: float) -> None:
        """Run this job too, at first after so many seconds."""
        self._add(job, trigger="interval", seconds=every, misfire_grace_time=None, coalesce=True)

    def wake(self) -> None:
        """Deliver now; to be called when something was put on the table."""
        if not self._asked and not self._stopping:
            self._asked = True
            loop = asyncio.get_running_loop()
            pause = self._looked_at + _PAUSE - loop.time()
            if pause > 0:
                loop.call_later(pause, self._look)
            else:
                self._look()

    def _look(self) -> None:
        # no job: to plan one costs as much as to look for what is due
        if not self._stopping:
            self._deps.afterwards.start(self._run(self._deliver))

    def reconcile(self) -> None:
        """Compare with Slack now; to be called when the connection is back."""
        if not self._stopping:
            self._add(
                self._reconcile,
                id="reconcile now",
                replace_existing=True,
                misfire_grace_time=None,
            )

    def reconcile_soon(self) -> None:
        """Compare with Slack in half a minute; to be called when it could not be done now."""
        if not self._stopping:
            self._scheduler.add_job(
                self.reconcile,
                "interval",
                seconds=_RECONCILE_AGAIN,
                id=_SOON,
                replace_existing=True,
                misfire_grace_time=None,
            )

    def seconds_since_delivering(self) -> float | None:
        """How long ago the deliveries were last looked at without an error; None for never."""
        if self._last_delivered is None:
            return None
        return asyncio.get_running_loop().time() - self._last_delivered

    async def stop(self) -> None:
        """Start no more jobs, and let a delivery that is under way end.

        The scheduler's own shutdown would cancel it, and nobody could say whether it was sent.
        """
        self._stopping = True
        self._scheduler.pause()
        async with self._delivering:
            self._scheduler.shutdown(wait=False)

    def _add(self, job: Callable[[], Awaitable[None]], **when: Any) -> None:
        # named for what it does: the scheduler's own log lines name it
        self._scheduler.add_job(self._run, args=[job], name=_name(job), **when)

    async def _run(self, job: Callable[[], Awaitable[None]]) -> None:
        causes.begin()  # its own, not that of what woke the scheduler
        end = End.FAILED
        # the scheduler cancels what runs when it is stopped, and would log that as an error
        with suppress(asyncio.CancelledError):
            try:
                await job()
                end = End.DONE
            except Unavailable as error:
                self._unavailable(error)
            finally:
                metrics.ran(_name(job), end)

    def _unavailable(self, error: Exception) -> None:
        """Say what the database refuses, once, and look soon whether it still does."""
        why = self._deps.db.why(error)
        if why != self._refusal:
            log.error("database.unavailable", error=why)
            self._refusal = why
        if not self._stopping:
            asyncio.get_running_loop().call_later(_PROBE_AGAIN, self.wake)

    async def _index(self) -> None:
        await index_all(self._deps)

    async def _follow_clock(self) -> None:
        self.wake()

    async def _deliver(self) -> None:
        async with self._delivering:
            if self._stopping:
                return
            self._asked = False
            self._looked_at = asyncio.get_running_loop().time()
            await self._deps.db.probe()
            await self._plan_reminders()
            wait = await deliver_due(self._deps, lambda: not self._stopping)
            loop = asyncio.get_running_loop()
            self._last_delivered = loop.time()
            if self._refusal:
                log.warning("database.available", after=self._refusal)
                self._refusal = ""
            if wait is not None and wait < timedelta(seconds=_TICK):
                loop.call_later(max(wait.total_seconds(), 0.01), self.wake)

    async def _plan_reminders(self) -> None:
        """Before anything is delivered, and again when an event is another one than it was.

        LABCAMP_REMINDERS may be another than before, or than it was for whoever imported an event.
        """
        db, rules = self._deps.db, self._deps.settings.reminders
        if not self._has_planned:
            await db.write_aside(changes.plan_coming, rules, self._deps.clock.now())
            self._has_planned = True
        if await db.read(changes.last_planning) is None:
            await db.write_aside(changes.plan_changed, rules, self._deps.clock.now())

    async def _reconcile(self) -> None:
        with suppress(JobLookupError):
            self._scheduler.remove_job(_SOON)
        is_done = False
        try:
            is_done = await reconcile_all(self._deps)
        finally:
            if not is_done:
                self.reconcile_soon()

    async def _forget(self) -> None:
        async with self._tidying:
            await forget_all(self._deps)
            await forget_copies(self._deps)

    async def _back_up(self) -> None:
        async with self._tidying:
            await back_up(self._deps)

    async def _check(self) -> None:
        await self._checks.look()

    async def _check_links(self) -> None:
        await check_links(self._deps)


def _name(job: Callable[[], Awaitable[None]]) -> str:
    return getattr(job, "__name__", "job").lstrip("_")
