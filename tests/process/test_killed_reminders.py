"""Killed at each step of a reminder: channel and members are reminded once each."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.reminder_rules import rules
from bot.domain.rsvps import Answer
from bot.services.changes import event_changed
from playground.sample import ANNA, CEM
from storage import events, rsvps
from tests.builders import an_rsvp
from tests.process.house import House, furnish, house_in, until
from tests.process.nursery import Nursery
from tests.process.stopping import Step

FAN_OUT = r"INSERT INTO deliveries"
CLAIM = r"UPDATE deliveries SET .*attempts=\(deliveries\.attempts"
SETTLE = r"UPDATE deliveries SET .*done_at=coalesce"
# Two are planned, one for the members and one for the channel, and three posts come of them.
STEPS = {
    "before the first is fanned out": Step("before", FAN_OUT),
    "after the first is fanned out": Step("after", FAN_OUT),
    "before it is written down that it was": Step("before", SETTLE),
    "after it is written down that it was": Step("after", SETTLE),
    "after the first post is claimed": Step("after", CLAIM, 3),
    "before it is written down that it was posted": Step("before", SETTLE, 3),
    "after it is written down that it was posted": Step("after", SETTLE, 3),
}
HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
async def house(
    request: pytest.FixtureRequest, tmp_path: Path, nursery: Nursery, furnished_file: Path
) -> AsyncIterator[House]:
    """A house with reminders an hour before, an hour before; Anna and Cem come."""
    url = f"sqlite:///{shutil.copy(furnished_file, tmp_path)}"
    if request.param == "postgresql":
        url = request.getfixturevalue("process_postgres")
        furnish(url, tmp_path)
    asked = "direct:1h,channel:1h"
    async with house_in(
        tmp_path, nursery, DATABASE_URL=url, LABCAMP_REMINDERS=asked, LABCAMP_REMINDER_GRACE="55m"
    ) as house:
        with house.db.transaction() as connection:
            for user in (ANNA, CEM):
                rsvps.save(connection, 11, an_rsvp(user, Answer.YES))
            event = events.get(connection, 11)
            assert event is not None
            event_changed(connection, event, rules(asked), house.now())
        an_hour_before = event.starts_at - HOUR
        house.playground.move_clock((an_hour_before - house.now()).total_seconds())
        yield house


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
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
