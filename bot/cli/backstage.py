"""The bot from behind, for the playground: what it plans, as its own tables say, and its process.

The tables are read by this process, beside the bot that writes them: so the bot needs no address
for it, and nobody has to trust what a bot that is slow, deaf or dead says of itself.
"""

import asyncio
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.domain.languages import LANGUAGES
from bot.domain.outlook import Moment
from bot.locales import texts
from bot.services import outlook
from bot.views import outlook as view
from playground.backstage import Thing
from storage.database import Database

_PATIENCE = 10.0  # seconds, more than a bot that is asked to end gives itself
_GERMAN = texts("de")


class BotBackstage:
    """A `python -m bot run` in `folder` with this environment, and its database."""

    def __init__(self, database_url: str, folder: Path, environment: dict[str, str]) -> None:
        self._db = Database(database_url)
        self._folder = folder
        self._environment = environment
        self._process: asyncio.subprocess.Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._asked_to_end = False
        self._ended_alone = asyncio.Event()

    async def things(self, now: float) -> list[Thing]:
        """What was lately and what is planned, the earliest first."""
        at = datetime.fromtimestamp(now, UTC)
        return things(await self._db.read(outlook.moments, at))

    async def is_behind(self, now: float) -> bool:
        """Whether something that is due at `now` is not done yet."""
        return await self._db.read(outlook.is_behind, datetime.fromtimestamp(now, UTC))

    @property
    def is_running(self) -> bool:
        """Whether the bot's process is there."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Starts the process if there is none; returns before it is ready."""
        if self.is_running:
            return
        self._asked_to_end = False
        # a session of its own: Ctrl-C is for us, and we end the bot
        process = self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=self._folder,
            env=self._environment,
            start_new_session=True,
        )
        self._watching = asyncio.create_task(self._watch(process))

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        if not self._asked_to_end:
            self._ended_alone.set()

    async def ended_alone(self) -> int:
        """Waits until the bot ends without having been asked to; its status."""
        await self._ended_alone.wait()
        assert self._process is not None
        assert self._process.returncode is not None
        return self._process.returncode

    async def kill(self) -> None:
        """Ends the process at once, as a power cut would, and waits until it is gone."""
        self._asked_to_end = True
        if self._process is not None and self.is_running:
            self._process.kill()
            await self._process.wait()

    async def close(self) -> None:
        """Lets the bot end in peace, and lets go of its database."""
        self._asked_to_end = True
        if self._process is not None and self.is_running:
            self._process.terminate()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), _PATIENCE)
        await self.kill()
        self._db.close()


def things(moments: Iterable[Moment]) -> list[Thing]:
    """Moments in words; those that say the same in the same minute are one."""
    alike: dict[tuple[datetime, str, str, bool], list[Moment]] = {}
    for one in moments:
        minute = one.at.replace(second=0, microsecond=0)
        alike.setdefault((minute, view.words(one, _GERMAN), one.outcome, one.is_step), []).append(
            one
        )
    return [_thing(same) for same in alike.values()]


def _thing(same: Sequence[Moment]) -> Thing:
    count = f" ({len(same)})" if len(same) > 1 else ""
    words = {code: view.words(same[0], texts(code)) + count for code in LANGUAGES}
    return Thing(same[0].at.timestamp(), words, same[0].outcome, same[0].is_step)
