"""What follows when an event was changed: answers, posted messages and reminders go with it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.events import Event
from bot.domain.reminder_rules import Rule
from bot.services import reminders, rsvps
from bot.services.refreshes import request_for_event
from storage import search
from storage.database import Connection


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
        rsvps.follow(connection, event, now)
        request_for_event(connection, event.number, now)
    reminders.plan(connection, changed, rules, now)
    search.forget_events(connection, [event.number for event in changed])
