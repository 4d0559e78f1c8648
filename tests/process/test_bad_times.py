"""A clock that jumps, a Slack that does not answer, a week away: one post, and every answer."""

import asyncio

import pytest

from bot.domain.rsvps import EMOJI, Answer, Counts
from playground.sample import ADA, ANNA, BEN, LABCAMP
from tests.process.announcing import ANNOUNCE, all_is_well
from tests.process.house import House
from tests.process.stopping import CLAIM, SETTLE, Step
from tests.waiting import HANG, until

HOUR = 3600.0
WEEK = 7 * 24 * HOUR
IN_A_LOOKUP = {
    "before it is claimed": Step("before", CLAIM),
    "after it is claimed": Step("after", CLAIM),
    "before it is written down": Step("before", SETTLE),
    "after it is written down": Step("after", SETTLE),
}


async def announced_without_an_answer(house: House) -> None:
    """Slack has the post, and the bot was killed before it heard so."""
    await house.start()
    held = house.playground.faults.hold("chat.postMessage", "after")
    assert (await house.playground.as_user(ADA).command(ANNOUNCE)).ok
    async with asyncio.timeout(HANG):
        await held.reached()
    await house.bot.kill()


@pytest.mark.fault(
    "killed",
    "at each step of looking up a post of which nothing is known",
    expected="it is found, and not posted again",
)
@pytest.mark.parametrize("step", IN_A_LOOKUP.values(), ids=IN_A_LOOKUP)
async def test_killed_while_it_looks_a_post_up_it_finds_it_the_next_time(
    http_house: House, step: Step
) -> None:
    await announced_without_an_answer(http_house)
    http_house.playground.move_clock(61)
    await http_house.start(step)
    await http_house.bot.stopped()
    await http_house.bot.kill()
    await http_house.heal()
    await all_is_well(http_house)


@pytest.mark.fault(
    "clock",
    "jumps an hour, forward or back, in the middle of a post",
    expected="it stands there once",
)
@pytest.mark.parametrize("moved", [HOUR, -HOUR], ids=["forward", "back"])
async def test_a_clock_that_is_an_hour_off_in_the_middle_of_a_post_makes_no_second_one(
    http_house: House, moved: float
) -> None:
    await announced_without_an_answer(http_house)
    http_house.playground.move_clock(moved)
    await http_house.start()
    await http_house.heal()
    await all_is_well(http_house)


@pytest.mark.fault(
    "slack",
    "does not answer when a post is looked up",
    expected="it is asked again until it does; nothing is posted twice",
)
@pytest.mark.parametrize("error", ["429", "reset_before"])
async def test_lookups_that_slack_does_not_answer_are_repeated_until_it_does(
    http_house: House, error: str
) -> None:
    await announced_without_an_answer(http_house)
    http_house.playground.faults.add("conversations.history", error, times=2)
    await http_house.heal()
    await all_is_well(http_house)


@pytest.mark.fault(
    "slack",
    "lets nobody look up a post of which nothing is known",
    expected="it is not posted again, and the organizers are told",
)
@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("missing_scope", "fehlt in Slack eine Berechtigung"),
        ("not_in_channel", "nicht in diesem Kanal"),
    ],
)
async def test_a_post_that_slack_lets_nobody_look_up_is_told_and_never_repeated(
    http_house: House, error: str, why: str
) -> None:
    await announced_without_an_answer(http_house)
    http_house.playground.faults.add("conversations.history", f"error:{error}", times=9)
    await http_house.heal()
    assert len(http_house.posts()) == 1
    assert [why in told and "unklar" in told for told in http_house.told()] == [True]


@pytest.mark.fault("slack", "rate-limits every method", expected="all is done later, once")
async def test_in_a_storm_of_429_everything_is_posted_once(http_house: House) -> None:
    await http_house.start()
    for method in ("chat.postMessage", "reactions.add", "chat.update", "reactions.get"):
        http_house.playground.faults.add(method, "429", times=2, retry_after=1)
    assert (await http_house.playground.as_user(ADA).command(ANNOUNCE)).ok
    await http_house.heal()
    await all_is_well(http_house)


@pytest.mark.fault(
    "slack", "takes a post and never says so", expected="the post is found, and not posted again"
)
async def test_a_reply_that_never_comes_is_given_up_and_the_post_found(http_house: House) -> None:
    await http_house.start()
    http_house.playground.faults.hold("chat.postMessage", "after")
    assert (await http_house.playground.as_user(ADA).command(ANNOUNCE)).ok
    await until(lambda: "Uncertain: TimeoutError" in http_house.bot.output())
    await http_house.heal()
    await all_is_well(http_house)


@pytest.mark.fault(
    "clock",
    "has gone a week ahead when the bot comes back",
    expected="what was planned is posted, what people did is counted",
)
async def test_after_a_week_away_what_was_planned_is_posted_and_what_people_did_is_taken_in(
    http_house: House,
) -> None:
    message = await http_house.announced()
    await http_house.start(Step("before", CLAIM))
    anna, ben = http_house.playground.as_user(ANNA), http_house.playground.as_user(BEN)
    # kept, though the reply may not get out any more
    asking = asyncio.ensure_future(anna.command("/labcamp rsvp maybe 11"))
    await http_house.bot.stopped()
    await http_house.bot.kill()
    await asking
    await ben.react(LABCAMP, message.ts, EMOJI[Answer.YES], event=False)
    http_house.playground.move_clock(WEEK)
    await http_house.heal()
    await until(lambda: "✅ 1 · 🤔 1 · ❌ 0" in http_house.posts()[0].text)
    assert http_house.counts() == Counts(yes=1, maybe=1)
    assert len(http_house.posts()) == 1
