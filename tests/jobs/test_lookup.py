"""Posts that may or may not have arrived, looked up in the playground's history."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.domain.deliveries import Kind
from bot.domain.delivery_outcomes import Absent, NotFindable, Sent
from bot.domain.delivery_payloads import Payload
from bot.domain.events import Status
from bot.services import deliveries
from bot.views.message import simple
from playground.sample import ALLGEMEIN, ANNA, CEM, LABCAMP
from storage import tables
from tests.builders import ELEVEN, a_full_event
from tests.stage import Stage

SEND_ID = "0123456789abcdef"


async def announced_in_vain(stage: Stage, fault: str) -> None:
    """An announcement of which nobody knows whether it arrived."""
    stage.store(a_full_event())
    stage.playground.faults.add("chat.postMessage", fault)
    assert (await stage.ada.command("/labcamp announce 11 Kommt!")).ok
    await stage.deliver()


async def minutes_later(stage: Stage, minutes: int = 1) -> None:
    for _ in range(minutes):
        stage.playground.move_clock(61)
        await stage.deliver()


def states(stage: Stage, kind: Kind = Kind.ANNOUNCEMENT) -> list[str]:
    of = tables.deliveries.c
    with stage.db.reading() as connection:
        found = connection.execute(sa.select(of.state).where(of.kind == kind.value))
        return list(found.scalars())


def nobody_was_told(stage: Stage) -> bool:
    return not stage.ada.direct_messages and not stage.ben.direct_messages


@pytest.mark.parametrize("fault", ["reset_after", "500_after"])
async def test_a_post_that_arrived_becomes_an_rsvp_message(stage: Stage, fault: str) -> None:
    await announced_in_vain(stage, fault)
    (message,) = stage.posts()
    await stage.anna.react(LABCAMP, message.ts, "white_check_mark")
    await stage.deliver()
    assert stage.answer(stage.anna) is None
    await minutes_later(stage)
    assert states(stage) == ["sent"]
    await stage.refreshed()
    (message,) = stage.posts()
    assert {reaction.name for reaction in message.reactions} == {
        "white_check_mark",
        "thinking_face",
        "x",
    }
    assert stage.answer(stage.anna) == "yes"
    assert "✅ 1" in message.text
    assert nobody_was_told(stage)


async def test_a_button_after_a_reaction_wins_though_the_post_is_found_later(stage: Stage) -> None:
    await announced_in_vain(stage, "reset_after")
    (message,) = stage.posts()
    await stage.anna.react(LABCAMP, message.ts, "white_check_mark")
    await stage.playground.settled()
    await stage.anna.click(LABCAMP, message.ts, "rsvp_no")
    await minutes_later(stage)
    assert states(stage) == ["sent"]
    assert stage.answer(stage.anna) == "no"


@pytest.mark.parametrize("fault", ["reset_before", "500_before", "error:internal_error"])
async def test_a_post_that_did_not_arrive_is_sent_once_more(stage: Stage, fault: str) -> None:
    await announced_in_vain(stage, fault)
    await minutes_later(stage)
    assert (stage.posts(), states(stage)) == ([], ["lookup"])
    await minutes_later(stage)
    assert (len(stage.posts()), states(stage)) == (1, ["sent"])
    await minutes_later(stage, 5)
    assert len(stage.posts()) == 1
    assert nobody_was_told(stage)


async def test_a_post_that_is_lost_twice_is_told_and_not_tried_again(stage: Stage) -> None:
    stage.playground.faults.add("chat.postMessage", "reset_before")
    await announced_in_vain(stage, "reset_before")
    await minutes_later(stage, 3)
    assert nobody_was_told(stage)
    await minutes_later(stage, 1)
    assert (stage.posts(), states(stage)) == ([], ["uncertain"])
    (told,) = stage.ada.direct_messages
    assert "unklar, ob es ankam" in told.text


async def test_an_event_cancelled_meanwhile_is_not_announced_after_all(stage: Stage) -> None:
    await announced_in_vain(stage, "reset_before")
    stage.store(a_full_event(status=Status.CANCELLED))
    await minutes_later(stage, 3)
    assert (stage.posts(), states(stage)) == ([], ["missed"])


async def test_it_is_found_behind_many_other_messages(stage: Stage) -> None:
    await announced_in_vain(stage, "reset_after")
    for number in range(450):
        stage.anna.say(LABCAMP, f"Nachricht {number}")
    await minutes_later(stage)
    assert states(stage) == ["sent"]
    asked = [c for c in stage.playground.calls if c.method == "conversations.history"]
    assert len(asked) == 3


@pytest.mark.parametrize("target", [ANNA, CEM])
@pytest.mark.parametrize("fault", ["reset_before", "reset_after"])
async def test_a_direct_message_is_looked_up_too(stage: Stage, target: str, fault: str) -> None:
    stage.store(a_full_event(status=Status.CANCELLED))
    stage.playground.faults.add("chat.postMessage", fault)
    payload: Payload = {"event": ELEVEN}
    args = (Kind.CLOSED, target, payload, stage.deps.clock.now(), "a letter")
    await stage.db.write(deliveries.add, *args)
    await stage.deliver()
    await minutes_later(stage, 3)
    assert states(stage, Kind.CLOSED) == ["sent"]
    assert len(stage.playground.as_user(target).direct_messages) == 1
    assert nobody_was_told(stage)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("error:missing_scope", "Mir fehlt in Slack eine Berechtigung"),
        ("error:not_in_channel", "Ich bin nicht in diesem Kanal"),
    ],
)
async def test_what_slack_does_not_let_us_look_up_is_told(
    stage: Stage, fault: str, why: str
) -> None:
    await announced_in_vain(stage, "reset_after")
    stage.playground.faults.add("conversations.history", fault)
    assert nobody_was_told(stage)
    await minutes_later(stage)
    assert states(stage) == ["uncertain"]
    (told,) = stage.ada.direct_messages
    assert "unklar" in told.text
    assert why in told.text
    await minutes_later(stage, 5)
    assert len(stage.posts()) == 1


@pytest.mark.parametrize("fault", ["429", "500_before", "reset_before", "error:internal_error"])
async def test_a_lookup_that_fails_is_repeated(stage: Stage, fault: str) -> None:
    await announced_in_vain(stage, "reset_after")
    # a question that was cut off is asked again at once by the HTTP library: it changes nothing
    stage.playground.faults.add("conversations.history", fault, times=4)
    await minutes_later(stage, 2)
    assert states(stage) == ["lookup"]
    await minutes_later(stage, 3)
    assert states(stage) == ["sent"]
    assert nobody_was_told(stage)


async def test_after_months_of_downtime_it_can_not_be_looked_up(stage: Stage) -> None:
    await announced_in_vain(stage, "reset_after")
    stage.playground.move_clock(91 * 24 * 3600)
    await stage.deliver()
    assert states(stage) == ["uncertain"]
    assert not [c for c in stage.playground.calls if c.method == "conversations.history"]


@pytest.mark.fault(
    "clock",
    "was hours off when something was posted, and is put right",
    expected="the post is found",
)
@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_was_put_right_changes_nothing(stage: Stage, hours: int) -> None:
    """Ours was an hour wrong when the post was claimed, and Slack's was not."""
    stage.store(a_full_event())
    stage.playground.faults.add("chat.postMessage", "reset_after")
    await stage.ada.command("/labcamp announce 11 Kommt!")
    await stage.deliver()
    with stage.db.transaction() as connection:
        row = connection.execute(sa.select(tables.deliveries)).one()
        wrong = row.claimed_at.timestamp() + hours * 3600
        values = {"claimed_at": row.claimed_at.fromtimestamp(wrong, row.claimed_at.tzinfo)}
        connection.execute(sa.update(tables.deliveries).values(values))
    await minutes_later(stage)
    assert states(stage) == ["sent"]
    assert len(stage.posts()) == 1


@pytest.mark.parametrize("broadcast", [False, True])
async def test_a_post_in_a_thread_is_found_there(stage: Stage, broadcast: bool) -> None:
    parent = stage.anna.say(LABCAMP, "Wann ist das nächste?")
    since = stage.deps.clock.now()
    slack = stage.deps.slack
    sent = await slack.post(LABCAMP, simple("Bald."), SEND_ID, parent.ts, broadcast=broadcast)
    assert isinstance(sent, Sent)
    assert await slack.find(LABCAMP, SEND_ID, since, parent.ts) == sent
    assert await slack.find(LABCAMP, "another", since, parent.ts) == Absent()
    if not broadcast:
        assert await slack.find(LABCAMP, SEND_ID, since) == Absent()
    assert isinstance(await slack.find(LABCAMP, SEND_ID, since, "1.000001"), NotFindable)


async def test_what_stood_there_before_is_not_looked_at(stage: Stage) -> None:
    sent = await stage.deps.slack.post("labcamp", simple("Hallo"), SEND_ID)
    since = stage.deps.clock.now()
    assert isinstance(sent, Sent)
    stage.playground.move_clock(1)
    assert await stage.deps.slack.find("labcamp", SEND_ID, since) in (sent, Absent())
    assert await stage.deps.slack.find("labcamp", SEND_ID, stage.deps.clock.now()) == Absent()


# --- Channels by name


async def test_a_name_that_another_channel_took_over_is_asked_for_anew(stage: Stage) -> None:
    slack, workspace = stage.deps.slack, stage.playground.workspace
    assert isinstance(await slack.post("labcamp", simple("Hallo"), SEND_ID), Sent)
    old = workspace.channel(LABCAMP)
    old.is_archived, old.name = True, "labcamp-alt"
    new = workspace.channel(ALLGEMEIN)
    new.name = "labcamp"
    new.members[workspace.bot_user] = None
    sent = await slack.post("labcamp", simple("Hallo"), SEND_ID)
    assert isinstance(sent, Sent)
    assert sent.channel == ALLGEMEIN


# --- Telling


async def test_whoever_organizes_is_told_when_slack_says_who_they_are(stage: Stage) -> None:
    settings = replace(
        stage.deps.settings, organizers=frozenset({stage.ada.id}), organizer_group="S0ORGA"
    )
    stage.deps.settings = settings
    stage.store(a_full_event())
    await stage.ada.command("/labcamp announce 11 Kommt!", channel=ALLGEMEIN)
    stage.playground.workspace.channel(LABCAMP).is_archived = True
    stage.playground.faults.add("usergroups.users.list", "500_before", times=2)
    await stage.deliver()
    assert len(stage.ada.direct_messages) == 1  # who is named need not wait
    assert states(stage, Kind.TELLING) == ["pending"]
    await minutes_later(stage)
    await minutes_later(stage)
    assert states(stage, Kind.TELLING) == ["sent"]
    assert len(stage.ada.direct_messages) == 1
