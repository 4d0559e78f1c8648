"""Announcing an event in a channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.announcements import AnnouncementStatus, Draft, Fault, faults
from bot.domain.channels import Place
from bot.domain.deliveries import Kind
from bot.domain.events import Closed, Event, why_off
from bot.domain.ids import AnnouncementId, EventNumber
from bot.domain.replies import NoSuchEvent, Repeated
from bot.services import deliveries
from storage import announcement_posts, announcements, audit, events, handled_events
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Announced:
    """It is on its way to the channel."""

    event: Event
    channel: str


@dataclass(frozen=True, slots=True)
class NotAnnounced:
    """The event is no longer, or not yet, open."""

    event: Event
    closed: Closed


@dataclass(frozen=True, slots=True)
class Faulty:
    """It can't be posted in the channel as it is."""

    draft: Draft
    faults: Sequence[Fault]


Outcome = Announced | NotAnnounced | NoSuchEvent | Faulty | Repeated[None]


def announce(
    connection: Connection,
    author: str,
    number: EventNumber,
    text: str,
    channel: str,
    key: str,
    now: datetime,
    *,
    place: Place | None = None,
) -> Outcome:
    """Have `text` and the event posted as an RSVP message to `channel`, once for each `key`.

    `place` is that channel, as far as it is known. The caller has checked that `author` is an
    organizer.
    """
    event = events.get(connection, number)
    if event is None:
        return NoSuchEvent(number)
    closed = why_off(event, now)
    if closed is not None:
        return NotAnnounced(event, closed)
    draft = Draft(text, channel, number)
    found = tuple(faults(draft, now, event.ends_at, place))
    if found:
        return Faulty(draft, found)
    if not handled_events.is_new(connection, key, now):
        return Repeated()
    announcement = announcements.add(connection, author, draft, AnnouncementStatus.PLANNED, now)
    send(connection, announcement, channel, now)
    audit.add(connection, now, author, "announce", f"event {number}")
    return Announced(event, channel)


def send(connection: Connection, id_: AnnouncementId, channel: str, due_at: datetime) -> None:
    """Put the post of a stored announcement on the table, to be sent at `due_at`."""
    key = announcement_posts.key(id_)
    deliveries.add(connection, Kind.ANNOUNCEMENT, channel, {"announcement": id_}, due_at, key)
