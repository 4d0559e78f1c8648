"""Killed at each step of a reminder: channel and members are reminded once each."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.reminder_rules import rules
from bot.domain.rsvps import Answer
from bot.services.changes import event_changed
from playground.sample import ANNA, CEM
from storage import events, rsvps
from tests.builders import ELEVEN, an_rsvp
from tests.process.house import House, house_in
from tests.process.nursery import Nursery
from tests.process.stopping import FANNED_OUT, FANNED_OUT_IDS, Step
from tests.waiting import until

HOUR = timedelta(hours=1)


@pytest.fixture
async def house(tmp_path: Path, nursery: Nursery, furnished_url: str) -> AsyncIterator[House]:
    """A house with reminders an hour before, an hour before; Anna and Cem come."""
    asked = "direct:1h,channel:1h"
    async with house_in(
        tmp_path,
        nursery,
        DATABASE_URL=furnished_url,
        LABCAMP_REMINDERS=asked,
        LABCAMP_REMINDER_GRACE="55m",
    ) as house:
        with house.db.transaction() as connection:
            for user in (ANNA, CEM):
                rsvps.save(connection, ELEVEN, an_rsvp(user, Answer.YES))
            event = events.get(connection, ELEVEN)
            assert event is not None
            event_changed(connection, event, rules(asked), house.now())
        an_hour_before = event.starts_at - HOUR
        house.playground.move_clock((an_hour_before - house.now()).total_seconds())
        yield house


@pytest.mark.fault(
    "killed", "at each step of reminding several people", expected="each is reminded exactly once"
)
@pytest.mark.parametrize(
    ("step", "furnished_url"), FANNED_OUT, ids=FANNED_OUT_IDS, indirect=["furnished_url"]
)
async def test_killed_at_any_step_each_is_reminded_exactly_once(house: House, step: Step) -> None:
    await house.start(step)
    await house.bot.stopped()
    await house.bot.kill()
    await house.heal()
    await until(lambda: house.waits_for() is None)
    assert len(house.posts()) == 1, house.bot.output()
    for user in (ANNA, CEM):
        assert len(house.playground.as_user(user).direct_messages) == 1
    assert house.told() == []
