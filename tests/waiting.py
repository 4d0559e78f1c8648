"""Waiting for what happens by itself: until it has happened, however slow the machine is."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

HANG = 120.0
"""Seconds after which nobody believes any more that it will happen: this only ends a hang."""

_A_MOMENT = 0.01

T = TypeVar("T")


async def until(happened: Callable[[], object], seconds: float = HANG) -> None:
    """Wait until this is so, for so many seconds at most."""
    async with asyncio.timeout(seconds):
        while not happened():
            await asyncio.sleep(_A_MOMENT)


async def until_found(look: Callable[[], Awaitable[T | None]], pause: float = _A_MOMENT) -> T:
    """Look until there is something, with a pause of so many seconds; what there is."""
    async with asyncio.timeout(HANG):
        while not (found := await look()):
            await asyncio.sleep(pause)
    return found


async def timed(work: Awaitable[T]) -> tuple[T, float]:
    """What comes of it, and the seconds that it took, without those in which all stood still."""
    working, seconds = asyncio.ensure_future(work), 0.0
    while not working.done():
        await asyncio.wait([working], timeout=_A_MOMENT)
        seconds += _A_MOMENT
    return working.result(), seconds
