"""An event that its reminders are looked at for, and the time that goes by until it."""

from datetime import datetime, timedelta

from bot.domain.events import Event
from bot.services.changes import event_changed
from storage import events
from tests.builders import a_full_event
from tests.stage import Stage

EVENT = a_full_event()
START = EVENT.starts_at
WEEK, DAY, HOUR = timedelta(days=7), timedelta(days=1), timedelta(hours=1)


def put_clock(stage: Stage, at: datetime) -> None:
    """It is this moment now, for Slack and for the bot."""
    stage.playground.move_clock((at - stage.deps.clock.now()).total_seconds())


def save(stage: Stage, event: Event = EVENT) -> None:
    """What an import, or a modal, does."""
    now = stage.deps.clock.now()
    with stage.db.transaction() as connection:
        events.save(connection, event, now)
        event_changed(connection, event, stage.deps.settings.reminders, now)


async def planned(stage: Stage, *, announced: bool = True) -> None:
    """A fortnight before: the event is there, announced, and Anna comes."""
    put_clock(stage, START - 2 * WEEK)
    save(stage)
    if announced:
        await stage.ada.command("/labcamp announce 11 Kommt vorbei!")
        await stage.deliver()
    await stage.anna.command("/labcamp zusage 11")
    await stage.refreshed()


async def at(stage: Stage, moment: datetime) -> None:
    """It is a little after `moment`, and what is due is delivered."""
    put_clock(stage, moment + timedelta(seconds=1))
    await stage.deliver()
