"""Reminders: planned while an event is published, fanned out at their hour (docs/reminders.md)."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.deliveries import Kind, State
from bot.domain.delivery_outcomes import TOO_LATE, Done, Missed, Withdrawn
from bot.domain.events import Event, Status
from bot.domain.reminder_rules import Rule
from bot.domain.reminders import Reminder
from bot.domain.rsvps import Answer
from bot.services.deliveries import add, add_all
from storage import events, reminders, rsvp_messages
from storage.database import Connection
from storage.reminders import PlannedReminder

_EVERYBODY = "*"
_LATELY = timedelta(days=1)


def plan(
    connection: Connection, changed: Collection[Event], rules: Sequence[Rule], now: datetime
) -> None:
    """Bring the reminders of these events in line: after they changed, or `rules` did.

    Each planned reminder is one delivery that fans out when it is due. What is no longer right is
    withdrawn; what is right again comes back, unless it was sent. One whose hour is past is not
    made, and is not missed; one that waits since before (the bot was away) is left as it is.
    """
    wanted = _wanted(changed, rules)
    numbers = {event.number for event in changed}
    for planned in reminders.to_come(connection):
        if planned.reminder.event in numbers and planned.key not in wanted:
            reminders.withdraw(connection, planned.id, now)
    standing = reminders.standing(connection, wanted)
    for key, reminder in wanted.items():
        known = standing.get(key)
        if known is None:
            if reminder.due_at >= now:
                _add(connection, key, reminder)
        elif known.state is State.PENDING:
            _keep_or_move(connection, known, reminder, now)
        elif known.state is State.WITHDRAWN and reminder.due_at >= now:
            reminders.plan_again(connection, known.id, reminder)


def fan_out(
    connection: Connection,
    reminder: Reminder,
    grace: timedelta,
    channel: str | None,
    now: datetime,
) -> Done | Missed | Withdrawn:
    """Put one delivery for each recipient on the table, all at once.

    `channel` (LABCAMP_CHANNEL) is where an event is reminded of that was never announced. What
    comes too late is kept as missed for each recipient, and the organizers are told once.
    """
    why_not = reminder.why_unwanted(events.get(connection, reminder.event))
    if why_not is not None:
        return Withdrawn(why_not)
    found = _recipients(connection, reminder, channel)
    if not found:
        return Done()  # whoever says yes by a reaction now is caught up with
    kind = Kind.REMINDER if reminder.is_direct else Kind.CHANNEL_REMINDER
    late = reminder.is_too_late(grace, now)
    keys = {recipient: reminder.key(recipient) for recipient in found}
    payload = reminder.payload()
    add_all(connection, kind, keys, payload, reminder.due_at, missed_at=now if late else None)
    return Missed(TOO_LATE) if late else Done()


def catch_up(connection: Connection, event: Event, user: str, now: datetime) -> None:
    """Remind a member at once whose yes, by reaction, came after the last reminders went out.

    A button or command is answered with the join link; a reaction is not, so that this member
    would hear nothing more. Whoever was reminded already is not reminded again.
    """
    for reminder in reminders.fanned_out(connection, now - _LATELY, now):
        if reminder.event == event.number and reminder.has_the_join_link:
            now_due = replace(reminder, due_at=now)
            if now_due.why_unwanted(event) is None and now < event.starts_at:
                key = now_due.key(user)
                add(connection, Kind.REMINDER, user, now_due.payload(), now, key)
            return


def _wanted(changed: Collection[Event], rules: Sequence[Rule]) -> dict[str, Reminder]:
    """What is to be planned for these events, by key, whether its hour is past or not."""
    wanted = {}
    for event in changed:
        if event.status is not Status.PUBLISHED:
            continue
        for rule in rules:
            due_at = rule.due(event.starts_at, event.timezone)
            if due_at < event.starts_at:  # a day that a zone skips may leave no time between
                reminder = Reminder(event.number, rule, event.starts_at, due_at)
                wanted[reminder.key(_EVERYBODY)] = reminder
    return wanted


def _keep_or_move(
    connection: Connection, known: PlannedReminder, reminder: Reminder, now: datetime
) -> None:
    """Move a pending one whose hour is another now, because the event's zone is."""
    if known.reminder == reminder:
        return
    if reminder.due_at >= now:
        reminders.plan_again(connection, known.id, reminder)
    else:
        reminders.withdraw(connection, known.id, now)


def _add(connection: Connection, key: str, reminder: Reminder) -> None:
    assert reminder.rule is not None  # a snoozed one is made by its member
    audience = reminder.rule.audience
    add(connection, Kind.FAN_OUT, audience, reminder.payload(), reminder.due_at, key)


def _recipients(connection: Connection, reminder: Reminder, channel: str | None) -> list[str]:
    if reminder.is_direct:
        answers = [Answer.YES, Answer.MAYBE] if reminder.is_for_maybes else [Answer.YES]
        return reminders.recipients(connection, reminder.event, answers)
    messages = rsvp_messages.of_event(connection, reminder.event)
    channels = sorted({message.channel for message in messages})
    return channels or ([channel] if channel else [])
