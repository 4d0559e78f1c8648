"""An event that is soon over, and what then comes of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.events import Event
from bot.services import changes
from playground import SlackMessage
from storage import events
from tests.builders import a_full_event
from tests.stage import Stage


def clock(stage: Stage) -> datetime:
    """The time on a stage."""
    return datetime.fromtimestamp(stage.playground.workspace.clock.now(), UTC)


def soon(stage: Stage, **fields: Any) -> Event:
    """An event that begins in an hour, saved as an organizer would."""
    starts_at = clock(stage) + timedelta(hours=1)
    event = a_full_event(
        **{"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3), **fields}
    )
    changed(stage, event)
    return event


def changed(stage: Stage, event: Event) -> None:
    """Save the event as an organizer would."""
    with stage.db.transaction() as connection:
        events.save(connection, event, clock(stage))
        changes.event_changed(connection, event, (), clock(stage))


async def at(stage: Stage, moment: datetime) -> None:
    """Let it be that moment, and what is due by then sent."""
    stage.playground.move_clock((moment - clock(stage)).total_seconds())
    await stage.deliver()
    await stage.deliver()


async def follow_up(stage: Stage) -> list[SlackMessage]:
    """What Ada has posted after the event, having looked at it."""
    reply = await stage.ada.command("/labcamp follow-up")
    assert (reply.ok, reply.text) == (True, ""), reply
    await stage.ada.submit(stage.ada.views[-1].id)
    await stage.refreshed()
    return follow_ups(stage)


def follow_ups(stage: Stage) -> list[SlackMessage]:
    """The follow-ups that stand in the channel."""
    return [message for message in stage.posts() if message.text.startswith("*Danke für")]
