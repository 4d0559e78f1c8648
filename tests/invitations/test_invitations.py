"""Reading invitations: the collection, what is never invented, and what nobody would write."""

import re
from pathlib import Path
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import limits
from bot.domain.markup import unescape
from bot.domain.rich_text import to_mrkdwn
from bot.invitations.reader import read
from bot.invitations.reading import Doubt, ReadField
from playground.rich_text import typed
from tests.every_case import every
from tests.invitations import ALL
from tests.invitations.judging import (
    BERLIN,
    TODAY,
    UNMARKED,
    collection_of,
    judged,
    misread,
    rows_by_field,
    rows_by_half,
)

Entry = dict[str, Any]


@every("entry", ALL)
def test_an_invitation_is_read_as_the_collection_says(entry: Entry) -> None:
    # a known failure must fail in exactly what is written there: the table stays true
    assert misread(entry) == set(entry.get("fails", ()))


def test_what_is_shown_unmarked_is_right() -> None:
    verdicts = [verdict for entry in ALL for verdict in judged(entry).values()]
    unmarked = sum(verdict in UNMARKED for verdict in verdicts)
    assert unmarked / len(verdicts) < 0.005


def test_the_tables_in_the_readme_count_what_is_read() -> None:
    readme = Path(__file__).parent.joinpath("README.md").read_text(encoding="utf-8")
    asked = [entry for entry in ALL if entry["file"] != "reported"]
    later = [entry for entry in asked if collection_of(entry) != "first"]
    for rows in (rows_by_half(asked), rows_by_field(later)):
        table = "\n".join(rows)
        assert table in readme, table


# --- Never invented
PIECES = st.sampled_from(
    [
        "LabCamp#12: Titel",
        "LabCamp",
        "#13",
        "07.12.",
        "31.02.",
        "7. Dezember 2026",
        "Dec 7th",
        "29.02.",
        "15 - 18 Uhr",
        "3–6 pm",
        "um 9",
        "25 Uhr",
        "online",
        "Ort:",
        "Wann:",
        "\n",
        "\n\n",
        "Anmeldung:",
        "https://example.org/a",
        "https://zoom.us/j/1",
        "<https://example.org/b|hier>",
        "- Kim Muster, Leitung, Labor: Thema",
        "Impulse:",
        "max. 12 Plätze",
        "> ",
        "--",
        "Mo,",
        "„Titel“",
        "bis",
        ",",
        "London time",
        "UTC+5",
        "am",
        "Von: x",
        "28.03.2027, 02:30 Uhr",
        "Dr. Aa Bb (C)",
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=300)


@given(TEXTS)
def test_nothing_is_in_the_draft_that_is_not_in_the_text(text: str) -> None:
    draft = read(text, TODAY, BERLIN)
    numbers = {int(digits) for digits in re.findall("[0-9]+", text) if digits.isascii()}
    assert draft.number is None or draft.number in numbers
    assert draft.capacity is None or draft.capacity in numbers
    for url in (draft.join_url, draft.registration_url):
        assert url is None or url in text
    for at in (draft.start, draft.end):
        assert at is None or {at.hour, at.hour - 12} & numbers or at.hour in (0, 12)
    if draft.date is not None:
        assert draft.date.day in numbers
        said = draft.date.year in numbers or draft.date.year % 100 in numbers
        assert said or draft.doubts[ReadField.DATE] in (Doubt.YEAR_GUESSED, Doubt.WEEKDAY_DIFFERS)


@given(TEXTS)
def test_what_an_event_needs_is_there_or_marked(text: str) -> None:
    draft = read(text, TODAY, BERLIN)
    for part in (
        ReadField.NUMBER,
        ReadField.TITLE,
        ReadField.DATE,
        ReadField.START,
        ReadField.END,
    ):
        assert getattr(draft, part) is not None or part in draft.doubts


@pytest.mark.parametrize(
    "unit",
    [
        "Aa ",
        "Dr. Aa ",
        "- Aa, ",
        "„Aa ",
        "(",
        "a – ",
        "15 bis ",
        "<https://a|",
        "[a](",
        "*a",
        ":a",
        "LabCamp#1 ",
        "7.12. ",
        "Anmeldung bis 7.12. ",
        "Das Aa für ",
        "ausgerichtet ",
        "Aa von de ",
        "1 Jan ",
        "Jan 1 bis ",
        "verschoben vom 7.12. ",
        "12 Uhr bis ",
        "9am ET ",
        "Amsterdam, ",
        "| a ",
        "Impuls: Aa ",
        "findet in Aa ",
        "BEGIN:VEVENT\n",
        "BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n",
    ],
)
def test_no_text_takes_long(unit: str) -> None:
    # a pattern that tries all ways takes minutes
    began = process_time()
    read((unit * limits.INVITATION)[: limits.INVITATION], TODAY, BERLIN)
    assert process_time() - began < 5


def test_an_hour_of_a_zone_that_nobody_knows_is_marked_in_a_pasted_calendar() -> None:
    text = (
        "BEGIN:VEVENT\nSUMMARY:LabCamp#12: A\nDTSTART;TZID={}:20270601T160000\n"
        "DURATION:PT2H\nEND:VEVENT\n"
    )
    for zone, doubt in (("Ortszeit", Doubt.OTHER_ZONE), ("W. Europe Standard Time", None)):
        reading = read(text.format(zone), TODAY, BERLIN)
        assert (str(reading.start), reading.doubts.get(ReadField.START)) == ("16:00:00", doubt)


# Of mrkdwn that was copied the editor takes the bar for a part of the address.
TYPED = [entry for entry in ALL if not ("|" in entry["text"] and "<http" in entry["text"])]


@every("entry", TYPED)
def test_an_invitation_is_read_the_same_when_it_was_pasted_into_slacks_editor(entry: Entry) -> None:
    pasted = unescape(to_mrkdwn(typed(entry["text"]) or {}))
    assert misread(entry, pasted) == set(entry.get("fails", ()))


# --- Dates and hours, one by one
@every(
    ("written", "expected"),
    [
        ("7.12.2026", "2026-12-07"),
        ("07.12.26", "2026-12-07"),
        ("07.12.", "2026-12-07"),
        ("7. Dez. 2026", "2026-12-07"),
        ("Mo, 07.12.2026", "2026-12-07"),
        ("07.12. 15 Uhr", "2026-12-07"),
        ("7 December 2026", "2026-12-07"),
        ("December 7, 2026", "2026-12-07"),
        ("2026-12-07", "2026-12-07"),
        ("7th of December", "2026-12-07"),
        ("22.11.", "2027-11-22"),
        ("23.11.", "2026-11-23"),
        ("29.02.", "2028-02-29"),
        ("12/25/2026", None),
        ("25/12/2026", "2026-12-25"),
        ("7/12/2026", None),
        ("31.04.2027", None),
        ("im März", None),
        ("Raum 3.014", None),
        ("15.00 Uhr", None),
        ("1. 07.12.", "2026-12-07"),
        ("7.12.26.", "2026-12-07"),
        ("7. ſep 2027", "2027-09-07"),
        ("Dı, 7.12.", "2026-12-07"),
    ],
)
def test_a_date_is_read(written: str, expected: str | None) -> None:
    found = read(f"LabCamp#1: T\n{written}", TODAY, BERLIN).date
    assert (found.isoformat() if found else None) == expected


@every(
    ("written", "expected"),
    [
        ("15-18 Uhr", "15:00 18:00"),
        ("15:00–18:00", "15:00 18:00"),
        ("von 15 bis 18 Uhr", "15:00 18:00"),
        ("15.30 - 17.45 Uhr", "15:30 17:45"),
        ("15h-18h", "15:00 18:00"),
        ("15h", "15:00 None"),
        ("3 to 6 pm", "15:00 18:00"),
        ("11–1 pm", "11:00 13:00"),
        ("9-11 a.m.", "09:00 11:00"),
        ("12-2 pm", "12:00 14:00"),
        ("from 14:00 to 16:00", "14:00 16:00"),
        ("ab 16 Uhr", "16:00 None"),
        ("Beginn: 15 Uhr, Ende: 18 Uhr", "15:00 18:00"),
        ("25-26 Uhr", "None None"),
        ("10-12", "None None"),
        ("um 13:30 Uhr", "13:30 None"),
        ("18–24 Uhr", "18:00 00:00"),
    ],
)
def test_hours_are_read(written: str, expected: str) -> None:
    draft = read(f"LabCamp#1: T\n07.12.2026, {written}", TODAY, BERLIN)
    start, end = (at and at.strftime("%H:%M") for at in (draft.start, draft.end))
    assert f"{start} {end}" == expected


def test_hours_of_another_zone_are_marked_and_those_at_home_are_not() -> None:
    def doubt(words: str, zone: str = BERLIN) -> Doubt | None:
        return read(f"LabCamp#1: T\n07.12.2026, 15–18 Uhr {words}", TODAY, zone).doubts.get(
            ReadField.START
        )

    assert doubt("(UTC+1)") is None
    assert doubt("MEZ") is None
    assert doubt("UTC") is Doubt.OTHER_ZONE
    assert doubt("UTC+5:30") is Doubt.OTHER_ZONE
    assert doubt("(UTC+5:30)", "Asia/Kolkata") is None
    assert ZoneInfo("Asia/Kolkata")


def test_an_hour_of_the_clock_changes_is_marked() -> None:
    for day in ("28.03.2027", "31.10.2027"):
        draft = read(f"LabCamp#1: T\n{day}, 02:30 bis 05:00 Uhr", TODAY, BERLIN)
        assert draft.doubts == {ReadField.START: Doubt.CLOCK_CHANGE}


def test_several_numbers_are_not_chosen_between() -> None:
    draft = read("Nach LabCamp#3 und LabCamp#4 geht es weiter.", TODAY, BERLIN)
    assert draft.number is None
    assert draft.doubts[ReadField.NUMBER] is Doubt.SEVERAL


def test_a_sign_that_stands_for_links_is_none_when_it_was_written_out() -> None:
    assert read("LabCamp#1: T\n&#xe000; https://zoom.us/j/1", TODAY, BERLIN).join_url


def test_a_place_in_the_line_above_is_no_number_of_people() -> None:
    draft = read("LabCamp#1: T\nOrt: Am Markt 4\nTeilnehmerzahl begrenzt auf 50", TODAY, BERLIN)
    assert draft.capacity == 50


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Anmeldung hier", True),
        ("Meldet euch bitte an!", True),
        ("Anmeldung: https://example.org/a", False),
        ("Kommt einfach vorbei.", False),
    ],
)
def test_a_registration_that_is_spoken_of_and_not_found_is_marked(text: str, missing: bool) -> None:
    draft = read(f"LabCamp#1: T\n7.12.2026, 15 Uhr\n{text}", TODAY, BERLIN)
    assert (ReadField.REGISTRATION_URL in draft.doubts) is missing


def test_a_zone_is_that_of_its_own_calendar_whatever_another_called_so() -> None:
    text = (
        "BEGIN:VTIMEZONE\nTZID:Ortszeit\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:{0}\nTZOFFSETTO:{0}\nEND:STANDARD\nEND:VTIMEZONE\n"
        'BEGIN:VEVENT\nSUMMARY:A\nDTSTART;TZID="Ortszeit":20270601T160000\nEND:VEVENT\n'
    )
    starts = [read(text.format(offset), TODAY, BERLIN).start for offset in ("+0200", "+0500")]
    assert [str(start) for start in starts] == ["16:00:00", "13:00:00"]
