"""Pings: a word every five minutes to whoever raises the alarm when none comes any more."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import aiohttp
import structlog

from bot.clock import Clock

log = structlog.get_logger()

LOOK_EVERY = 10  # seconds
_EVERY = timedelta(minutes=5)
_TIMEOUT = aiohttp.ClientTimeout(total=10)


class Pings:
    """Calls LABCAMP_PING_URL as long as nothing is wrong, as `complaints` (of bot.health) has it.

    Whoever knows the address can speak for the bot: it stands in no log.
    """

    def __init__(self, url: str, clock: Clock, complaints: Callable[[], Awaitable[list[str]]]):
        self._url, self._clock, self._complaints = url, clock, complaints
        self._pinged_at: datetime | None = None
        self._failure: str | None = None

    async def ping(self) -> None:
        """Ping if it is time and all is well. A failure is said once, until it is over."""
        now = self._clock.now()
        # either way: the clock may have been moved back
        if self._pinged_at is not None and abs(now - self._pinged_at) < _EVERY:
            return
        if await self._complaints():
            return
        self._pinged_at = now
        failure = await self._call()
        if failure and not self._failure:
            log.warning("ping.failed", error=failure, set="LABCAMP_PING_URL")
        elif self._failure and not failure:
            log.info("ping.answered")
        self._failure = failure

    async def _call(self) -> str | None:
        """Why it was not taken; None if it was. Nobody is followed to another address."""
        try:
            async with (
                aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True) as session,
                session.get(self._url, allow_redirects=False) as answer,
            ):
                return None if answer.ok and answer.status < 300 else f"http {answer.status}"
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return type(error).__name__
