"""Of many wishes for one thing the newest is done, and no more often than is allowed."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.deps import Afterwards
from bot.view_updates import ViewUpdates
from tests.waiting import HANG, until


def a_wish(done: list[str], name: str, pause: float = 0.0) -> Callable[[], Awaitable[float]]:
    async def wish() -> float:
        await asyncio.sleep(0)
        done.append(name)
        return pause

    return wish


async def test_only_the_newest_of_those_that_wait_is_done() -> None:
    afterwards, done = Afterwards(), list[str]()
    updates = ViewUpdates(afterwards.start, pause=0.0)
    for name in ("first", "second", "third"):
        updates.soon("view", a_wish(done, name))
    updates.soon("other view", a_wish(done, "other"))
    await afterwards.finish(HANG)
    assert done == ["third", "other"]
    updates.soon("view", a_wish(done, "fourth"))
    await asyncio.sleep(0)
    updates.soon("view", a_wish(done, "fifth"))
    updates.soon("view", a_wish(done, "sixth"))
    await afterwards.finish(HANG)
    assert done == ["third", "other", "fourth", "sixth"]


async def test_what_comes_next_waits_as_long_as_slack_wants() -> None:
    afterwards, done = Afterwards(), list[str]()
    updates = ViewUpdates(afterwards.start, pause=0.0)
    at = []

    async def second() -> float:
        at.append(asyncio.get_running_loop().time())
        return 0.0

    began = asyncio.get_running_loop().time()
    updates.soon("view", a_wish(done, "first", pause=0.2))
    await until(lambda: done)
    updates.soon("view", second)
    await afterwards.finish(HANG)
    assert len(at) == 1
    assert at[0] - began >= 0.19


async def test_a_wish_that_fails_does_not_stand_in_the_way_of_the_next() -> None:
    afterwards, done = Afterwards(), list[str]()
    updates = ViewUpdates(afterwards.start, pause=0.0)

    async def fails() -> float:
        raise RuntimeError

    updates.soon("view", fails)
    await asyncio.sleep(0)
    updates.soon("view", a_wish(done, "waiting"))
    with pytest.raises(RuntimeError):
        await asyncio.gather(*(task for task in afterwards._tasks))
    updates.soon("view", a_wish(done, "next"))
    await afterwards.finish(HANG)
    assert done in (["waiting", "next"], ["next"])


async def test_what_slack_put_off_is_done_again_unless_there_is_something_newer() -> None:
    afterwards, done = Afterwards(), list[str]()
    updates = ViewUpdates(afterwards.start, pause=0.0)

    async def put_off() -> float:
        done.append("put off")
        if len(done) < 3:
            updates.again("view", put_off)
        return 0.0

    updates.soon("view", put_off)
    await afterwards.finish(HANG)
    assert done == ["put off"] * 3
    done.clear()
    updates.soon("view", put_off)
    await asyncio.sleep(0)
    updates.soon("view", a_wish(done, "newer"))
    await afterwards.finish(HANG)
    assert done == ["put off", "newer"]
