"""Organizers say who is asked for the material of a talk: in its line, or in a form."""

from datetime import date

import pytest

from bot.domain.events import Session
from bot.domain.knowledge import Visibility
from bot.domain.knowledge_entries import sign
from playground.actor import Actor
from playground.models import View
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


async def form_of(stage: Stage, actor: Actor | None = None, which: str = "contacts") -> View:
    actor = actor or stage.ada
    await sent(actor, await opened(actor, "edit 11"), title="Anders")
    await actor.click_view(actor.views[-1].id, f"event_{which}")
    await stage.deliver()
    return actor.views[-1]


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


async def test_the_second_of_two_sees_whom_the_first_chose(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event(sessions=tuple(map(Session, [*TALKS, "Ausblick"]))))
    first, second, third = (f"contact_{sign(talk)}" for talk in (*TALKS, "Ausblick"))
    adas, bens = await form_of(stage), await form_of(stage, stage.ben)
    await sent(stage.ben, bens, **{first: ANNA, second: ANNA})
    reply = await sent(stage.ada, adas, **{second: CEM, third: CEM})
    assert reply.response_action == "update"
    assert contacts(stage) == [ANNA, ANNA, None]  # nothing overwritten unseen
    again = stage.ada.views[-1]
    assert f"<@{stage.ben.id}> hat dieses LabCamp inzwischen geändert" in shown(again)
    assert f"*{TALKS[0]}* ist jetzt: <@{ANNA}>" in shown(again)
    assert f"*{TALKS[1]}* habt ihr beide geändert. Gespeichert ist: <@{ANNA}>" in shown(again)
    await stage.ada.submit(again.id)
    assert contacts(stage) == [ANNA, CEM, CEM]


async def test_the_second_of_two_sees_how_far_the_first_showed_a_talk(stage: Stage) -> None:
    stage.store(a_full_event(sessions=tuple(map(Session, TALKS))))
    first, second = map(sign, TALKS)
    adas, bens = [await form_of(stage, one, "seen") for one in (stage.ada, stage.ben)]
    await sent(stage.ben, bens, **{f"seen_{first}": "nobody", f"from_{first}": "2027-01-15"})
    reply = await sent(stage.ada, adas, **{f"seen_{second}": "members"})
    assert reply.response_action == "update"
    says = f"*{TALKS[0]}* ist jetzt: Noch niemand, nur ihr Organisator:innen, ab 15. Januar 2027"
    assert says in shown(stage.ada.views[-1])
    await stage.ada.submit(stage.ada.views[-1].id)
    with stage.db.reading() as connection:
        talks = events.get_many(connection, [ELEVEN])[ELEVEN].sessions
    seen = [(one.visibility, one.visible_from) for one in talks]
    assert seen == [(Visibility.NOBODY, date(2027, 1, 15)), (Visibility.MEMBERS, None)]


async def test_two_who_choose_for_other_reasons_do_not_disturb_each_other(stage: Stage) -> None:
    stage.store(a_full_event(sessions=tuple(map(Session, TALKS))))
    view = await form_of(stage)
    await sent(stage.ben, await opened(stage.ben, "edit 11"), title="Noch anders")
    await sent(stage.ada, view, **{f"contact_{sign(TALKS[0])}": ANNA})
    assert contacts(stage) == [ANNA, None]


@pytest.mark.parametrize("value", ["99", "x"])
async def test_a_form_of_no_event_is_answered_kindly(stage: Stage, value: str) -> None:
    stage.store(a_full_event(sessions=(Session("A"),)))
    view = await form_of(stage)
    view.content["private_metadata"] = value
    assert (await sent(stage.ada, view)).ok
