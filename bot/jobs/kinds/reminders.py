"""Reminders: fanned out at their hour, then looked up afresh for each recipient."""

from datetime import date, datetime, timedelta
from functools import partial

from bot.deps import Deps
from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import TOO_LATE, Missed, Outcome, PutBack, Withdrawn
from bot.domain.events import Event
from bot.domain.reminders import Nearness, Reminder, nearness, snoozed_until, tomorrow
from bot.domain.rsvps import Answer
from bot.jobs.sending import Call, Sending, Unwanted, as_decided, calls, fan_out, posts, unless_gone
from bot.locales import Texts
from bot.services import reminders
from bot.views import reminders as views
from storage import events, members, rsvp_messages, rsvps
from storage.database import Connection


def _fan_out(deps: Deps, delivery: Delivery, t: Texts) -> Call:
    reminder, settings = Reminder.of(delivery.payload), deps.settings
    put = partial(
        reminders.fan_out,
        reminder=reminder,
        grace=settings.reminder_grace,
        channel=settings.channel,
        now=deps.clock.now(),
    )
    return partial(fan_out, deps, delivery, put)


def direct(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Event, Answer, Nearness, bool, date | None] | Unwanted:
    """The event and the member's answer, if they still come and still want to be reminded.

    Then how near it is, whether they are given the join link, and the day to which they may put the
    reminder off, if any. No card: it counts all answers, which takes its time where thousands are
    reminded.
    """
    reminder = Reminder.of(delivery.payload)
    event = _event(connection, reminder)
    if not isinstance(event, Event):
        return event
    rsvp = rsvps.get(connection, event.number, delivery.target)
    if rsvp is None or not reminder.is_for(rsvp):
        return Withdrawn("the answer is another now")
    member = members.get(connection, delivery.target)
    if member is not None and not member.reminders:
        return Withdrawn("reminders were turned off")
    day = tomorrow(event, now)
    snooze = day if snoozed_until(event, day, now) else None
    return event, rsvp.answer, nearness(event, now), reminder.has_the_join_link, snooze


def channel(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[str | None, Event, Nearness] | Unwanted:
    """The event, how near it is, and before them its newest announcement (its ts) in this channel.

    None without one.
    """
    event = _event(connection, Reminder.of(delivery.payload))
    if not isinstance(event, Event):
        return event
    messages = rsvp_messages.of_event(connection, event.number)
    here = [message.ts for message in messages if message.channel == delivery.target]
    return here[-1] if here else None, event, nearness(event, now)


def _event(connection: Connection, reminder: Reminder) -> Event | Withdrawn:
    event = events.get(connection, reminder.event)
    why_not = reminder.why_unwanted(event)
    if event is None or why_not is not None:
        return Withdrawn(why_not or "the event is gone")
    return event


def _channel(
    deps: Deps, delivery: Delivery, t: Texts, thread: str | None, event: Event, near: Nearness
) -> Call:
    """Post in the announcement's thread and broadcast it; without one, post in the channel."""
    message = views.channel(event, near, t)
    post = partial(deps.slack.post, delivery.target, message, delivery.send_id)
    if thread is None:
        return post
    reply = partial(post, thread, broadcast=True)
    # if it is gone, a new look at what is stored shows another way, which is tried at once
    again = partial(PutBack, timedelta())
    return partial(unless_gone, deps, delivery.target, thread, reply, again)


def _in_time(sending: Sending) -> Sending:
    """The same, while it is not too late for the reminder."""

    def prepare(deps: Deps, delivery: Delivery, t: Texts, *said: object) -> Call:
        reminder = Reminder.of(delivery.payload)
        if reminder.is_too_late(deps.settings.reminder_grace, deps.clock.now()):
            return _missed
        return sending.prepare(deps, delivery, t, *said)

    return Sending(sending.content, prepare)


async def _missed() -> Outcome:
    return Missed(TOO_LATE)


KINDS = {
    Kind.FAN_OUT: calls(as_decided, _fan_out),
    Kind.REMINDER: _in_time(posts(direct, views.direct)),
    Kind.CHANNEL_REMINDER: _in_time(calls(channel, _channel)),
}
