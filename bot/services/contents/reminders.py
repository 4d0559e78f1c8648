"""Reminders: looked up afresh for each recipient, or why this one is not reminded any more."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.deliveries import Delivery
from bot.domain.events import Event
from bot.domain.outcomes import Withdrawn
from bot.domain.reminders import Nearness, Reminder, nearness, snoozed_until, tomorrow
from bot.domain.rsvps import Answer
from bot.services.contents import Unwanted
from storage import events, members, rsvp_messages, rsvps
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class DirectReminder:
    """What a member is told. `snooze` is the day to which they may put it off, if any."""

    reminder: Reminder
    event: Event
    answer: Answer
    near: Nearness
    language: str | None
    snooze: date | None


@dataclass(frozen=True, slots=True)
class ChannelReminder:
    """What a channel is told: in the thread of the message `thread` (its ts) if there is one."""

    reminder: Reminder
    event: Event
    near: Nearness
    thread: str | None


def fan_out(connection: Connection, delivery: Delivery, now: datetime) -> Reminder | Unwanted:
    """The reminder that is to be put on the table for each recipient."""
    return Reminder.of(delivery.payload)


def direct(connection: Connection, delivery: Delivery, now: datetime) -> DirectReminder | Unwanted:
    """The event and the member's answer, if they still come and still want to be reminded.

    No card: it counts all answers, which takes its time where thousands are reminded.
    """
    reminder = Reminder.of(delivery.payload)
    event = events.get(connection, reminder.event)
    why_not = reminder.why_unwanted(event)
    if event is None or why_not is not None:
        return Withdrawn(why_not or "the event is gone")
    rsvp = rsvps.get(connection, event.number, delivery.target)
    if rsvp is None or not reminder.is_for(rsvp):
        return Withdrawn("the answer is another now")
    member = members.get(connection, delivery.target)
    if member is not None and not member.reminders:
        return Withdrawn("reminders were turned off")
    day = tomorrow(event, now)
    return DirectReminder(
        reminder,
        event,
        rsvp.answer,
        nearness(event, now),
        member.language if member else None,
        day if snoozed_until(event, day, now) else None,
    )


def channel(
    connection: Connection, delivery: Delivery, now: datetime
) -> ChannelReminder | Unwanted:
    """The event, and the newest announcement of it that stands in this channel."""
    reminder = Reminder.of(delivery.payload)
    event = events.get(connection, reminder.event)
    why_not = reminder.why_unwanted(event)
    if event is None or why_not is not None:
        return Withdrawn(why_not or "the event is gone")
    messages = rsvp_messages.of_event(connection, event.number)
    here = [message.ts for message in messages if message.channel == delivery.target]
    return ChannelReminder(reminder, event, nearness(event, now), here[-1] if here else None)
