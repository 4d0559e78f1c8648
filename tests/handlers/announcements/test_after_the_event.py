"""An announcement closes by itself when its event has ended, and then shows the material."""

import json
from datetime import timedelta

import pytest

from bot.domain.events import Event
from bot.services import changes
from playground import SlackMessage
from storage import events, rsvp_messages
from tests.builders import a_full_event, an_item
from tests.forms import opened, sent
from tests.items import BARE, proposed
from tests.stage import Stage

OVER = "Dieses LabCamp ist vorbei."
LATER = timedelta(days=15)


def all_of(message: SlackMessage) -> str:
    return json.dumps(message.blocks, ensure_ascii=False)


def takes_answers(message: SlackMessage) -> bool:
    return "rsvp_yes" in all_of(message)


async def ended(stage: Stage, event: Event | None = None) -> SlackMessage:
    """The message of an event that has ended since, with one yes."""
    message = await stage.announced(event)
    await stage.anna.click(message.channel, message.ts, "rsvp_yes")
    await stage.refreshed()
    assert takes_answers(message)
    stage.playground.move_clock(LATER.total_seconds())
    await stage.deliver()
    return message


def updates(stage: Stage) -> int:
    return [call.method for call in stage.playground.calls].count("chat.update")


async def test_at_the_end_the_buttons_go_and_the_counts_stay(either_stage: Stage) -> None:
    message = await ended(either_stage)
    assert not takes_answers(message)
    assert "Seid ihr dabei" not in all_of(message)
    for said in (message.text, all_of(message)):
        assert OVER in said
        assert "✅ 1 · 🤔 0 · ❌ 0" in said
    before = updates(either_stage)
    for _ in range(3):
        either_stage.playground.move_clock(60)
        await either_stage.deliver()
    assert updates(either_stage) == before


async def test_who_answers_after_the_end_is_told_why_not(stage: Stage) -> None:
    message = await ended(stage)
    await stage.frances.react(message.channel, message.ts, "x")
    await stage.deliver()
    (letter,) = stage.frances.direct_messages
    assert "ist schon vorbei" in letter.text
    assert stage.answer(stage.frances) is None


@pytest.mark.parametrize("by", ["organizer", "proposal"])
async def test_material_that_comes_later_is_shown_in_it(stage: Stage, by: str) -> None:
    message = await ended(stage)
    if by == "organizer":
        await sent(stage.ada, await opened(stage.ada, "kb add"), **BARE, event="11")
    else:
        item = await proposed(stage, event="11")
        await stage.refreshed()
        assert BARE["title"] not in all_of(message)
        await stage.ada.open_home()
        await stage.deliver()
        assert stage.ada.home is not None
        await stage.ada.click_view(stage.ada.home.id, "kb_proposals")
        await stage.deliver()
        await stage.ada.click_view(stage.ada.views[-1].id, "kb_publish", str(item.id))
    await stage.refreshed()
    assert BARE["title"] in all_of(message)
    assert BARE["title"] in message.text


async def test_material_that_is_there_is_shown_with_the_end_and_not_before(stage: Stage) -> None:
    stage.store_items(an_item(1, event=11), an_item(2, event=11))
    message = await ended(stage)
    assert all_of(message).index("vorbei") < all_of(message).index("Aufzeichnung 2")
    assert "https://example.org/1" in all_of(message)


async def test_material_of_an_event_to_come_refreshes_nothing(stage: Stage) -> None:
    await stage.announced()
    await stage.refreshed()
    before = updates(stage)
    await sent(stage.ada, await opened(stage.ada, "kb add"), **BARE, event="11")
    await stage.refreshed()
    assert updates(stage) == before


async def test_an_event_that_is_moved_after_its_end_takes_answers_again(stage: Stage) -> None:
    message = await ended(stage)
    event, now = a_full_event(), stage.deps.clock.now()
    with stage.db.transaction() as connection:
        moved = a_full_event(starts_at=now + LATER, ends_at=now + LATER + timedelta(hours=1))
        events.save(connection, moved, now)
        changes.event_changed(connection, moved, (), now)
    await stage.refreshed()
    assert moved != event
    assert takes_answers(message)
    stage.playground.move_clock(LATER.total_seconds() + 3601)
    await stage.deliver()
    assert OVER in message.text
    assert not takes_answers(message)


@pytest.mark.parametrize("error", ["edit_window_closed", "message_not_found"])
async def test_a_message_that_can_not_be_changed_any_more_is_let_be(
    stage: Stage, error: str
) -> None:
    message = await stage.announced()
    await stage.refreshed()
    stage.playground.move_clock(LATER.total_seconds())
    stage.playground.faults.add("chat.update", f"error:{error}", times=100)
    for _ in range(3):
        await stage.deliver()
        stage.playground.move_clock(61)
    assert takes_answers(message)
    asked = [call for call in stage.playground.calls if call.method == "chat.update"]
    assert [call.ok for call in asked].count(False) == 1
    assert all("problem" not in letter.text.lower() for letter in stage.ben.direct_messages)


async def test_a_message_from_before_all_this_is_closed_at_the_next_start(stage: Stage) -> None:
    message = await stage.announced()
    await stage.refreshed()
    stage.playground.move_clock(timedelta(days=400).total_seconds())
    with stage.db.reading() as connection:
        assert rsvp_messages.outlived(connection, stage.deps.clock.now())
    await stage.deliver()
    assert OVER in message.text
    with stage.db.reading() as connection:
        assert not rsvp_messages.outlived(connection, stage.deps.clock.now())
