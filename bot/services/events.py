"""Looking at events: the next one, one by its number, pages of them, and what lies between."""

from datetime import datetime

from bot.domain.cards import PAGE_SIZE, Card, EventPage
from bot.domain.events import Event, Status
from bot.domain.ids import EventNumber
from bot.domain.material import by_session
from storage import cards, events, material, rsvps
from storage.database import Connection

MENU_SIZE = 100


def next_card(connection: Connection, user: str, now: datetime) -> Card | None:
    """The next event as this member sees it; None when none is planned."""
    return _card(connection, cards.of_next(connection, user, now), user)


def card(connection: Connection, number: EventNumber, user: str) -> Card | None:
    """The event with this number as this member sees it; None when there is none to be seen.

    A draft is not to be seen: it may still turn out quite differently.
    """
    found = card_of(connection, number, user)
    return None if found is None or found.event.status is Status.DRAFT else found


def last_card(connection: Connection, user: str, now: datetime) -> Card | None:
    """The event that ended last, with its material; None when there was none yet."""
    event = events.last_event(connection, now)
    return card_of(connection, event.number, user) if event else None


def page(connection: Connection, now: datetime, *, past: bool, number: int) -> EventPage:
    """The `number`th page (from 1) of coming or past events; empty beyond the last."""
    offset = (number - 1) * PAGE_SIZE
    found = events.page(connection, now, past=past, limit=PAGE_SIZE + 1, offset=offset)
    shown = tuple(found[:PAGE_SIZE])
    items = material.counts(connection, [event.number for event in shown]) if past else {}
    return EventPage(shown, past, number, len(found) > PAGE_SIZE, items)


def open_events(connection: Connection, now: datetime) -> tuple[Event, ...]:
    """The published events that have not ended, soonest first; at most as many as a menu takes."""
    coming = events.page(connection, now, past=False, limit=MENU_SIZE, offset=0)
    return tuple(event for event in coming if event.status is Status.PUBLISHED)


def get(connection: Connection, number: EventNumber) -> Event | None:
    """The event of this number, whatever its status."""
    return events.get(connection, number)


def card_of(connection: Connection, number: EventNumber, user: str) -> Card | None:
    """An event, whatever its status, as this member sees it; None when there is none."""
    return _card(connection, cards.of(connection, number, user), user)


def _card(connection: Connection, found: cards.Found | None, user: str) -> Card | None:
    if found is None:
        return None
    event, counts, rsvp, has_items = found
    position = None
    if rsvp and rsvp.waitlisted_at:
        line = [waiting.user for waiting in rsvps.waiting(connection, event.number)]
        position = line.index(user) + 1
    items = material.of_event(connection, event.number) if has_items else []
    return Card(event, counts, rsvp, position, by_session(event.sessions, items))
