"""What follows when an event was changed: answers, posted messages and reminders go with it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.events import Event, why_off
from bot.domain.ids import EventNumber
from bot.domain.reminder_rules import Rule
from bot.services import feedback, follow_ups, reminders, rsvp_reactions, talk_visibility
from bot.services.refreshes import request_for_event, request_for_follow_ups
from bot.services.search.indexing import index_event
from storage import event_plans, events, rsvp_messages, search
from storage.database import Connection
from storage.kept import kept


def event_changed(
    connection: Connection, event: Event, rules: Sequence[Rule], now: datetime
) -> None:
    """Let everything follow an event that was just saved: new, moved, cancelled or the like.

    `rules` are the settings' reminders. To be called in the transaction that saved it.
    """
    events_changed(connection, [event], rules, now)


def events_changed(
    connection: Connection, changed: Collection[Event], rules: Sequence[Rule], now: datetime
) -> None:
    """As `event_changed`, for many at once."""
    for event in changed:
        rsvp_reactions.follow(connection, event, now)
        request_for_event(connection, event.number, now)
    _follow_ups(connection, {event.number for event in changed}, now)
    rsvp_messages.follow(connection, [event.number for event in changed])
    reminders.plan(connection, changed, rules, now)
    follow_ups.plan(connection, changed, now)
    feedback.plan(connection, changed, now)
    talk_visibility.plan(connection, changed, now)
    search.forget_events(connection, [event.number for event in changed])
    for number in talk_visibility.bound_among(connection, {event.number for event in changed}):
        index_event(connection, number, now)


def _follow_ups(connection: Connection, changed: set[EventNumber], now: datetime) -> None:
    """Have what was posted after these events follow, and after the last one: it names the next."""
    last = events.last_event(connection, now)
    for number in sorted(changed | ({last.number} if last is not None else set())):
        request_for_follow_ups(connection, number, now)


def plan_coming(connection: Connection, rules: Sequence[Rule], now: datetime) -> None:
    """Bring what is planned for coming events in line with `rules`, whoever planned it."""
    _plan(connection, events.coming_locked(connection, now), rules, now)


def last_planning(connection: Connection) -> int | None:
    """A number that is another one whenever an event is new or was changed, by whichever process.

    None while one was, and `plan_changed` has not seen to it yet.
    """
    return kept(connection, event_plans.last_planning)


def plan_changed(connection: Connection, rules: Sequence[Rule], now: datetime) -> None:
    """As `plan_coming`, for those that were changed: who imported them may have other settings."""
    numbers = event_plans.take_changed(connection)
    changed = events.get_many(connection, numbers).values()
    coming = [it for it in changed if why_off(it, now) is None and now < it.starts_at]
    _plan(connection, coming, rules, now)
    rsvp_messages.follow(connection, numbers)  # the last release, beside us, does not


def _plan(
    connection: Connection, coming: Collection[Event], rules: Sequence[Rule], now: datetime
) -> None:
    reminders.plan(connection, coming, rules, now)
    follow_ups.plan(connection, coming, now)
    feedback.plan(connection, coming, now)
