"""Only the last of many wishes in quick succession: what is typed is searched as one goes on."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

# Seconds between two updates of one view. views.update may be called some 100 times a minute:
# https://docs.slack.dev/apis/web-api/rate-limits (Tier 4)
_PAUSE = 0.6

# Does it, and says how many seconds are to pass before the next one.
Wish = Callable[[], Awaitable[float]]


class ViewUpdates:
    """For each key at most one wish is being done, and the newest of the others waits for it."""

    def __init__(
        self, start: Callable[[Coroutine[Any, Any, None]], object], pause: float = _PAUSE
    ) -> None:
        """`start` begins something that nobody waits for; `pause` is in seconds."""
        self._start = start
        self._pause = pause
        self._waiting: dict[str, Wish | None] = {}

    def soon(self, key: str, wish: Wish) -> None:
        """Do this now, or after what is being done; what waits already is forgotten."""
        is_busy = key in self._waiting
        self._waiting[key] = wish
        if not is_busy:
            self._start(self._work(key))

    def again(self, key: str, wish: Wish) -> None:
        """From within a wish: do it once more, unless there is a newer one."""
        if self._waiting[key] is None:
            self._waiting[key] = wish

    async def _work(self, key: str) -> None:
        try:
            while (wish := self._waiting[key]) is not None:
                self._waiting[key] = None
                await asyncio.sleep(max(await wish(), self._pause))
        finally:
            waiting = self._waiting.pop(key)
            if waiting is not None:  # the one before it failed
                self.soon(key, waiting)
