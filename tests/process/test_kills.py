"""Killed at each step of a delivery: one post stands in the channel, with its emoji, and counts."""

import asyncio
from collections.abc import Iterable

import pytest

from bot.domain.rsvps import Counts
from playground.sample import ADA
from tests.process.announcing import ANNOUNCE, all_is_well
from tests.process.house import House
from tests.process.stopping import CLAIM, SETTLE, Step
from tests.waiting import HANG

ANNOUNCEMENT = r"INSERT INTO announcements"
MIRROR = r"INSERT INTO reactions"

# What is delivered: first the post, then the three emoji under it.
IN_THE_BOT = {
    "after it was decided, before anybody was answered": Step("after", ANNOUNCEMENT),
    "before the post is claimed": Step("before", CLAIM),
    "after the post is claimed": Step("after", CLAIM),
    "before it is written down that it was posted": Step("before", SETTLE),
    "after it is written down that it was posted": Step("after", SETTLE),
    "before the first emoji is claimed": Step("before", CLAIM, 2),
    "after the first emoji is claimed": Step("after", CLAIM, 2),
    "before it is written down that an emoji is there": Step("before", SETTLE, 3),
    "after it is written down that all emoji are there": Step("after", SETTLE, 4),
}
AT_SLACK = {
    "while Slack has not taken the post yet": ("chat.postMessage", "before"),
    "when Slack has taken the post and not said so": ("chat.postMessage", "after"),
    "while Slack is asked who has reacted already": ("reactions.get", "after"),
    "while Slack has not taken an emoji yet": ("reactions.add", "before"),
    "when Slack has taken an emoji and not said so": ("reactions.add", "after"),
}
# All on SQLite; on PostgreSQL those that leave a claim behind (see tests/process/stopping.py).
CLAIMED = {"after the post is claimed", "after the first emoji is claimed"}
HELD = {"when Slack has taken the post and not said so"}


def on_both(names: Iterable[str], on_postgresql: set[str]) -> list[tuple[str, str]]:
    """Each name with the sorts of database that it is tried on."""
    found = [("sqlite", name) for name in names]
    return found + [("postgresql", name) for _, name in found if name in on_postgresql]


@pytest.mark.fault(
    "killed",
    "at each step of an announcement, from its first row to its last emoji",
    expected="it stands in the channel exactly once, with its emoji",
)
@pytest.mark.parametrize(
    ("furnished_url", "name"), on_both(IN_THE_BOT, CLAIMED), indirect=["furnished_url"]
)
async def test_killed_at_a_step_of_its_own_it_posts_exactly_once(house: House, name: str) -> None:
    await house.start(IN_THE_BOT[name])
    asking = asyncio.create_task(house.playground.as_user(ADA).command(ANNOUNCE))
    await house.bot.stopped()
    await house.bot.kill()
    await asking
    await house.heal()
    await all_is_well(house)


@pytest.mark.fault(
    "killed",
    "while Slack works on a post or an emoji, before it is done and after",
    expected="it stands in the channel exactly once",
)
@pytest.mark.parametrize(
    ("furnished_url", "name"), on_both(AT_SLACK, HELD), indirect=["furnished_url"]
)
async def test_killed_while_slack_is_at_work_it_posts_exactly_once(house: House, name: str) -> None:
    await house.start()
    method, moment = AT_SLACK[name]
    held = house.playground.faults.hold(method, "before" if moment == "before" else "after")
    assert (await house.playground.as_user(ADA).command(ANNOUNCE)).ok
    async with asyncio.timeout(HANG):
        await held.reached()
    await house.bot.kill()
    await house.heal()
    await all_is_well(house)


@pytest.mark.fault(
    "killed",
    "before an announcement is stored",
    expected="nothing is posted, and whoever asked for it is told",
)
async def test_killed_before_it_is_decided_nothing_is_posted_and_the_asker_knows(
    house: House,
) -> None:
    await house.start(Step("before", ANNOUNCEMENT))
    asking = asyncio.create_task(house.playground.as_user(ADA).command(ANNOUNCE))
    await house.bot.stopped()
    await house.bot.kill()
    assert (await asking).error == "dispatch_failed"
    await house.heal()
    assert house.posts() == []
    assert house.counts() == Counts()
