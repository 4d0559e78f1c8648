"""Who joins the channel sees once, and only they, what LabCamp is."""

from typing import Any

import pytest

from bot.locales import texts
from playground import Actor
from playground.models import User
from playground.sample import ALLGEMEIN, LABCAMP
from storage.database import Database
from tests.builders import a_full_event
from tests.stage import Stage, on_stage

WHAT = "Willkommen beim LabCamp!"


def newcomer(stage: Stage, **fields: Any) -> Actor:
    """Somebody of the workspace who is in no channel yet."""
    user = stage.playground.workspace.add_user(User("nora", "Nora Neu", "U0NORA", **fields))
    return stage.playground.as_user(user.id)


async def joined(stage: Stage, nora: Actor, channel: str = LABCAMP) -> list[str]:
    """What she is shown who joins."""
    before = len(nora.ephemerals())
    nora.join(channel)
    await stage.deliver()
    return [said.text for said in nora.ephemerals()[before:]]


def welcomes(stage: Stage) -> int:
    """How often the bot has shown something to one person."""
    return [call.method for call in stage.playground.calls].count("chat.postEphemeral")


async def test_who_joins_sees_what_it_is_what_comes_and_what_to_try(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event())
    nora = newcomer(stage)
    (said,) = await joined(stage, nora)
    assert WHAT in said
    assert "Als Nächstes:* LabCamp#11: Wirkung sichtbar machen" in said
    assert "/labcamp nächstes" in said
    assert nora.ephemerals()[-1].channel == LABCAMP
    await nora.click_reply(nora.ephemerals()[-1], "rsvp_yes", "11")
    await stage.deliver()
    assert stage.answer(nora) == "yes"
    assert stage.posts() == []
    assert stage.anna.ephemerals() == []
    assert nora.direct_messages == []


async def test_who_is_invited_is_welcomed_in_their_language(stage: Stage) -> None:
    nora = newcomer(stage, locale="en-GB")
    stage.anna.invite(LABCAMP, nora.id)
    await stage.deliver()
    (said,) = nora.ephemerals()
    assert "Welcome to LabCamp!" in said.text
    assert texts("en").plain("next.none") in said.text


async def test_the_buttons_of_the_welcome_lead_on(stage: Stage) -> None:
    nora = newcomer(stage)
    await joined(stage, nora)
    await nora.click_reply(nora.ephemerals()[-1], "search_open")
    await stage.deliver()
    assert nora.views
    await nora.click_reply(nora.ephemerals()[-1], "typed", "help")
    await stage.deliver()
    assert "Das kann ich für dich tun" in nora.ephemerals()[-1].text


async def test_who_leaves_and_comes_back_a_year_later_is_not_welcomed_again(stage: Stage) -> None:
    nora = newcomer(stage)
    assert len(await joined(stage, nora)) == 1
    nora.leave(LABCAMP)
    stage.playground.move_clock(365 * 24 * 3600)
    assert await joined(stage, nora) == []


async def test_who_knows_the_bot_already_is_welcomed_all_the_same(stage: Stage) -> None:
    nora = newcomer(stage)
    nora.say_to_bot("sprache de")
    await stage.deliver()
    assert len(await joined(stage, nora)) == 1


async def test_the_same_event_delivered_twice_welcomes_once(either_stage: Stage) -> None:
    stage = either_stage
    nora = newcomer(stage)
    await joined(stage, nora)
    await stage.playground.deliver(stage.playground.sent[-1].payload)
    await stage.deliver()
    assert welcomes(stage) == 1


async def test_a_guest_is_welcomed_too(stage: Stage) -> None:
    nora = newcomer(stage, is_restricted=True)
    stage.anna.invite(LABCAMP, nora.id)
    await stage.deliver()
    assert len(nora.ephemerals()) == 1


async def test_bots_are_not_welcomed_and_the_bot_not_by_itself(stage: Stage) -> None:
    other = newcomer(stage, is_bot=True)
    stage.anna.invite(LABCAMP, other.id)
    us = stage.playground.workspace.bot_user
    stage.playground.as_user(us).leave(LABCAMP)
    stage.anna.invite(LABCAMP, us)
    await stage.deliver()
    assert welcomes(stage) == 0


async def test_in_another_channel_nobody_is_welcomed(stage: Stage) -> None:
    stage.playground.workspace.join(ALLGEMEIN, stage.playground.workspace.bot_user)
    assert await joined(stage, newcomer(stage), ALLGEMEIN) == []


@pytest.mark.parametrize("fields", [{"user": None}, {"user": "a\nb"}, {"channel": None}])
async def test_an_event_that_says_nothing_is_passed_over(
    stage: Stage, fields: dict[str, object]
) -> None:
    await joined(stage, newcomer(stage))
    payload = stage.playground.sent[-1].payload
    event = payload["event"] | fields
    reply = await stage.playground.deliver({**payload, "event": event, "event_id": "Ev0ODD"})
    await stage.deliver()
    assert reply.status == 200
    assert welcomes(stage) == 1


async def test_a_failed_commit_is_told_to_slack_which_sends_it_again(stage: Stage) -> None:
    nora = newcomer(stage)
    with stage.locked_database():
        nora.join(LABCAMP)
        await stage.playground.settled()
    assert nora.ephemerals() == []
    await stage.playground.deliver(stage.playground.sent[-1].payload)
    await stage.deliver()
    assert len(nora.ephemerals()) == 1


async def test_the_channel_may_be_named(sqlite_db: Database) -> None:
    async with on_stage(sqlite_db, channel="#labcamp") as stage:
        assert len(await joined(stage, newcomer(stage))) == 1


async def test_without_a_channel_nobody_is_welcomed(sqlite_db: Database) -> None:
    async with on_stage(sqlite_db, channel=None) as stage:
        assert await joined(stage, newcomer(stage)) == []


async def test_a_community_may_switch_it_off(sqlite_db: Database) -> None:
    async with on_stage(sqlite_db, welcome=False) as stage:
        assert await joined(stage, newcomer(stage)) == []
