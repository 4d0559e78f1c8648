"""What the bot wrote to one person is deleted in Slack: all of it, and nothing of afterwards."""

from datetime import UTC, datetime, timedelta

from bot.domain.delivery_outcomes import Attempt, Later, PutBack, Sent
from bot.slack import letters
from bot.views.message import simple
from tests.stage import Stage

MANY = 65  # more than are deleted in one go, and than Slack lets be deleted in a minute
ARRIVING = "a" * 32


async def written(
    stage: Stage, text: str, send_id: str = "0" * 32, thread: str | None = None
) -> str:
    """A direct message of the bot's to Anna; its ts. A second passes."""
    posted = await stage.deps.slack.post(stage.anna.id, simple(text), send_id, thread)
    assert isinstance(posted, Sent)
    stage.playground.move_clock(1)
    return posted.ts


def shown(stage: Stage) -> list[str]:
    return [one.text for one in stage.anna.direct_messages if one.bot_id]


async def erased(stage: Stage, until: datetime, *arriving: str) -> list[Attempt | PutBack]:
    """What came of each try, until it was done."""
    channel = await stage.deps.slack.channels.where(stage.anna.id)
    assert isinstance(channel, str)
    outcomes: list[Attempt | PutBack] = []
    while not (outcomes and isinstance(outcomes[-1], Sent)):
        outcome = await letters.erase(stage.deps.slack, channel, until, arriving)
        outcomes.append(outcome)
        if isinstance(outcome, Later):
            stage.playground.move_clock(outcome.retry_after.total_seconds())
        else:
            assert isinstance(outcome, Sent | PutBack)
            stage.playground.move_clock(letters._PAUSE.total_seconds())
    return outcomes


async def test_many_letters_are_deleted_as_fast_as_slack_lets_and_none_of_after_the_wish(
    stage: Stage,
) -> None:
    first = await written(stage, "Eine von vielen")
    await written(stage, "Im Thread", thread=first)
    for _ in range(MANY):
        await written(stage, "Eine von vielen")
    wish = stage.deps.clock.now()
    stage.playground.move_clock(1)
    await written(stage, "Danach")
    await written(stage, "Danach im alten Thread", thread=first)
    await written(stage, "Gerade unterwegs", ARRIVING)
    stage.playground.faults.add("chat.delete", "429")
    outcomes = await erased(stage, wish, ARRIVING)
    assert sorted(shown(stage)) == ["Danach", "Danach im alten Thread"]
    assert any(isinstance(one, Later) for one in outcomes)
    assert sum(isinstance(one, PutBack) for one in outcomes) >= MANY // 20


async def test_a_conversation_that_is_not_there_holds_no_letters(stage: Stage) -> None:
    wish = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=1)
    assert isinstance(await letters.erase(stage.deps.slack, "D0NOWHERE", wish, ()), Sent)
