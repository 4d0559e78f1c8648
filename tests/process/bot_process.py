"""The real bot, as its own process, in a playground."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from playground import Playground
from playground.sample import ADA, LABCAMP

ROOT = Path(__file__).parents[2]


class BotProcess:
    """`python -m bot run`, to be killed and started again."""

    def __init__(self, playground: Playground, folder: Path, **environment: str) -> None:
        self._playground = playground
        self._folder = folder
        self.database_url = f"sqlite:///{folder / 'labcamp.db'}"
        self._environment = {
            "SLACK_BOT_TOKEN": playground.credentials.bot_token,
            "SLACK_APP_TOKEN": playground.credentials.app_token,
            "SLACK_API_URL": playground.api_url,
            "DATABASE_URL": self.database_url,
            "LABCAMP_CHANNEL": LABCAMP,
            "LABCAMP_ORGANIZERS": ADA,
            "LABCAMP_CLOCK_FILE": str(folder / "clock"),
            "PORT": "0",
            **environment,
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and wait until Slack reaches it."""
        self._process = await self.command("run")
        waiting = asyncio.create_task(self._playground.connected())
        ended = asyncio.create_task(self._process.wait())
        await asyncio.wait({waiting, ended}, timeout=20, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            waiting.cancel()
            raise AssertionError(f"the bot did not start: {await self.output()}")
        ended.cancel()

    async def command(self, *arguments: str) -> asyncio.subprocess.Process:
        """Start `python -m bot` with these arguments in the folder, and these settings."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            cwd=self._folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **self._environment},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    def waits_to_try_again(self) -> bool:
        """Whether a delivery was tried in vain, and this is written down."""
        return self._has_deliveries("state = 'pending' AND attempts > 0")

    def waits_to_look_up(self) -> bool:
        """Whether nobody knows of a post, and this is written down."""
        return self._has_deliveries("state = 'lookup'")

    def _has_deliveries(self, condition: str) -> bool:
        with closing(sqlite3.connect(self._folder / "labcamp.db")) as database:
            found = database.execute(f"SELECT count(*) FROM deliveries WHERE {condition}")
            return bool(found.fetchone()[0])

    async def output(self) -> str:
        """All that it said; waits for its end."""
        assert self._process is not None
        said, _ = await self._process.communicate()
        return said.decode()

    async def kill(self) -> None:
        """Kill -9."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """SIGTERM; the exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(how)
        await asyncio.wait_for(self._process.communicate(), 15)
        assert self._process.returncode is not None
        return self._process.returncode


@asynccontextmanager
async def bot_in(
    playground: Playground, folder: Path, **environment: str
) -> AsyncIterator[BotProcess]:
    """A bot that was started, and that is gone afterwards."""
    bot = BotProcess(playground, folder, **environment)
    try:
        yield bot
    finally:
        if bot._process is not None and bot._process.returncode is None:
            await bot.kill()
