"""Change notices: what changed, for a channel or for a person, and whom it still concerns."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import changes
from bot.domain.cards import Card
from bot.domain.changes import Changes, Part
from bot.domain.deliveries import Delivery
from bot.domain.events import Event
from bot.domain.outcomes import Withdrawn
from bot.domain.rsvps import Answer
from bot.services.contents import Unwanted
from bot.services.events import card_of
from storage import events, members, rsvp_messages
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class ChangeLetter:
    """The changes for one person, whose card this is."""

    changes: Changes
    card: Card
    language: str | None


def fan_out(connection: Connection, delivery: Delivery, now: datetime) -> int | Unwanted:
    """The number of the event whose changes are to be told."""
    return int(delivery.payload["event"])


def direct(connection: Connection, delivery: Delivery, now: datetime) -> ChangeLetter | Unwanted:
    """The changes, for somebody who still means to come or may."""
    card = card_of(connection, int(delivery.payload["event"]), delivery.target)
    if card is None:
        return Withdrawn("the event is gone")
    if card.event.has_ended(now):
        return Withdrawn("the event is over")
    if card.rsvp is None or card.rsvp.answer is Answer.NO:
        return Withdrawn("the answer is another now")
    member = members.get(connection, delivery.target)
    language = member.language if member else None
    return ChangeLetter(_changes(card.event, delivery), card, language)


def channel(connection: Connection, delivery: Delivery, now: datetime) -> Changes | Unwanted:
    """The changes, for the thread of an announcement that is still there."""
    message = rsvp_messages.get(connection, delivery.target, delivery.thread_ts or "")
    event = events.get(connection, int(delivery.payload["event"]))
    if message is None or event is None:
        return Withdrawn("the message is gone")
    return _changes(event, delivery)


def _changes(event: Event, delivery: Delivery) -> Changes:
    payload = delivery.payload
    return Changes(
        event,
        changes.read(str(payload["before"])),
        changes.read(str(payload["after"])),
        tuple(Part(part) for part in str(payload["parts"]).split(",")),
        str(payload["reason"]),
    )
