"""Killed while it deletes a file that was sent: the file goes, and nobody is bothered."""

import asyncio
from typing import Literal

import pytest

from playground.sample import ADA
from tests.process.house import House
from tests.process.stopping import CLAIM, SETTLE, Step
from tests.waiting import HANG, until

A_DAY = 86_400.0
IN_THE_BOT = {
    "before it is claimed": Step("before", CLAIM),
    "after it is claimed": Step("after", CLAIM),
    "before it is written down that it is gone": Step("before", SETTLE),
    "after it is written down that it is gone": Step("after", SETTLE),
}


async def with_a_sent_file(house: House) -> None:
    """An organizer asked for the list of participants yesterday, and the bot is away since."""
    await house.start()
    assert (await house.playground.as_user(ADA).command("/labcamp export 11")).ok
    await until(lambda: len(house.playground.workspace.files) == 1)
    await until(lambda: house.waits_for() is not None)
    await house.bot.kill()
    house.playground.move_clock(A_DAY + 61)


async def the_file_is_gone(house: House) -> None:
    told = house.told()
    await house.heal()
    assert not house.playground.workspace.files
    assert house.told() == told


@pytest.mark.fault("killed", "at each step of deleting a file in Slack", expected="the file goes")
@pytest.mark.parametrize("step", IN_THE_BOT.values(), ids=IN_THE_BOT)
async def test_killed_at_a_step_of_its_own_it_deletes_the_file(
    http_house: House, step: Step
) -> None:
    await with_a_sent_file(http_house)
    await http_house.start(step)
    await http_house.bot.stopped()
    await http_house.bot.kill()
    await the_file_is_gone(http_house)


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_killed_while_slack_deletes_it_asks_once_more(
    http_house: House, moment: Literal["before", "after"]
) -> None:
    await with_a_sent_file(http_house)
    held = http_house.playground.faults.hold("files.delete", moment)
    await http_house.start()
    async with asyncio.timeout(HANG):
        await held.reached()
    await http_house.bot.kill()
    await the_file_is_gone(http_house)
