"""The Home over the real protocol: published when it is opened, and after what one does in it."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.events import Status
from bot.domain.knowledge import Publication
from handlers.home import publish
from playground.sample import GUSTAV
from storage import audit
from tests.announcement_forms import filled, form_of, later, sent_off
from tests.builders import a_full_event, an_event, an_item
from tests.homes import click, home_of, shown_to
from tests.records import status_of
from tests.stage import Stage

SOON = {"starts_at": an_event().starts_at + timedelta(days=20)}
SOON["ends_at"] = an_event().ends_at + timedelta(days=20)


async def test_everybody_sees_the_next_event_their_own_and_their_settings(
    either_stage: Stage,
) -> None:
    stage = either_stage
    stage.store(a_full_event(), an_event(12, title="Nachher", **SOON))
    stage.store_items(an_item(1), an_item(2, status=Publication.PROPOSED))
    await stage.anna.command("/labcamp rsvp yes 12")
    seen = await home_of(stage, stage.anna)
    for words in ("LabCamp#11", "Nachher", "Aufzeichnung 1", "Deine Einstellungen", "Slack-ID"):
        assert words in seen
    assert "Aufzeichnung 2" not in seen
    assert "Für Organisator:innen" not in seen


async def test_the_home_speaks_the_members_language(stage: Stage) -> None:
    assert "Your settings" in await home_of(stage, stage.frances)
    await click(stage, stage.frances, "home_language", "de")
    assert "Deine Einstellungen" in shown_to(stage.frances)
    assert "Das kann ich" in str((await stage.frances.command("/labcamp help")).blocks)


async def test_reminders_are_switched_off_and_on(stage: Stage) -> None:
    await home_of(stage, stage.anna)
    await click(stage, stage.anna, "home_reminders")
    assert "keine Erinnerungen" in shown_to(stage.anna)
    await click(stage, stage.anna, "home_reminders")
    assert "Nicht mehr erinnern" in shown_to(stage.anna)


async def test_an_answer_in_the_home_stands_there_at_once(stage: Stage) -> None:
    stage.store(a_full_event())
    assert "Du hast noch nicht geantwortet" in await home_of(stage, stage.anna)
    await click(stage, stage.anna, "rsvp_yes")
    assert stage.answer(stage.anna) == "yes"
    assert "Du hast noch nicht geantwortet" not in shown_to(stage.anna)


async def test_nobody_elses_home_is_published_for_an_answer(stage: Stage) -> None:
    stage.store(a_full_event())
    await home_of(stage, stage.ben)
    published = [call.method for call in stage.playground.calls].count("views.publish")
    await stage.anna.command("/labcamp rsvp yes 11")
    await stage.deliver()
    assert [call.method for call in stage.playground.calls].count("views.publish") == published


async def test_the_messages_tab_publishes_nothing(stage: Stage) -> None:
    await stage.anna.open_home("messages")
    await stage.deliver()
    assert stage.anna.home is None


async def test_organizers_see_what_waits_for_them(stage: Stage) -> None:
    stage.store(a_full_event(), an_event(13, title="Noch geheim", status=Status.DRAFT))
    stage.store_items(an_item(2, status=Publication.PROPOSED))
    await sent_off(stage, filled("Geplantes", when="later", moment=later(stage, days=1)))
    seen = await home_of(stage, stage.ben)
    for words in ("Noch geheim", "Aufzeichnung 2", "Geplantes", "Geplant für"):
        assert words in seen


async def test_a_draft_is_edited_and_a_new_event_begun_from_the_home(stage: Stage) -> None:
    stage.store(an_event(13, title="Noch geheim", status=Status.DRAFT))
    await home_of(stage, stage.ben)
    await click(stage, stage.ben, "event_menu", "edit 13")
    assert "Noch geheim" in str(stage.ben.views[-1].content)
    await click(stage, stage.ben, "event_new")
    assert "Einladung" in str(stage.ben.views[-1].content)


@pytest.mark.parametrize(
    ("action", "value"),
    [("event_new", None), ("event_menu", "edit 13"), ("event_menu", "cancel 13")],
)
async def test_whoever_organizes_no_more_makes_and_changes_no_event(
    stage: Stage, action: str, value: str | None
) -> None:
    stage.store(an_event(13, title="Noch geheim", status=Status.DRAFT))
    await home_of(stage, stage.ben)
    stage.playground.workspace.users[stage.ben.id].is_restricted = True
    await click(stage, stage.ben, action, value)
    assert "Organisator:innen" in str(stage.ben.views[-1].content)
    assert "Noch geheim" not in str(stage.ben.views[-1].content)


async def test_a_guest_sees_no_desk_even_if_the_settings_name_them(stage: Stage) -> None:
    stage.playground.workspace.users[stage.ada.id].is_restricted = True
    assert "Für Organisator:innen" not in await home_of(stage, stage.ada)
    gustav = stage.playground.as_user(GUSTAV)
    assert "Für Organisator:innen" not in await home_of(stage, gustav)


async def test_a_planned_post_is_changed_and_withdrawn_from_the_home(stage: Stage) -> None:
    stage.store(a_full_event())
    await sent_off(stage, filled("Alt", when="later", moment=later(stage, days=1)))
    await home_of(stage, stage.ben)
    await click(stage, stage.ben, "announcement_change")
    form = stage.ben.views[-1]
    await stage.ben.submit(form.id, filled("Ganz anders"))
    await stage.ben.submit(form.id)
    await stage.deliver()
    assert "Ganz anders" in shown_to(stage.ben)
    await click(stage, stage.ben, "announcement_withdraw")
    assert "Ganz anders" not in shown_to(stage.ben)
    assert status_of(stage, 1) == "withdrawn"


async def test_what_slack_refused_is_tried_again(stage: Stage) -> None:
    stage.store(a_full_event())
    stage.playground.faults.add("chat.postMessage", "error:not_in_channel")
    await sent_off(stage)
    assert "Ich bin nicht in diesem Kanal" in await home_of(stage, stage.ben)
    stage.playground.move_clock(2)
    await click(stage, stage.ben, "delivery_again")
    assert len(stage.posts()) == 1
    assert status_of(stage, 1) == "posted"
    assert "not_in_channel" not in await home_of(stage, stage.ben)
    with stage.db.reading() as connection:
        assert ("U0BENORGA", "try again") in [e[1:3] for e in audit.entries(connection)]


async def test_what_was_refused_days_ago_is_not_too_late_to_be_tried_again(stage: Stage) -> None:
    stage.playground.faults.add("chat.postMessage", "error:not_in_channel")
    await sent_off(stage, filled(event="none"))
    stage.playground.move_clock(3 * 86_400)
    await home_of(stage, stage.ben)
    await click(stage, stage.ben, "delivery_again")
    assert len(stage.posts()) == 1
    assert status_of(stage, 1) == "posted"


async def test_what_slack_refused_is_explained_and_mended(stage: Stage) -> None:
    stage.store(a_full_event())
    stage.playground.faults.add("chat.postMessage", "error:invalid_blocks")
    await sent_off(stage, filled("Mit Bild", picture="https://example.org/gibt-es-nicht.png"))
    assert "Bild nicht laden" in await home_of(stage, stage.ben)
    for _ in range(3):
        await stage.deliver()
    assert "Bild nicht laden" in str(stage.ben.direct_messages[-1].blocks)
    await click(stage, stage.ben, "announcement_change")
    form = stage.ben.views[-1]
    assert "Mit Bild" in str(form.state)
    await stage.ben.submit(form.id, filled("Ohne Bild", picture=None, when="now"))
    await stage.ben.submit(form.id)
    stage.playground.move_clock(2)
    await stage.deliver()
    (post,) = stage.posts()
    assert "Ohne Bild" in str(post.blocks)
    assert status_of(stage, 1) == "posted"
    assert "Nicht zugestellt" not in await home_of(stage, stage.ben)


async def test_what_may_stand_there_already_is_not_changed_but_decided_about(
    stage: Stage,
) -> None:
    stage.playground.faults.add("chat.postMessage", "500_before")
    stage.playground.faults.add("conversations.history", "error:missing_scope", times=9)
    await sent_off(stage, filled(event="none"))
    stage.playground.move_clock(61)
    await stage.deliver()
    assert status_of(stage, 1) == "uncertain"
    view = await form_of(stage)
    await stage.ada.click_view(view.id, "announcements_list")
    await stage.deliver()
    listed = str(stage.ada.views[-1].content)
    assert "Unklar, ob zugestellt" in listed
    assert "announcement_change" not in listed
    assert "delivery_again" in await home_of(stage, stage.ada)


async def test_what_slack_refused_is_dropped(stage: Stage) -> None:
    stage.store(a_full_event())
    stage.playground.faults.add("chat.postMessage", "error:not_in_channel")
    await sent_off(stage)
    await home_of(stage, stage.ben)
    await click(stage, stage.ben, "delivery_drop")
    assert "not_in_channel" not in shown_to(stage.ben)
    assert stage.posts() == []
    assert status_of(stage, 1) == "withdrawn"


@pytest.mark.parametrize("action", ["delivery_again", "delivery_drop"])
async def test_only_one_of_two_organizers_decides(stage: Stage, action: str) -> None:
    stage.store(a_full_event())
    stage.playground.faults.add("chat.postMessage", "error:not_in_channel")
    await sent_off(stage)
    await home_of(stage, stage.ada)
    await home_of(stage, stage.ben)
    stage.playground.move_clock(2)
    await click(stage, stage.ben, action)
    posts = len(stage.posts())
    await click(stage, stage.ada, "delivery_again")
    assert "inzwischen erledigt" in str(stage.ada.views[-1].content)
    assert len(stage.posts()) == posts


async def test_whoever_organizes_no_more_decides_nothing(stage: Stage) -> None:
    stage.store(a_full_event())
    stage.playground.faults.add("chat.postMessage", "error:not_in_channel")
    await sent_off(stage)
    await home_of(stage, stage.ben)
    stage.playground.workspace.users[stage.ben.id].is_restricted = True
    stage.playground.move_clock(2)
    await click(stage, stage.ben, "delivery_again")
    assert "Das können nur die Organisator:innen" in str(stage.ben.views[-1].content)
    assert stage.posts() == []
    assert "Für Organisator:innen" not in shown_to(stage.ben)


def published(stage: Stage) -> int:
    return [call.method for call in stage.playground.calls].count("views.publish")


@pytest.mark.parametrize("kind", ["500_before", "500_after", "429", "reset_before"])
async def test_a_home_that_slack_did_not_take_is_published_a_little_later(
    stage: Stage, kind: str
) -> None:
    stage.playground.faults.add("views.publish", kind)
    await stage.anna.open_home()
    await stage.deliver()
    assert stage.anna.home is not None
    assert "Deine Einstellungen" in shown_to(stage.anna)


async def test_what_slack_refuses_is_not_published_again_and_again(stage: Stage) -> None:
    stage.playground.faults.add("views.publish", "error:not_enabled")
    await stage.anna.open_home()
    await stage.deliver()
    assert published(stage) == 1
    assert "Deine Einstellungen" in await home_of(stage, stage.anna)


async def test_many_clicks_while_one_is_published_make_one_more(stage: Stage) -> None:
    stage.store(a_full_event())
    await home_of(stage, stage.anna)
    home = stage.anna.home
    assert home is not None
    before = published(stage)
    held = stage.playground.faults.hold("views.publish", "before")
    await stage.anna.click_view(home.id, "rsvp_yes")
    await held.reached()
    for action in ("rsvp_no", "rsvp_maybe", "rsvp_yes", "rsvp_maybe"):
        await stage.anna.click_view(home.id, action)
    held.release()
    await stage.deliver()
    assert "Deine Antwort: vielleicht." in shown_to(stage.anna)
    assert published(stage) == before + 2


async def test_what_another_process_publishes_too_late_is_published_anew(stage: Stage) -> None:
    """An older Home of another process arrives after a newer one; that process looks again."""
    stage.store(a_full_event())
    await home_of(stage, stage.anna)
    held = stage.playground.faults.hold("views.publish", "before")
    other = replace(stage.deps, homes={})  # what another process keeps in its memory
    old = asyncio.create_task(publish(other, stage.anna.id))
    await held.reached()
    home = stage.anna.home
    assert home is not None
    await stage.anna.click_view(home.id, "rsvp_yes")
    await stage.deliver()
    assert "Du hast noch nicht geantwortet" not in shown_to(stage.anna)
    held.release()
    await old
    assert "Du hast noch nicht geantwortet" not in shown_to(stage.anna)


async def test_an_organizer_sees_the_desk_when_slack_says_who_it_is(stage: Stage) -> None:
    stage.playground.faults.add("users.info", "500_before", times=2)
    assert "Für Organisator:innen" in await home_of(stage, stage.ada)
