"""Reminders go with an event that is moved, cancelled or taken back in Slack's own forms."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.domain.deliveries import State
from playground.models import View
from storage.tables import deliveries
from tests.forms import opened, sent
from tests.reminders import DAY, HOUR, START, WEEK, at, planned
from tests.stage import Stage


def hours(stage: Stage, state: State = State.PENDING) -> list[datetime]:
    """When the planned reminders are due that stand there, soonest first."""
    found = sa.select(deliveries.c.due_at).where(
        deliveries.c.kind == "fan_out", deliveries.c.state == state.value
    )
    with stage.db.reading() as connection:
        return list(connection.execute(found.order_by(deliveries.c.due_at)).scalars())


def all_before(start: datetime) -> list[datetime]:
    """The default reminders: a week and a day before for the channel, a day and an hour direct."""
    return [start - WEEK, start - DAY, start - DAY, start - HOUR]


async def edited(stage: Stage, **given: str) -> View:
    form = await opened(stage.ada, "edit 11")
    assert (await sent(stage.ada, form, **given)).response_action == "update"
    return form


async def reminded(stage: Stage) -> list[str]:
    return [m.text for m in stage.anna.direct_messages if "Morgen" in m.text or "gleich" in m.text]


async def test_an_event_moved_in_its_form_is_reminded_of_at_the_new_hours(stage: Stage) -> None:
    await planned(stage)
    assert hours(stage) == all_before(START)
    await edited(stage, date="2026-12-14", start="16:00", end="19:00")
    new = START + timedelta(days=7, hours=1)
    assert hours(stage) == all_before(new)
    assert hours(stage, State.WITHDRAWN) == all_before(START)
    await at(stage, START - DAY)
    await at(stage, START - HOUR)
    assert await reminded(stage) == []
    await at(stage, new - DAY)
    assert len(await reminded(stage)) == 1
    await edited(stage, date="2026-12-07", start="15:00", end="18:00")
    assert hours(stage) == []  # its hours are past


async def test_an_event_cancelled_in_its_form_is_reminded_of_no_more(stage: Stage) -> None:
    await planned(stage)
    form = await opened(stage.ada, "cancel 11")
    await sent(stage.ada, form, reason="Krank", sure=["sure"])
    assert hours(stage) == []
    assert hours(stage, State.WITHDRAWN) == all_before(START)
    await edited(stage, status="published")
    assert hours(stage) == all_before(START)
    await at(stage, START - DAY)
    assert len(await reminded(stage)) == 1
