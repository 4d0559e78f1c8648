"""Reminders are planned, moved, withdrawn and made again as the event and the settings go."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.announcements import RsvpMessage
from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import Done, Missed, Outcome, Sent, Withdrawn
from bot.domain.events import Event, Status
from bot.domain.reminder_rules import DEFAULT_RULES, Rule, rules
from bot.domain.reminders import Reminder
from bot.domain.rsvps import Answer
from bot.jobs.kinds import reminders as contents
from bot.services import changes, claims, members, reminders
from bot.services.changes import event_changed
from storage import events, rsvp_messages, rsvps
from storage.tables import deliveries as table
from tests.builders import ELEVEN, NOON, an_event, an_rsvp

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
GRACE = 2 * HOUR
EVENT = an_event()  # in a fortnight, from 15:00 in Berlin
START = EVENT.starts_at
HOURS = {
    "channel:7d": START - 7 * DAY,
    "channel:1d": START - DAY,
    "direct:1d": START - DAY,
    "direct:3600s": START - HOUR,
}


def saved(
    connection: sa.Connection,
    event: Event = EVENT,
    now: datetime = NOON,
    asked: tuple[Rule, ...] = DEFAULT_RULES,
) -> Event:
    """The event, saved and followed, as an import or a modal does."""
    events.save(connection, event, now)
    event_changed(connection, event, asked, now)
    return event


def planned(connection: sa.Connection, state: str = "pending") -> dict[str, datetime]:
    """The planned reminders in this state: rule → hour."""
    found = connection.execute(
        sa.select(table.c.payload, table.c.due_at).where(
            table.c.kind == Kind.FAN_OUT.value, table.c.state == state
        )
    )
    return {row.payload["rule"]: row.due_at for row in found}


def rows(connection: sa.Connection, kind: Kind) -> list[tuple[str, str]]:
    """Target and state of each delivery of this kind."""
    found = connection.execute(
        sa.select(table.c.target, table.c.state)
        .where(table.c.kind == kind.value)
        .order_by(table.c.target)
    )
    return [(row.target, row.state) for row in found]


def the_rows(connection: sa.Connection, kind: Kind) -> list[dict[str, Any]]:
    found = connection.execute(sa.select(table).where(table.c.kind == kind.value))
    return [row._asdict() for row in found]


def fan_out(
    connection: sa.Connection, now: datetime, channel: str | None = "labcamp"
) -> list[object]:
    """Claim all that is due, as the job does; what came of fanning out. The rest is sent."""
    outcomes: list[object] = []
    while (delivery := claims.claim(connection, now)) is not None:
        outcome: Outcome = Sent(delivery.target, "1.1")
        if delivery.kind is Kind.FAN_OUT:
            reminder = Reminder.of(delivery.payload)
            outcome = reminders.fan_out(connection, reminder, GRACE, channel, now)
            outcomes.append(outcome)
        claims.settle(connection, delivery, outcome, now)
    return outcomes


def answered(connection: sa.Connection, *answers: tuple[str, Answer]) -> None:
    for user, answer in answers:
        rsvps.save(connection, ELEVEN, an_rsvp(user, answer))


def a_delivery_to(connection: sa.Connection, user: str) -> Delivery:
    """The reminder on the table for this user, as if it was claimed."""
    (row,) = [row for row in the_rows(connection, Kind.REMINDER) if row["target"] == user]
    return Delivery(row["id"], Kind.REMINDER, user, row["payload"], "id", 1, NOON, NOON, NOON)


# --- Planning


def test_a_published_event_is_reminded_of_at_each_hour(connection: sa.Connection) -> None:
    saved(connection)
    assert planned(connection) == HOURS


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED])
def test_nobody_is_reminded_of_what_is_not_published(
    connection: sa.Connection, status: Status
) -> None:
    saved(connection, replace(EVENT, status=status))
    assert planned(connection) == {}


def test_an_hour_that_is_past_when_the_event_is_published_is_not_made(
    connection: sa.Connection,
) -> None:
    now = START - DAY + timedelta(seconds=1)
    saved(connection, now=now)
    assert planned(connection) == {"direct:3600s": START - HOUR}
    assert len(the_rows(connection, Kind.FAN_OUT)) == 1  # nothing else, missed or otherwise


def test_an_hour_that_is_just_now_is_made(connection: sa.Connection) -> None:
    saved(connection, now=START - DAY)
    assert set(planned(connection)) == {"channel:1d", "direct:1d", "direct:3600s"}


def test_a_mended_typo_changes_nothing(connection: sa.Connection) -> None:
    saved(connection)
    before = the_rows(connection, Kind.FAN_OUT)
    saved(connection, replace(EVENT, title="Wirkung sichtbarer machen"), NOON + HOUR)
    assert the_rows(connection, Kind.FAN_OUT) == before


def test_a_mended_typo_never_sends_again(connection: sa.Connection) -> None:
    saved(connection)
    answered(connection, ("U1", Answer.YES))
    now = START - DAY
    fan_out(connection, now)
    saved(connection, replace(EVENT, title="Anders"), now + HOUR)
    fan_out(connection, now + HOUR)
    assert rows(connection, Kind.REMINDER) == [("U1", "sent")]
    assert set(planned(connection)) == {"direct:3600s"}


def test_a_moved_event_is_reminded_of_at_its_new_hours(connection: sa.Connection) -> None:
    saved(connection)
    saved(connection, replace(EVENT, starts_at=START + 2 * DAY, ends_at=EVENT.ends_at + 2 * DAY))
    assert planned(connection) == {name: hour + 2 * DAY for name, hour in HOURS.items()}
    assert set(planned(connection, "withdrawn")) == set(HOURS)


def test_an_event_that_is_moved_there_and_back_is_reminded_of_once(
    connection: sa.Connection,
) -> None:
    saved(connection)
    saved(connection, replace(EVENT, starts_at=START + DAY, ends_at=EVENT.ends_at + DAY))
    saved(connection)
    assert planned(connection) == HOURS
    assert len(the_rows(connection, Kind.FAN_OUT)) == 8  # four of them withdrawn


def test_after_it_was_sent_an_event_that_is_moved_is_reminded_of_again(
    connection: sa.Connection,
) -> None:
    saved(connection)
    answered(connection, ("U1", Answer.YES))
    fan_out(connection, START - DAY)
    later = replace(EVENT, starts_at=START + 7 * DAY, ends_at=EVENT.ends_at + 7 * DAY)
    saved(connection, later, START - DAY + HOUR)
    fan_out(connection, START + 6 * DAY)
    keys = {row["dedupe_key"] for row in the_rows(connection, Kind.REMINDER)}
    assert len(keys) == 2


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED])
def test_what_is_withdrawn_with_the_event_comes_back_with_it(
    connection: sa.Connection, status: Status
) -> None:
    saved(connection)
    saved(connection, replace(EVENT, status=status), NOON + HOUR)
    assert planned(connection) == {}
    now = START - 7 * DAY + HOUR  # the first hour has passed meanwhile
    saved(connection, now=now)
    assert planned(connection) == {k: v for k, v in HOURS.items() if k != "channel:7d"}


def test_another_zone_moves_the_hours_that_go_by_the_wall_clock(connection: sa.Connection) -> None:
    asked = rules("direct:1d@09:00,direct:1h")
    saved(connection, asked=asked)
    assert planned(connection)["direct:1d@09:00"] == START - DAY - 6 * HOUR
    saved(connection, replace(EVENT, timezone="America/New_York"), asked=asked)
    assert planned(connection) == {
        "direct:1d@09:00": START - DAY,
        "direct:3600s": START - HOUR,
    }
    late = START - DAY - HOUR  # in Berlin nine o'clock is over
    saved(connection, now=late, asked=asked)
    assert planned(connection) == {"direct:3600s": START - HOUR}


def test_other_settings_are_brought_in_line_at_the_start(connection: sa.Connection) -> None:
    saved(connection)
    saved(connection, an_event(12, starts_at=NOON - HOUR))  # under way: nothing to remind of
    changes.plan_coming(connection, rules("direct:1h,direct:2d"), NOON)
    assert planned(connection) == {"direct:2d": START - 2 * DAY, "direct:3600s": START - HOUR}
    changes.plan_coming(connection, DEFAULT_RULES, NOON)
    assert planned(connection) == HOURS
    changes.plan_coming(connection, (), NOON)
    assert planned(connection) == {}


def test_what_others_changed_is_planned_by_our_settings_once(connection: sa.Connection) -> None:
    saved(connection, asked=())  # as whoever imports it with other settings
    saved(connection, an_event(12, starts_at=NOON - HOUR))  # under way: nothing to remind of
    assert changes.last_planning(connection) is None
    changes.plan_changed(connection, DEFAULT_RULES, NOON)
    assert planned(connection) == HOURS
    assert changes.last_planning(connection) == 1
    connection.execute(sa.text("UPDATE events SET revision = revision + 1"))  # an older version
    assert changes.last_planning(connection) is None


def test_the_start_leaves_alone_what_waits_since_the_bot_was_away(
    connection: sa.Connection,
) -> None:
    saved(connection)
    for _ in range(2):
        changes.plan_coming(connection, DEFAULT_RULES, START - HOUR / 2)
    assert planned(connection) == HOURS


def test_the_start_makes_nothing_whose_hour_is_past(connection: sa.Connection) -> None:
    saved(connection, asked=())
    changes.plan_coming(connection, DEFAULT_RULES, START - 2 * HOUR)
    assert planned(connection) == {"direct:3600s": START - HOUR}


# --- Fanning out


def test_a_day_before_all_who_come_or_may_come_are_reminded(connection: sa.Connection) -> None:
    saved(connection, asked=rules("direct:1d"))
    answered(connection, ("U1", Answer.YES), ("U2", Answer.MAYBE), ("U3", Answer.NO))
    rsvps.save(connection, ELEVEN, an_rsvp("U4", waitlisted_at=NOON))
    answered(connection, ("U5", Answer.YES), ("U6", Answer.YES))
    members.set_reminders(connection, "U5", "a", NOON, on=False)
    members.set_language(connection, "U6", "en", "b", NOON)
    assert fan_out(connection, START - DAY) == [Done()]
    expected = [("U1", "sent"), ("U2", "sent"), ("U6", "sent")]
    assert rows(connection, Kind.REMINDER) == expected


def test_an_hour_before_only_those_who_come_are_reminded(connection: sa.Connection) -> None:
    saved(connection, asked=rules("direct:1h"))
    answered(connection, ("U1", Answer.YES), ("U2", Answer.MAYBE))
    assert fan_out(connection, START - HOUR) == [Done()]
    assert rows(connection, Kind.REMINDER) == [("U1", "sent")]


def test_nothing_fans_out_before_its_hour_or_twice(connection: sa.Connection) -> None:
    saved(connection, asked=rules("direct:1d"))
    answered(connection, ("U1", Answer.YES))
    assert fan_out(connection, START - DAY - timedelta(seconds=1)) == []
    fan_out(connection, START - DAY)
    reminder = Reminder(ELEVEN, rules("direct:1d")[0], START, START - DAY)
    for _ in range(2):  # as after a crash between fanning out and writing that it is done
        reminders.fan_out(connection, reminder, GRACE, None, START - DAY)
    assert rows(connection, Kind.REMINDER) == [("U1", "sent")]


def test_what_is_too_late_is_missed_for_everybody_at_once(connection: sa.Connection) -> None:
    saved(connection, asked=rules("direct:1d"))
    answered(connection, ("U1", Answer.YES), ("U2", Answer.MAYBE))
    late = START - DAY + GRACE + timedelta(seconds=1)
    assert fan_out(connection, late) == [Missed("too late")]
    assert rows(connection, Kind.REMINDER) == [("U1", "missed"), ("U2", "missed")]
    found = claims.problems(connection, NOON)
    assert [(one.kind, one.event) for one in found] == [(Kind.REMINDER, 11)] * 2


def test_two_hours_late_is_not_too_late(connection: sa.Connection) -> None:
    saved(connection, asked=rules("direct:1d"))
    answered(connection, ("U1", Answer.YES))
    assert fan_out(connection, START - DAY + GRACE) == [Done()]


def test_where_nobody_is_to_be_reminded_nothing_is_missed(connection: sa.Connection) -> None:
    saved(connection, asked=rules("direct:1d,channel:1d"))
    assert fan_out(connection, START + DAY, channel=None) == [Done()] * 2
    assert claims.problems(connection, NOON) == []


def test_nothing_fans_out_for_an_event_that_was_moved_meanwhile(connection: sa.Connection) -> None:
    saved(connection, asked=rules("direct:1d"))
    answered(connection, ("U1", Answer.YES))
    events.save(connection, replace(EVENT, starts_at=START + HOUR), NOON)  # and nobody followed
    assert fan_out(connection, START - DAY) == [Withdrawn("the event was moved")]


def test_a_channel_is_reminded_once_however_often_it_was_announced_there(
    connection: sa.Connection,
) -> None:
    saved(connection, asked=rules("channel:7d"))
    for channel, ts in (("C1", "1.1"), ("C1", "2.2"), ("C2", "3.3")):
        rsvp_messages.add(connection, RsvpMessage(channel, ts, ELEVEN))
    fan_out(connection, START - 7 * DAY)
    assert rows(connection, Kind.CHANNEL_REMINDER) == [("C1", "sent"), ("C2", "sent")]


def test_an_event_that_was_never_announced_is_reminded_of_in_the_usual_channel(
    connection: sa.Connection,
) -> None:
    saved(connection, asked=rules("channel:7d"))
    fan_out(connection, START - 7 * DAY, channel="labcamp")
    assert rows(connection, Kind.CHANNEL_REMINDER) == [("labcamp", "sent")]


# --- What is looked up again for each recipient


def reminded(connection: sa.Connection, written: str = "direct:1d") -> Delivery:
    """The reminder of U1, on the table; its hour is now."""
    saved(connection, asked=rules(written))
    answered(connection, ("U1", Answer.YES))
    fan_out(connection, rules(written)[0].due(START, EVENT.timezone))
    return a_delivery_to(connection, "U1")


def test_a_reminder_says_what_holds_when_it_is_sent(connection: sa.Connection) -> None:
    delivery = reminded(connection)
    saved(connection, replace(EVENT, location="anderswo"), asked=rules("direct:1d"))
    said = contents.direct(connection, delivery, START - DAY)
    assert isinstance(said, tuple)
    event, _, _, _, snooze = said
    assert event.location == "anderswo"
    assert snooze == START.date()


@pytest.mark.parametrize(
    ("answer", "written", "wanted"),
    [
        (Answer.MAYBE, "direct:1d", True),
        (Answer.MAYBE, "direct:1h", False),
        (Answer.NO, "direct:1d", False),
    ],
)
def test_another_answer_meanwhile_counts(
    connection: sa.Connection, answer: Answer, written: str, wanted: bool
) -> None:
    delivery = reminded(connection, written)
    answered(connection, ("U1", answer))
    said = contents.direct(connection, delivery, START - HOUR)
    assert isinstance(said, tuple) is wanted


def test_whoever_turns_reminders_off_meanwhile_gets_none(connection: sa.Connection) -> None:
    delivery = reminded(connection)
    members.set_reminders(connection, "U1", "a", NOON, on=False)
    said = contents.direct(connection, delivery, START - DAY)
    assert said == Withdrawn("reminders were turned off")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": Status.CANCELLED}, "the event is cancelled"),
        ({"status": Status.DRAFT}, "the event is draft"),
        ({"starts_at": START + HOUR}, "the event was moved"),
    ],
)
def test_nobody_is_reminded_of_an_event_that_changed_meanwhile(
    connection: sa.Connection, changes: dict[str, Any], why: str
) -> None:
    delivery = reminded(connection)
    events.save(connection, replace(EVENT, **changes), NOON)
    assert contents.direct(connection, delivery, START - DAY) == Withdrawn(why)


def test_whoever_takes_the_answer_back_gets_none(connection: sa.Connection) -> None:
    delivery = reminded(connection)
    rsvps.delete(connection, ELEVEN, "U1")
    said = contents.direct(connection, delivery, START - DAY)
    assert said == Withdrawn("the answer is another now")
