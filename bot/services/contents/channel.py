"""What the bot shows in the channel: announcements, their counts, and the emoji under them."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.announcements import POST_GRACE, Announcement, AnnouncementStatus
from bot.domain.cards import PlainPost, Post
from bot.domain.deliveries import Delivery
from bot.domain.events import Closed, why_closed
from bot.domain.outcomes import MESSAGE_GONE, Missed, Withdrawn
from bot.services.contents import Unwanted
from storage import announcements, events, rsvp_messages, rsvps
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Seed:
    """An emoji that the bot puts under a message, so that members need only click it."""

    channel: str
    ts: str
    emoji: str


@dataclass(frozen=True, slots=True)
class Removal:
    """A message that is to be taken from the channel."""

    channel: str
    ts: str


def announcement(
    connection: Connection, delivery: Delivery, now: datetime
) -> Post | PlainPost | Unwanted:
    """The event as it is now, with the organizer's text; or the text alone."""
    announced = announcements.get(connection, int(delivery.payload["announcement"]))
    if announced is None:
        return Withdrawn("the announcement is gone")
    if announced.status is AnnouncementStatus.WITHDRAWN:
        return Withdrawn("an organizer withdrew it")
    if announced.event is None:
        return _plain(announced, now)
    event = events.get(connection, announced.event)
    if event is None:
        return Withdrawn("the event is gone")
    closed = why_closed(event, now)
    if closed is Closed.PAST:
        return Missed("the event was over")
    if closed is not None:  # planned, and not posted: the organizers are told
        return Missed(f"the event is {closed}")
    return Post(event, rsvps.counts(connection, event.number), announced)


def _plain(announced: Announcement, now: datetime) -> PlainPost | Unwanted:
    if announced.planned_at and now > announced.planned_at + POST_GRACE:
        return Missed("its time was over")
    return PlainPost(announced)


def refresh(
    connection: Connection, delivery: Delivery, now: datetime
) -> Post | PlainPost | Unwanted:
    """What a message in the channel is to show now."""
    message = rsvp_messages.get(connection, delivery.target, str(delivery.payload["ts"]))
    if message is None:
        return _plain_refresh(connection, delivery)
    event = events.get(connection, message.event)
    said = announcements.get(connection, message.announcement) if message.announcement else None
    if said is not None and said.status is AnnouncementStatus.GONE:
        return Missed(MESSAGE_GONE)
    if event is None or not message.is_open:
        return Withdrawn("the message is gone")
    return Post(event, rsvps.counts(connection, event.number), said, closed=why_closed(event, now))


def _plain_refresh(connection: Connection, delivery: Delivery) -> PlainPost | Unwanted:
    """A message about no event: only its words and picture can have changed."""
    number = delivery.payload.get("announcement")
    announced = announcements.get(connection, int(number)) if number is not None else None
    if announced is None or announced.status is not AnnouncementStatus.POSTED:
        return Withdrawn("the announcement is gone")
    return PlainPost(announced)


def seed(connection: Connection, delivery: Delivery, now: datetime) -> Seed | Unwanted:
    """One emoji; it is as right now as it was."""
    return Seed(delivery.target, str(delivery.payload["ts"]), str(delivery.payload["emoji"]))


def removal(connection: Connection, delivery: Delivery, now: datetime) -> Removal:
    """The message that an organizer deleted; that is not taken back."""
    return Removal(delivery.target, str(delivery.payload["ts"]))
