"""Organizers who do everything in the wrong order, at the wrong time, or with old windows."""

import asyncio
import json
from typing import Any

import pytest

from bot.domain.events import Status
from bot.domain.ids import AnnouncementId, EventNumber
from bot.domain.replies import Reply
from bot.domain.rsvps import Counts
from bot.locales import texts
from bot.services import announcement_list
from playground.actor import Actor
from playground.models import View
from storage import events, rsvp_messages
from tests.announcement_forms import correcting, filled, form_of, in_the_list, later, sent_off
from tests.builders import ELEVEN, a_full_event, an_event
from tests.forms import opened, sent, shown, standing
from tests.records import audited, status_of, stored
from tests.stage import Stage


def removed(stage: Stage, actor: Actor) -> None:
    """Somebody is an organizer no longer: a guest from now on."""
    stage.playground.workspace.users[actor.id].is_restricted = True


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.store(a_full_event())
    return stage


async def cancelled(stage: Stage, actor: Actor) -> View:
    form = await opened(actor, "cancel 11")
    reply = await sent(actor, form, reason="Krank", sure=["sure"])
    assert reply.response_action == "update", reply
    return actor.views[-1]


# --- Somebody cancels meanwhile


async def test_what_is_edited_while_another_cancels_stays_cancelled(stage: Stage) -> None:
    form = await opened(stage.ada, "edit 11")
    await cancelled(stage, stage.ben)
    await sent(stage.ada, form, title="Wirkung zeigen")
    again = stage.ada.views[-1]
    assert "inzwischen geändert" in shown(again)
    assert standing(again)["status"] == "cancelled"
    assert (await stage.ada.submit(again.id)).response_action == "update"
    assert (stored(stage).title, stored(stage).status) == ("Wirkung zeigen", Status.CANCELLED)


async def test_what_is_announced_while_another_cancels_is_not_posted(stage: Stage) -> None:
    form = await form_of(stage)
    looked = await form_of(stage, actor=stage.ben)
    await stage.ben.submit(looked.id, filled("Bens Text"))
    await stage.ada.close(form.id)
    await cancelled(stage, stage.ada)
    assert (await stage.ben.submit(looked.id)).ok
    await stage.deliver()
    assert "abgesagt" in shown(looked)
    assert stage.posts() == []
    await stage.ben.click_view(looked.id, "announcement_back")
    await stage.deliver()
    assert "Bens Text" in str(looked.state)


async def test_a_form_for_what_was_cancelled_meanwhile_says_so_at_once(stage: Stage) -> None:
    form = await form_of(stage, actor=stage.ben)
    await cancelled(stage, stage.ada)
    reply = await stage.ben.submit(form.id, filled("Bens Text"))
    assert "abgesagt" in str(reply.errors)
    reply = await stage.ben.submit(form.id, filled("Bens Text", event="none"))
    assert reply.response_action == "update"


async def test_whoever_cancels_is_shown_what_was_planned_for_it(stage: Stage) -> None:
    await sent_off(stage, filled("Kommt alle!", when="later", moment=later(stage, days=2)))
    await sent_off(stage, filled("Etwas anderes", event="none"))
    notice = await cancelled(stage, stage.ben)
    assert "Kommt alle!" in shown(notice)
    assert "Etwas anderes" not in shown(notice)
    await stage.ben.click_view(notice.id, "announcement_withdraw", "1")
    await stage.deliver()
    assert status_of(stage, 1) == "withdrawn"


async def test_cancelling_twice_in_two_windows_tells_it_once(stage: Stage) -> None:
    first, second = [await opened(actor, "cancel 11") for actor in (stage.ada, stage.ben)]
    await sent(stage.ada, first, reason="Krank", sure=["sure"])
    reply = await sent(stage.ben, second, reason="Auch krank", sure=["sure"])
    assert reply.response_action == "update"
    assert "schon abgesagt" in shown(stage.ben.views[-1])
    assert audited(stage) == [(stage.ada.id, "cancel", "event 11")]


async def test_a_cancellation_that_slack_sends_twice_counts_once(stage: Stage) -> None:
    form = await opened(stage.ada, "cancel 11")
    first = await sent(stage.ada, form, reason="Krank", sure=["sure"])
    again = await stage.playground.interact({**first.payload, "trigger_id": "another.one"})
    assert "errors" not in str(again.body)
    assert audited(stage) == [(stage.ada.id, "cancel", "event 11")]


# --- Places


async def test_lowering_the_capacity_throws_nobody_out(stage: Stage) -> None:
    people = (stage.anna, stage.frances, stage.ben)
    for actor in people:
        await actor.command("/labcamp rsvp yes 11")
    await sent(stage.ada, await opened(stage.ada, "edit 11"), capacity="1")
    said = str(stage.ada.views[-1].content)
    assert "Zugesagt haben schon 3, Plätze gibt es jetzt 1" in said
    assert stage.counts() == Counts(yes=3)
    await stage.ada.command("/labcamp rsvp yes 11")
    assert stage.counts() == Counts(yes=3, waiting=1)
    await stage.anna.command("/labcamp rsvp no 11")
    assert stage.counts() == Counts(yes=2, no=1, waiting=1)
    await sent(stage.ada, await opened(stage.ada, "edit 11"), capacity="3")
    assert stage.counts() == Counts(yes=3, no=1)
    await stage.deliver()
    assert "Platz" in stage.ada.direct_messages[-1].text


# --- Rights that end between two steps


@pytest.mark.parametrize("step", ["form", "preview", "back", "list"])
async def test_whoever_organizes_no_more_announces_nothing(stage: Stage, step: str) -> None:
    view = await form_of(stage)
    if step == "list":
        await sent_off(stage, filled("Steht schon"))
        view = await correcting(stage)
    if step in ("preview", "back"):
        await stage.ada.submit(view.id, filled("Darf ich?"))
    before = len(stage.posts())
    removed(stage, stage.ada)
    if step == "back":
        await stage.ada.click_view(view.id, "announcement_back")
        await stage.deliver()
        said = shown(stage.ada.views[-1])
    else:
        reply = await stage.ada.submit(view.id, None if step == "preview" else filled("Darf ich?"))
        said = str(reply.errors) + shown(stage.ada.views[-1])
    assert "Organisator:innen" in said
    stage.playground.move_clock(3)
    await stage.deliver()
    assert len(stage.posts()) == before
    assert "Darf ich?" not in str([post.blocks for post in stage.posts()])


@pytest.mark.parametrize("action", ["announcement_withdraw", "announcement_change"])
async def test_whoever_organizes_no_more_does_nothing_in_the_list(
    stage: Stage, action: str
) -> None:
    await sent_off(stage, filled("Geplant", when="later", moment=later(stage, days=2)))
    await form_of(stage)
    await stage.ada.click_view(stage.ada.views[-1].id, "announcements_list")
    await stage.deliver()
    removed(stage, stage.ada)
    await stage.ada.click_view(stage.ada.views[-1].id, action)
    await stage.deliver()
    assert "Organisator:innen" in shown(stage.ada.views[-1])
    assert status_of(stage, 1) == "planned"


# --- What comes from outside


@pytest.mark.parametrize(
    "metadata",
    [
        "",
        "null",
        "{}",
        "[]",
        "[11, 1, {}, 0]",  # from before forms named what they remember
        '{"event": "11", "revision": 1}',
        '{"event": true, "revision": 1}',
        '{"event": 1e400, "revision": 1}',
        '{"event": 99999999999999999999, "revision": 1}',
        '{"event": 11, "revision": Infinity}',
        '{"event": 11, "revision": "1"}',
        '{"event": 11, "revision": 1, "seen": 5}',
        '{"event": 11, "revision": 1, "seen": {"title": 5}}',
        '{"event": [11], "revision": 1}',
        '{"event": {"a": 1}, "revision": 1}',
        '{"revision": 1}',
    ],
)
@pytest.mark.parametrize("command", ["edit 11", "cancel 11"])
async def test_forged_metadata_changes_no_event(stage: Stage, command: str, metadata: str) -> None:
    form = await opened(stage.ada, command)
    form.content["private_metadata"] = metadata
    given = {"reason": "Krank", "sure": ["sure"]} if "cancel" in command else {"title": "Anders"}
    reply = await sent(stage.ada, form, **given)
    assert texts("de").plain(Reply.UNKNOWN_FORM) in reply.errors.values()
    assert stored(stage).revision == 1


async def test_a_forged_number_does_not_rename_an_event(stage: Stage) -> None:
    form = await opened(stage.ada, "edit 11")
    number = {"type": "plain_text_input", "action_id": "value"}
    label = {"type": "plain_text", "text": "x"}
    form.content["blocks"].append(
        {"type": "input", "block_id": "number", "label": label, "element": number}
    )
    await sent(stage.ada, form, number="12", title="Anders")
    assert stored(stage).title == "Anders"
    with stage.db.reading() as connection:
        assert events.get(connection, EventNumber(12)) is None


async def test_a_form_for_another_event_than_it_shows_overwrites_nothing_unseen(
    stage: Stage,
) -> None:
    stage.store(an_event(12, title="Zwölf"), an_event(12, title="Zwölf, anders"))
    form = await opened(stage.ada, "edit 11")
    state = json.loads(form.content["private_metadata"])
    form.content["private_metadata"] = json.dumps({**state, "event": 12})
    await sent(stage.ada, form, title="Elf")
    assert stored(stage, 12).title == "Zwölf, anders"


# --- Windows from before a deploy


@pytest.mark.parametrize("callback_id", ["event", "cancel_event", "announce", "announce_preview"])
async def test_a_form_without_its_fields_is_answered(stage: Stage, callback_id: str) -> None:
    """As an older version may have shown it: nothing of what is asked for now is in it."""
    form = await opened(stage.ada, "edit 11")
    block: dict[str, Any] = {"type": "input", "block_id": "old", "label": {}, "element": {}}
    block["label"] = {"type": "plain_text", "text": "Alt"}
    block["element"] = {"type": "plain_text_input", "action_id": "value"}
    form.content["blocks"] = [block]
    form.content["callback_id"] = callback_id
    reply = await stage.ada.submit(form.id, {"old": {"value": "x"}})
    assert reply.ok, reply
    assert reply.errors or reply.response_action == "update"
    assert stored(stage).revision == 1


async def test_a_form_that_nobody_knows_any_more_says_what_to_do(stage: Stage) -> None:
    form = await opened(stage.ada, "edit 11")
    form.content["callback_id"] = "from_long_ago"
    reply = await sent(stage.ada, form, title="Anders")
    assert "/labcamp" in str(reply.errors)
    assert stored(stage).revision == 1


# --- Windows that are open too long


async def test_a_correction_of_what_was_deleted_meanwhile_is_not_lost(stage: Stage) -> None:
    await sent_off(stage, filled("Steht da"))
    form = await correcting(stage)
    await in_the_list(stage, "announcement_delete", stage.ben)
    reply = await stage.ada.submit(form.id, filled("Doch noch"))
    assert "gibt es so nicht mehr" in str(reply.errors)
    assert "Doch noch" in str(form.state)


async def test_what_an_organizer_deletes_is_not_called_deleted_in_slack(stage: Stage) -> None:
    """The message goes while its counts are just being changed."""
    await sent_off(stage)
    (post,) = stage.posts()
    await stage.anna.command("/labcamp rsvp yes 11")
    held = stage.playground.faults.hold("chat.update", "before")
    delivering = asyncio.create_task(stage.deliver())
    await held.reached()
    with stage.db.transaction() as connection:
        announcement_list.take_back(
            connection, stage.ben.id, AnnouncementId(1), stage.deps.clock.now()
        )
    stage.playground.workspace.delete_message(post.channel, post.ts)
    held.release()
    await delivering
    for _ in range(2):
        await stage.refreshed()
    assert status_of(stage, 1) == "deleted"
    assert stage.ben.direct_messages == []
    with stage.db.reading() as connection:
        assert rsvp_messages.of_event(connection, ELEVEN) == []
