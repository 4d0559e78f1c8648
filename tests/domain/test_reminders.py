"""A reminder goes to whom it is for, while it is of use, and can be snoozed until tomorrow."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.events import Status
from bot.domain.ids import EventNumber
from bot.domain.reminder_rules import rule
from bot.domain.reminders import Nearness, Reminder, nearness, snoozed_until, tomorrow
from bot.domain.rsvps import Answer
from bot.domain.times import to_local, to_utc
from tests.builders import NOON, an_event, an_rsvp

BERLIN = "Europe/Berlin"
HOUR = timedelta(hours=1)
EVENT = an_event()


def instant(local: str, zone: str = BERLIN) -> datetime:
    return to_utc(datetime.fromisoformat(local), zone)


def a_reminder(written: str | None = "direct:1d") -> Reminder:
    which = rule(written) if written else None
    due_at = which.due(EVENT.starts_at, BERLIN) if which else EVENT.starts_at - 6 * HOUR
    return Reminder(EVENT.number, which, EVENT.starts_at, due_at)


# --- Its name


@pytest.mark.parametrize(
    "written", ["direct:1d", "channel:7d", "direct:1d@09:00", "direct:1h", None]
)
def test_a_reminder_survives_the_way_into_a_delivery_and_back(written: str | None) -> None:
    assert Reminder.of(a_reminder(written).payload()) == a_reminder(written)


def test_the_same_reminder_of_the_same_start_has_the_same_key_however_it_is_written() -> None:
    assert a_reminder("direct:60m").key("U1") == a_reminder("direct:1h").key("U1")


def test_another_start_recipient_offset_or_event_has_another_key() -> None:
    one = a_reminder()
    moved = replace(one, starts_at=one.starts_at + HOUR)
    others = [moved, a_reminder("direct:2d"), a_reminder(None), replace(one, event=EventNumber(12))]
    keys = [one.key("U1"), one.key("U2"), *(other.key("U1") for other in others)]
    assert len(set(keys)) == len(keys)


# --- Whom it is for


@pytest.mark.parametrize(
    ("written", "answers"),
    [
        ("direct:1d", {Answer.YES, Answer.MAYBE}),
        ("direct:1d@09:00", {Answer.YES, Answer.MAYBE}),
        ("direct:1h", {Answer.YES}),
        (None, {Answer.YES, Answer.MAYBE}),
    ],
)
def test_maybes_are_reminded_while_there_is_time_to_decide(
    written: str | None, answers: set[Answer]
) -> None:
    reminder = a_reminder(written)
    assert {one for one in Answer if reminder.is_for(an_rsvp(answer=one))} == answers


@pytest.mark.parametrize("written", ["direct:1d", "direct:1h", None])
def test_neither_the_waiting_list_nor_a_stranger_is_reminded(written: str | None) -> None:
    assert not a_reminder(written).is_for(an_rsvp(waitlisted_at=NOON))
    assert not a_reminder(written).is_for(None)


@pytest.mark.parametrize(
    ("written", "has_it"),
    [
        ("direct:1d", False),
        ("direct:1h", True),
        (None, True),
        ("channel:1h", False),
        ("channel:1d", False),
    ],
)
def test_the_join_link_is_in_the_last_direct_ones_and_never_in_a_channel(
    written: str | None, has_it: bool
) -> None:
    assert a_reminder(written).has_the_join_link is has_it


def test_nobody_is_reminded_of_an_event_that_is_gone_or_moved_or_not_published() -> None:
    reminder = a_reminder()
    assert reminder.why_unwanted(EVENT) is None
    assert reminder.why_unwanted(replace(EVENT, title="Another", location="elsewhere")) is None
    assert reminder.why_unwanted(None)
    for status in (Status.DRAFT, Status.CANCELLED):
        assert reminder.why_unwanted(replace(EVENT, status=status))
    assert reminder.why_unwanted(replace(EVENT, starts_at=EVENT.starts_at + HOUR))


# --- When it is too late


@pytest.mark.parametrize(
    ("after", "late"),
    [
        (-HOUR, False),  # the clock was put back
        (timedelta(), False),
        (2 * HOUR, False),
        (2 * HOUR + timedelta(microseconds=1), True),
    ],
)
def test_a_reminder_may_be_as_late_as_the_grace(after: timedelta, late: bool) -> None:
    reminder = a_reminder()
    assert reminder.is_too_late(2 * HOUR, reminder.due_at + after) is late


def test_a_reminder_is_never_sent_once_the_event_has_begun() -> None:
    reminder = a_reminder("direct:1h")
    assert not reminder.is_too_late(2 * HOUR, EVENT.starts_at - timedelta(microseconds=1))
    assert reminder.is_too_late(2 * HOUR, EVENT.starts_at)


# --- What it begins with


@pytest.mark.parametrize(
    ("now", "starts", "near"),
    [
        ("2026-12-07 14:00", "2026-12-07 15:00", Nearness.SOON),
        ("2026-12-07 13:30", "2026-12-07 15:00", Nearness.SOON),
        ("2026-12-07 23:30", "2026-12-08 00:30", Nearness.SOON),
        ("2026-12-07 13:29", "2026-12-07 15:00", Nearness.TODAY),
        ("2026-12-06 23:59", "2026-12-07 15:00", Nearness.TOMORROW),
        ("2026-12-06 15:00", "2026-12-07 15:00", Nearness.TOMORROW),
        ("2026-12-05 23:59", "2026-12-07 00:00", Nearness.COMING),
        ("2026-11-30 15:00", "2026-12-07 15:00", Nearness.COMING),
    ],
)
def test_how_near_an_event_is_goes_by_its_own_calendar(
    now: str, starts: str, near: Nearness
) -> None:
    assert nearness(an_event(starts_at=instant(starts)), instant(now)) is near


# --- Snoozing


@pytest.mark.parametrize(
    ("now", "starts", "until"),
    [
        ("2026-12-06 15:00", "2026-12-07 15:00", "2026-12-07 08:00"),
        ("2026-12-06 23:59", "2026-12-07 09:01", "2026-12-07 08:00"),
        ("2026-12-06 15:00", "2026-12-07 09:00", None),
        ("2026-12-07 00:00", "2026-12-07 15:00", None),
        ("2026-12-31 15:00", "2027-01-01 15:00", "2027-01-01 08:00"),
        ("2026-03-28 15:00", "2026-03-29 15:00", "2026-03-29 07:00"),
        ("2026-10-24 15:00", "2026-10-25 15:00", "2026-10-25 08:00"),
    ],
)
def test_tomorrow_at_nine_is_possible_where_it_is_before_the_start(
    now: str, starts: str, until: str | None
) -> None:
    event = an_event(starts_at=instant(starts))
    found = snoozed_until(event, tomorrow(event, instant(now)), instant(now))
    assert found == (datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None)


def test_the_button_of_yesterday_still_means_this_morning() -> None:
    day = date(2026, 12, 7)
    for now in ("2026-12-06 15:00", "2026-12-07 00:30", "2026-12-07 08:59:59"):
        assert snoozed_until(EVENT, day, instant(now)) == instant("2026-12-07 09:00")
    assert snoozed_until(EVENT, day, instant("2026-12-07 09:00")) is None


@pytest.mark.parametrize("day", [date(2026, 12, 5), date(2026, 12, 8), date.min, date.max])
def test_no_other_day_can_be_snoozed_to(day: date) -> None:
    later = an_event(starts_at=instant("2027-12-24 15:00"))
    assert snoozed_until(later, day, instant("2026-12-06 15:00")) is None


@given(
    st.integers(0, 40 * 366 * 86_400).map(
        lambda s: datetime(2020, 1, 2, tzinfo=UTC) + timedelta(seconds=s)
    ),
    st.sampled_from((BERLIN, "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu")),
    st.integers(0, 10 * 86_400),
)
def test_tomorrow_at_nine_is_between_now_and_the_start(
    starts_at: datetime, zone: str, seconds: int
) -> None:
    event = an_event(starts_at=starts_at, timezone=zone)
    now = starts_at - timedelta(seconds=seconds)
    until = snoozed_until(event, tomorrow(event, now), now)
    if until is not None:
        assert now < until < starts_at
        assert to_local(until, zone).time() == time(9, 0)
        assert (to_local(until, zone).date() - to_local(now, zone).date()).days == 1
