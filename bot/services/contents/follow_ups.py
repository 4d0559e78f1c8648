"""The question after an event, and the post with its material: as things are when it is sent."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.deliveries import Delivery
from bot.domain.events import Event, Status
from bot.domain.follow_ups import is_too_late, why_unwanted
from bot.domain.material import Group, by_session
from bot.domain.outcomes import Missed, Withdrawn
from bot.services.contents import Unwanted
from storage import events, material, members
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Question:
    """An event that is over, and what there is of it."""

    event: Event
    groups: tuple[Group, ...]
    language: str | None = None


def planned(connection: Connection, delivery: Delivery, now: datetime) -> int | Unwanted:
    """The number of the event that is to be asked about."""
    found = _event(connection, delivery, now)
    return found.number if isinstance(found, Event) else found


def question(connection: Connection, delivery: Delivery, now: datetime) -> Question | Unwanted:
    """What an organizer is asked."""
    found = _event(connection, delivery, now)
    if not isinstance(found, Event):
        return found
    member = members.get(connection, delivery.target)
    language = member.language if member else None
    return Question(found, _groups(connection, found), language)


def post(connection: Connection, delivery: Delivery, now: datetime) -> Question | Unwanted:
    """What there is of an event, for everybody."""
    event = events.get(connection, int(delivery.payload["event"]))
    if event is None or event.status is Status.DRAFT:
        return Withdrawn("the event is gone")
    groups = _groups(connection, event)
    return Question(event, groups) if groups else Withdrawn("there is nothing to show")


def _event(connection: Connection, delivery: Delivery, now: datetime) -> Event | Unwanted:
    event = events.get(connection, int(delivery.payload["event"]))
    why_not = why_unwanted(event, now)
    if event is None or why_not is not None:
        return Withdrawn(why_not or "the event is gone")
    return Missed("too late") if is_too_late(event, now) else event


def _groups(connection: Connection, event: Event) -> tuple[Group, ...]:
    return by_session(event.sessions, material.of_event(connection, event.number))
