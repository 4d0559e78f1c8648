"""The one fake that there is: a clock that stands until it is moved."""

from datetime import datetime, timedelta

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
