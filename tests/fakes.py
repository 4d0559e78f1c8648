"""The one fake that there is: a clock that stands until it is moved, here and in Slack."""

from datetime import datetime, timedelta

from playground.clock import PlaygroundClock
from tests.builders import NOON


class FakeClock:
    """Tells the time that a test wants it to be."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        """The present instant, aware and UTC."""
        return self._now

    def advance(self, **span: float) -> datetime:
        """Move on, as in `advance(minutes=5)`; the new present."""
        self._now += timedelta(**span)
        return self._now


class StandingClock(PlaygroundClock):
    """Slack's clock, on which no time passes while a slow machine is at work.

    Only each look at it takes a moment, so that what happens later is later.
    """

    def __init__(self) -> None:
        super().__init__()
        self._now = super().now()

    def now(self) -> float:
        """Seconds since 1970, with the offset."""
        self._now += 0.0001
        return self._now + self.offset
