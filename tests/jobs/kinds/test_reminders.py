"""Reminders over Slack's protocol: they come at their hour, once, and follow what one wishes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.events import Status
from bot.domain.reminder_rules import rules
from bot.jobs.schedule import Schedule
from bot.services.changes import event_changed
from playground import SlackMessage
from playground.sample import ALLGEMEIN, LABCAMP
from storage import events, rsvp_messages
from storage.tables import deliveries
from tests.builders import ELEVEN
from tests.reminders import DAY, EVENT, HOUR, START, WEEK, at, planned, put_clock, save
from tests.stage import Stage
from tests.waiting import until

MINUTE = timedelta(minutes=1)
JOIN = "https://example.org/raum"


def states(stage: Stage, kind: str) -> list[str]:
    with stage.db.reading() as connection:
        found = sa.select(deliveries.c.state).where(deliveries.c.kind == kind)
        return list(connection.execute(found.order_by(deliveries.c.id)).scalars())


def action(message: SlackMessage, action_id: str) -> dict[str, Any] | None:
    for block in message.blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == action_id:
                return dict(element)
    return None


# --- In the channel


async def test_a_week_and_a_day_before_the_channel_is_reminded_in_the_thread(
    either_stage: Stage,
) -> None:
    stage = either_stage
    await planned(stage)
    (announcement,) = stage.posts()
    await at(stage, START - WEEK - MINUTE)
    assert len(stage.posts()) == 1
    await at(stage, START - WEEK)
    await at(stage, START - DAY)
    _, week, day = stage.posts()
    assert "Bald ist es so weit: *LabCamp#11" in week.text
    assert "Morgen ist es so weit: *LabCamp#11" in day.text
    for reminder in (week, day):
        assert reminder.thread_ts == announcement.ts
        assert reminder.to_json()["subtype"] == "thread_broadcast"
        assert JOIN not in str(reminder.to_json())
    await at(stage, START)
    assert len(stage.posts()) == 3


async def test_an_event_that_was_not_announced_is_reminded_of_by_a_plain_post(stage: Stage) -> None:
    await planned(stage, announced=False)
    await at(stage, START - WEEK)
    (reminder,) = stage.posts()
    assert reminder.thread_ts is None
    reply = await stage.frances.click(LABCAMP, reminder.ts, "rsvp_maybe", "11")
    assert reply.ok
    assert stage.answer(stage.frances) == "maybe"


@pytest.mark.parametrize("says_so", [False, True])
async def test_where_the_announcement_was_deleted_the_channel_is_reminded_all_the_same(
    stage: Stage, says_so: bool
) -> None:
    await planned(stage)
    stage.playground.workspace.delete_message(LABCAMP, stage.posts()[0].ts)
    if says_so:
        stage.playground.faults.add("chat.postMessage", "error:thread_not_found")
    await at(stage, START - WEEK)
    put_clock(stage, START - WEEK + MINUTE)
    await stage.deliver()
    (reminder,) = stage.posts()
    assert reminder.thread_ts is None
    assert states(stage, "channel_reminder") == ["sent"]
    if says_so:
        with stage.db.reading() as connection:
            assert rsvp_messages.of_event(connection, ELEVEN) == []
    told = [message.text for message in stage.ada.direct_messages]
    assert ["in Slack gelöscht" in text for text in told] == [True] * says_so


async def test_each_channel_with_an_announcement_is_reminded_once_in_the_newest_thread(
    stage: Stage,
) -> None:
    await planned(stage)
    for _ in range(2):
        await stage.ada.command("/labcamp announce 11 Noch einmal!")
        stage.playground.move_clock(2)
        await stage.deliver()
    newest = stage.posts()[-1]
    await at(stage, START - WEEK)
    reminders = [post for post in stage.posts() if post.thread_ts]
    assert [post.thread_ts for post in reminders] == [newest.ts]


# --- Direct


async def test_a_day_and_an_hour_before_whoever_comes_is_reminded(either_stage: Stage) -> None:
    stage = either_stage
    await planned(stage)
    await stage.frances.command("/labcamp maybe 11")
    await stage.ben.command("/labcamp nein 11")
    await at(stage, START - WEEK)
    await at(stage, START - DAY)
    await at(stage, START - HOUR)
    await at(stage, START)
    day, hour = stage.anna.direct_messages
    assert "Morgen ist es so weit" in day.text
    assert JOIN not in str(day.to_json())
    assert "Gleich geht’s los" in hour.text
    assert JOIN in hour.text
    assert JOIN in str(hour.blocks)
    (maybe,) = stage.frances.direct_messages
    assert "It’s tomorrow" in maybe.text
    assert stage.ben.direct_messages == []


async def test_one_button_changes_the_answer(stage: Stage) -> None:
    await planned(stage)
    await at(stage, START - DAY)
    (reminder,) = stage.anna.direct_messages
    await stage.anna.click(reminder.channel, reminder.ts, "show_event", "11")
    await stage.deliver()
    card = stage.anna.ephemerals(reminder.channel)[-1]
    await stage.anna.click_reply(card, "rsvp_no", "11")
    assert stage.answer(stage.anna) == "no"
    await at(stage, START - HOUR)
    assert len(stage.anna.direct_messages) == 1


async def test_whoever_turned_reminders_off_gets_none_until_they_turn_them_on(
    stage: Stage,
) -> None:
    await planned(stage)
    off = await stage.anna.command("/labcamp Erinnerungen aus")
    assert off.message is not None
    assert "Deine Erinnerungen sind aus" in off.message.text
    await at(stage, START - DAY)
    assert stage.anna.direct_messages == []
    on = await stage.anna.command("/labcamp reminders on")
    assert on.message is not None
    assert "Deine Erinnerungen sind an" in on.message.text
    await at(stage, START - HOUR)
    assert len(stage.anna.direct_messages) == 1


async def test_a_yes_by_reaction_after_the_last_reminder_is_told_where_at_once(
    stage: Stage,
) -> None:
    await planned(stage)
    (announcement,) = stage.posts()
    await at(stage, START - HOUR)
    put_clock(stage, START - HOUR / 2)
    where = (announcement.channel, announcement.ts, "white_check_mark")
    await stage.frances.react(*where)
    await stage.refreshed()
    (told,) = stage.frances.direct_messages
    assert JOIN in told.text
    await stage.frances.unreact(*where)
    await stage.frances.react(*where)
    await stage.refreshed()
    assert len(stage.frances.direct_messages) == 1
    assert len(stage.anna.direct_messages) == 1


async def test_the_first_yes_of_all_after_the_last_reminder_is_told_where_too(stage: Stage) -> None:
    await planned(stage)
    (announcement,) = stage.posts()
    await stage.anna.command("/labcamp absage 11")
    await at(stage, START - HOUR)
    put_clock(stage, START - HOUR / 2)
    await stage.frances.react(announcement.channel, announcement.ts, "white_check_mark")
    await stage.refreshed()
    (told,) = stage.frances.direct_messages
    assert JOIN in told.text


async def test_a_yes_by_reaction_before_the_last_reminder_is_told_in_time(stage: Stage) -> None:
    await planned(stage)
    (announcement,) = stage.posts()
    await at(stage, START - DAY)
    await stage.frances.react(announcement.channel, announcement.ts, "white_check_mark")
    await stage.refreshed()
    assert stage.frances.direct_messages == []
    await at(stage, START - HOUR)
    assert len(stage.frances.direct_messages) == 1


async def test_a_cancelled_event_is_not_reminded_of(stage: Stage) -> None:
    await planned(stage)
    save(stage, replace(EVENT, status=Status.CANCELLED))
    for hour in (WEEK, DAY, HOUR):
        await at(stage, START - hour)
    assert len(stage.posts()) == 1
    assert stage.anna.direct_messages == []
    assert stage.ada.direct_messages == []


# --- Late


async def test_two_hours_late_a_reminder_still_comes(stage: Stage) -> None:
    await planned(stage)
    await at(stage, START - DAY + 2 * HOUR - MINUTE)
    assert len(stage.anna.direct_messages) == 1


async def test_after_a_week_away_organizers_get_one_summary_and_members_nothing(
    stage: Stage,
) -> None:
    await planned(stage)
    await stage.frances.command("/labcamp vielleicht 11")
    await stage.refreshed()
    await at(stage, START + WEEK)
    stage.playground.move_clock(60)
    await stage.deliver()
    assert len(stage.posts()) == 1
    assert stage.anna.direct_messages == []
    for organizer in (stage.ada, stage.ben):
        (summary,) = organizer.direct_messages
        assert "3 Erinnerungen an LabCamp#11 kamen zu spät" in summary.text
        assert summary.text.count("Erinnerung im Kanal") == 2


async def test_what_was_fanned_out_and_then_held_up_too_long_is_missed(stage: Stage) -> None:
    await planned(stage)
    stage.playground.faults.add("chat.postMessage", "429")
    await at(stage, START - DAY)
    await at(stage, START - DAY + 3 * HOUR)
    assert set(states(stage, "reminder") + states(stage, "channel_reminder")) >= {"missed"}
    (summary,) = stage.ada.direct_messages
    assert "zu spät" in summary.text


async def test_the_grace_can_be_set(stage: Stage) -> None:
    stage.deps.settings = replace(stage.deps.settings, reminder_grace=10 * MINUTE)
    await planned(stage)
    await at(stage, START - DAY + 11 * MINUTE)
    assert stage.anna.direct_messages == []


# --- Restarts and clocks


async def test_other_reminders_after_a_restart_are_the_ones_that_come(stage: Stage) -> None:
    await planned(stage)
    asked = rules("direct:30s,direct:2d@09:00")
    stage.deps.settings = replace(stage.deps.settings, reminders=asked)
    schedule = Schedule(stage.deps)
    schedule.start()
    await until(lambda: schedule.seconds_since_delivering() is not None)
    await schedule.stop()
    await at(stage, START - 2 * DAY - 6 * HOUR)
    assert len(stage.anna.direct_messages) == 1
    for hour in (WEEK, DAY, HOUR):
        await at(stage, START - hour)
    assert len(stage.anna.direct_messages) == 1
    await at(stage, START - timedelta(seconds=20))
    assert len(stage.anna.direct_messages) == 2
    assert len(stage.posts()) == 1


async def test_an_event_imported_without_the_settings_is_reminded_of_as_the_bots_say(
    stage: Stage,
) -> None:
    put_clock(stage, START - 2 * WEEK)
    stage.deps.settings = replace(stage.deps.settings, reminders=rules("direct:30s"))
    schedule = Schedule(stage.deps)
    schedule.start()
    await until(lambda: schedule.seconds_since_delivering() is not None)
    now = stage.deps.clock.now()
    with stage.db.transaction() as connection:
        events.save(connection, EVENT, now)
        event_changed(connection, EVENT, rules("channel:7d,direct:1h"), now)
    schedule.wake()
    await until(lambda: sorted(states(stage, "fan_out")) == ["pending"] + ["withdrawn"] * 2)
    await schedule.stop()
    await stage.anna.command("/labcamp zusage 11")
    for moment in (WEEK, HOUR):
        await at(stage, START - moment)
    assert stage.anna.direct_messages == stage.posts() == []
    await at(stage, START - timedelta(seconds=20))
    assert len(stage.anna.direct_messages) == 1


@pytest.mark.fault(
    "clock", "jumps an hour while reminders wait", expected="none is sent twice, none is lost"
)
@pytest.mark.parametrize("hours", [-1, 1])
async def test_a_clock_that_is_moved_an_hour_sends_nothing_twice_and_loses_nothing(
    stage: Stage, hours: int
) -> None:
    await planned(stage)
    await at(stage, START - DAY)
    assert len(stage.anna.direct_messages) == 1
    put_clock(stage, START - DAY + hours * HOUR)
    await stage.deliver()
    await at(stage, START - DAY + MINUTE)
    await at(stage, START - HOUR)
    assert len(stage.anna.direct_messages) == 2
    assert len(stage.posts()) == 2


@pytest.mark.fault("clock", "is put back", expected="what is due later is not held up")
async def test_a_clock_that_is_put_back_holds_up_nothing(stage: Stage) -> None:
    """An hour less a little: what was posted before lies ahead now, and nobody waits for it."""
    await planned(stage)
    put_clock(stage, START - DAY - HOUR / 2)
    await stage.ben.command("/labcamp zusage 11")
    await at(stage, START - DAY)
    assert len(stage.ben.direct_messages) == 1
    put_clock(stage, START - DAY - HOUR / 2)
    save(stage, replace(EVENT, starts_at=START - HOUR / 4, ends_at=START + HOUR))
    await at(stage, START - DAY - HOUR / 4)
    assert len(stage.ben.direct_messages) == 2


# --- Snoozing


async def reminded(stage: Stage) -> SlackMessage:
    await planned(stage)
    await at(stage, START - DAY)
    return stage.anna.direct_messages[-1]


async def snooze(stage: Stage, reminder: SlackMessage, value: str = "11:2026-12-07") -> str:
    """What Anna is told after her click."""
    await stage.anna.click(reminder.channel, reminder.ts, "snooze", value)
    await stage.deliver()
    return stage.anna.ephemerals(reminder.channel)[-1].text


async def test_a_snoozed_reminder_comes_again_at_nine_exactly_once(stage: Stage) -> None:
    reminder = await reminded(stage)
    for _ in range(2):
        told = await snooze(stage, reminder)
        assert "ich erinnere dich noch einmal" in told
        assert "Montag, 7. Dezember 2026, 09:00" in told
    nine = START - 6 * HOUR
    await at(stage, nine - MINUTE)
    assert len(stage.anna.direct_messages) == 1
    await at(stage, nine)
    await at(stage, nine + MINUTE)
    again = stage.anna.direct_messages[-1]
    assert len(stage.anna.direct_messages) == 2
    assert "Heute ist es so weit" in again.text
    assert action(again, "snooze") is None
    assert action(again, "show_event") is not None


async def test_an_hour_before_there_is_nothing_to_snooze_to(stage: Stage) -> None:
    await planned(stage)
    await at(stage, START - HOUR)
    assert action(stage.anna.direct_messages[-1], "snooze") is None


async def test_a_late_click_is_told_that_it_is_too_late(stage: Stage) -> None:
    reminder = await reminded(stage)
    put_clock(stage, START - 5 * HOUR)
    assert "zu spät" in await snooze(stage, reminder)
    put_clock(stage, EVENT.ends_at + HOUR)
    assert "schon vorbei" in await snooze(stage, reminder)
    assert states(stage, "reminder").count("pending") == 0


async def test_whoever_does_not_come_any_more_or_wants_none_is_told_so(stage: Stage) -> None:
    reminder = await reminded(stage)
    await stage.anna.command("/labcamp erinnerungen aus")
    assert "ausgeschaltet" in await snooze(stage, reminder)
    await stage.anna.command("/labcamp absage 11")
    assert "wenn du dabei bist" in await snooze(stage, reminder)


async def test_a_snoozed_reminder_that_was_withdrawn_can_be_wanted_again(stage: Stage) -> None:
    reminder = await reminded(stage)
    await snooze(stage, reminder)
    await stage.anna.command("/labcamp absage 11")
    await at(stage, START - 6 * HOUR)
    assert states(stage, "reminder") == ["sent", "withdrawn"]
    put_clock(stage, START - DAY + MINUTE)  # the clock was wrong
    await stage.anna.command("/labcamp zusage 11")
    await snooze(stage, reminder)
    await at(stage, START - 6 * HOUR + MINUTE)
    assert states(stage, "reminder") == ["sent", "sent"]


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("11:2026-12-09", "zu spät"),
        ("11:1999-01-01", "zu spät"),
        ("99:2026-12-07", "kenne ich nicht"),
        ("11", "funktioniert nicht mehr"),
        ("11:soon", "funktioniert nicht mehr"),
        ("0:2026-12-07", "kenne ich nicht"),
        ("", "funktioniert nicht mehr"),
    ],
)
async def test_a_forged_value_changes_nothing(stage: Stage, value: str, answer: str) -> None:
    reminder = await reminded(stage)
    for block in stage.playground.workspace.messages[reminder.channel][reminder.ts].blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == "snooze":
                element["value"] = value
    assert answer in await snooze(stage, reminder, value)
    assert states(stage, "reminder") == ["sent"]


async def test_reminders_can_be_turned_off_from_anywhere_in_either_language(stage: Stage) -> None:
    reply = await stage.frances.command("/labcamp erinnerungen off", channel=ALLGEMEIN)
    assert reply.message is not None
    assert "Your reminders are off" in reply.message.text
