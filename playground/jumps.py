"""Moving the clock, with a stop at all that is due on the way.

A clock that just jumps over a week makes a bot miss what it would have sent in it: it would find
reminders of which the event has begun. So the clock is put to the next thing that is due, until the
bot has done it, and then to the one after that.
"""

import asyncio
import math
import time
from typing import Final

from playground.errors import SlackSaysNo
from playground.installation import Installation

# Ours: a stop takes a second, and may take as long as a bot needs that Slack told to wait.
STOP_SECONDS: Final = 15.0
# Whoever tries again every five minutes of a year that is jumped over would be waited for for ever.
JUMP_SECONDS: Final = 90.0
_A_MOMENT: Final = 0.05


class Jumps:
    """The hand that moves the clock, one jump at a time.

    `stop_seconds` is how long it waits for the bot wherever it stops.
    """

    def __init__(self, playground: Installation, stop_seconds: float = STOP_SECONDS) -> None:
        self._playground = playground
        self._stop_seconds = stop_seconds
        self._moving = asyncio.Lock()

    async def by(self, seconds: float) -> None:
        """Moves the clock so far; SlackSaysNo as `to_offset`."""
        await self.to_offset(self._playground.workspace.clock.offset + seconds)

    async def to(self, at: float) -> None:
        """Moves the clock to this time, in seconds since 1970; SlackSaysNo as `to_offset`."""
        await self.to_offset(self._offset_at(at))

    async def to_next(self) -> None:
        """Moves the clock to the next thing that is planned; SlackSaysNo `nothing_planned`."""
        planned = await self._planned(with_steps=False)
        if not planned:
            raise SlackSaysNo("nothing_planned")
        await self.to(planned[0])

    async def to_offset(self, offset: float) -> None:
        """Puts the clock so many seconds ahead of the real one, stopping on the way.

        Back it goes at once, and so it does while no bot is running, which would be waited for in
        vain: then it misses what a bot misses that is away. SlackSaysNo `clock_is_moving` when it
        is moving already, `bot_is_behind` when the bot does not get done what is due: then the
        clock stands there, and the next jump goes on.
        """
        if self._moving.locked():
            raise SlackSaysNo("clock_is_moving")
        async with self._moving:
            clock = self._playground.workspace.clock
            if offset > clock.offset:
                await self._stop_by_stop(offset)
            # meanwhile the real clock went on, and a stop may be a second later than asked for
            self._playground.set_clock(offset)
            await self._done()

    async def _stop_by_stop(self, offset: float) -> None:
        until = time.monotonic() + JUMP_SECONDS
        while planned := await self._planned(with_steps=True):
            stop = self._offset_at(planned[0])
            if stop >= offset:
                return
            if time.monotonic() > until:
                raise SlackSaysNo("bot_is_behind")
            self._playground.set_clock(max(stop, self._playground.workspace.clock.offset))
            await self._done()

    def _offset_at(self, at: float) -> float:
        """How far ahead the clock has to be to show this time; in whole seconds, rather later."""
        clock = self._playground.workspace.clock
        return math.ceil(at - clock.now() + clock.offset)

    async def _planned(self, *, with_steps: bool) -> list[float]:
        """When the things to come are due."""
        behind = self._playground.backstage
        if behind is None or (with_steps and not behind.is_running):
            return []
        now = self._playground.workspace.clock.now()
        return [
            thing.at
            for thing in await behind.things(now)
            if thing.outcome == "planned" and thing.at > now and (with_steps or not thing.is_step)
        ]

    async def _done(self) -> None:
        """Returns as soon as the bot has done what is due."""
        clock, behind = self._playground.workspace.clock, self._playground.backstage
        until = time.monotonic() + self._stop_seconds
        while behind is not None and behind.is_running:
            if not await behind.is_behind(clock.now()):
                return
            if time.monotonic() > until:
                raise SlackSaysNo("bot_is_behind")
            await asyncio.sleep(_A_MOMENT)
