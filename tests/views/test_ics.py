"""Our calendars, read by parsers that had no part in writing them."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import Entry
from bot.domain.events import Event, Session, Status
from bot.domain.ids import EventNumber
from bot.domain.rsvps import Answer
from bot.locales import texts
from bot.views import ics
from tests.builders import NOON, a_full_event, an_event, an_rsvp
from tests.second_opinion import read_calendar

if TYPE_CHECKING:
    from ical.calendar import Calendar
    from ical.event import Event as ReadEvent

JOIN = "https://example.org/raum"
DAY = timedelta(days=1)


def written(*entries: Entry, language: str = "de") -> bytes:
    return ics.calendar(entries, "LabCamp", texts(language))


def parsed(*entries: Entry, language: str = "de") -> "Calendar":
    return read_calendar(written(*entries, language=language))


def the_event(entry: Entry, language: str = "de") -> "ReadEvent":
    (event,) = parsed(entry, language=language).events
    return event


def an_entry(event: Event | None = None, **fields: object) -> Entry:
    return replace(Entry(event or a_full_event(), NOON), **fields)  # type: ignore[arg-type]


def unfolded(text: bytes) -> list[str]:
    return text.decode().replace("\r\n ", "").split("\r\n")


def test_an_event_says_what_when_where_and_who_speaks() -> None:
    event = the_event(an_entry())
    assert event.summary == "LabCamp#11: Wirkung sichtbar machen"
    assert event.dtstart == datetime(2026, 12, 7, 14, tzinfo=UTC)
    assert event.dtend == datetime(2026, 12, 7, 17, tzinfo=UTC)
    assert event.location == "online"
    assert event.url == "https://example.org/anmeldung"
    assert event.description == (
        "Worum es geht.\n\n"
        "Impulse:\n"
        "• Was ein Labor erwachsen macht – Dr. Alex Beispiel, Leitung, Musterlabor\n"
        "• Offene Runde\n\n"
        "Ausgerichtet von StadtLABOR Soest\n\n"
        "Anmeldung: https://example.org/anmeldung"
    )
    assert "Hosted by" in str(the_event(an_entry(), "en").description)


def test_a_bare_event_is_enough() -> None:
    event = the_event(an_entry(an_event()))
    assert (event.location, event.url, event.description) == (None, None, "")


def test_an_event_keeps_its_name_and_counts_its_revisions() -> None:
    before, after = (
        an_entry(replace(a_full_event(title=title), revision=revision), changed_at=NOON + at)
        for title, revision, at in (("Alt", 3, 0 * DAY), ("Neu", 4, DAY))
    )
    first, second = the_event(before), the_event(after)
    assert first.uid == second.uid == "labcamp-11@labcamp-bot"
    assert (first.sequence, second.sequence) == (3, 4)
    assert (first.dtstamp, second.dtstamp) == (NOON, NOON + DAY)
    assert the_event(an_entry(an_event(12))).uid != first.uid


def test_a_revision_that_changed_nothing_else_is_told_too() -> None:
    one, two = (an_entry(replace(an_event(), revision=revision)) for revision in (1, 2))
    assert one == two
    assert [the_event(entry).sequence for entry in (one, two, one)] == [1, 2, 1]


def test_an_answer_is_a_revision_of_that_members_calendar() -> None:
    rsvp = an_rsvp(updated_at=NOON + DAY)
    assert the_event(an_entry(rsvp=rsvp)).dtstamp == NOON + DAY
    assert the_event(an_entry(rsvp=rsvp, changed_at=NOON + 2 * DAY)).dtstamp == NOON + 2 * DAY


def test_the_same_events_always_make_the_same_calendar() -> None:
    assert written(an_entry(), an_entry(an_event(12))) == written(
        an_entry(), an_entry(an_event(12))
    )
    assert written(an_entry()) != written(an_entry(a_full_event(host="Anderes Labor")))


@pytest.mark.parametrize(
    ("status", "rsvp", "expected"),
    [
        (Status.PUBLISHED, None, "CONFIRMED"),
        (Status.PUBLISHED, an_rsvp(), "CONFIRMED"),
        (Status.PUBLISHED, an_rsvp(answer=Answer.MAYBE), "TENTATIVE"),
        (Status.PUBLISHED, an_rsvp(waitlisted_at=NOON), "TENTATIVE"),
        (Status.CANCELLED, None, "CANCELLED"),
        (Status.CANCELLED, an_rsvp(), "CANCELLED"),
    ],
)
def test_the_status_says_how_sure_it_is(status: Status, rsvp: object, expected: str) -> None:
    assert the_event(an_entry(a_full_event(status=status), rsvp=rsvp)).status == expected


def test_a_cancelled_event_says_so_where_no_status_is_shown_and_blocks_no_time() -> None:
    event = the_event(an_entry(a_full_event(status=Status.CANCELLED)))
    assert event.summary == "Abgesagt: LabCamp#11: Wirkung sichtbar machen"
    assert event.transparency == "TRANSPARENT"


@pytest.mark.parametrize(
    ("rsvp", "shown"),
    [
        (None, False),
        (an_rsvp(), True),
        (an_rsvp(answer=Answer.MAYBE), True),
        (an_rsvp(answer=Answer.NO), False),
        (an_rsvp(waitlisted_at=NOON), False),
    ],
)
def test_the_join_link_is_for_those_who_come_or_may_come(rsvp: object, shown: bool) -> None:
    entry = an_entry(rsvp=rsvp)
    assert (JOIN in "".join(unfolded(written(entry)))) is shown
    assert (the_event(entry).url == JOIN) is shown


def test_whoever_waits_reads_so() -> None:
    waiting = the_event(an_entry(rsvp=an_rsvp(waitlisted_at=NOON)))
    assert str(waiting.description).startswith("Du stehst auf der Warteliste.")


# --- Hostile texts

HOSTILE = [
    "Ende\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Falsch",
    'a;b,c\\d\\n:e="f"',
    "BEGIN:VEVENT",
    "\x00\x07\x1b[31m\x7f\x9b",
    "Zeile\u2028Zeile\u2029Zeile\x85Zeile\x0bZeile\x0cZeile\x1cZeile\x1e",
    "<!channel> *fett* <https://evil.example|x> &amp;",
    "\u202eback \u200b 👩‍👩‍👧 " + "ä" * 300,
    "X" * 74 + "ß\r\n ö",
]


def with_everywhere(text: str) -> Event:
    return a_full_event(
        title=text,
        description=text,
        location=text,
        host=text,
        sessions=(Session(text, text, text, text),),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_what_somebody_wrote_stays_text(text: str) -> None:
    event = the_event(an_entry(with_everywhere(text)))
    assert event.uid == "labcamp-11@labcamp-bot"
    lines = unfolded(written(an_entry(with_everywhere(text))))
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    words = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", f"LabCamp#11: {text}").split()
    assert re.sub(r"\s+", "", str(event.summary)) == re.sub(r"\s+", "", "".join(words))


@given(st.text(max_size=400))
def test_no_text_at_all_breaks_a_calendar(text: str) -> None:
    calendar = written(an_entry(with_everywhere(text)))
    assert len(read_calendar(calendar).events) == 1
    for line in calendar.split(b"\r\n"):
        assert len(line) <= 75  # https://www.rfc-editor.org/rfc/rfc5545#section-3.1
        line.decode()  # no sign is torn apart
        assert not re.search(rb"[\x00-\x08\x0a-\x1f\x7f]", line)


@pytest.mark.parametrize(
    "url", ["https://example.org/\r\nX-EVIL:1", "https://example.org/a b", "javascript:alert(1)"]
)
def test_an_address_that_is_none_is_left_out(url: str) -> None:
    event = a_full_event(registration_url=url)
    assert the_event(an_entry(event)).url is None
    assert not any(line.startswith("X-EVIL") for line in unfolded(written(an_entry(event))))


# --- Zones

ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Europe/Dublin", "UTC", "Etc/UTC"]
ZONES += ["Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca", "Etc/GMT+3"]
MOMENTS = [
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    datetime(2026, 10, 24, 23, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 30, tzinfo=UTC),
    datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("starts_at", MOMENTS, ids=str)
def test_an_event_is_at_its_hour_in_every_zone(zone: str, starts_at: datetime) -> None:
    ends_at = starts_at + timedelta(hours=3)
    entry = an_entry(an_event(timezone=zone, starts_at=starts_at, ends_at=ends_at))
    event = the_event(entry)
    assert (event.dtstart, event.dtend) == (starts_at, ends_at)
    assert list(_by_the_calendars_own_zone(written(entry), zone)) == [
        starts_at,
        ends_at,
    ]


@pytest.mark.parametrize(
    ("starts_at", "shown"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "DTSTART;TZID=Europe/Berlin:20260329T015900"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "DTSTART:20260329T010000Z"),
        (datetime(2026, 3, 29, 1, 59, tzinfo=UTC), "DTSTART:20260329T015900Z"),
        (datetime(2026, 3, 29, 2, 0, tzinfo=UTC), "DTSTART;TZID=Europe/Berlin:20260329T040000"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "DTSTART;TZID=Europe/Berlin:20261025T025900"),
        (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), "DTSTART:20261025T010000Z"),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), "DTSTART;TZID=Europe/Berlin:20261025T030000"),
    ],
    ids=str,
)
def test_within_an_hour_after_the_clocks_changed_it_is_written_in_utc(
    starts_at: datetime, shown: str
) -> None:
    event = an_event(starts_at=starts_at, ends_at=starts_at + timedelta(hours=3))
    assert shown in unfolded(written(an_entry(event)))


def _by_the_calendars_own_zone(calendar: bytes, zone: str) -> Iterator[datetime]:
    """Start and end as whoever knows no zones but those in the calendar reads them."""
    text = "\r\n".join(unfolded(calendar))
    zones = tzical(io.StringIO(text)) if "VTIMEZONE" in text else None
    for stamp in re.findall(r"DT(?:START|END)(?:;TZID=([^:]+))?:(\d{8}T\d{6})(Z?)", text)[-2:]:
        named, digits, utc = stamp
        wall = datetime.strptime(digits, "%Y%m%dT%H%M%S")  # noqa: DTZ007
        if utc:
            yield wall.replace(tzinfo=UTC)
        else:
            assert zones is not None
            assert named == zone
            yield wall.replace(tzinfo=zones.get(zone)).astimezone(UTC)


def test_each_zone_that_is_named_is_described_once_and_no_other() -> None:
    entries = [
        an_entry(an_event(number, timezone=zone))
        for number, zone in enumerate(["Europe/Berlin", "UTC", "Asia/Tokyo", "Europe/Berlin"])
    ]
    zones = re.findall(rb"BEGIN:VTIMEZONE\r\nTZID:(\S+)", written(*entries))
    assert zones == [b"Asia/Tokyo", b"Europe/Berlin"]


def test_an_empty_calendar_is_a_calendar() -> None:
    assert parsed().events == []


def test_hundreds_of_events_are_all_there() -> None:
    entries = [
        an_entry(with_everywhere(f"Ä {number} " * 20), rsvp=an_rsvp()) for number in range(500)
    ]
    numbered = [
        replace(entry, event=replace(entry.event, number=EventNumber(number)))
        for number, entry in enumerate(entries)
    ]
    events = parsed(*numbered).events
    assert len({event.uid for event in events}) == 500
    assert events[0].dtstart == datetime(2026, 12, 7, 15, tzinfo=ZoneInfo("Europe/Berlin"))
