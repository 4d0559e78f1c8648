"""The question after an event, and the post with its material: as things are when it is sent."""

from datetime import datetime

from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import TOO_LATE, Missed, Withdrawn
from bot.domain.events import Event, Status
from bot.domain.follow_ups import is_too_late, why_unwanted
from bot.domain.ids import EventNumber
from bot.domain.material import Group, by_session
from bot.domain.visibility import Audience
from bot.jobs.sending import Unwanted, posts, tells_organizers
from bot.services import follow_ups
from bot.views import follow_ups as views
from storage import events, material
from storage.database import Connection


def planned(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[EventNumber] | Unwanted:
    """The number of the event that is to be asked about."""
    event = _event(connection, delivery, now)
    return (event.number,) if isinstance(event, Event) else event


def question(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Event, tuple[Group, ...]] | Unwanted:
    """What an organizer is asked about: an event that is over, and what there is of it."""
    event = _event(connection, delivery, now)
    if not isinstance(event, Event):
        return event
    return event, _groups(connection, event, now, Audience.ORGANIZERS)


def post(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Event, tuple[Group, ...]] | Unwanted:
    """What there is of an event, for everybody."""
    event = events.get(connection, delivery.payload["event"])
    if event is None or event.status is Status.DRAFT:
        return Withdrawn("the event is gone")
    groups = _groups(connection, event, now, Audience.MEMBERS)
    return (event, groups) if groups else Withdrawn("there is nothing to show")


def _event(connection: Connection, delivery: Delivery, now: datetime) -> Event | Unwanted:
    event = events.get(connection, delivery.payload["event"])
    why_not = why_unwanted(event, now)
    if event is None or why_not is not None:
        return Withdrawn(why_not or "the event is gone")
    return Missed(TOO_LATE) if is_too_late(event, now) else event


def _groups(connection: Connection, event: Event, now: datetime, by: Audience) -> tuple[Group, ...]:
    return by_session(event.sessions, material.of_event(connection, event.number, now, by))


KINDS = {
    Kind.FOLLOW_UP: tells_organizers(planned, follow_ups.ask_each),
    Kind.MATERIAL: posts(question, views.question),
    Kind.CHANNEL_MATERIAL: posts(post, views.post),
}
