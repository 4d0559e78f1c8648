"""Reminders are due at the right hour, in both nights of the clock change and everywhere."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reminder_rules import (
    LONGEST,
    Addressee,
    BadRule,
    DaysBefore,
    Rule,
    SpanBefore,
    rule,
    span,
)
from bot.domain.times import to_local, to_utc
from tests.every_case import every

BERLIN = "Europe/Berlin"
ZONES = (
    BERLIN,
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Europe/Dublin",
    "UTC",
)


def instant(local: str, zone: str, *, fold: int = 0) -> datetime:
    return to_utc(datetime.fromisoformat(local).replace(fold=fold), zone)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- What can be written


@pytest.mark.parametrize(
    ("text", "meant", "written"),
    [
        ("channel:7d", Rule(Addressee.CHANNEL, DaysBefore(7)), "7d"),
        ("direct:1d", Rule(Addressee.DIRECT, DaysBefore(1)), "1d"),
        ("direct:1d@09:00", Rule(Addressee.DIRECT, DaysBefore(1, time(9))), "1d@09:00"),
        ("direct:1d@9:00", Rule(Addressee.DIRECT, DaysBefore(1, time(9))), "1d@09:00"),
        ("direct:1d@00:00", Rule(Addressee.DIRECT, DaysBefore(1, time(0))), "1d@00:00"),
        (" Direct : 1H ", Rule(Addressee.DIRECT, SpanBefore(timedelta(hours=1))), "3600s"),
        ("direct:60m", Rule(Addressee.DIRECT, SpanBefore(timedelta(hours=1))), "3600s"),
        ("channel:30s", Rule(Addressee.CHANNEL, SpanBefore(timedelta(seconds=30))), "30s"),
        ("channel:365d", Rule(Addressee.CHANNEL, DaysBefore(365)), "365d"),
    ],
)
def test_a_reminder_is_read_as_it_is_meant(text: str, meant: Rule, written: str) -> None:
    assert rule(text) == meant
    assert str(rule(text).offset) == written


@every(
    ("text", "complaint"),
    [
        ("", "no reminder such as"),
        ("7d", "no reminder such as"),
        ("channel", "no reminder such as"),
        ("chanel:7d", "must begin with channel: or direct:"),
        ("direct:", "no reminder such as"),
        ("direct:d", "must say how long before"),
        ("direct:1w", "must say how long before"),
        ("direct:-1d", "must say how long before"),
        ("direct:1.5h", "must say how long before"),
        ("direct:١d", "must say how long before"),
        ("direct:1d@9", "must say how long before"),
        ("direct:0d", "not before the start"),
        ("direct:0h", "not before the start"),
        ("direct:366d", "longer than 365 days"),
        ("direct:999999999d", "longer than 365 days"),
        ("direct:8761h", "longer than 365 days"),
        ("direct:1d@24:00", "no such time of day"),
        ("direct:1d@09:60", "no such time of day"),
        ("direct:1h@09:00", "only days can have a time of day"),
    ],
)
def test_what_is_no_reminder_is_refused_with_a_reason(text: str, complaint: str) -> None:
    with pytest.raises(BadRule, match=complaint):
        rule(text)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("2h", timedelta(hours=2)),
        (" 90M ", timedelta(minutes=90)),
        ("30s", timedelta(seconds=30)),
        ("1d", timedelta(days=1)),
    ],
)
def test_a_span_is_read(text: str, length: timedelta) -> None:
    assert span(text) == length


@pytest.mark.parametrize("text", ["", "2", "h", "0h", "-2h", "2h30m", "1d@09:00", "366d"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(BadRule):
        span(text)


# --- When it is due


@every(
    ("starts", "offset", "due"),
    [
        # an ordinary week
        ("2026-12-07 15:00", "7d", "2026-11-30 14:00"),
        ("2026-12-07 15:00", "1d", "2026-12-06 14:00"),
        ("2026-12-07 15:00", "1d@09:00", "2026-12-06 08:00"),
        ("2026-12-07 15:00", "1h", "2026-12-07 13:00"),
        ("2026-12-07 15:00", "24h", "2026-12-06 14:00"),
        ("2026-12-07 15:00", "30s", "2026-12-07 13:59:30"),
        # over midnight and the end of a month, of February, of a year
        ("2026-12-01 00:30", "1h", "2026-11-30 22:30"),
        ("2027-01-01 15:00", "1d", "2026-12-31 14:00"),
        ("2027-01-03 15:00", "7d", "2026-12-27 14:00"),
        ("2028-03-01 15:00", "1d", "2028-02-29 14:00"),
        ("2027-03-01 15:00", "1d", "2027-02-28 14:00"),
        ("2028-02-29 15:00", "365d", "2027-03-01 14:00"),
        # spring forward (29 March 2026): the day has 23 hours
        ("2026-03-29 15:00", "1d", "2026-03-28 14:00"),
        ("2026-03-29 15:00", "24h", "2026-03-28 13:00"),
        ("2026-03-29 03:30", "1h", "2026-03-29 00:30"),
        ("2026-04-03 15:00", "7d", "2026-03-27 14:00"),
        # … and 02:30 is left out: as much later
        ("2026-03-30 02:30", "1d", "2026-03-29 01:30"),
        ("2026-03-30 15:00", "1d@02:30", "2026-03-29 01:30"),
        ("2026-03-30 15:00", "1d@02:00", "2026-03-29 01:00"),
        ("2026-03-30 15:00", "1d@03:00", "2026-03-29 01:00"),
        # fall back (25 October 2026): the day has 25 hours
        ("2026-10-25 15:00", "1d", "2026-10-24 13:00"),
        ("2026-10-25 15:00", "24h", "2026-10-24 14:00"),
        ("2026-10-25 03:30", "1h", "2026-10-25 01:30"),
        ("2026-10-30 15:00", "7d", "2026-10-23 13:00"),
        # … and 02:30 comes twice: the first pass
        ("2026-10-26 02:30", "1d", "2026-10-25 00:30"),
        ("2026-10-26 15:00", "1d@02:30", "2026-10-25 00:30"),
    ],
)
def test_in_berlin_a_reminder_is_due(starts: str, offset: str, due: str) -> None:
    assert rule(f"direct:{offset}").due(instant(starts, BERLIN), BERLIN) == utc(due)


def test_an_event_in_the_second_pass_is_reminded_of_at_its_wall_time() -> None:
    starts_at = instant("2026-10-25 02:30", BERLIN, fold=1)
    assert rule("direct:1d").due(starts_at, BERLIN) == utc("2026-10-24 00:30")
    assert rule("direct:1h").due(starts_at, BERLIN) == utc("2026-10-25 00:30")


@pytest.mark.parametrize(
    ("zone", "starts", "offset", "due"),
    [
        # other dates of the change, and a change in the other direction at the same time of year
        ("America/New_York", "2026-03-08 15:00", "1d", "2026-03-07 20:00"),
        ("America/New_York", "2026-11-01 15:00", "1d", "2026-10-31 19:00"),
        ("America/Santiago", "2026-09-06 15:00", "1d", "2026-09-05 19:00"),
        # half an hour is left out on Lord Howe (02:00 becomes 02:30)
        ("Australia/Lord_Howe", "2026-10-04 15:00", "1d", "2026-10-03 04:30"),
        ("Australia/Lord_Howe", "2026-10-05 02:15", "1d", "2026-10-03 15:45"),
        # no change at all, and a quarter of an hour off
        ("Asia/Kathmandu", "2026-03-30 15:00", "1d", "2026-03-29 09:15"),
        # midnight itself is left out in Cairo (00:00 becomes 01:00)
        ("Africa/Cairo", "2026-04-25 00:00", "1d", "2026-04-23 22:00"),
        # Samoa skipped 30 December 2011 altogether
        ("Pacific/Apia", "2012-01-01 12:00", "1d", "2011-12-30 22:00"),
    ],
)
def test_elsewhere_a_reminder_is_due(zone: str, starts: str, offset: str, due: str) -> None:
    assert rule(f"direct:{offset}").due(instant(starts, zone), zone) == utc(due)


STARTS = st.integers(0, 40 * 366 * 86_400).map(lambda s: utc("2020-01-02") + timedelta(seconds=s))


@given(STARTS, st.sampled_from(ZONES), st.integers(1, 60))
def test_days_before_show_the_same_wall_time_unless_there_is_none(
    starts_at: datetime, zone: str, days: int
) -> None:
    due = Rule(Addressee.DIRECT, DaysBefore(days)).due(starts_at, zone)
    shown = to_local(due, zone).replace(tzinfo=None, fold=0)
    wanted = to_local(starts_at, zone).replace(tzinfo=None, fold=0) - timedelta(days=days)
    assert due < starts_at
    # at most an hour later, and only where clocks were put forward
    assert timedelta() <= shown - wanted <= timedelta(hours=1)
    if shown != wanted:
        before = to_local(due - timedelta(hours=1), zone).utcoffset()
        after = to_local(due, zone).utcoffset()
        assert before is not None
        assert after is not None
        assert before < after


@given(STARTS, st.sampled_from(ZONES), st.integers(1, 365 * 86_400))
def test_spans_before_are_elapsed_time(starts_at: datetime, zone: str, seconds: int) -> None:
    due = rule(f"channel:{seconds}s").due(starts_at, zone)
    assert starts_at - due == timedelta(seconds=seconds)


@given(
    st.sampled_from(list(Addressee)),
    st.one_of(
        st.builds(
            DaysBefore,
            st.integers(1, LONGEST.days),
            st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59)),
        ),
        st.integers(1, LONGEST.days * 86_400).map(lambda s: SpanBefore(timedelta(seconds=s))),
    ),
)
def test_a_rule_is_read_again_from_how_it_is_written(
    audience: Addressee, offset: DaysBefore | SpanBefore
) -> None:
    assert rule(str(Rule(audience, offset))) == Rule(audience, offset)


@pytest.mark.parametrize(
    ("offset", "ahead"),
    [("1d", True), ("24h", True), ("1d@23:59", True), ("23h", False), ("1h", False), ("5s", False)],
)
def test_a_day_ahead_there_is_time_to_decide(offset: str, ahead: bool) -> None:
    assert rule(f"direct:{offset}").is_a_day_ahead is ahead
