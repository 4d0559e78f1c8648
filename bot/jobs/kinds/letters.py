"""Direct messages to a member about an event: true when they are sent, or not sent."""

from datetime import datetime

from bot.domain.cards import Card
from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import EVENT_OVER, Missed, Withdrawn
from bot.domain.events import Closed, Event, why_closed, why_off
from bot.domain.rsvps import Via
from bot.jobs.sending import Unwanted, posts
from bot.services.events import card_of
from bot.views import rsvps as views
from storage import events
from storage.database import Connection

_OVER = Withdrawn(f"the event is {Closed.PAST}")


def _card(connection: Connection, delivery: Delivery, now: datetime) -> Card | Unwanted:
    """The member's card of an event that is not over; what was answered in time is told."""
    card = card_of(connection, delivery.payload["event"], delivery.target, now)
    if card is None:
        return Withdrawn("the event is gone")
    closed = why_off(card.event, now)
    return Withdrawn(f"the event is {closed}") if closed else card


def answered(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Card, str] | Unwanted:
    """The answer that an organizer (their id) gave, unless the member has spoken since."""
    card = _card(connection, delivery, now)
    if not isinstance(card, Card):
        return card
    if card.rsvp is None or card.rsvp.via is not Via.ORGANIZER:
        return Withdrawn("the member has answered since")
    return card, delivery.payload["by"]


def closed(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Event, Closed] | Unwanted:
    """That the event takes no answers, and why."""
    event = events.get(connection, delivery.payload["event"])
    if event is None:
        return Withdrawn("the event is gone")
    why = why_closed(event, now)
    return (event, why) if why else Withdrawn("the event is open again")


def waiting(connection: Connection, delivery: Delivery, now: datetime) -> tuple[Card] | Unwanted:
    """That the member is on the waiting list."""
    card = _card(connection, delivery, now)
    if not isinstance(card, Card):
        return card
    return Withdrawn("no longer on the waiting list") if card.position is None else (card,)


def place(connection: Connection, delivery: Delivery, now: datetime) -> tuple[Card] | Unwanted:
    """That the member, who waited, has a place."""
    card = _card(connection, delivery, now)
    if not isinstance(card, Card):
        return Missed(EVENT_OVER) if card == _OVER else card
    if card.rsvp is None or not card.rsvp.takes_a_place:
        return Withdrawn("the place was given back")
    return (card,)


KINDS = {
    Kind.ANSWERED: posts(answered, views.answered_for),
    Kind.CLOSED: posts(closed, views.closed),
    Kind.WAITING: posts(waiting, views.waits),
    Kind.PLACE: posts(place, views.place),
}
