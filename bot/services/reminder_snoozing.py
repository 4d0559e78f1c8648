"""Putting a direct reminder off until tomorrow at nine: it comes again, once."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.causes import new_send_id
from bot.domain.deliveries import Kind, State
from bot.domain.events import Event, why_off
from bot.domain.ids import EventNumber
from bot.domain.reminders import NotSnoozed, Reminder, snoozed_until
from bot.domain.replies import NoSuchEvent, Repeated
from bot.services.deliveries import add
from bot.services.rsvps import NotOpen
from storage import deliveries, events, handled_events, members, rsvps
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Snoozed:
    """The member is reminded again at `until`."""

    event: Event
    until: datetime


@dataclass(frozen=True, slots=True)
class Declined:
    """The member is not reminded again."""

    event: Event
    why: NotSnoozed


Outcome = Snoozed | Declined | NotOpen | NoSuchEvent | Repeated[None]


def snooze(
    connection: Connection, user: str, number: EventNumber, day: date, key: str, now: datetime
) -> Outcome:
    """Remind the member again at nine on `day`, by the clocks of the event's zone.

    `key` names the click. Number and day come from outside and may be forged or old: the event
    has to be open, the member has to come, and the day to be today or tomorrow, before the start.
    """
    if not handled_events.is_new(connection, key, now):
        return Repeated()
    event = events.get(connection, number)
    if event is None:
        return NoSuchEvent(number)
    closed = why_off(event, now)
    if closed is not None:
        return NotOpen(event, closed)
    until = snoozed_until(event, day, now)
    if until is None:
        return Declined(event, NotSnoozed.LATE)
    reminder = Reminder(number, None, event.starts_at, until)
    if not reminder.is_for(rsvps.get(connection, number, user)):
        return Declined(event, NotSnoozed.ANSWER)
    member = members.get(connection, user)
    if member is not None and not member.reminders:
        return Declined(event, NotSnoozed.OFF)
    _remind(connection, user, reminder)
    return Snoozed(event, until)


def _remind(connection: Connection, user: str, reminder: Reminder) -> None:
    """One row for each member and hour, however often they click."""
    key = reminder.key(user)
    row = deliveries.standing(connection, key)
    if row is None:
        add(connection, Kind.REMINDER, user, reminder.payload(), reminder.due_at, key)
    elif row.state is State.WITHDRAWN:  # as the answer was another for a while
        deliveries.put_back(connection, row.id, reminder.due_at, new_send_id())
