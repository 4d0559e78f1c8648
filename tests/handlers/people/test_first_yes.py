"""What comes with a yes: into the calendar, into the meeting, and once a word on reminders."""

import json

import pytest

from bot.domain.reminder_rules import rules
from playground.actor import Actor
from playground.models import Ephemeral
from storage import members
from storage.database import Database
from tests.builders import a_full_event
from tests.stage import Stage, on_stage

QUESTION = "Ich frage nur dieses eine Mal."


def shown(message: Ephemeral) -> str:
    return json.dumps(message.blocks, ensure_ascii=False)


async def click(stage: Stage, actor: Actor, action_id: str) -> Ephemeral:
    """Click under the announcement; what the clicker alone is shown."""
    (post, *_) = stage.posts()
    await actor.click(post.channel, post.ts, action_id)
    await stage.deliver()
    return actor.ephemerals()[-1]


def is_reminded(stage: Stage, actor: Actor) -> bool:
    with stage.db.reading() as connection:
        member = members.get(connection, actor.id)
    return member is None or member.reminders


async def test_a_yes_is_answered_with_the_calendar_and_the_way_in(either_stage: Stage) -> None:
    await either_stage.announced()
    said = shown(await click(either_stage, either_stage.anna, "rsvp_yes"))
    for part in (
        "open_add_google",
        "open_add_outlook",
        "calendar_file",
        "https://example.org/raum",
    ):
        assert part in said
    assert "Zum Treffen von LabCamp#11" in said


@pytest.mark.parametrize("answer", ["rsvp_no", "rsvp_yes"])
async def test_who_does_not_come_or_waits_gets_neither(stage: Stage, answer: str) -> None:
    await stage.announced(a_full_event(capacity=0))
    said = shown(await click(stage, stage.anna, answer))
    assert "open_add_google" not in said
    assert "example.org/raum" not in said
    assert QUESTION not in said


async def test_the_first_yes_asks_once_and_never_again(stage: Stage) -> None:
    await stage.announced()
    assert QUESTION not in shown(await click(stage, stage.anna, "rsvp_maybe"))
    assert QUESTION in shown(await click(stage, stage.anna, "rsvp_yes"))
    await click(stage, stage.anna, "rsvp_no")
    assert QUESTION not in shown(await click(stage, stage.anna, "rsvp_yes"))
    stage.store(a_full_event(12))
    assert QUESTION not in (await stage.anna.command("/labcamp zusage 12")).text
    assert is_reminded(stage, stage.anna)


@pytest.mark.parametrize(("wish", "on"), [("remind_on", True), ("remind_off", False)])
async def test_the_answer_is_kept_and_the_confirmation_stays(
    either_stage: Stage, wish: str, on: bool
) -> None:
    await either_stage.announced()
    asked = await click(either_stage, either_stage.anna, "rsvp_yes")
    await either_stage.anna.click_reply(asked, wish)
    await either_stage.deliver()
    assert is_reminded(either_stage, either_stage.anna) is on
    (said,) = [shown(one) for one in either_stage.anna.ephemerals()]
    assert QUESTION not in said
    assert ("Deine Erinnerungen sind an" if on else "Deine Erinnerungen sind aus") in said
    assert "open_add_google" in said


@pytest.mark.parametrize("typed", ["erinnerungen an", "erinnerungen aus"])
async def test_who_has_chosen_is_not_asked(stage: Stage, typed: str) -> None:
    await stage.announced()
    await stage.anna.command(f"/labcamp {typed}")
    assert QUESTION not in shown(await click(stage, stage.anna, "rsvp_yes"))


async def test_where_nobody_is_reminded_one_by_one_nobody_is_asked(sqlite_db: Database) -> None:
    async with on_stage(sqlite_db, reminders=rules("channel:7d")) as stage:
        await stage.announced()
        assert QUESTION not in shown(await click(stage, stage.anna, "rsvp_yes"))


async def test_who_was_answered_for_finds_the_calendar_in_the_letter(stage: Stage) -> None:
    stage.store(a_full_event())
    await stage.ada.command("/labcamp zusage 11 @anna")
    await stage.deliver()
    (letter,) = stage.anna.direct_messages
    assert "open_add_google" in json.dumps(letter.blocks)
    assert QUESTION not in letter.text
