"""Announcing: every outcome has a name, and the same command counts once."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.announcements import TEXT_LIMIT, Draft, Fault
from bot.domain.cards import Post
from bot.domain.deliveries import Kind
from bot.domain.events import Closed, Event, Status
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent, Repeated
from bot.jobs.kinds.announcements import announcement
from bot.services import claims
from bot.services.announcements import (
    Announced,
    Faulty,
    NotAnnounced,
    Outcome,
    announce,
)
from storage import audit, events
from tests.builders import NOON, an_event


def announced(
    connection: sa.Connection,
    text: str = "Kommt!",
    *,
    number: int = 11,
    key: str = "a",
    now: datetime = NOON,
) -> Outcome:
    return announce(connection, "U9", EventNumber(number), text, "labcamp", key, now)


def test_an_announcement_is_on_its_way_with_its_text_and_event(connection: sa.Connection) -> None:
    events.save(connection, an_event(), NOON)
    assert announced(connection, "Kommt!\n\n• *alle*") == Announced(an_event(), "labcamp")
    delivery = claims.claim(connection, NOON)
    assert delivery is not None
    assert (delivery.kind, delivery.target) == (Kind.ANNOUNCEMENT, "labcamp")
    said = announcement(connection, delivery, NOON)
    assert isinstance(said, tuple)
    (post,) = said
    assert isinstance(post, Post)
    assert post.event == an_event()
    assert post.announcement is not None
    assert (post.announcement.author, post.announcement.text) == ("U9", "Kommt!\n\n• *alle*")
    assert audit.entries(connection) == [(NOON, "U9", "announce", "event 11")]


def test_the_same_command_is_announced_once(connection: sa.Connection) -> None:
    events.save(connection, an_event(), NOON)
    announced(connection)
    assert announced(connection) == Repeated()
    assert isinstance(announced(connection, key="b"), Announced)
    assert claims.claim(connection, NOON) is not None
    later = NOON + timedelta(seconds=1)
    assert claims.claim(connection, later) is not None
    assert claims.claim(connection, later + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("event", "closed"),
    [
        (an_event(status=Status.DRAFT), Closed.DRAFT),
        (an_event(status=Status.CANCELLED), Closed.CANCELLED),
        (an_event(starts_at=NOON - timedelta(hours=3), ends_at=NOON), Closed.PAST),
    ],
)
def test_a_closed_event_is_not_announced(
    connection: sa.Connection, event: Event, closed: Closed
) -> None:
    events.save(connection, event, NOON)
    assert announced(connection) == NotAnnounced(event, closed)


def test_an_event_that_is_not_there_is_not_announced(connection: sa.Connection) -> None:
    assert announced(connection, number=99) == NoSuchEvent(EventNumber(99))


def test_a_text_fits_to_the_last_character(connection: sa.Connection) -> None:
    events.save(connection, an_event(), NOON)
    assert isinstance(announced(connection, "x" * TEXT_LIMIT), Announced)
    text = "x" * (TEXT_LIMIT + 1)
    draft = Draft(text, "labcamp", EventNumber(11))
    assert announced(connection, text, key="b") == Faulty(draft, (Fault.TOO_LONG,))


def test_what_is_not_announced_leaves_no_trace(connection: sa.Connection) -> None:
    events.save(connection, an_event(status=Status.DRAFT), NOON)
    announced(connection)
    announced(connection, number=99, key="b")
    assert claims.claim(connection, NOON) is None
    assert audit.entries(connection) == []
