"""What a new event begins with: the next number, and what it may have from the last one."""

from dataclasses import dataclass

from bot.domain.events import Event
from bot.domain.ids import EventNumber
from bot.domain.limits import LARGEST_NUMBER
from storage import events
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class NumberTaken:
    """There is an event of this number already; `free` is the next one that is not taken."""

    event: Event
    free: EventNumber | None


def newest(connection: Connection) -> Event | None:
    """The published event that a new one may be like; None without any."""
    return events.newest(connection)


def next_number(connection: Connection) -> EventNumber | None:
    """The number after the highest; None when there is none any more."""
    number = events.highest_number(connection) + 1
    return EventNumber(number) if number <= LARGEST_NUMBER else None


def taken(connection: Connection, number: EventNumber) -> NumberTaken | None:
    """The event that has this number, drafts and cancelled ones too; None when it is free."""
    event = events.get(connection, number)
    return NumberTaken(event, next_number(connection)) if event else None
