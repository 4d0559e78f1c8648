"""Killed at each step of what follows an event: each is told, or asked, exactly once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.events import Session
from bot.domain.follow_ups import due
from bot.domain.knowledge import Publication
from bot.services import knowledge_additions, proposals
from bot.services.changes import event_changed
from bot.services.knowledge_additions import Added
from playground.sample import ADA, ANNA, CEM
from storage import events, rsvps
from tests.builders import ELEVEN, an_item, an_rsvp
from tests.process.house import House, house_in
from tests.process.nursery import Nursery
from tests.process.stopping import FANNED_OUT, FANNED_OUT_IDS, Step
from tests.waiting import until


@pytest.fixture
async def house(tmp_path: Path, nursery: Nursery, furnished_url: str) -> AsyncIterator[House]:
    """A house the day after its event, to which Cem came.

    One proposal waits, and one was decided.
    """
    async with house_in(
        tmp_path, nursery, DATABASE_URL=furnished_url, LABCAMP_REMINDERS="none"
    ) as house:
        now = house.now()
        with house.db.transaction() as connection:
            event = events.get(connection, ELEVEN)
            assert event is not None
            event = replace(event, sessions=(Session("Offene Runde", contact=ANNA),))
            events.save(connection, event, now)
            event_changed(connection, event, (), now)
            rsvps.save(connection, ELEVEN, an_rsvp(CEM))
            for number in (801, 802):
                item = an_item(number, event=None)
                made = knowledge_additions.add(
                    connection, ANNA, item, f"key {number}", now, organizes=False
                )
                assert isinstance(made, Added)
                kept = made.kept.id
            proposals.decide(connection, ADA, kept, Publication.PUBLISHED, now)
        house.playground.move_clock((due(event) - now).total_seconds() + 1)
        yield house


@pytest.mark.fault(
    "killed",
    "at each step of what follows an event",
    expected="each organizer, and the contact of a talk, is told exactly once",
)
@pytest.mark.parametrize(
    ("step", "furnished_url"), FANNED_OUT, ids=FANNED_OUT_IDS, indirect=["furnished_url"]
)
async def test_killed_at_any_step_each_is_told_exactly_once(house: House, step: Step) -> None:
    await house.start(step)
    await house.bot.stopped()
    await house.bot.kill()
    await house.heal()
    await until(lambda: house.waits_for() is None)
    told = house.told()
    assert sorted("Vorschlag" in text for text in told) == [False, True], house.bot.output()
    assert any("LabCamp#11" in text for text in told)
    (asked,) = house.playground.as_user(CEM).direct_messages
    assert "Wie war *LabCamp#11" in asked.text or "Wie war LabCamp#11" in asked.text
    letters = [letter.text for letter in house.playground.as_user(ANNA).direct_messages]
    assert sorted("„Offene Runde“" in text for text in letters) == [False, True], letters
    assert any("steht jetzt im Wissensspeicher" in text for text in letters)
