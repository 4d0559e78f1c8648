"""What the checks are given: the settings, and the ways to Slack and to the bot itself."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp

from bot.clock import Clock, SystemClock
from bot.doctor.findings import Finding, Verdict, found, of_trouble
from bot.domain.checks import Learned, troubles
from bot.locales import Texts
from bot.settings import Settings
from bot.slack import Identity, Slack
from bot.slack.calls import Failure
from bot.slack.inspection import Inspection

_TIMEOUT = 10.0  # seconds for an answer of the bot's own web server


@dataclass(slots=True)
class Context:
    """One examination. `problems` are those of the settings, of which the rest can be used."""

    settings: Settings
    t: Texts
    slack: Slack
    http: aiohttp.ClientSession
    problems: Sequence[str] = ()
    misspelt: Mapping[str, str | None] = field(default_factory=dict)
    folder: Path = Path()  # in which .env stands
    clock: Clock = field(default_factory=SystemClock)
    zone: Callable[[str], tzinfo] = ZoneInfo
    mounts: Path = Path("/proc/self/mountinfo")
    identity: Identity | Failure | None = None  # None as long as Slack was not asked
    fast: timedelta | None = None  # how far our clock is before Slack's

    @property
    def inspection(self) -> Inspection:
        """The questions to Slack that only a check asks."""
        return Inspection(self.slack.client)

    async def introduced(self) -> Identity | Failure:
        """Who the bot is; asked once, and with that what its token may do and what time it is."""
        if self.identity is None:
            self.identity = await self.slack.identity()
            said_at = self.slack.token.said_at
            self.fast = self.clock.now() - said_at if said_at is not None else None
        return self.identity

    def well(self, key: str, **values: str | int) -> Finding:
        """All is well, in the text `doctor.<key>`."""
        return found(Verdict.WELL, key, self.t, **values)

    def doubtful(self, key: str, **values: str | int) -> Finding:
        """The bot works, but somebody should look at it."""
        return found(Verdict.DOUBTFUL, key, self.t, **values)

    def wrong(self, key: str, **values: str | int) -> Finding:
        """Something has to be mended."""
        return found(Verdict.WRONG, key, self.t, **values)

    def unchecked(self, key: str, **values: str | int) -> Finding:
        """It could not be looked at; the text says why."""
        return found(Verdict.UNCHECKED, key, self.t, **values)

    def trouble(self, learned: Learned) -> Finding | None:
        """What the bot itself would complain of if it had learned this; None for nothing."""
        complaints = troubles(learned)
        return of_trouble(complaints[0], self.t) if complaints else None


@asynccontextmanager
async def opened(settings: Settings, t: Texts) -> AsyncIterator[Context]:
    """A context with its connections, which are closed at the end."""
    timeout = aiohttp.ClientTimeout(total=_TIMEOUT)
    async with (
        Slack(settings.slack_bot_token, settings.slack_api_url) as slack,
        aiohttp.ClientSession(timeout=timeout) as http,
    ):
        yield Context(settings, t, slack, http)
