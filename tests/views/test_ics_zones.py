"""The zones of our calendars, as three readers understand them."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import Entry
from bot.domain.events import Event
from bot.domain.ids import EventNumber
from bot.domain.times import zone_names
from bot.locales import texts
from bot.views import ics
from tests import outlook
from tests.builders import NOON, an_event
from tests.every_case import every
from tests.second_opinion import read_calendar
from tests.strategies import INSTANTS

YEARS = range(2026, 2031)
HOURS = timedelta(hours=1)
BY_RULE = {
    "Europe/Berlin": ("-1SU", 3, "-1SU", 10),
    "Europe/London": ("-1SU", 3, "-1SU", 10),
    "Europe/Lisbon": ("-1SU", 3, "-1SU", 10),
    "America/New_York": ("2SU", 3, "1SU", 11),
    "Australia/Lord_Howe": ("1SU", 4, "1SU", 10),
}
STILL = ["Asia/Tokyo", "Asia/Tehran", "Asia/Kolkata"]
WITHOUT_A_RULE = ["UTC", "Africa/Casablanca", "Asia/Jerusalem"]
ZONES = [*BY_RULE, *STILL, *WITHOUT_A_RULE]
# Instants (UTC) at which clocks change somewhere: in Europe and in New York.
NIGHTS = {
    2026: ["03-29T01", "10-25T01", "03-08T07", "11-01T06"],
    2027: ["03-28T01", "10-31T01", "03-14T07", "11-07T06"],
    2028: ["03-26T01", "10-29T01", "03-12T07", "11-05T06"],
    2029: ["03-25T01", "10-28T01", "03-11T07", "11-04T06"],
    2030: ["03-31T01", "10-27T01", "03-10T07", "11-03T06"],
}
BESIDE = [-2, -1, -0.5, 0, 0.5, 1, 2]  # hours


def moments() -> list[datetime]:
    """January, June, New Year's night, and every change of the clocks with what lies beside it."""
    found = []
    for year in YEARS:
        days = ("01-15T09", "06-15T09", "12-31T23")
        found += [datetime.fromisoformat(f"{year}-{day}:30+00:00") for day in days]
        for night in NIGHTS[year]:
            change = datetime.fromisoformat(f"{year}-{night}:00+00:00")
            found += [change + hours * HOURS for hours in BESIDE]
    return found


def events(zone: str, starts: list[datetime]) -> list[Event]:
    return [
        replace(
            an_event(timezone=zone, starts_at=start, ends_at=start + 3 * HOURS),
            number=EventNumber(number),
        )
        for number, start in enumerate(starts, start=1)
    ]


def written(held: list[Event]) -> bytes:
    return ics.calendar([Entry(event, NOON) for event in held], "LabCamp", texts("de"))


@pytest.mark.parametrize("zone", ZONES)
def test_three_readers_see_the_right_hours(zone: str) -> None:
    held = events(zone, moments())
    calendar = written(held)
    right = [(event.starts_at, event.ends_at) for event in held]
    assert outlook.times(calendar) == right
    assert by_dateutil(calendar) == right
    read = read_calendar(calendar).events
    assert [(utc(event.dtstart), utc(event.dtend)) for event in read] == right


def utc(read: date | None) -> datetime:
    assert isinstance(read, datetime)
    return read.astimezone(UTC)


def by_dateutil(calendar: bytes) -> list[tuple[datetime, datetime]]:
    """What whoever knows no zones but the calendar's own reads."""
    text = calendar.decode().replace("\r\n ", "")
    zones = tzical(io.StringIO(text)) if "VTIMEZONE" in text else None
    found = []
    for zone, stamp, utc in re.findall(
        r"\r\nDT(?:START|END)(?:;TZID=([^:]+))?:(\d{8}T\d{6})(Z?)", text.split("END:VTIMEZONE")[-1]
    ):
        known = UTC if utc or zones is None else zones.get(zone)
        found.append(datetime.fromisoformat(stamp).replace(tzinfo=known).astimezone(UTC))
    return list(zip(found[::2], found[1::2], strict=True))


@every("zone", ZONES)
def test_a_zone_is_described_by_yearly_rules_and_nothing_else(zone: str) -> None:
    text = written(events(zone, moments())).decode()
    assert "RDATE" not in text
    rules = re.findall(r"RRULE:FREQ=YEARLY;BYDAY=(\S+);BYMONTH=(\d+)", text)
    if zone in WITHOUT_A_RULE:
        assert "TZID" not in text
    elif zone in STILL:
        assert text.count("BEGIN:STANDARD") == 1
        assert "RRULE" not in text
    else:
        first, spring, second, autumn = BY_RULE[zone]
        assert rules == [(first, str(spring)), (second, str(autumn))]


@settings(max_examples=40, deadline=None)  # a zone that was not asked for yet takes its time
@given(st.sampled_from(sorted(zone_names())), st.lists(INSTANTS, min_size=1))
def test_outlook_sees_the_right_hours_in_every_zone_and_year(
    zone: str, starts: list[datetime]
) -> None:
    held = events(zone, starts)
    assert outlook.times(written(held)) == [(event.starts_at, event.ends_at) for event in held]


def test_what_came_before_todays_rule_is_written_in_utc_beside_what_follows_it() -> None:
    """New York's clocks change by another rule since 2007, Tehran's not at all since 2023."""
    new_york = events(
        "America/New_York",
        [datetime(year, 3, 25, 12, tzinfo=UTC) for year in (2006, 2026)],
    )
    assert outlook.times(written(new_york)) == [(one.starts_at, one.ends_at) for one in new_york]
    assert re.findall(r"DTSTART(\S+)", written(new_york).decode())[-2:] == [
        ":20060325T120000Z",
        ";TZID=America/New_York:20260325T080000",
    ]
    tehran = events("Asia/Tehran", [datetime(year, 6, 25, 12, tzinfo=UTC) for year in (2022, 2026)])
    assert outlook.times(written(tehran)) == [(one.starts_at, one.ends_at) for one in tehran]


def test_an_event_over_new_year_needs_the_rule_in_both_years() -> None:
    over = events("Asia/Tehran", [datetime(2022, 12, 31, 22, tzinfo=UTC)])
    assert "TZID" not in written(over).decode()
    assert date(2022, 12, 31) == over[0].starts_at.date() < over[0].ends_at.date()
