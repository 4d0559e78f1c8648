"""Direct messages to a member about an event: true when they are sent, or not sent."""

from datetime import datetime

from bot.domain.cards import OwnAnswer
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


def _own(connection: Connection, delivery: Delivery, now: datetime) -> OwnAnswer | Unwanted:
    """The member's answer to an event that is not over; what was answered in time is told."""
    card = card_of(connection, delivery.payload["event"], delivery.target, now)
    if card is None:
        return Withdrawn("the event is gone")
    off = why_off(card.event, now)
    if off:
        return Withdrawn(f"the event is {off}")
    return card.own or Withdrawn("the answer was taken back")


def answered(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[OwnAnswer, str] | Unwanted:
    """The answer that an organizer (their id) gave, unless the member has spoken since."""
    own = _own(connection, delivery, now)
    if not isinstance(own, OwnAnswer):
        return own
    if own.rsvp.via is not Via.ORGANIZER:
        return Withdrawn("the member has answered since")
    return own, delivery.payload["by"]


def closed(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Event, Closed] | Unwanted:
    """That the event takes no answers, and why."""
    event = events.get(connection, delivery.payload["event"])
    if event is None:
        return Withdrawn("the event is gone")
    why = why_closed(event, now)
    return (event, why) if why else Withdrawn("the event is open again")


def waiting(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[OwnAnswer] | Unwanted:
    """That the member is on the waiting list."""
    own = _own(connection, delivery, now)
    if not isinstance(own, OwnAnswer):
        return own
    return Withdrawn("no longer on the waiting list") if own.position is None else (own,)


def place(connection: Connection, delivery: Delivery, now: datetime) -> tuple[OwnAnswer] | Unwanted:
    """That the member, who waited, has a place."""
    own = _own(connection, delivery, now)
    if not isinstance(own, OwnAnswer):
        return Missed(EVENT_OVER) if own == _OVER else own
    return (own,) if own.rsvp.takes_a_place else Withdrawn("the place was given back")


KINDS = {
    Kind.ANSWERED: posts(answered, views.answered_for),
    Kind.CLOSED: posts(closed, views.closed),
    Kind.WAITING: posts(waiting, views.waits),
    Kind.PLACE: posts(place, views.place),
}
