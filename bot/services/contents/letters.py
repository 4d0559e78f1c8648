"""Direct messages to a member about an event: true when they are sent, or not sent."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.cards import Card
from bot.domain.deliveries import Delivery
from bot.domain.events import Closed, why_closed
from bot.domain.outcomes import Missed, Withdrawn
from bot.domain.rsvps import Via
from bot.services.contents import Unwanted
from bot.services.events import card_of
from storage import members
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Letter:
    """A direct message about an event to the member whose card this is."""

    card: Card
    language: str | None
    closed: Closed | None = None


def letter(connection: Connection, delivery: Delivery, now: datetime) -> Letter | Unwanted:
    """A letter about the event that the payload names, whatever has become of it."""
    card = card_of(connection, int(delivery.payload["event"]), delivery.target)
    if card is None:
        return Withdrawn("the event is gone")
    member = members.get(connection, delivery.target)
    return Letter(card, member.language if member else None, why_closed(card.event, now))


@dataclass(frozen=True, slots=True)
class AnsweredFor:
    """That an organizer (their id in `by`) answered for the member to whom the letter goes."""

    letter: Letter
    by: str


def answered(connection: Connection, delivery: Delivery, now: datetime) -> AnsweredFor | Unwanted:
    """The answer that somebody else gave, unless the member has spoken since."""
    said = letter(connection, delivery, now)
    if not isinstance(said, Letter):
        return said
    if said.closed is not None:
        return Withdrawn(f"the event is {said.closed}")
    if said.card.rsvp is None or said.card.rsvp.via is not Via.ORGANIZER:
        return Withdrawn("the member has answered since")
    return AnsweredFor(said, str(delivery.payload["by"]))


def closed(connection: Connection, delivery: Delivery, now: datetime) -> Letter | Unwanted:
    """That the event takes no answers."""
    said = letter(connection, delivery, now)
    if isinstance(said, Letter) and said.closed is None:
        return Withdrawn("the event is open again")
    return said


def waiting(connection: Connection, delivery: Delivery, now: datetime) -> Letter | Unwanted:
    """That the member is on the waiting list."""
    said = letter(connection, delivery, now)
    if isinstance(said, Letter):
        if said.closed is not None:
            return Withdrawn(f"the event is {said.closed}")
        if said.card.position is None:
            return Withdrawn("no longer on the waiting list")
    return said


def place(connection: Connection, delivery: Delivery, now: datetime) -> Letter | Unwanted:
    """That the member, who waited, has a place."""
    said = letter(connection, delivery, now)
    if isinstance(said, Letter):
        if said.closed is Closed.PAST:
            return Missed("the event was over")
        if said.closed is not None:
            return Withdrawn(f"the event is {said.closed}")
        if said.card.rsvp is None or not said.card.rsvp.takes_a_place:
            return Withdrawn("the place was given back")
    return said
