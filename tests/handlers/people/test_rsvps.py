"""Answers by reaction, button and command, as section 7 of the design wants them."""

import asyncio
import json

import pytest

from bot.domain.events import Status
from bot.domain.rsvps import Counts
from playground import Actor, SlackMessage
from playground.sample import ANNA, CEM, DORA, EMIL, GUSTAV
from tests.builders import a_full_event
from tests.stage import Stage
from tests.waiting import until

YES, MAYBE, NO = "white_check_mark", "thinking_face", "x"


async def react(stage: Stage, actor: Actor, message: SlackMessage, emoji: str) -> None:
    await actor.react(message.channel, message.ts, emoji)
    await stage.playground.settled()


async def unreact(stage: Stage, actor: Actor, message: SlackMessage, emoji: str) -> None:
    await actor.unreact(message.channel, message.ts, emoji)
    await stage.playground.settled()


@pytest.mark.parametrize(
    ("emoji", "answer"),
    [
        (YES, "yes"),
        (MAYBE, "maybe"),
        (NO, "no"),
        ("tada", None),
        ("+1", None),
        ("white_check_mark::skin-tone-3", "yes"),
    ],
)
async def test_a_reaction_is_an_answer(either_stage: Stage, emoji: str, answer: str | None) -> None:
    message = await either_stage.announced()
    await react(either_stage, either_stage.anna, message, emoji)
    assert either_stage.answer(either_stage.anna) == answer


async def test_a_reaction_to_any_other_message_is_none(stage: Stage) -> None:
    await stage.announced()
    other = stage.ben.say("C0LABCAMP", "Guten Morgen!")
    await react(stage, stage.anna, other, YES)
    assert stage.answer(stage.anna) is None


async def test_the_bots_own_emoji_do_not_count(stage: Stage) -> None:
    await stage.announced()
    await stage.reconcile()
    assert stage.counts() == Counts()


async def test_the_last_of_several_reactions_counts(either_stage: Stage) -> None:
    message = await either_stage.announced()
    for emoji in (YES, NO, MAYBE):
        await react(either_stage, either_stage.anna, message, emoji)
    assert either_stage.answer(either_stage.anna) == "maybe"


async def test_a_removed_reaction_falls_back_to_the_newest_other_one(either_stage: Stage) -> None:
    stage = either_stage
    message = await stage.announced()
    for emoji in (NO, YES, MAYBE):
        await react(stage, stage.anna, message, emoji)
    await unreact(stage, stage.anna, message, MAYBE)
    assert stage.answer(stage.anna) == "yes"
    await unreact(stage, stage.anna, message, YES)
    assert stage.answer(stage.anna) == "no"
    await unreact(stage, stage.anna, message, NO)
    assert stage.answer(stage.anna) is None


async def test_removing_an_older_reaction_changes_nothing(stage: Stage) -> None:
    message = await stage.announced()
    await react(stage, stage.anna, message, YES)
    await react(stage, stage.anna, message, MAYBE)
    await unreact(stage, stage.anna, message, YES)
    assert stage.answer(stage.anna) == "maybe"


async def test_removing_a_reaction_changes_nothing_when_a_button_came_later(
    either_stage: Stage,
) -> None:
    stage = either_stage
    message = await stage.announced()
    await react(stage, stage.anna, message, YES)
    await stage.anna.click(message.channel, message.ts, "rsvp_no")
    await unreact(stage, stage.anna, message, YES)
    assert stage.answer(stage.anna) == "no"


async def test_a_reaction_after_a_command_wins_and_its_removal_leaves_no_answer(
    stage: Stage,
) -> None:
    message = await stage.announced()
    await stage.anna.command("/labcamp rsvp no 11")
    await react(stage, stage.anna, message, YES)
    assert stage.answer(stage.anna) == "yes"
    await unreact(stage, stage.anna, message, YES)
    assert stage.answer(stage.anna) is None


@pytest.mark.parametrize("action", ["rsvp_yes", "rsvp_maybe", "rsvp_no"])
async def test_a_button_is_an_answer_and_only_the_clicker_is_told(
    either_stage: Stage, action: str
) -> None:
    stage = either_stage
    message = await stage.announced()
    reply = await stage.anna.click(message.channel, message.ts, action)
    assert reply.ok, reply
    await stage.deliver()
    assert stage.answer(stage.anna) == action.removeprefix("rsvp_")
    assert len(stage.anna.ephemerals()) == 1
    assert stage.frances.ephemerals() == []
    assert stage.posts()[0].ts == message.ts  # the channel's message stays


async def test_the_counts_follow_with_one_refresh_however_many_click(stage: Stage) -> None:
    message = await stage.announced()
    users = [stage.playground.as_user(user) for user in (ANNA, CEM, DORA, EMIL, GUSTAV)]
    await asyncio.gather(*(actor.click(message.channel, message.ts, "rsvp_yes") for actor in users))
    await stage.refreshed()
    assert "✅ 5 · 🤔 0 · ❌ 0" in stage.posts()[0].text
    assert "✅ 5 · 🤔 0 · ❌ 0" in json.dumps(stage.posts()[0].blocks, ensure_ascii=False)
    assert _calls(stage).count("chat.update") == 1


async def test_what_happens_during_a_refresh_is_shown_by_the_next_not_sooner_than_2_s(
    stage: Stage,
) -> None:
    message = await stage.announced()
    await stage.anna.click(message.channel, message.ts, "rsvp_yes")
    await stage.deliver()
    await stage.frances.click(message.channel, message.ts, "rsvp_yes")
    await stage.deliver()
    assert _calls(stage).count("chat.update") == 1
    stage.playground.move_clock(2)
    await stage.deliver()
    assert _calls(stage).count("chat.update") == 2
    assert "✅ 2" in stage.posts()[0].text


async def test_every_message_about_an_event_follows(stage: Stage) -> None:
    await stage.announced()
    await stage.ada.command("/labcamp announce 11 Noch einmal!")
    stage.playground.move_clock(2)
    await stage.deliver()
    await stage.anna.command("/labcamp zusage")
    await stage.refreshed()
    assert ["✅ 1" in message.text for message in stage.posts()] == [True, True]


async def test_a_command_that_is_delivered_again_does_not_undo_what_came_after(
    stage: Stage,
) -> None:
    await stage.announced()
    first = await stage.anna.command("/labcamp rsvp no 11")
    await stage.anna.command("/labcamp rsvp yes 11")
    await stage.playground.deliver(first.payload)
    assert stage.answer(stage.anna) == "yes"


async def test_a_click_that_is_delivered_again_does_not_undo_what_came_after(
    either_stage: Stage,
) -> None:
    stage = either_stage
    message = await stage.announced()
    first = await stage.anna.click(message.channel, message.ts, "rsvp_no")
    await stage.anna.click(message.channel, message.ts, "rsvp_yes")
    again = await stage.playground.deliver(first.payload)
    assert again.status == 200
    assert stage.answer(stage.anna) == "yes"


async def test_reaction_events_that_come_twice_and_out_of_order_end_right(
    either_stage: Stage,
) -> None:
    stage = either_stage
    message = await stage.announced()
    await react(stage, stage.anna, message, YES)
    await unreact(stage, stage.anna, message, YES)
    await react(stage, stage.anna, message, NO)
    events = [sent.payload for sent in stage.playground.sent if _is_by(sent.payload, ANNA)]
    for payload in (*reversed(events), *events):
        assert (await stage.playground.deliver(payload)).status == 200
    assert stage.answer(stage.anna) == "no"


async def test_a_reaction_is_not_acked_while_it_can_not_be_stored_and_comes_again(
    stage: Stage,
) -> None:
    message = await stage.announced()
    with stage.locked_database():
        await stage.anna.react(message.channel, message.ts, YES)
        await until(lambda: stage.playground.sent[-1].answers)
        assert stage.answer(stage.anna) is None
    assert stage.playground.sent[-1].answers[0].status == 500
    await stage.playground.settled()
    assert stage.answer(stage.anna) == "yes"


async def test_reactions_made_before_the_ts_was_stored_are_taken_in(stage: Stage) -> None:
    stage.store(a_full_event())
    await stage.ada.command("/labcamp announce 11 Kommt!")

    async def be_quick() -> None:
        while not stage.posts():
            await asyncio.sleep(0)
        message = stage.posts()[0]
        await stage.anna.react(message.channel, message.ts, YES, event=False)

    quick = asyncio.create_task(be_quick())
    await stage.deliver()
    await quick
    assert stage.answer(stage.anna) == "yes"


async def test_reactions_made_while_the_bot_was_away_are_taken_in(stage: Stage) -> None:
    message = await stage.announced()
    await react(stage, stage.frances, message, YES)
    await stage.anna.react(message.channel, message.ts, MAYBE, event=False)
    await stage.frances.unreact(message.channel, message.ts, YES, event=False)
    await stage.reconcile()
    assert stage.answer(stage.anna) == "maybe"
    assert stage.answer(stage.frances) is None


async def test_of_several_new_after_downtime_yes_goes_before_maybe_before_no(
    stage: Stage,
) -> None:
    message = await stage.announced()
    for emoji in (NO, YES, MAYBE):
        await stage.anna.react(message.channel, message.ts, emoji, event=False)
    for emoji in (NO, MAYBE):
        await stage.frances.react(message.channel, message.ts, emoji, event=False)
    await stage.reconcile()
    assert stage.answer(stage.anna) == "yes"
    assert stage.answer(stage.frances) == "maybe"


async def test_nothing_is_lost_while_slack_does_not_say_who_the_bot_is(
    either_stage: Stage,
) -> None:
    message = await either_stage.announced()
    either_stage.playground.faults.add("auth.test", "429", times=9)
    await react(either_stage, either_stage.anna, message, YES)
    assert either_stage.answer(either_stage.anna) == "yes"


async def test_a_reaction_made_in_time_counts_even_if_it_is_told_after_the_end(
    stage: Stage,
) -> None:
    message = await stage.announced()
    await stage.anna.react(message.channel, message.ts, YES)
    await stage.playground.settled()
    payload = next(s.payload for s in stage.playground.sent if _is_by(s.payload, ANNA))
    late = json.loads(json.dumps(payload).replace(ANNA, CEM))
    stage.playground.move_clock(30 * 24 * 3600)
    await stage.playground.deliver(late)
    assert stage.answer(stage.playground.as_user(CEM)) == "yes"


async def test_comparing_with_slack_leaves_a_later_button_alone(stage: Stage) -> None:
    message = await stage.announced()
    await react(stage, stage.anna, message, YES)
    await stage.anna.click(message.channel, message.ts, "rsvp_no")
    await stage.reconcile()
    assert stage.answer(stage.anna) == "no"


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.DRAFT])
async def test_whoever_reacts_to_a_closed_event_is_told_why_not_by_direct_message(
    stage: Stage, status: Status
) -> None:
    message = await stage.announced()
    stage.store(a_full_event(status=status))
    await react(stage, stage.anna, message, YES)
    await react(stage, stage.anna, message, MAYBE)
    await stage.deliver()
    assert stage.answer(stage.anna) is None
    assert len(stage.anna.direct_messages) == 1
    word = "abgesagt" if status is Status.CANCELLED else "in Planung"
    assert word in stage.anna.direct_messages[0].text


async def test_answers_close_when_the_event_ends(stage: Stage) -> None:
    message = await stage.announced()
    await react(stage, stage.frances, message, YES)
    stage.playground.move_clock(30 * 24 * 3600)
    await react(stage, stage.anna, message, YES)
    await unreact(stage, stage.frances, message, YES)
    await stage.deliver()
    assert stage.answer(stage.anna) is None
    assert stage.answer(stage.frances) == "yes"
    assert "ist schon vorbei" in stage.anna.direct_messages[0].text
    assert "rsvp_yes" not in json.dumps(stage.posts()[0].blocks)


async def test_a_click_after_the_end_of_an_event_is_refused(
    stage: Stage,
) -> None:
    message = await stage.announced()
    stage.playground.move_clock(30 * 24 * 3600)
    clicked = await stage.anna.click(message.channel, message.ts, "rsvp_yes")
    await stage.deliver()
    assert clicked.ok
    assert stage.answer(stage.anna) is None
    assert "ist schon vorbei" in stage.anna.ephemerals()[-1].text


async def test_a_yes_beyond_the_capacity_waits_and_moves_up_with_a_direct_message(
    stage: Stage,
) -> None:
    message = await stage.announced(a_full_event(capacity=1))
    await react(stage, stage.frances, message, YES)
    await react(stage, stage.anna, message, YES)
    await stage.refreshed()
    assert "✅ 1 · 🤔 0 · ❌ 0 · ⏳ 1" in stage.posts()[0].text
    assert "Du stehst auf der Warteliste, Platz 1" in stage.anna.direct_messages[0].text
    assert "example.org/raum" not in json.dumps(stage.anna.direct_messages[0].blocks)
    await unreact(stage, stage.frances, message, YES)
    await stage.refreshed()
    assert "ein Platz frei geworden und er gehört dir" in stage.anna.direct_messages[1].text
    assert "example.org/raum" in json.dumps(stage.anna.direct_messages[1].blocks)
    assert stage.counts() == Counts(yes=1)


@pytest.mark.parametrize(
    "value", ["", "0", "-1", "eleven", "9999999", "11; DROP TABLE rsvps", "¹¹"]
)
async def test_a_forged_button_value_is_answered_politely(stage: Stage, value: str) -> None:
    message = await stage.announced()
    reply = await stage.anna.click(message.channel, message.ts, "rsvp_yes")
    forged = json.loads(json.dumps(reply.payload))
    forged["actions"][0]["value"] = value
    forged["trigger_id"] += "x"
    answer = await stage.playground.deliver(forged)
    assert answer.status == 200
    await stage.deliver()
    assert "Dieser Knopf funktioniert nicht mehr" in stage.anna.ephemerals()[-1].text


async def test_a_button_of_another_time_is_answered_politely(stage: Stage) -> None:
    message = await stage.announced()
    reply = await stage.anna.click(message.channel, message.ts, "rsvp_yes")
    old = json.loads(json.dumps(reply.payload))
    old["actions"][0]["action_id"] = "rsvp_perhaps"
    answer = await stage.playground.deliver(old)
    await stage.deliver()
    assert answer.status == 200
    assert "Dieser Knopf funktioniert nicht mehr" in stage.anna.ephemerals()[-1].text


async def test_an_answer_is_kept_even_if_slack_does_not_take_the_confirmation(
    stage: Stage,
) -> None:
    message = await stage.announced()
    stage.playground.faults.add("response_url", "500_before")
    reply = await stage.anna.click(message.channel, message.ts, "rsvp_yes")
    assert reply.ok
    await stage.deliver()
    assert stage.answer(stage.anna) == "yes"


def _calls(stage: Stage) -> list[str]:
    return [call.method for call in stage.playground.calls]


def _is_by(payload: dict[str, object], user: str) -> bool:
    event = payload.get("event")
    return isinstance(event, dict) and event.get("user") == user


@pytest.mark.parametrize("typed", ["absagen 11", "absage 11", "absagen", "Absage LabCamp#11 bitte"])
async def test_an_organizer_who_says_no_is_asked_whose(either_stage: Stage, typed: str) -> None:
    stage = either_stage
    stage.store(a_full_event())
    reply = await stage.ada.command(f"/labcamp {typed}")
    assert "Meinst du nur dich oder das ganze LabCamp?" in reply.text
    assert stage.answer(stage.ada) is None
    await stage.ada.click_reply(reply, "rsvp_no")
    await stage.deliver()
    assert stage.answer(stage.ada) == "no"


async def test_an_organizer_who_means_the_event_gets_the_form_that_cancels_it(stage: Stage) -> None:
    stage.store(a_full_event())
    reply = await stage.ada.command("/labcamp absagen 11")
    await stage.ada.click_reply(reply, "typed")
    await stage.deliver()
    assert stage.ada.views[-1].content["callback_id"] == "cancel_event"
    assert stage.answer(stage.ada) is None


@pytest.mark.parametrize("typed", ["rsvp no 11", "rsvp absagen 11", "nein 11", "no"])
async def test_what_can_only_be_ones_own_no_is_kept_at_once(stage: Stage, typed: str) -> None:
    stage.store(a_full_event())
    await stage.ada.command(f"/labcamp {typed}")
    assert stage.answer(stage.ada) == "no"


async def test_a_member_is_never_asked_whose_no_it_is(stage: Stage) -> None:
    stage.store(a_full_event())
    for typed in ("absagen 11", "absage"):
        reply = await stage.anna.command(f"/labcamp {typed}")
        assert "Deine Absage" in reply.text
    assert stage.answer(stage.anna) == "no"


async def test_a_no_to_what_is_over_is_not_asked_about(stage: Stage) -> None:
    stage.store(a_full_event(status=Status.CANCELLED))
    assert "ist leider abgesagt" in (await stage.ada.command("/labcamp absagen 11")).text
    assert "LabCamp#99 kenne ich nicht" in (await stage.ada.command("/labcamp absagen 99")).text


@pytest.mark.usefixtures("impatient")
async def test_a_member_says_no_while_slack_is_silent(stage: Stage) -> None:
    stage.store(a_full_event())
    await stage.anna.command("/labcamp help")
    stage.playground.faults.add("users.info", "hang")
    assert "Deine Absage" in (await stage.anna.command("/labcamp absagen 11")).text
