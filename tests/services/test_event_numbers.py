"""A calendar's events: which are stored already, and which numbers the others get."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import EventNumber
from bot.files.contents import CalendarEntry
from bot.services.event_numbers import numbered
from storage import event_uids, events
from tests.builders import ELEVEN, NOON, a_full_event
from tests.strategies import utc

BERLIN = "Europe/Berlin"


def an_entry(line: int, uid: str, starts: datetime, said: int | None = None) -> CalendarEntry:
    given = {"title": uid, "starts": starts, "ends": starts.replace(hour=23)}
    number = EventNumber(said) if said else None
    return CalendarEntry(uid, number, line, given, dict.fromkeys(given, line))


def test_a_uid_goes_before_a_number_and_that_before_the_next_ones(
    connection: sa.Connection,
) -> None:
    events.save(connection, a_full_event(), NOON)
    event_uids.keep(connection, ELEVEN, "known")
    entries = [
        an_entry(1, "late", utc("2027-06-20 10:00")),
        an_entry(2, "known", utc("2027-06-10 10:00"), said=40),
        an_entry(3, "said", utc("2027-06-11 10:00"), said=30),
        an_entry(4, "early", datetime.fromisoformat("2027-06-01 10:00")),
    ]
    found = numbered(connection, entries, BERLIN)
    assert [(entry.number, entry.uid) for entry in found] == [
        (32, "late"), (11, "known"), (30, "said"), (31, "early")
    ]  # fmt: skip


def test_what_has_the_same_title_and_start_is_the_same_event_in_another_calendar(
    connection: sa.Connection,
) -> None:
    event = a_full_event()
    events.save(connection, event, NOON)
    event_uids.keep(connection, ELEVEN, "another")
    entry = an_entry(1, event.title, event.starts_at)
    assert [one.number for one in numbered(connection, [entry], BERLIN)] == [ELEVEN]
    known = CalendarEntry("another", None, 2, entry.given, entry.lines)
    found = numbered(connection, [known, entry], BERLIN)
    assert [one.number for one in found] == [ELEVEN, 12]
