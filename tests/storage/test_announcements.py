"""Announcements, and the messages that came of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.announcements import (
    Announcement,
    AnnouncementStatus,
    Draft,
    Picture,
    RsvpMessage,
)
from bot.domain.ids import AnnouncementId, EventNumber
from storage import announcements, events, rsvp_messages, tables
from tests.builders import ELEVEN, NOON, an_event


@pytest.fixture(autouse=True)
def _event(connection: sa.Connection) -> None:
    events.save(connection, an_event(), NOON)


def announced(connection: sa.Connection, **fields: object) -> AnnouncementId:
    values = {"text": "Kommt!\n•  Ä", "channel": "C1", "event": 11}
    draft = Draft(**{**values, **fields})  # type: ignore[arg-type]
    return announcements.add(connection, "U1", draft, AnnouncementStatus.PLANNED, NOON)


def status(connection: sa.Connection, announcement: int) -> str:
    of = tables.announcements.c
    found = connection.execute(sa.select(of.status).where(of.id == announcement))
    return str(found.scalar_one())


@pytest.mark.parametrize("event", [ELEVEN, None])
def test_an_announcement_comes_back_as_it_was_stored(
    connection: sa.Connection, event: EventNumber | None
) -> None:
    picture = Picture("https://example.org/a.png", "Ein Raum") if event else None
    number = announced(connection, event=event, picture=picture)
    expected = Announcement(number, "U1", "Kommt!\n•  Ä", "C1", event, NOON, picture=picture)
    assert announcements.get(connection, number) == expected
    assert announcements.get(connection, AnnouncementId(number + 1)) is None


def test_an_announcement_is_planned_first_and_then_posted(connection: sa.Connection) -> None:
    one, other = announced(connection), announced(connection)
    announcements.set_status(connection, one, AnnouncementStatus.POSTED)
    assert (status(connection, one), status(connection, other)) == ("posted", "planned")


def test_a_message_is_remembered_once(connection: sa.Connection) -> None:
    message = RsvpMessage("C1", "1.1", ELEVEN, announced(connection))
    for _ in range(2):
        rsvp_messages.add(connection, message)
    assert rsvp_messages.get(connection, "C1", "1.1") == message
    assert rsvp_messages.of_event(connection, ELEVEN) == [message]
    assert rsvp_messages.get(connection, "C1", "1.2") is None
    assert rsvp_messages.get(connection, "C2", "1.1") is None


def test_a_message_that_is_gone_is_not_refreshed_any_more(connection: sa.Connection) -> None:
    events.save(connection, an_event(12), NOON)
    messages = [RsvpMessage("C1", "2.2", ELEVEN), RsvpMessage("C1", "1.1", ELEVEN)]
    for message in (*messages, RsvpMessage("C1", "3.3", EventNumber(12))):
        rsvp_messages.add(connection, message)
    assert rsvp_messages.of_event(connection, ELEVEN) == messages[::-1]
    rsvp_messages.close(connection, "C1", "2.2")
    assert rsvp_messages.of_event(connection, ELEVEN) == messages[1:]
    assert rsvp_messages.get(connection, "C1", "2.2") == replace(messages[0], is_open=False)
    before = NOON - timedelta(days=365)
    assert [one.ts for one in rsvp_messages.lively(connection, before)] == ["1.1", "3.3"]


def test_messages_are_lively_as_long_as_their_event_is(connection: sa.Connection) -> None:
    message = RsvpMessage("C1", "1.1", ELEVEN)
    rsvp_messages.add(connection, message)
    end = an_event().ends_at
    assert rsvp_messages.lively(connection, end - timedelta(seconds=1)) == [message]
    assert rsvp_messages.lively(connection, end) == []
