"""Calendars: what programs write is read, with its zone, and what is not read is named."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import Status
from bot.files.contents import CalendarEntry, FileFault, Found, LeftOut
from bot.files.formats import format_of

EVENT = """\
BEGIN:VEVENT
UID:abc@example.org
DTSTAMP:20270101T000000Z
SUMMARY:LabCamp#12: Wirkung\\, sichtbar
DTSTART;TZID=Europe/Berlin:20270601T160000
DTEND;TZID=Europe/Berlin:20270601T180000
LOCATION:Rathaus\\, Soest
DESCRIPTION:Worum es geht.\\n\\nUnd warum.
URL:https://example.org/anmeldung
END:VEVENT
"""
OWN_ZONE = """\
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
START = "DTSTART;TZID=Europe/Berlin:20270601T160000"
END = "DTEND;TZID=Europe/Berlin:20270601T180000"


def found_in(*events: str, head: str = "") -> list[Found]:
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{''.join(events)}END:VCALENDAR\n"
    file = io.BytesIO(text.replace("\n", "\r\n").encode())
    return list(format_of(Path("labcamp.ics")).entries(file))


def given_of(event: str, head: str = "") -> dict[str, Any]:
    (entry,) = [one for one in found_in(event, head=head) if isinstance(one, CalendarEntry)]
    return dict(entry.given)


def told(*events: str, head: str = "") -> list[str]:
    return [
        str(one) for one in found_in(*events, head=head) if isinstance(one, FileFault | LeftOut)
    ]


def test_what_an_event_says_is_read() -> None:
    (entry,) = found_in(EVENT)
    assert isinstance(entry, CalendarEntry)
    assert (entry.uid, entry.said, entry.line) == ("abc@example.org", 12, 3)
    given = dict(entry.given)
    assert given.pop("starts").astimezone(UTC) == datetime(2027, 6, 1, 14, tzinfo=UTC)
    assert given.pop("ends").astimezone(UTC) == datetime(2027, 6, 1, 16, tzinfo=UTC)
    assert given == {
        "title": "Wirkung, sichtbar",
        "timezone": "Europe/Berlin",
        "location": "Rathaus, Soest",
        "description": "Worum es geht.\n\nUnd warum.",
        "registration_url": "https://example.org/anmeldung",
    }


@pytest.mark.parametrize(
    ("start", "head", "hour", "zone"),
    [
        ("DTSTART:20270601T140000Z", "", 14, None),
        ("DTSTART:20270601T140000Z", "X-WR-TIMEZONE:Europe/Vienna\n", 14, "Europe/Vienna"),
        ("DTSTART;TZID=W. Europe Standard Time:20270601T160000", "", 14, "Europe/Berlin"),
        ("DTSTART;TZID=America/New_York:20270601T160000", "", 20, "America/New_York"),
        ("DTSTART;TZID=Customized Time Zone:20270601T160000", OWN_ZONE, 14, None),
    ],
)
def test_zones_are_kept_whatever_their_names(
    start: str, head: str, hour: int, zone: str | None
) -> None:
    event = EVENT.replace(START, start).replace(END, "DURATION:PT2H")
    given = given_of(event, head)
    assert given["starts"].astimezone(UTC) == datetime(2027, 6, 1, hour, tzinfo=UTC)
    assert given["ends"] - given["starts"] == timedelta(hours=2)
    assert given.get("timezone") == zone


def test_a_time_without_a_zone_is_one_at_home() -> None:
    event = EVENT.replace(";TZID=Europe/Berlin", "")
    assert given_of(event)["starts"] == datetime.fromisoformat("2027-06-01 16:00")
    assert "timezone" not in given_of(event)


def test_whole_days_are_told_to_need_their_hours() -> None:
    event = EVENT.replace(START, "DTSTART;VALUE=DATE:20270601").replace(
        END, "DTEND;VALUE=DATE:20270603"
    )
    given = given_of(event)
    assert str(given["starts"]) == "2027-06-01 00:00:00"
    assert str(given["ends"]) == "2027-06-02 23:59:00"
    assert "whole days stand from 00:00 to 23:59" in told(event)[0]


@pytest.mark.parametrize("field", ["URL", "LOCATION", "DESCRIPTION", "X-GOOGLE-CONFERENCE"])
def test_the_address_of_a_room_is_never_shown_to_all(field: str) -> None:
    lines = [line for line in EVENT.splitlines() if not line.startswith(("LOC", "DESC", "URL"))]
    event = "\n".join([*lines[:-1], f"{field}:https://zoom.us/j/123", lines[-1], ""])
    given = given_of(event)
    assert given["join_url"] == "https://zoom.us/j/123"
    assert given["location"] == "online"
    assert "registration_url" not in given


def test_what_is_called_off_comes_in_as_cancelled() -> None:
    assert given_of(EVENT.replace("URL:", "STATUS:CANCELLED\nURL:"))["status"] is Status.CANCELLED
    assert given_of(EVENT, "METHOD:CANCEL\n")["status"] is Status.CANCELLED
    assert "status" not in given_of(EVENT.replace("URL:", "STATUS:CONFIRMED\nURL:"))


@pytest.mark.parametrize(
    ("summary", "number", "title"),
    [
        ("LabCamp #12 – Wirkung", 12, "Wirkung"),
        ("labcamp 12", 12, "labcamp 12"),
        ("#12 Wirkung", 12, "Wirkung"),
        ("Wirkung", None, "Wirkung"),
        ("LabCamp 2027", None, "LabCamp 2027"),
        ("Nach LabCamp#11", 11, "Nach LabCamp#11"),
    ],
)
def test_the_number_stands_in_the_summary(summary: str, number: int | None, title: str) -> None:
    (entry,) = found_in(EVENT.replace("LabCamp#12: Wirkung\\, sichtbar", summary))
    assert isinstance(entry, CalendarEntry)
    assert (entry.said, entry.given["title"]) == (number, title)


def test_recurrences_are_not_read_and_that_is_said_with_the_event() -> None:
    series = EVENT.replace("URL:", "RRULE:FREQ=MONTHLY\nURL:")
    moved = EVENT.replace("URL:", "RECURRENCE-ID:20270701T140000Z\nURL:")
    assert told(series, moved) == [
        "line 3: all dates but the first (recurrences are not read) of "
        "'LabCamp#12: Wirkung, sichtbar'",
        "line 14: the date of 'LabCamp#12: Wirkung, sichtbar' that stands for one of a series; "
        "only the first is read",
    ]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (START + "\n", "", "has no DTSTART"),
        (START, "DTSTART:gestern", "has no DTSTART"),
        (END + "\n", "", "it has no end; add DTEND or DURATION"),
        ("SUMMARY:LabCamp#12: Wirkung\\, sichtbar\n", "", "has no SUMMARY"),
        ("LabCamp#12: Wirkung\\, sichtbar", "x" * 151, "'title' has 151 characters"),
        ("TZID=Europe/Berlin:20270601T16", "TZID=Ortszeit:20270601T16", "'Ortszeit' is not known"),
        ("20270601T16", "19270601T16", "its year must be from 2000 to 2199"),
        ("END:VEVENT\n", "", "this event can't be read"),
    ],
)
def test_a_fault_names_its_event_and_its_line(before: str, after: str, fault: str) -> None:
    (said,) = told(EVENT.replace(before, after))
    assert said.startswith("line 3: ")
    assert fault in said


@pytest.mark.parametrize("zone", ["Europe", "../../etc", "x" * 5_000, "/"])
def test_a_zone_that_is_none_is_a_fault_and_nothing_worse(zone: str) -> None:
    (said,) = told(EVENT.replace("TZID=Europe/Berlin", f"TZID={zone}"))
    assert said.startswith("line 3: ")


def test_one_event_twice_and_none_at_all_are_faults() -> None:
    assert "is in line 3 already (the same UID)" in told(EVENT, EVENT)[0]
    assert told() == ["line 1: there is no event (VEVENT) in this calendar"]
