"""What organizers do with an event from its card, their Home, and what is said when it is saved."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.events import Status
from bot.domain.values import NotOurs
from handlers.buttons import BUTTONS
from playground import Actor
from playground.interactions import Response
from tests.announcement_forms import filled
from tests.builders import NOON, a_full_event, an_event
from tests.forms import opened, sent, shown
from tests.homes import click, home_of, shown_to
from tests.records import audited, stored
from tests.stage import Stage

COMING = a_full_event()
LATER = an_event(
    12,
    title="Nachher",
    starts_at=COMING.starts_at + timedelta(days=30),
    ends_at=COMING.ends_at + timedelta(days=30),
)
PAST = a_full_event(
    4, starts_at=NOON - timedelta(days=30), ends_at=NOON - timedelta(days=30, hours=-3)
)
NEW: dict[str, Any] = {
    "number": "14",
    "title": "Daten teilen",
    "date": "2027-01-14",
    "start": "15:00",
    "end": "18:00",
}


def offered(reply: Response) -> list[str]:
    """The values of the menu on a card; empty without one."""
    menus = [
        block["accessory"]["options"]
        for block in reply.blocks
        if block.get("accessory", {}).get("type") == "overflow"
    ]
    return [option["value"] for options in menus for option in options]


async def chosen(stage: Stage, actor: Actor, what: str, command: str = "next") -> Response:
    """Somebody opens a card and chooses from its menu."""
    card = await actor.command(f"/labcamp {command}")
    reply = await actor.click_reply(card, "event_menu", what)
    await stage.deliver()
    return reply


# --- On the card


@pytest.mark.parametrize("command", ["next", "show 11", "11"])
async def test_an_organizer_finds_in_the_menu_of_a_card_what_can_be_done(
    either_stage: Stage, command: str
) -> None:
    stage = either_stage
    stage.store(COMING)
    card = await stage.ada.command(f"/labcamp {command}")
    assert offered(card) == ["edit 11", "who 11", "export 11", "announce 11", "cancel 11"]
    assert offered(await stage.anna.command(f"/labcamp {command}")) == []


@pytest.mark.parametrize(
    "event",
    [PAST, a_full_event(4, status=Status.CANCELLED)],
    ids=["past", "cancelled"],
)
async def test_what_is_over_is_not_announced_or_cancelled_any_more(
    stage: Stage, event: Any
) -> None:
    stage.store(event)
    shown_in_menu = offered(await stage.ada.command("/labcamp show 4"))
    follow_up = ["follow-up 4"] if event is PAST else []
    assert shown_in_menu == ["edit 4", "who 4", "export 4", "texts 4", *follow_up]


async def test_each_choice_is_what_would_be_typed(stage: Stage) -> None:
    stage.store(COMING)
    await stage.anna.command("/labcamp rsvp yes 11")
    await chosen(stage, stage.ada, "edit 11")
    assert "LabCamp#11 bearbeiten" in shown(stage.ada.views[-1])
    await stage.ada.close(stage.ada.views[-1].id)
    await chosen(stage, stage.ada, "announce 11")
    assert stage.ada.views[-1].content["callback_id"] == "announce"
    await stage.ada.close(stage.ada.views[-1].id)
    await chosen(stage, stage.ada, "cancel 11")
    assert "LabCamp#11 absagen" in shown(stage.ada.views[-1])
    await stage.ada.close(stage.ada.views[-1].id)
    await chosen(stage, stage.ada, "who 11")
    assert "Anna" in str(stage.ada.ephemerals()[-1].blocks)
    await chosen(stage, stage.ada, "export 11")
    assert "Direktnachricht" in str(stage.ada.ephemerals()[-1].blocks)


async def test_whoever_organizes_no_more_does_nothing_with_a_menu_that_is_still_there(
    stage: Stage,
) -> None:
    stage.store(COMING)
    card = await stage.ben.command("/labcamp next")
    stage.playground.workspace.users[stage.ben.id].is_restricted = True
    await stage.ben.click_reply(card, "event_menu", "who 11")
    await stage.deliver()
    assert "nur die Organisator:innen" in str(stage.ben.ephemerals()[-1])


@pytest.mark.parametrize(
    "forged", ["", "11", "rsvp yes 11", "organizers add <@U1>", "edit eleven", "kb add", "edit:11"]
)
def test_the_menu_stands_for_nothing_else(forged: str) -> None:
    with pytest.raises(NotOurs):
        BUTTONS["event_menu"].reads(forged)


# --- In the Home


async def test_every_coming_event_is_at_hand_in_an_organizers_home(stage: Stage) -> None:
    stage.store(COMING, LATER, an_event(13, title="Noch geheim", status=Status.DRAFT), PAST)
    await home_of(stage, stage.ada)
    await click(stage, stage.ada, "event_menu", "edit 11")
    assert "LabCamp#11 bearbeiten" in shown(stage.ada.views[-1])
    await click(stage, stage.ada, "event_menu", "who 12")
    assert "Nachher" in shown(stage.ada.views[-1])
    await click(stage, stage.ada, "event_menu", "cancel 13")
    assert "LabCamp#13 absagen" in shown(stage.ada.views[-1])
    assert "Gerade wartet nichts" not in shown_to(stage.ada)
    assert "event_menu" not in await home_of(stage, stage.anna)


async def test_that_something_is_coming_is_nothing_that_waits(stage: Stage) -> None:
    stage.store(COMING, LATER)
    seen = await home_of(stage, stage.ada)
    assert "Gerade wartet nichts" in seen
    assert "Weitere veröffentlichte LabCamps" in seen


async def test_many_coming_events_are_shown_page_by_page(stage: Stage) -> None:
    month = timedelta(days=30)
    stage.store(
        *(
            an_event(
                number,
                starts_at=COMING.starts_at + number * month,
                ends_at=COMING.ends_at + number * month,
            )
            for number in range(11, 24)
        )
    )
    assert "… und 8 weitere" in await home_of(stage, stage.ada)
    await click(stage, stage.ada, "list_all", "published:1")
    await stage.ada.click_view(stage.ada.views[-1].id, "list_next")
    await stage.deliver()
    await stage.ada.click_view(stage.ada.views[-1].id, "event_menu", "edit 23")
    await stage.deliver()
    assert "LabCamp#23 bearbeiten" in shown(stage.ada.views[-1])


# --- After saving


async def test_a_published_event_is_announced_from_where_it_was_saved(either_stage: Stage) -> None:
    stage = either_stage
    view = await opened(stage.ada, "new")
    await stage.ada.submit(view.id)
    await sent(stage.ada, stage.ada.views[-1], **NEW, status="published")
    assert "/labcamp" not in shown(stage.ada.views[-1])
    await stage.ada.click_view(stage.ada.views[-1].id, "event_announce")
    await stage.deliver()
    form = stage.ada.views[-1]
    await stage.ada.submit(form.id, filled("Kommt vorbei!"))
    await stage.ada.submit(stage.ada.views[-1].id)
    await stage.deliver()
    assert "LabCamp#14" in stage.posts()[-1].text


async def test_closing_what_followed_an_invitation_does_not_lead_back_to_it(stage: Stage) -> None:
    view = await opened(stage.ada, "new")
    assert (await sent(stage.ada, view, invitation="Daten teilen")).response_action == "push"
    await sent(stage.ada, stage.ada.views[-1], **NEW, status="published")
    await stage.ada.click_view(stage.ada.views[-1].id, "event_announce")
    await stage.deliver()
    await stage.ada.submit(stage.ada.views[-1].id, filled("Kommt vorbei!"))
    await stage.ada.close(stage.ada.views[-1].id)
    assert stage.ada.views == []


async def test_a_draft_is_edited_from_where_it_was_saved(stage: Stage) -> None:
    view = await opened(stage.ada, "new")
    await stage.ada.submit(view.id)
    await sent(stage.ada, stage.ada.views[-1], **NEW, status="draft")
    assert "Zum Veröffentlichen" in shown(stage.ada.views[-1])
    await stage.ada.click_view(stage.ada.views[-1].id, "event_edit")
    await stage.deliver()
    await sent(stage.ada, stage.ada.views[-1], status="published")
    assert stored(stage, 14).status is Status.PUBLISHED
    assert "event_announce" in shown(stage.ada.views[-1])
    assert [what for _, what, _ in audited(stage)] == ["create", "edit"]


@pytest.mark.parametrize("case", ["announced", "past"])
async def test_nothing_is_said_of_announcing_where_it_makes_no_sense(
    stage: Stage, case: str
) -> None:
    if case == "announced":
        await stage.announced(COMING)
    else:
        stage.store(PAST)
    number = 11 if case == "announced" else 4
    view = await opened(stage.ada, f"edit {number}")
    await sent(stage.ada, view, title="Anders")
    assert "gespeichert" in shown(stage.ada.views[-1])
    assert "event_announce" not in shown(stage.ada.views[-1])
    assert "nkündigen" not in shown(stage.ada.views[-1])
