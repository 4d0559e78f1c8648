"""Killed at each step of an answer: what was accepted is there, counts once, and is shown."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.domain.rsvps import Counts
from playground import Actor, Response, SlackMessage
from playground.sample import ANNA, LABCAMP
from tests.process.house import House
from tests.process.stopping import CLAIM, SETTLE, Step
from tests.waiting import HANG, until

ANSWER = r"INSERT INTO rsvps"
YES = Counts(yes=1)

Answering = Callable[[Actor, SlackMessage], Awaitable[Response | None]]


async def by_command(who: Actor, _: SlackMessage) -> Response:
    return await who.command("/labcamp rsvp yes 11")


async def by_button(who: Actor, message: SlackMessage) -> Response:
    return await who.click(LABCAMP, message.ts, "rsvp_yes")


async def by_reaction(who: Actor, message: SlackMessage) -> None:
    await who.react(LABCAMP, message.ts, "white_check_mark")


ONCE = {"by command": by_command, "by button": by_button}
WAYS = {**ONCE, "by reaction": by_reaction}


async def with_a_bot_that_stops_at(house: House, step: Step) -> SlackMessage:
    """A message that takes answers, and a bot that will stop itself at this step."""
    message = await house.announced()
    await house.start(step)
    return message


async def killed_while(house: House, answering: Awaitable[Response | None]) -> Response | None:
    """Kill the bot where it stops itself while somebody answers; what they are shown."""
    asking = asyncio.ensure_future(answering)
    await house.bot.stopped()
    await house.bot.kill()
    return await asking


async def shows_one_yes(house: House) -> None:
    await until(lambda: "✅ 1 · 🤔 0 · ❌ 0" in house.posts()[0].text)
    assert house.counts() == YES
    assert len(house.posts()) == 1


@pytest.mark.fault(
    "killed", "before an answer is stored", expected="it was not confirmed, and can be given again"
)
@pytest.mark.parametrize("answering", ONCE.values(), ids=ONCE)
async def test_what_was_not_kept_was_not_confirmed_and_can_be_said_again(
    either_house: House, answering: Answering
) -> None:
    message = await with_a_bot_that_stops_at(either_house, Step("before", ANSWER))
    anna = either_house.playground.as_user(ANNA)
    reply = await killed_while(either_house, answering(anna, message))
    assert reply is not None
    assert not reply.ok
    await either_house.heal()
    assert either_house.counts() == Counts()
    again = await answering(anna, message)
    assert again is not None
    assert again.ok
    await shows_one_yes(either_house)


@pytest.mark.fault(
    "killed", "before a reaction is stored", expected="Slack sends it again, and it counts once"
)
async def test_a_reaction_that_was_not_kept_was_not_acked_and_comes_again(
    either_house: House,
) -> None:
    message = await with_a_bot_that_stops_at(either_house, Step("before", ANSWER))
    await killed_while(either_house, by_reaction(either_house.playground.as_user(ANNA), message))
    assert either_house.counts() == Counts()
    await either_house.start()
    await either_house.playground.settled()
    assert either_house.playground.sent[-1].answers[-1].ok
    await shows_one_yes(either_house)


@pytest.mark.fault(
    "killed", "after an answer is stored, before Slack hears so", expected="it is there"
)
@pytest.mark.parametrize("answering", WAYS.values(), ids=WAYS)
async def test_an_answer_that_was_kept_survives_even_if_slack_never_heard_so(
    either_house: House, answering: Answering
) -> None:
    message = await with_a_bot_that_stops_at(either_house, Step("after", ANSWER))
    anna = either_house.playground.as_user(ANNA)
    await killed_while(either_house, answering(anna, message))
    await either_house.heal()
    await shows_one_yes(either_house)


@pytest.mark.fault(
    "killed",
    "at each step of showing new counts",
    expected="the counts in the message are right in the end",
)
@pytest.mark.parametrize(
    "step",
    [Step("before", CLAIM), Step("after", CLAIM), Step("before", SETTLE), Step("after", SETTLE)],
    ids=["before the refresh", "while it is claimed", "when it is shown", "when it is done"],
)
async def test_an_answer_that_was_kept_is_shown_wherever_its_refresh_is_cut_off(
    http_house: House, step: Step
) -> None:
    message = await with_a_bot_that_stops_at(http_house, step)
    anna = http_house.playground.as_user(ANNA)
    await killed_while(http_house, by_button(anna, message))  # the reply may not get out any more
    await http_house.heal()
    await shows_one_yes(http_house)


@pytest.mark.parametrize("moment", ["before", "after"])
async def test_killed_while_slack_shows_the_new_counts_they_are_shown_again(
    http_house: House, moment: str
) -> None:
    message = await http_house.announced()
    await http_house.start()
    held = http_house.playground.faults.hold(
        "chat.update", "before" if moment == "before" else "after"
    )
    assert (await by_button(http_house.playground.as_user(ANNA), message)).ok
    async with asyncio.timeout(HANG):
        await held.reached()
    await http_house.bot.kill()
    await http_house.heal()
    await shows_one_yes(http_house)
