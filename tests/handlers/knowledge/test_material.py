"""The material of events over the real protocol: in cards, in lists, and the form for more."""

from datetime import timedelta

import pytest

from bot.domain.events import Session
from bot.domain.knowledge import Publication
from bot.domain.knowledge_entries import sign
from playground.actor import Actor
from playground.models import View
from tests.builders import NOON, a_full_event, an_item
from tests.forms import sent, standing
from tests.items import BARE, kept
from tests.stage import Stage

TALKS = ("Was ein Labor erwachsen macht", "Offene Runde")
LONG_AGO = {"starts_at": NOON - timedelta(days=900), "ends_at": NOON - timedelta(days=899)}


def past(stage: Stage, items: int, **fields: object) -> None:
    """A past event with so many items, by turns of its first talk and of no talk."""
    stage.store(a_full_event(4, **{**LONG_AGO, **fields}))
    stage.store_items(
        *(
            an_item(number, event=4, session=None if number % 2 else TALKS[0])
            for number in range(items)
        ),
        an_item(99, event=4, title="Noch geheim", status=Publication.PROPOSED),
    )


async def card_clicked(stage: Stage, actor: Actor, action_id: str) -> View:
    reply = await actor.command("/labcamp 4")
    await actor.click_reply(reply, action_id)
    await stage.deliver()
    return actor.views[-1]


async def test_the_card_of_a_past_event_begins_with_its_material_by_talk(stage: Stage) -> None:
    past(stage, 3)
    shown = str((await stage.anna.command("/labcamp show 4")).blocks)
    places = [shown.index(words) for words in (
        "Aus dem Wissensspeicher", f"_{TALKS[0]}_", "Aufzeichnung 0", "_Zum ganzen LabCamp_",
        "Aufzeichnung 1",
        "Worum es geht", "Dr. Alex Beispiel",
    )]  # fmt: skip
    assert places == sorted(places)
    assert "Noch geheim" not in shown
    assert "kb_material" not in shown


@pytest.mark.parametrize("talk", ["T" * 255, "&" * 255])
async def test_sixty_items_fit_and_all_are_a_click_away(stage: Stage, talk: str) -> None:
    past(stage, 0, sessions=tuple(Session(f"{n:02}{talk[2:]}") for n in range(40)))
    stage.store_items(
        *(
            an_item(
                number,
                event=4,
                session=f"{number:02}{talk[2:]}",
                url=f"https://example.org/{number}/{'x' * 1900}",
                title="&" * 150,
            )
            for number in range(60)
        )
    )
    reply = await stage.anna.command("/labcamp 4")
    assert reply.ok, reply.faults
    assert "Alles Material (60)" in str(reply.blocks)
    await stage.anna.click_reply(reply, "kb_material")
    for _ in range(7):
        await stage.deliver()
        await stage.anna.click_view(stage.anna.views[-1].id, "kb_material_next")
    await stage.deliver()
    shown = str(stage.anna.views[-1].content)
    assert "example.org/59/" in shown
    assert "kb_material_next" not in shown
    assert "kb_edit" not in shown


async def test_the_list_of_past_events_counts_what_there_is(stage: Stage) -> None:
    past(stage, 2)
    stage.store(a_full_event(3, **LONG_AGO), a_full_event(2, **LONG_AGO))
    stage.store_items(an_item(77, event=2))
    shown = str((await stage.anna.command("/labcamp events past")).blocks)
    assert "2 Links im Wissensspeicher" in shown
    assert "Ein Link im Wissensspeicher" in shown
    assert shown.count("Wissensspeicher") == 2


async def test_organizers_edit_in_the_list_and_see_it_at_once(stage: Stage) -> None:
    past(stage, 12)
    await card_clicked(stage, stage.ada, "kb_material")
    assert "Was ein Labor" in str(stage.ada.views[-1].content)
    await stage.ada.click_view(stage.ada.views[-1].id, "kb_edit", "1")
    await stage.deliver()
    view = stage.ada.views[-1]
    assert standing(view)["title"] == "Aufzeichnung 0"
    await sent(stage.ada, view, status="rejected")
    await stage.deliver()
    assert "nicht mehr im Wissensspeicher" in str(stage.ada.views[-1].content)
    await stage.ada.close(stage.ada.views[-1].id)
    shown = str(stage.ada.views[-1].content)
    assert "Aufzeichnung 0" not in shown
    assert "Aufzeichnung 2" in shown


async def test_more_is_added_from_the_list_with_the_event_in_the_form(stage: Stage) -> None:
    past(stage, 12)
    await card_clicked(stage, stage.anna, "kb_material")
    await stage.anna.click_view(stage.anna.views[-1].id, "kb_add_to")
    await stage.deliver()
    view = stage.anna.views[-1]
    assert standing(view)["event"] == "4"
    assert (await sent(stage.anna, view, **BARE, session=sign(TALKS[1]))).ok
    assert kept(stage).item.session == TALKS[1]


@pytest.mark.parametrize("action", ["kb_material", "kb_add_to"])
@pytest.mark.parametrize("value", ["", "x", "99:1", "5:1", "-4:1", "²:1", "9" * 400, "4:x:y"])
async def test_a_forged_value_is_answered_kindly(stage: Stage, action: str, value: str) -> None:
    past(stage, 12)
    stage.store(a_full_event(5, status="draft"))
    reply = await stage.anna.command("/labcamp 4")
    (button,) = [
        element
        for block in reply.blocks
        for element in block.get("elements", [])
        if element.get("action_id") == "kb_material"
    ]
    button["action_id"], button["value"] = action, value
    answer = await stage.anna.click_reply(reply, action)
    assert answer.ok
    await stage.deliver()
    if value != "4:x:y":
        assert stage.anna.views == []
