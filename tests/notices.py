"""What people are told of an event that changes, and the time until they are."""

from playground.actor import Actor
from playground.sample import LABCAMP
from tests.stage import Stage


def said(actor: Actor) -> list[str]:
    """The direct messages to somebody, oldest first."""
    return [message.text for message in actor.direct_messages]


def in_threads(stage: Stage) -> list[str]:
    """What stands in threads of the channel, oldest first."""
    messages = stage.playground.workspace.messages[LABCAMP].values()
    return [message.text for message in messages if message.thread_ts not in (None, message.ts)]


def in_the_channel(stage: Stage) -> list[str]:
    """What everybody sees who looks into the channel: posts, and what was broadcast to it."""
    messages = stage.playground.workspace.messages[LABCAMP].values()
    return [one.text for one in messages if one.thread_ts in (None, one.ts) or one.broadcast]


async def after_ten_minutes(stage: Stage) -> None:
    """So long after the last edit people are told of it."""
    stage.playground.move_clock(601)
    await stage.deliver()
    stage.playground.move_clock(3)
    await stage.deliver()


async def with_answers(stage: Stage) -> None:
    """An announced event: Anna comes, Frances may come, Ben does not."""
    await stage.announced()
    await stage.anna.command("/labcamp zusage 11")
    await stage.frances.command("/labcamp rsvp maybe 11")
    await stage.ben.command("/labcamp nein 11")
    await stage.refreshed()
