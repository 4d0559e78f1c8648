"""Organizers answer for somebody else, over the real protocol."""

import json

import pytest

from bot.domain.events import Status
from playground.sample import (
    ANNA,
    FOREIGNER,
    GUSTAV,
    IDA,
    REMINDER_BOT,
    STRANGER,
)
from tests.builders import a_full_event
from tests.records import audited
from tests.stage import Stage


async def test_an_organizer_answers_for_somebody_who_hears_of_it(either_stage: Stage) -> None:
    either_stage.store(a_full_event())
    reply = await either_stage.ada.command("/labcamp rsvp yes 11 @anna")
    assert f"Notiert: <@{ANNA}> ist bei" in reply.text
    await either_stage.deliver()
    (letter,) = either_stage.anna.direct_messages
    assert "<@U0ADAORGA> hat für dich bei" in letter.text
    assert "https://example.org/raum" in json.dumps(letter.blocks)
    rsvp = either_stage.rsvp(either_stage.anna)
    assert rsvp is not None
    assert (rsvp.answer, rsvp.via) == ("yes", "organizer")
    assert audited(either_stage) == [("U0ADAORGA", "rsvp yes", f"event 11 {ANNA}")]
    await either_stage.anna.click(letter.channel, letter.ts, "rsvp_no")
    await either_stage.deliver()
    assert either_stage.answer(either_stage.anna) == "no"


async def test_who_is_in_already_is_not_told_and_can_take_the_emoji_back(stage: Stage) -> None:
    message = await stage.announced()
    await stage.anna.react(message.channel, message.ts, "white_check_mark")
    await stage.deliver()
    reply = await stage.ada.command("/labcamp zusage 11 @anna")
    assert f"<@{ANNA}> ist bei" in reply.text
    assert "schon dabei" in reply.text
    await stage.deliver()
    assert stage.anna.direct_messages == []
    await stage.anna.unreact(message.channel, message.ts, "white_check_mark")
    await stage.deliver()
    assert stage.answer(stage.anna) is None


async def test_members_answer_for_nobody_but_themselves(stage: Stage) -> None:
    stage.store(a_full_event())
    reply = await stage.anna.command("/labcamp zusage 11 @frances")
    assert "Das können nur die Organisator:innen." in reply.text
    assert stage.answer(stage.frances) is None
    await stage.anna.command("/labcamp zusage 11 @anna")
    assert stage.answer(stage.anna) == "yes"
    assert audited(stage) == []


@pytest.mark.parametrize(
    ("user", "kept"),
    [(GUSTAV, True), (FOREIGNER, True), (REMINDER_BOT, False), (IDA, False), (STRANGER, False)],
)
async def test_guests_can_come_and_bots_can_not(stage: Stage, user: str, kept: bool) -> None:
    stage.store(a_full_event())
    reply = await stage.ada.command(f"/labcamp zusage 11 <@{user}>")
    assert reply.ok
    assert (stage.answer(stage.playground.as_user(user)) is not None) is kept
    assert ("Notiert" in reply.text) is kept


async def test_a_closed_event_takes_no_answer_for_anybody(stage: Stage) -> None:
    stage.store(a_full_event(status=Status.CANCELLED))
    reply = await stage.ada.command("/labcamp zusage 11 @anna")
    assert "ist leider abgesagt" in reply.text
    assert audited(stage) == []
