"""The places of an event with a capacity, and the line of those who wait for one."""

from datetime import datetime, timedelta

from bot.domain.deliveries import Kind
from bot.domain.events import Event
from bot.domain.rsvps import free_places
from bot.services import deliveries
from storage import rsvps
from storage.database import Connection

_TICK = timedelta(microseconds=1)


def is_full(connection: Connection, event: Event) -> bool:
    """Whether a new yes must wait: no place is free, or others wait already."""
    if event.capacity is None:
        return False
    counts = rsvps.counts(connection, event.number)
    return counts.waiting > 0 or free_places(event.capacity, counts.yes) == 0


def end_of_line(connection: Connection, event: Event, now: datetime) -> datetime:
    """A time behind all who wait: who is kept first stands first, whatever their clocks say."""
    last = rsvps.last_waiting(connection, event.number)
    return now if last is None else max(now, last + _TICK)


def pass_on(connection: Connection, event: Event, now: datetime) -> None:
    """Give free places to those who wait longest, and tell them."""
    counts = rsvps.counts(connection, event.number)
    if not counts.waiting:
        return
    free = free_places(event.capacity, counts.yes)
    for lucky in rsvps.waiting(connection, event.number, free):
        rsvps.give_place(connection, event.number, lucky.user)
        key = f"place:{event.number}:{lucky.user}:{now.isoformat()}"
        deliveries.add(connection, Kind.PLACE, lucky.user, {"event": event.number}, now, key)
