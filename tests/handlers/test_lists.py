"""Lists looked at whole, what contradicts its event, and modals that never lie too deep."""

import random
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.domain.announcements import AnnouncementStatus, Draft
from bot.domain.deliveries import Kind
from bot.domain.delivery_outcomes import Done, Refused
from bot.domain.events import Status
from bot.domain.knowledge import Publication
from bot.services import claims, deliveries
from playground.actor import Actor
from playground.models import View
from storage import announcements
from tests.announcement_forms import filled, form_of, in_the_list, later, sent_off
from tests.builders import ELEVEN, a_full_event, an_event, an_item
from tests.forms import opened, sent, shown
from tests.homes import click, home_of
from tests.stage import Stage


async def in_view(stage: Stage, actor: Actor, action_id: str, value: Any = None) -> View:
    """Click a button in the modal on top; the modal that is on top then."""
    reply = await actor.click_view(actor.views[-1].id, action_id, value)
    assert reply.ok, reply
    await stage.deliver()
    return actor.views[-1]


def refuse(stage: Stage, count: int) -> None:
    """So many deliveries that Slack has refused."""
    now = stage.deps.clock.now()
    for number in range(count):
        with stage.db.transaction() as connection:
            deliveries.add(
                connection, Kind.PLACE, f"U{number}", {"event": ELEVEN}, now, f"x{number}"
            )
            while claimed := claims.claim(connection, now + timedelta(seconds=number)):
                is_told = claimed.kind is Kind.TELLING
                outcome = Done() if is_told else Refused(f"error {number}")
                claims.settle(connection, claimed, outcome, now + timedelta(seconds=number))


# --- Lists


async def test_what_does_not_fit_into_the_home_is_counted_and_shown(stage: Stage) -> None:
    stage.store(a_full_event())
    stage.store(*(an_event(n, title=f"Noch {n}", status=Status.DRAFT) for n in range(20, 43)))
    refuse(stage, 12)
    seen = await home_of(stage, stage.ada)
    assert "… und 19 weitere" in seen
    assert "… und 8 weitere" in seen
    await click(stage, stage.ada, "list_all", "drafts:1")
    page = stage.ada.views[-1]
    assert "Noch 20" in shown(page)
    assert "Weiter (noch 13)" in shown(page)
    await in_view(stage, stage.ada, "list_next")
    page = await in_view(stage, stage.ada, "list_next")
    assert "Noch 42" in shown(page)
    assert "list_next" not in shown(page)
    assert len(stage.ada.views) == 1
    page = await in_view(stage, stage.ada, "list_previous")
    assert "Noch 30" in shown(page)
    await stage.ada.close(page.id)
    await click(stage, stage.ada, "list_all", "stuck:1")
    assert "error 11" in shown(stage.ada.views[-1])
    assert "error 0" in shown(await in_view(stage, stage.ada, "list_next"))


async def test_everybody_sees_all_their_labcamps(stage: Stage) -> None:
    day = timedelta(days=1)
    coming = [
        an_event(
            n,
            starts_at=an_event().starts_at + n * day,
            ends_at=an_event().ends_at + n * day,
        )
        for n in range(11, 25)
    ]
    stage.store(*coming)
    for event in coming:
        await stage.frances.command(f"/labcamp rsvp yes {event.number}")
    assert "… and 9 more" in await home_of(stage, stage.frances)
    await click(stage, stage.frances, "list_all")
    assert "LabCamp#20" in shown(stage.frances.views[-1])
    page = await in_view(stage, stage.frances, "list_next")
    assert "LabCamp#24" in shown(page)
    assert "LabCamp#24" in shown(await in_view(stage, stage.frances, "show_event", "24"))


async def test_a_hundred_announcements_are_paged_through(stage: Stage) -> None:
    stage.store(a_full_event())
    now = stage.deps.clock.now()
    with stage.db.transaction() as connection:
        for hours in range(1, 101):
            said = Draft(f"Text {hours}.", "C0LABCAMP", planned_at=now + timedelta(hours=hours))
            announcements.add(connection, "U1", said, AnnouncementStatus.PLANNED, now)
    assert "… und 96 weitere" in await home_of(stage, stage.ada)
    await click(stage, stage.ada, "list_all", "announcements:1")
    seen = shown(stage.ada.views[-1])
    for _ in range(9):
        seen += shown(await in_view(stage, stage.ada, "list_next"))
    assert all(f"Text {hours}." in seen for hours in range(1, 101))
    assert "list_next" not in shown(stage.ada.views[-1])


@pytest.mark.parametrize(
    "value", ["", "stuck", "stuck:0", "stuck:-1", "stuck:x", "stuck:9999999999", "all:1", "own:²"]
)
async def test_a_forged_page_is_refused_kindly(stage: Stage, value: str) -> None:
    await forged(stage, stage.ada, value)
    assert "funktioniert nicht mehr" in shown(stage.ada.views[-1])


@pytest.mark.parametrize("which", ["stuck", "drafts", "announcements"])
async def test_only_organizers_look_through_their_lists(stage: Stage, which: str) -> None:
    stage.store(an_event(13, title="Noch geheim", status=Status.DRAFT))
    await forged(stage, stage.anna, f"{which}:1")
    assert "Organisator:innen" in shown(stage.anna.views[-1])
    assert "Noch geheim" not in shown(stage.anna.views[-1])


async def forged(stage: Stage, actor: Actor, value: str) -> None:
    """A click on a list's button that the bot has never shown."""
    name = {"type": "plain_text", "text": "x"}
    button = {"type": "button", "action_id": "list_all", "text": name}
    element = {**button, "value": value} if value else button
    blocks = [{"type": "actions", "elements": [element]}]
    view = {"type": "modal", "callback_id": "x", "title": name, "blocks": blocks}
    trigger = stage.playground.workspace.new_trigger(actor.id)
    await stage.deps.slack.client.views_open(trigger_id=trigger.id, view=view)
    await in_view(stage, actor, "list_all")


# --- What contradicts its event since it was moved


async def test_whoever_moves_an_event_is_shown_what_names_the_old_date(stage: Stage) -> None:
    stage.store(a_full_event())
    planned = {"when": "later", "moment": later(stage, days=2)}
    await sent_off(stage, filled("Wir sehen uns am 7.12.!", **planned))
    await sent_off(stage, filled("Ohne Datum", **planned))
    form = await opened(stage.ben, "edit 11")
    await sent(stage.ben, form, title="Wirkung zeigen")
    assert "7.12." not in shown(stage.ben.views[-1])
    form = await opened(stage.ben, "edit 11")
    await sent(stage.ben, form, date="2026-12-14")
    notice = stage.ben.views[-1]
    assert "nicht mehr zu diesem LabCamp passen" in shown(notice)
    assert "„7.12.“ ist nicht das Datum des LabCamps" in shown(notice)
    assert "Ohne Datum" not in shown(notice)
    await stage.deliver()
    assert "„7.12.“ ist nicht das Datum" in await home_of(stage, stage.ada)
    change = await in_view(stage, stage.ben, "announcement_change")
    await stage.ben.submit(change.id, filled("Wir sehen uns am 14.12.!"))
    await stage.ben.submit(change.id)
    assert "ist nicht das Datum" not in await home_of(stage, stage.ada)


async def test_another_registration_is_noticed_in_what_is_posted_too(stage: Stage) -> None:
    await stage.announced(text="Anmeldung: https://example.org/anmeldung")
    form = await opened(stage.ada, "edit 11")
    await sent(stage.ada, form, registration_url="https://example.org/neu")
    notice = stage.ada.views[-1]
    assert "ist aber nicht der des LabCamps" in shown(notice)
    assert "announcement_correct" in shown(notice)


async def test_the_list_says_what_an_import_has_made_wrong(stage: Stage) -> None:
    stage.store(a_full_event())
    planned = {"when": "later", "moment": later(stage, days=2)}
    await sent_off(stage, filled("Wir sehen uns am 7.12.!", **planned))
    day = timedelta(days=7)
    event = a_full_event()
    stage.store(a_full_event(starts_at=event.starts_at + day, ends_at=event.ends_at + day))
    await form_of(stage)
    assert "„7.12.“" in shown(await in_view(stage, stage.ada, "announcements_list"))


# --- Never a fourth modal


async def test_what_is_opened_from_the_list_leaves_room_for_what_is_said_of_it(
    stage: Stage,
) -> None:
    stage.store(a_full_event())
    await stage.ada.submit((await form_of(stage)).id, filled("Angefangen"))
    form = await in_the_list(stage, "announcement_continue")
    assert "Angefangen" in str(form.state)
    await stage.ada.submit(form.id)
    assert "nur die Vorschau" in shown(await in_view(stage, stage.ada, "preview_rsvp_yes"))
    assert len(stage.ada.views) == 3


@pytest.mark.parametrize("seed", range(2))
async def test_wherever_one_clicks_slack_never_refuses_a_modal(stage: Stage, seed: int) -> None:
    """An organizer clicks about at random; each click is answered, and no modal is refused."""
    dice = random.Random(seed)
    stage.store(a_full_event(), an_event(12, title="Entwurf", status=Status.DRAFT))
    planned = filled("Am 8.12.", when="later", moment=later(stage, days=3))
    await sent_off(stage, planned)
    await sent_off(stage, filled("Gepostet"))
    stage.store_items(*(an_item(n, status=Publication.PROPOSED) for n in range(12)), an_item(20))
    refuse(stage, 12)
    with capture_logs() as logs:
        for _ in range(60):
            await step(stage, dice)
    refused = [c for c in stage.playground.calls if c.method.startswith("views.") and c.error]
    assert refused == []
    assert [one for one in stage.playground.warnings if "push_limit" in one] == []
    assert [line for line in logs if line["log_level"] == "error"] == []


async def step(stage: Stage, dice: random.Random) -> None:
    """One thing that somebody may do now."""
    ada = stage.ada
    if not ada.views:
        await dice.choice([enter_by_home, enter_by_command, enter_by_shortcut])(stage, dice)
        return
    top = ada.views[-1]
    choices = buttons(top)
    if dice.random() < 0.05:
        await ada.close(top.id)
    elif top.content.get("submit") and dice.random() < 0.4:
        await ada.submit(top.id)
    elif choices:
        action_id, value = dice.choice(choices)
        await ada.click_view(top.id, action_id, value)
    else:
        await ada.close(top.id)
    await stage.deliver()


def buttons(view: View) -> list[tuple[str, str | None]]:
    found = []
    for block in view.blocks:
        elements = block.get("elements") or [block.get("accessory")]
        found += [e for e in elements if isinstance(e, dict) and e.get("type") == "button"]
    return [(each["action_id"], each.get("value")) for each in found if not each.get("url")]


async def enter_by_home(stage: Stage, dice: random.Random) -> None:
    await home_of(stage, stage.ada)
    assert stage.ada.home is not None
    action_id, value = dice.choice(buttons(stage.ada.home))
    await stage.ada.click_view(stage.ada.home.id, action_id, value)
    await stage.deliver()


_FORMS = ("announce", "new", "edit 11", "cancel 11", "kb add")


async def enter_by_command(stage: Stage, dice: random.Random) -> None:
    await stage.ada.command(f"/labcamp {dice.choice(_FORMS)}")


async def enter_by_shortcut(stage: Stage, dice: random.Random) -> None:
    await stage.ada.shortcut(dice.choice(["announce", "new_event"]))
    await stage.deliver()
