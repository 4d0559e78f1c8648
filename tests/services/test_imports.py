"""Importing: what is left out stays, what is new is told apart, faults come before changes."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from bot.domain.announcements import RsvpMessage
from bot.domain.events import Event, Session, Status
from bot.domain.ids import EventNumber
from bot.domain.knowledge import ItemKind, KnowledgeItem, Publication, Visibility
from bot.domain.reminder_rules import DEFAULT_RULES
from bot.domain.wishes import Wish
from bot.files.contents import FileFaults
from bot.files.writer import write
from bot.services import forgetting, import_contacts
from bot.services.import_spooling import Tally
from bot.services.imports import ImportSummary, check
from storage import events, knowledge, members, rsvp_messages
from storage.tables import deliveries
from tests.builders import ELEVEN, HOME
from tests.reading import import_contents, read

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
EVENT = """\
events:
  - number: 11
    title: Wirkung
    starts: 2026-12-07 15:00
    ends: 2026-12-07 18:00
"""
ITEM = """\
knowledge:
  - title: Aufzeichnung
    url: https://example.org/aufnahme
"""


def imported(connection: sa.Connection, text: str, zone: str = BERLIN) -> ImportSummary:
    return import_contents(connection, read(text), zone, DEFAULT_RULES, NOW)


def event_11(connection: sa.Connection) -> Event:
    return events.get_many(connection, [11])[11]


def refreshes_due(connection: sa.Connection) -> int:
    return len(connection.execute(sa.select(deliveries)).all())


def faults_of(connection: sa.Connection, text: str, zone: str = BERLIN) -> list[str]:
    with pytest.raises(FileFaults) as caught:
        check(connection, read(text).events, zone)
    return [str(fault) for fault in caught.value.faults]


def test_new_entries_are_created(connection: sa.Connection) -> None:
    summary = imported(connection, EVENT + ITEM)
    assert summary == ImportSummary(Tally(created=1), Tally(created=1))
    assert events.all_events(connection) == [
        Event(
            number=ELEVEN,
            title="Wirkung",
            starts_at=datetime(2026, 12, 7, 14, tzinfo=UTC),
            ends_at=datetime(2026, 12, 7, 17, tzinfo=UTC),
            timezone=BERLIN,
        )
    ]
    assert knowledge.all_items(connection) == [
        KnowledgeItem("Aufzeichnung", "https://example.org/aufnahme")
    ]


def test_importing_the_same_file_again_changes_nothing(connection: sa.Connection) -> None:
    text = EVENT + "    sessions: [{talk: A}, {talk: B}]\n" + ITEM + "    tags: [a]\n"
    imported(connection, text)
    first = event_11(connection)
    summary = imported(connection, text)
    assert summary == ImportSummary(Tally(unchanged=1), Tally(unchanged=1))
    assert event_11(connection).revision == first.revision


def test_a_field_that_is_left_out_stays_as_it_is(connection: sa.Connection) -> None:
    full = EVENT + (
        "    timezone: Europe/London\n    host: Soest\n    capacity: 40\n    status: published\n"
        "    sessions: [{talk: A, speaker: Dr. B}]\n"
    )
    imported(connection, full + ITEM + "    kind: slides\n    event: 4\n    status: proposed\n")
    before = event_11(connection)
    summary = imported(connection, EVENT.replace("Wirkung", "Mehr Wirkung") + ITEM)
    assert summary == ImportSummary(Tally(changed=1), Tally(unchanged=1))
    assert event_11(connection) == replace(before, title="Mehr Wirkung")
    assert event_11(connection).revision == before.revision + 1
    assert knowledge.all_items(connection)[0].kind is ItemKind.SLIDES


def test_a_field_that_is_null_is_cleared_and_sessions_are_replaced(
    connection: sa.Connection,
) -> None:
    imported(connection, EVENT + "    host: Soest\n    sessions: [{talk: A}, {talk: B}]\n")
    imported(connection, EVENT + "    host:\n    sessions: [{talk: C}]\n")
    assert event_11(connection).host is None
    assert event_11(connection).sessions == (Session("C"),)


def test_the_zone_of_a_stored_event_goes_before_the_default(connection: sa.Connection) -> None:
    imported(connection, EVENT + "    timezone: Europe/London\n")
    summary = imported(connection, EVENT, zone="Asia/Tokyo")
    assert summary.events == Tally(unchanged=1)
    imported(connection, EVENT.replace("11", "12"), zone="Asia/Tokyo")
    assert events.get_many(connection, [12])[12].timezone == "Asia/Tokyo"


def test_an_address_in_another_spelling_is_the_same_item(connection: sa.Connection) -> None:
    imported(connection, ITEM)
    summary = imported(
        connection,
        ITEM.replace("https://example.org/aufnahme", "HTTPS://Example.org/aufnahme/?utm_id=1"),
    )
    assert summary.knowledge == Tally(changed=1)
    (item,) = knowledge.all_items(connection)
    assert item.url == "HTTPS://Example.org/aufnahme/?utm_id=1"


def test_the_posted_messages_of_a_changed_event_are_refreshed(connection: sa.Connection) -> None:
    imported(connection, EVENT)
    rsvp_messages.add(connection, RsvpMessage("C1", "1.1", ELEVEN))
    imported(connection, EVENT)
    assert refreshes_due(connection) == 0
    imported(connection, EVENT + "    host: Soest\n")
    assert refreshes_due(connection) == 1


@pytest.mark.parametrize(("of", "refreshes"), [(11, 1), (12, 0)])
def test_the_posted_messages_of_an_event_that_is_over_show_imported_material(
    connection: sa.Connection, of: int, refreshes: int
) -> None:
    imported(connection, EVENT.replace("2026", "2025"))
    rsvp_messages.add(connection, RsvpMessage("C1", "1.1", ELEVEN))
    item = f"knowledge:\n  - {{title: A, url: https://example.org/a, event: {of}}}\n"
    imported(connection, item)
    assert refreshes_due(connection) == refreshes


@pytest.mark.parametrize(
    ("starts", "ends", "fault"),
    [
        (
            "2026-03-29 02:30",
            "2026-03-29 18:00",
            "line 4: 'starts': 2026-03-29 02:30 does not exist in Europe/Berlin, "
            "where clocks are put forward then; choose another time",
        ),
        (
            "2026-12-07 15:00 (second pass)",
            "2026-12-07 18:00",
            "line 4: 'starts': 2026-12-07 15:00 comes only once in Europe/Berlin; "
            "leave '(second pass)' out",
        ),
        (
            "2026-10-25 02:30 (second pass)",
            "2026-10-25 02:45",
            "line 5: event 11 does not end after it starts; mend one of the two times",
        ),
    ],
)
def test_times_that_only_the_zone_shows_to_be_wrong_are_refused(
    connection: sa.Connection, starts: str, ends: str, fault: str
) -> None:
    text = EVENT.replace("2026-12-07 15:00", starts).replace("2026-12-07 18:00", ends)
    assert faults_of(connection, text) == [fault]


def test_answers_close_when_the_file_says_so(connection: sa.Connection) -> None:
    imported(connection, f"{EVENT}    closes: 2026-12-06 18:00\n")
    assert event_11(connection).closes_at == datetime(2026, 12, 6, 17, tzinfo=UTC)
    imported(connection, EVENT)  # what is left out stays
    assert event_11(connection).closes_at is not None
    imported(connection, f"{EVENT}    closes:\n")
    assert event_11(connection).closes_at is None


def test_answers_never_close_after_the_beginning(connection: sa.Connection) -> None:
    wrong = "event 11 takes answers after it starts; mend 'closes' or 'starts'"
    assert wrong in faults_of(connection, f"{EVENT}    closes: 2026-12-07 15:01\n")[0]
    imported(connection, f"{EVENT}    closes: 2026-12-07 15:00\n")
    assert wrong in faults_of(connection, EVENT.replace("07 15:00", "07 14:59"))[0]
    missing = faults_of(connection, f"{EVENT}    closes: 2026-03-29 02:30\n")[0]
    assert "'closes': 2026-03-29 02:30 does not exist in Europe/Berlin" in missing


def test_the_stored_zone_decides_which_times_do_not_exist(connection: sa.Connection) -> None:
    imported(connection, EVENT + "    timezone: Asia/Tokyo\n")
    imported(connection, EVENT.replace("2026-12-07 15:00", "2026-03-29 02:30"))
    assert f"{event_11(connection).starts_at:%H:%M}" == "17:30"


NAMED = EVENT + "    sessions:\n      - talk: Wachsen\n        contact: U0GONE\n"


def test_nobody_who_was_forgotten_is_named_as_a_contact_again(connection: sa.Connection) -> None:
    imported(connection, NAMED)
    assert event_11(connection).sessions[0].contact == "U0GONE"
    forgetting.forget(connection, "U0GONE", Wish.of("U0GONE", NOW), NOW)
    assert imported(connection, NAMED).events == Tally(0, 0, 1)
    assert event_11(connection).sessions[0].contact is None
    entries = read(NAMED).events
    (said,) = import_contacts.left_out(entries, check(connection, entries, BERLIN))
    assert (said.line, "'Wachsen' in event 11" in said.message) == (6, True)
    assert "U0GONE" not in said.message
    members.set_reminders(connection, "U0GONE", NOW, on=True)  # they are back
    imported(connection, NAMED)
    assert event_11(connection).sessions[0].contact == "U0GONE"


def test_a_contact_who_was_chosen_since_stays_and_so_do_others(connection: sa.Connection) -> None:
    imported(connection, EVENT)
    forgetting.forget(connection, "U0GONE", Wish.of("U0GONE", NOW), NOW)
    talks = (Session("Wachsen", contact="U0GONE"),)
    events.save(connection, replace(event_11(connection), sessions=talks), NOW)
    imported(connection, NAMED)
    assert event_11(connection).sessions[0].contact == "U0GONE"
    imported(connection, NAMED.replace("U0GONE", "U0OTHER"))
    assert event_11(connection).sessions[0].contact == "U0OTHER"


SEEN = EVENT + "    sessions:\n      - talk: Wachsen\n        visibility: members\n"


def test_who_sees_a_talk_stays_where_a_file_says_nothing_and_comes_back_from_an_export(
    connection: sa.Connection,
) -> None:
    imported(connection, SEEN + "        visible_from: 2027-01-15\n")
    talk = event_11(connection).sessions[0]
    assert (talk.visibility, talk.visible_from) == (Visibility.MEMBERS, date(2027, 1, 15))
    assert talk.shown is Visibility.NOBODY
    exported = write(events.all_events(connection), [], BERLIN)
    assert imported(connection, exported).events == Tally(0, 0, 1)
    assert imported(connection, NAMED).events == Tally(0, 1, 0)  # it names a contact
    assert event_11(connection).sessions[0].visible_from == date(2027, 1, 15)
    imported(connection, SEEN.replace("members", "public"))
    talk = event_11(connection).sessions[0]
    assert (talk.visibility, talk.visible_from) == (Visibility.PUBLIC, None)
    assert faults_of(connection, SEEN.replace("members", "friends"))


def test_a_file_with_a_fault_changes_nothing(connection: sa.Connection) -> None:
    text = EVENT + EVENT.replace("11", "12").replace("12-07", "03-29").replace(
        "15:00", "02:30"
    ).removeprefix("events:\n")
    with pytest.raises(FileFaults, match="line 8: 'starts'"):
        imported(connection, text)
    assert events.all_events(connection) == []


def test_an_export_imported_into_an_empty_database_gives_the_same_again(
    connection: sa.Connection,
) -> None:
    event = Event(
        number=EventNumber(3),
        title="011: no # yes",
        starts_at=datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        ends_at=datetime(2026, 10, 25, 2, 30, 5, tzinfo=UTC),
        timezone=BERLIN,
        status=Status.CANCELLED,
        description="Zeile\n\n  Zeile 🎉",
        sessions=(Session("A", "B", "C", "D"),),
    )
    item = KnowledgeItem(
        "true",
        "https://example.org/A/",
        ItemKind.BOARD,
        EventNumber(7),
        "~",
        ("a", "011"),
        "x",
        Publication.REJECTED,
    )
    imported(connection, write([event], [item], "Europe/Berlin"))
    assert events.all_events(connection) == [event]
    assert knowledge.all_items(connection) == [item]


def test_an_import_of_many_items_does_not_slow_down(connection: sa.Connection) -> None:
    items = [KnowledgeItem(f"Nr. {n}", f"https://example.org/{n}") for n in range(3_000)]
    assert imported(connection, write([], items, HOME)).knowledge == Tally(created=3_000)
    assert imported(connection, write([], items, HOME)).knowledge == Tally(unchanged=3_000)
