"""A clock that jumps over weeks in the playground: the bot sends all that it would have sent."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.cli.backstage import things
from bot.jobs.deliver import deliver_due
from bot.services import changes, outlook
from playground.backstage import Thing
from playground.jumps import Jumps
from tests.builders import a_full_event
from tests.stage import Stage

WEEKS = timedelta(weeks=3).total_seconds()


class Behind:
    """The bot on a stage, seen from behind; it looks at what is due whenever it is looked at."""

    is_running = True

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def things(self, now: float) -> list[Thing]:
        moments = await self._stage.db.read(outlook.moments, datetime.fromtimestamp(now, UTC))
        return things(moments)

    async def is_behind(self, now: float) -> bool:
        at = datetime.fromtimestamp(now, UTC)
        is_behind = await self._stage.db.read(outlook.is_behind, at)
        if is_behind:
            await deliver_due(self._stage.deps)
        return is_behind

    async def start(self) -> None: ...

    async def kill(self) -> None: ...


async def test_nobody_misses_a_reminder_and_nobody_is_alarmed(stage: Stage) -> None:
    starts = stage.deps.clock.now() + timedelta(days=14, hours=2)
    event = a_full_event(starts_at=starts, ends_at=starts + timedelta(hours=3))
    await stage.announced(event)
    with stage.db.transaction() as connection:
        rules, now = stage.deps.settings.reminders, stage.deps.clock.now()
        changes.event_changed(connection, event, rules, now)
    await stage.anna.command("/labcamp zusage")
    stage.playground.backstage = behind = Behind(stage)
    planned = [
        thing.words["de"]
        for thing in await behind.things(stage.deps.clock.now().timestamp())
        if thing.outcome == "planned" and not thing.is_step
    ]
    assert planned == [
        "Erinnerung im Kanal, LabCamp#11",
        "Erinnerung im Kanal, LabCamp#11",
        "Erinnerung an alle, die kommen, LabCamp#11",
        "Erinnerung an alle, die kommen, LabCamp#11",
        "LabCamp#11 beginnt",
        "LabCamp#11 ist zu Ende",
        "Frage nach Rückmeldung, LabCamp#11",
        "Frage, was nach einem LabCamp noch fehlt, LabCamp#11",
    ]
    async with asyncio.timeout(60):
        await Jumps(stage.playground).by(WEEKS)
    assert len(stage.posts()) == 3  # the announcement, a week before, a day before
    assert len(stage.anna.direct_messages) == 3  # two reminders, and how it was
    [asked] = stage.ada.direct_messages  # what is missing now; of nothing that went wrong
    assert "ist vorbei" in asked.text
    were = await behind.things(stage.deps.clock.now().timestamp())
    assert {thing.outcome for thing in were if not thing.is_step} == {"done"}
    assert were[0].words["de"] == "Ankündigung, LabCamp#11"
    assert "Erinnerung, LabCamp#11" in [thing.words["de"] for thing in were]
    assert "Reminder, LabCamp#11" in [thing.words["en"] for thing in were]
