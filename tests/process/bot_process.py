"""The real bot, as its own process, in a playground or another Slack."""

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import aiohttp

from playground import Playground
from playground.sample import ADA, LABCAMP
from tests.process.nursery import ROOT, Child, Nursery
from tests.process.stopping import Step
from tests.waiting import HANG, until


class BotProcess:
    """`python -m bot run`, to be killed and started again.

    `environment` says what differs from a bot in Socket Mode with a SQLite file in `folder`;
    without a playground also all that is to be said of Slack.
    """

    def __init__(self, playground: Playground | None, folder: Path, **environment: str) -> None:
        self._playground = playground
        self._folder = folder
        self._log = folder / "bot.log"
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            **(_in(playground) if playground else {}),
            "DATABASE_URL": f"sqlite:///{folder / 'labcamp.db'}",
            "LABCAMP_CLOCK_FILE": str(folder / "clock"),
            "LABCAMP_BACKUPS": "none",
            "PORT": "0",
            **environment,
        }
        self._child: Child | None = None

    @property
    def database_url(self) -> str:
        """Its database."""
        return self._environment["DATABASE_URL"]

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        return self._child is not None and self._child.status is None

    async def start(self, nursery: Nursery, stop: Step | None = None) -> None:
        """Start it, and wait until Slack reaches it, or it stopped itself at `stop`."""
        child = self._child = await nursery.start(
            ["run"], self._folder, self._environment, self._log, stop
        )
        ways = [self._reached(), child.ended(), child.stopped.wait()]
        tasks = [asyncio.ensure_future(way) for way in ways]
        await asyncio.wait(tasks, timeout=HANG, return_when=asyncio.FIRST_COMPLETED)
        reached, ended, stopped = [task.done() for task in tasks]
        for task in tasks:
            task.cancel()
        assert not ended, f"the bot did not start: {self.output()}"
        assert reached or stopped, f"Slack does not reach the bot: {self.output()}"

    async def _reached(self) -> None:
        """Returns as soon as Slack can hand it something."""
        if self._playground is not None and self._environment["SLACK_APP_TOKEN"]:
            await self._playground.connected()
            return
        url = f"http://127.0.0.1:{self._environment['PORT']}/healthz"
        async with aiohttp.ClientSession() as session:
            while True:
                with contextlib.suppress(aiohttp.ClientError):
                    async with session.get(url) as answer:
                        if "starting" not in await answer.text():
                            return
                await asyncio.sleep(0.02)

    async def stopped(self) -> None:
        """Wait until it has stopped itself."""
        assert self._child is not None
        async with asyncio.timeout(HANG):
            await self._child.stopped.wait()

    async def run(self, nursery: Nursery, *arguments: str) -> tuple[int, str]:
        """`python -m bot` with these arguments to its end: the exit status, and what it said."""
        log = self._folder / f"{arguments[0]}.log"
        child = await nursery.start(arguments, self._folder, self._environment, log)
        async with asyncio.timeout(HANG):
            status = await child.ended()
        return status, log.read_text(encoding="utf-8")

    async def command(self, *arguments: str) -> asyncio.subprocess.Process:
        """Start `python -m bot` from scratch with these arguments, the folder, these settings."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=self._folder,
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    def waits_to_try_again(self) -> bool:
        """Whether a delivery was tried in vain, and this is written down."""
        return self._has_deliveries("state = 'pending' AND attempts > 0")

    def waits_to_look_up(self) -> bool:
        """Whether nobody knows of a post, and this is written down."""
        return self._has_deliveries("state = 'lookup'")

    def has_messages_to_refresh(self) -> bool:
        """Whether a message does not show yet, as far as is written down, what there is now."""
        return self._has_deliveries("kind = 'refresh' AND state IN ('pending', 'claimed')")

    def _has_deliveries(self, condition: str) -> bool:
        with closing(sqlite3.connect(self._folder / "labcamp.db")) as database:
            found = database.execute(f"SELECT count(*) FROM deliveries WHERE {condition}")
            return bool(found.fetchone()[0])

    def output(self) -> str:
        """All that it and those before it said."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    async def kill(self) -> None:
        """Kill -9; Slack sees that nobody listens any more."""
        connections = self._connections()
        await self._end(signal.SIGKILL)
        await until(lambda: not connections or self._connections() != connections)

    def _connections(self) -> int:
        return self._playground.sockets.connected if self._playground else 0

    async def stop(self) -> int:
        """SIGTERM; the exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        assert self._child is not None
        self._child.send(how)
        async with asyncio.timeout(HANG):
            return await self._child.ended()


def _in(playground: Playground) -> dict[str, str]:
    """Where it is in a playground, and as what."""
    return {
        "SLACK_BOT_TOKEN": playground.credentials.bot_token,
        "SLACK_APP_TOKEN": playground.credentials.app_token,
        "SLACK_API_URL": playground.api_url,
        "LABCAMP_CHANNEL": LABCAMP,
        "LABCAMP_ORGANIZERS": ADA,
    }


@asynccontextmanager
async def bot_in(
    playground: Playground | None, folder: Path, **environment: str
) -> AsyncIterator[BotProcess]:
    """A bot that may be started, and that is gone afterwards."""
    bot = BotProcess(playground, folder, **environment)
    try:
        yield bot
    finally:
        if bot.is_running:
            await bot.kill()
