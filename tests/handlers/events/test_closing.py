"""Until when an event takes answers: said before, and nothing after it."""

from datetime import timedelta

import pytest

from bot.domain.events import Event
from playground import SlackMessage
from tests.builders import a_full_event
from tests.forms import opened, sent, standing
from tests.homes import home_of
from tests.notices import after_ten_minutes, in_threads
from tests.records import stored
from tests.stage import Stage

EVENT = a_full_event()
CLOSES = EVENT.starts_at - timedelta(days=1)
UNTIL = a_full_event(closes_at=CLOSES)
CLOSED = "Antworten sind geschlossen."


def move_to_the_end_of_answers(stage: Stage) -> None:
    away = CLOSES - stage.deps.clock.now()
    stage.playground.move_clock(away.total_seconds() + 1)


async def announced_and_closed(stage: Stage, event: Event = UNTIL) -> SlackMessage:
    message = await stage.announced(event)
    move_to_the_end_of_answers(stage)
    await stage.deliver()
    return message


async def test_until_when_is_said_before_and_that_it_is_over_after(either_stage: Stage) -> None:
    stage = either_stage
    message = await stage.announced(UNTIL)
    card = await stage.anna.command("/labcamp next")
    for shown in (message.blocks, card.blocks):
        assert "Antworten bis <!date^" in str(shown)
        assert "rsvp_yes" in str(shown)
    move_to_the_end_of_answers(stage)
    await stage.deliver()
    card = await stage.anna.command("/labcamp next")
    for blocks in (stage.posts()[-1].blocks, card.blocks):
        assert CLOSED in str(blocks)
        assert "rsvp_yes" not in str(blocks)
        assert "Antworten bis" not in str(blocks)
    assert CLOSED in stage.posts()[-1].text
    seen = await home_of(stage, stage.anna)
    assert CLOSED in seen
    assert "rsvp_yes" not in seen


async def test_after_the_end_the_message_says_that_it_is_over(stage: Stage) -> None:
    await announced_and_closed(stage)
    away = UNTIL.ends_at - stage.deps.clock.now()
    stage.playground.move_clock(away.total_seconds() + 1)
    await stage.deliver()
    assert "ist vorbei" in stage.posts()[-1].text
    assert CLOSED not in stage.posts()[-1].text


async def test_the_message_is_shown_anew_once_and_after_a_break_too(stage: Stage) -> None:
    await announced_and_closed(stage)
    updates = [call.method for call in stage.playground.calls].count("chat.update")
    for _ in range(3):
        await stage.refreshed()
    assert [call.method for call in stage.playground.calls].count("chat.update") == updates


@pytest.mark.parametrize("answer", ["zusage 11", "absage 11", "vielleicht"])
async def test_no_answer_counts_after_it(stage: Stage, answer: str) -> None:
    await stage.announced(UNTIL)
    await stage.anna.command("/labcamp zusage 11")
    move_to_the_end_of_answers(stage)
    said = (await stage.anna.command(f"/labcamp {answer}")).text
    assert "sind geschlossen" in said
    assert "Organisator:innen" in said
    assert stage.answer(stage.anna) == "yes"


async def test_a_reaction_that_comes_too_late_is_answered_by_letter(either_stage: Stage) -> None:
    stage = either_stage
    message = await announced_and_closed(stage)
    await stage.anna.react(message.channel, message.ts, "white_check_mark")
    await stage.deliver()
    assert stage.answer(stage.anna) is None
    (letter,) = stage.anna.direct_messages
    assert "Antworten zu *LabCamp#11: Wirkung sichtbar machen* sind geschlossen" in letter.text


async def test_whoever_comes_still_finds_the_link(stage: Stage) -> None:
    stage.store(UNTIL)
    await stage.anna.command("/labcamp zusage 11")
    move_to_the_end_of_answers(stage)
    card = str((await stage.anna.command("/labcamp next")).blocks)
    assert "https://example.org/raum" in card
    assert "Deine Antwort: ja" in card
    assert "calendar_event" in card


async def test_it_is_announced_all_the_same_without_anything_to_answer(stage: Stage) -> None:
    stage.store(UNTIL)
    move_to_the_end_of_answers(stage)
    assert "steht gleich" in (await stage.ada.command("/labcamp announce 11 Morgen!")).text
    await stage.deliver()
    (post,) = stage.posts()
    assert CLOSED in post.text
    assert "rsvp_yes" not in str(post.blocks)
    assert post.reactions == []


async def test_it_is_set_in_the_form_and_taken_back(either_stage: Stage) -> None:
    stage = either_stage
    await stage.announced(EVENT)
    view = await opened(stage.ada, "edit 11")
    await sent(stage.ada, view, closes_date="2026-12-06", closes_time="15:00", tell=["others"])
    assert stored(stage, 11).closes_at == CLOSES
    await after_ten_minutes(stage)
    assert "Antworten bis" in str(in_threads(stage))
    view = await opened(stage.ada, "edit 11")
    assert standing(view)["closes_date"] == "2026-12-06"
    assert standing(view)["closes_time"] == "15:00"
    await sent(stage.ada, view, closes_date=None, closes_time=None)
    assert stored(stage, 11).closes_at is None


async def test_answers_are_taken_again_when_it_is_put_off(stage: Stage) -> None:
    message = await announced_and_closed(stage)
    await stage.anna.react(message.channel, message.ts, "white_check_mark")
    await stage.deliver()
    view = await opened(stage.ada, "edit 11")
    await sent(stage.ada, view, closes_date="2026-12-07", closes_time="14:00")
    await stage.refreshed()
    assert stage.answer(stage.anna) == "yes"
    assert "rsvp_yes" in str(stage.posts()[-1].blocks)


async def test_nobody_is_asked_for_an_answer_after_it(stage: Stage) -> None:
    stage.store(UNTIL)
    assert "nudge" in str((await stage.ada.command("/labcamp who 11")).blocks)
    move_to_the_end_of_answers(stage)
    assert "nudge" not in str((await stage.ada.command("/labcamp who 11")).blocks)
