"""How a new event begins: its number, and what it may have from the last one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.events import Status
from bot.domain.ids import EventNumber
from playground.models import View
from tests.builders import a_full_event, an_event
from tests.forms import opened, sent, shown, standing
from tests.records import stored
from tests.stage import Stage

LAST = a_full_event(11, capacity=40, accessibility="Untertitel", timezone="Europe/Vienna")
TAKEN = "LabCamp#11: Wirkung sichtbar machen gibt es schon. Frei ist die 13."


async def bare_form(stage: Stage) -> View:
    """The form of a new event, nothing read into it."""
    view = await opened(stage.ada, "neu")
    await stage.ada.submit(view.id)
    return stage.ada.views[-1]


async def typed(stage: Stage, form: View, number: str) -> str:
    """What the form shows once this was typed as the number."""
    await stage.ada.type_into(form.id, "event_number", number)
    await stage.deliver()
    return shown(stage.ada.views[-1])


async def test_the_next_number_is_proposed_whatever_became_of_the_last(
    either_stage: Stage,
) -> None:
    stage = either_stage
    assert standing(await bare_form(stage))["number"] == "1"
    stage.store(LAST, an_event(12, status=Status.CANCELLED), an_event(13, status=Status.DRAFT))
    await stage.ada.close(stage.ada.views[-1].id)
    assert standing(await bare_form(stage))["number"] == "14"


async def test_a_number_is_proposed_for_an_invitation_that_names_none(stage: Stage) -> None:
    stage.store(LAST)
    view = await opened(stage.ada, "neu")
    await sent(stage.ada, view, invitation="Thema: Daten teilen\n14.01., 15-18 Uhr")
    assert standing(stage.ada.views[-1])["number"] == "12"
    assert "Die nächste freie Nummer" in shown(stage.ada.views[-1])


async def test_a_number_that_an_invitation_names_and_that_is_taken_is_marked(
    stage: Stage,
) -> None:
    stage.store(LAST, an_event(12))
    view = await opened(stage.ada, "neu")
    await sent(stage.ada, view, invitation="LabCamp#11: Daten teilen\n14.01., 15-18 Uhr")
    assert standing(stage.ada.views[-1])["number"] == "11"
    assert shown(stage.ada.views[-1]).count(TAKEN) == 2  # above all, and at the field


async def test_that_a_number_is_taken_is_said_while_it_is_typed(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(LAST, an_event(12))
    form = await bare_form(stage)
    stage.ada.fill(form.id, {"title": {"value": "Daten teilen"}})
    assert TAKEN in await typed(stage, form, "11")
    assert TAKEN in await typed(stage, form, "#11")
    assert "gibt es schon" not in await typed(stage, form, "113")
    assert standing(stage.ada.views[-1])["title"] == "Daten teilen"
    assert standing(stage.ada.views[-1])["number"] == "113"


@pytest.mark.parametrize("number", ["zwölf", "0", "999999"])
async def test_only_of_a_number_that_is_taken_something_is_said(stage: Stage, number: str) -> None:
    form = await bare_form(stage)
    assert "gibt es schon" not in await typed(stage, form, number)


async def test_a_new_event_begins_like_the_last_one(either_stage: Stage) -> None:
    stage = either_stage
    later = timedelta(days=30)
    draft = replace(
        LAST,
        number=EventNumber(12),
        status=Status.DRAFT,
        starts_at=LAST.starts_at + later,
        ends_at=LAST.ends_at + later,
    )
    stage.store(LAST, an_event(10, starts_at=LAST.starts_at - later), draft)
    view = await opened(stage.ada, "neu")
    assert "Wie LabCamp#11 beginnen" in shown(view)
    await stage.ada.click_view(view.id, "event_like")
    await stage.deliver()
    form = stage.ada.views[-1]
    assert {name: value for name, value in standing(form).items() if value} == {
        "number": "13",
        "start": "15:00",
        "end": "18:00",
        "timezone": "Europe/Vienna",
        "location": "online",
        "join_url": "https://example.org/raum",
        "capacity": "40",
        "accessibility": "Untertitel",
        "status": "draft",
        "material": "proposed",
    }
    assert "Von LabCamp#11 stehen hier schon" in shown(form)
    await sent(stage.ada, form, title="Daten teilen", date="2027-03-01")
    assert stored(stage, 13).location == "online"
    assert stored(stage, 13).sessions == ()


async def test_the_first_event_is_like_none(stage: Stage) -> None:
    stage.store(an_event(1, status=Status.DRAFT))
    assert "beginnen" not in shown(await opened(stage.ada, "neu"))
