"""Organizers say who is asked for the material of a talk: in its line, or in a form."""

from typing import Any

import pytest

from bot.domain.events import Session
from bot.domain.knowledge_entries import sign
from playground.sample import ANNA, CEM, IDA
from storage import audit, events
from tests.builders import ELEVEN, a_full_event
from tests.forms import fields, opened, sent, shown, standing
from tests.stage import Stage

TALKS = ("Was ein Labor erwachsen macht", "Offene Runde")


def contacts(stage: Stage) -> list[str | None]:
    with stage.db.reading() as connection:
        event = events.get(connection, ELEVEN)
    assert event is not None
    return [session.contact for session in event.sessions]


async def form_of(stage: Stage) -> Any:
    await sent(stage.ada, await opened(stage.ada, "edit 11"), title="Anders")
    await stage.ada.click_view(stage.ada.views[-1].id, "event_contacts")
    await stage.deliver()
    return stage.ada.views[-1]


async def test_a_name_in_the_line_of_a_talk_becomes_its_contact(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event())
    view = await opened(stage.ada, "edit 11")
    lines = f"{standing(view)['talks']} | @Anna Stadtlabor"
    reply = await sent(stage.ada, view, talks=lines.replace("@Anna", "@Niemand"))
    assert "Wen meinst du mit @Niemand Stadtlabor?" in reply.errors["talks"]
    await sent(stage.ada, view, talks=lines)
    assert contacts(stage) == [None, ANNA]
    again = await opened(stage.ada, "edit 11")
    assert str(standing(again)["talks"]).endswith(f"Offene Runde | @{ANNA}")
    await sent(stage.ada, again, title="Noch anders")
    assert contacts(stage) == [None, ANNA]


async def test_contacts_are_chosen_in_a_form_of_their_own(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event())
    view = await form_of(stage)
    assert [talk in shown(view) for talk in TALKS] == [True, True]
    names = [f"contact_{sign(talk)}" for talk in TALKS]
    reply = await stage.ada.submit(view.id, fields(view, **{names[0]: IDA}))
    assert "nicht mehr gibt" in reply.errors[names[0]]
    await stage.ada.submit(view.id, fields(view, **{names[0]: ANNA, names[1]: CEM}))
    assert "sind gespeichert" in shown(stage.ada.views[-1])
    assert contacts(stage) == [ANNA, CEM]
    with stage.db.reading() as connection:
        assert audit.last_actor(connection, "event 11") == stage.ada.id
    card = str((await stage.frances.command("/labcamp show 11")).blocks)
    assert ANNA not in card


@pytest.mark.parametrize("value", ["99", "x"])
async def test_a_form_of_no_event_is_answered_kindly(stage: Stage, value: str) -> None:
    stage.store(a_full_event(sessions=(Session("A"),)))
    view = await form_of(stage)
    view.content["private_metadata"] = value
    assert (await sent(stage.ada, view)).ok
