"""The form of an event: from what stands in it to an event, and back; two who use it at once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.event_entries import FIELDS, entry_of, event_of
from bot.domain.event_merges import merged, seen
from bot.domain.events import Event, Session, Status
from bot.domain.fields import Flaw, FormEntry, Wrong
from bot.domain.ids import EventNumber
from tests.builders import a_full_event, an_event
from tests.every_case import every

ENTRY = FormEntry(
    number="12",
    title="Daten teilen",
    date="2027-01-14",
    start="15:00",
    end="18:00",
    timezone="Europe/Berlin",
    status="draft",
)


def made(**given: str) -> Event:
    event = event_of(ENTRY | given, None)
    assert isinstance(event, Event), event
    return event


def wrong(**given: str) -> dict[str, Flaw]:
    found = event_of(ENTRY | given, None)
    assert not isinstance(found, Event)
    return {name: one.flaw for name, one in found.items()}


def test_a_bare_event_has_what_was_typed_and_nothing_else() -> None:
    event = made()
    assert event == Event(
        number=EventNumber(12),
        title="Daten teilen",
        starts_at=datetime(2027, 1, 14, 14, tzinfo=UTC),
        ends_at=datetime(2027, 1, 14, 17, tzinfo=UTC),
        timezone="Europe/Berlin",
    )


@pytest.mark.parametrize(
    "event",
    [
        a_full_event(),
        a_full_event(status=Status.CANCELLED, capacity=40),
        a_full_event(sessions=(Session("Mit | Strich", None, None, "Nur | Haus"), Session("?"))),
        a_full_event(sessions=(Session("", "Kim | Jo"), Session("", "?", None, "Haus"))),
        a_full_event(ends_at=a_full_event().ends_at + timedelta(days=1)),
        an_event(starts_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),  # 02:30 the second time
        an_event(starts_at=datetime(2026, 11, 1, 12, 0, 30, 5, tzinfo=UTC)),
        a_full_event(join_url="http://example.org/a", registration_url="http://example.org/b"),
    ],
)
def test_what_was_not_touched_stays_as_it_was(event: Event) -> None:
    assert event_of(entry_of(event), event) == event
    changed = event_of(entry_of(event) | {"host": "Ein anderes Labor"}, event)
    assert changed == replace(event, host="Ein anderes Labor")


@pytest.mark.parametrize(
    "line", ["| Kim Muster | Leitung", " |Kim Muster|Leitung", "? | Kim Muster | Leitung"]
)
def test_a_talk_whose_topic_is_open_has_its_speaker(line: str) -> None:
    event = made(talks=f"Erstes\n{line}")
    assert event.sessions == (Session("Erstes"), Session("", "Kim Muster", "Leitung"))
    assert entry_of(event)["talks"] == "Erstes\n| Kim Muster | Leitung"


def test_the_number_of_an_event_never_changes() -> None:
    event = an_event(11)
    assert event_of(entry_of(event) | {"number": "12"}, event) == event


def test_all_faults_are_named_at_once() -> None:
    assert wrong(number="", title="", date="", start="", end="", timezone="", status="") == (
        dict.fromkeys(
            ("number", "title", "date", "start", "end", "timezone", "status"), Flaw.REQUIRED
        )
    )


@every(
    ("given", "expected"),
    [
        ({"number": "0"}, {"number": Flaw.NUMBER}),
        ({"number": "1.5"}, {"number": Flaw.NUMBER}),
        ({"number": "١٢"}, {"number": Flaw.NUMBER}),
        ({"title": "x" * 151}, {"title": Flaw.TOO_LONG}),
        ({"date": "2027-02-30"}, {"date": Flaw.DATE}),
        ({"date": "1999-12-31"}, {"date": Flaw.DATE}),
        ({"date": "bald"}, {"date": Flaw.DATE}),
        ({"start": "25:00"}, {"start": Flaw.TIME}),
        ({"end": "15:00"}, {"end": Flaw.END}),
        ({"end_date": "2027-01-13"}, {"end": Flaw.END}),
        ({"date": "2027-03-28", "start": "02:30"}, {"start": Flaw.CLOCK_CHANGE}),
        ({"date": "2027-03-28", "start": "01:00", "end": "02:30"}, {"end": Flaw.CLOCK_CHANGE}),
        ({"timezone": "Mars/Olympus"}, {"timezone": Flaw.ZONE}),
        ({"status": "cancelled"}, {"status": Flaw.CHOICE}),
        ({"join_url": "https://"}, {"join_url": Flaw.ADDRESS}),
        ({"join_url": "https://a b"}, {"join_url": Flaw.ADDRESS}),
        ({"join_url": "https://example.org/a|b>"}, {"join_url": Flaw.ADDRESS}),
        ({"join_url": "https://[x"}, {"join_url": Flaw.ADDRESS}),
        ({"join_url": "https://example.org/" + "x" * 2000}, {"join_url": Flaw.TOO_LONG}),
        ({"capacity": "-1"}, {"capacity": Flaw.NUMBER}),
        ({"talks": "\n".join(["Thema"] * 41)}, {"talks": Flaw.TALKS}),
        ({"talks": "Thema\n| | Leitung"}, {"talks": Flaw.TOPIC}),
        ({"talks": "?"}, {"talks": Flaw.TOPIC}),
    ],
)
def test_what_is_wrong_is_named_at_its_field(
    given: dict[str, str], expected: dict[str, Flaw]
) -> None:
    assert wrong(**given) == expected


def test_the_hour_of_the_spring_night_exists_elsewhere() -> None:
    assert made(date="2027-03-28", start="02:30", timezone="Asia/Tokyo").timezone == "Asia/Tokyo"


def test_an_event_may_end_on_another_day() -> None:
    event = made(end_date="2027-01-15", end="01:00")
    assert event.ends_at == datetime(2027, 1, 15, 0, tzinfo=UTC)


def test_talks_are_read_line_by_line() -> None:
    event = made(talks="Eins | Kim | Leitung | Labor\n\n Zwei || |Amt\nDrei")
    assert event.sessions == (
        Session("Eins", "Kim", "Leitung", "Labor"), Session("Zwei", None, None, "Amt"),
        Session("Drei"),
    )  # fmt: skip


def test_a_cancelled_event_may_stay_so_or_take_place_after_all() -> None:
    event = an_event(status=Status.CANCELLED)
    entry = entry_of(event)
    assert event_of(entry, event) == event
    back = event_of(entry | {"status": "published"}, event)
    assert isinstance(back, Event)
    assert back.status is Status.PUBLISHED


@given(st.text(max_size=40), st.sampled_from(FIELDS))
def test_whatever_is_typed_is_taken_or_refused_and_never_raises(text: str, name: str) -> None:
    found = event_of(ENTRY | {name: text}, None)
    assert isinstance(found, Event) or all(isinstance(one, Wrong) for one in found.values())


VALUES = st.sampled_from(["", "a", "b", "c\nd"])


@given(VALUES, VALUES, VALUES)
def test_of_two_changes_none_is_lost_unseen(base: str, mine: str, theirs: str) -> None:
    before, typed, stored = (ENTRY | {"host": value} for value in (base, mine, theirs))
    both = merged(typed, seen(before), stored)
    if mine == base:
        assert both.entry["host"] == theirs
        assert both.clashing == ()
    else:
        assert both.entry["host"] == mine
        assert both.clashing == (("host",) if theirs not in (base, mine) else ())
    # whatever is another now than the form had shown is named, unless both wrote the same
    assert both.changed == (("host",) if theirs != base and theirs != mine else ())


def test_the_signs_of_all_fields_fit_into_a_modal() -> None:
    assert len(str(seen(entry_of(a_full_event(description="x" * 3000))))) < 1000
