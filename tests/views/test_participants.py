"""Who comes: what of it is shown to organizers, and the table that spreadsheets open."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.attendance import Attendance
from bot.domain.rsvps import Answer, Via
from bot.locales import texts
from bot.views import participants
from tests.builders import NOON, an_event, an_rsvp
from tests.every_case import every

EVENT = an_event()
ATTENDANCE = Attendance(
    EVENT,
    yes=(an_rsvp("U1"), an_rsvp("U2", via=Via.ORGANIZER)),
    maybe=(an_rsvp("U3", Answer.MAYBE, via=Via.REACTION),),
    no=(an_rsvp("U4", Answer.NO, via=Via.COMMAND),),
    waiting=(an_rsvp("U6", waitlisted_at=NOON), an_rsvp("U5", waitlisted_at=NOON)),
)
UNTIL, DAY = date(2027, 1, 6), "6. Januar 2027"
PEOPLE = ("Zoë", "Jürgen", "Ana", "ben", "Wim")
NAMES = {f"U{number}": name for number, name in enumerate(PEOPLE, start=1)}


def rows(attendance: Attendance = ATTENDANCE, **names: str) -> list[list[str]]:
    content = participants.table(attendance, NAMES | names, UNTIL, texts("de")).content.decode(
        "utf-8-sig"
    )
    return list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))


def test_names_stand_by_answer_in_their_order_and_those_who_wait_in_the_lines() -> None:
    text = participants.names(ATTENDANCE, NAMES, 7, texts("de")).text
    assert "Dabei (2): Jürgen · Zoë" in text
    assert "Auf der Warteliste (2): 1. <@U6> · 2. Wim" in text
    assert "Vielleicht (1): Ana" in text
    assert "Nicht dabei (1): ben" in text
    assert "Im Kanal noch ohne Antwort: 7" in text


def test_with_hundreds_some_names_are_cut_and_it_is_said_where_the_others_are() -> None:
    crowd = tuple(an_rsvp(f"U{number}") for number in range(400))
    names = {f"U{number}": f"Person {number} mit einem langen Namen" for number in range(400)}
    message = participants.names(Attendance(EVENT, yes=crowd), names, None, texts("de"))
    shown = str(message.blocks).count("Person")
    assert 100 < shown < 400
    assert f"{400 - shown} weitere Namen findest du in der Tabelle" in message.text
    assert "`/labcamp exportieren 11`" in message.text


def test_with_hundreds_of_short_names_all_are_there() -> None:
    crowd = tuple(an_rsvp(f"U{number}") for number in range(400))
    names = {f"U{number}": f"Person {number}" for number in range(400)}
    message = participants.names(Attendance(EVENT, yes=crowd), names, None, texts("de"))
    assert str(message.blocks).count("Person") == 400


def test_the_table_has_a_row_for_each_answer() -> None:
    assert rows() == [
        [
            *("Name", "Antwort", "Platz auf der Warteliste", "Geantwortet am", "Geantwortet per"),
            *("Slack-ID", "Aufbewahren bis"),
        ],
        ["Zoë", "ja", "", "2026-11-23 11:00", "Knopf", "U1", DAY],
        ["Jürgen", "ja", "", "2026-11-23 11:00", "Organisator:in", "U2", DAY],
        ["", "Warteliste", "1", "2026-11-23 11:00", "Knopf", "U6", DAY],
        ["Wim", "Warteliste", "2", "2026-11-23 11:00", "Knopf", "U5", DAY],
        ["Ana", "vielleicht", "", "2026-11-23 11:00", "Reaktion", "U3", DAY],
        ["ben", "nein", "", "2026-11-23 11:00", "Befehl", "U4", DAY],
    ]


def test_the_table_opens_right_in_a_german_excel() -> None:
    file = participants.table(ATTENDANCE, NAMES, UNTIL, texts("de"))
    assert file.name == "labcamp-11.csv"
    assert file.content.startswith(b"\xef\xbb\xbfName;Antwort;")
    assert file.content.endswith(b"\r\n")
    assert "Zoë;ja;".encode() in file.content


@every(
    "sign",
    [
        *("=", "+", "-", "@", "\t", "\r", "\n", " =", "\u00a0+", "\u200b=", "＝"),
        *("\x01=", "\x00 @", "\x1f-", "\x7f+", "\x85=", "\u2060=", "\u00ad=", "\u202e=", "\ufe0f="),
    ],
)
def test_no_name_is_a_formula(sign: str) -> None:
    for name in (
        f"{sign}1+1",
        f'{sign}HYPERLINK("https://evil.example";"x")',
        f"{sign}cmd|' /C x'!A0",
    ):
        (cell,) = (row[0] for row in rows(U1=name) if row[5] == "U1")
        assert cell.startswith("'")
        assert len(rows(U1=name)) == 7


@pytest.mark.parametrize(
    "name", ["Anna-Lena", "O'Neill", "Dr. A; B", 'Ada "die" Erste', "a=b", "1+1"]
)
def test_an_ordinary_name_stays_as_it_is(name: str) -> None:
    assert rows(U1=name)[1][0] == name


@given(st.text(max_size=60))
def test_no_name_at_all_breaks_a_row_or_begins_a_formula(name: str) -> None:
    found = rows(U1=name.encode("utf-8", "ignore").decode())
    assert [len(row) for row in found] == [7] * 7
    assert found[1][0][:1] not in tuple("=+-@\t\r\n")


def test_times_are_those_of_the_events_home() -> None:
    elsewhere = replace(ATTENDANCE, event=an_event(timezone="America/New_York"))
    assert rows(elsewhere)[1][3] == "2026-11-23 05:00"
