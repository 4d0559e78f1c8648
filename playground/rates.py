"""Slack's rate limits, as token buckets on the real clock."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from playground import limits


@dataclass
class Bucket:
    """Holds up to `size` leaves; `per_second` of them come back."""

    size: float
    per_second: float
    level: float
    at: float

    def take(self, now: float) -> float:
        """Takes one leave and returns 0, or returns the seconds until there is one."""
        self.level = min(self.size, self.level + (now - self.at) * self.per_second)
        self.at = now
        if self.level >= 1:
            self.level -= 1
            return 0.0
        return (1 - self.level) / self.per_second


class Rates:
    """Who may call what how often: a bucket for each method, and for each channel's messages."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: dict[str, Bucket] = {}

    def _take(self, key: str, size: float, per_second: float) -> float:
        now = self._clock()
        bucket = self._buckets.setdefault(key, Bucket(size, per_second, size, now))
        return bucket.take(now)

    def wait_for_method(self, method: str, per_minute: int) -> int:
        """0 if this call is within its tier, else the whole seconds of Retry-After."""
        return math.ceil(self._take(method, per_minute, per_minute / 60))

    def wait_for_message(self, channel: str) -> int:
        """0 if a message may go to this channel now, else the whole seconds of Retry-After."""
        per_minute = limits.MESSAGES_PER_MINUTE
        whole = self._take("messages", per_minute, per_minute / 60)
        here = self._take(
            f"messages to {channel}", limits.MESSAGES_BURST, limits.MESSAGES_PER_SECOND
        )
        return math.ceil(max(whole, here))
