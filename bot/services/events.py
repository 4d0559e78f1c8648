"""Looking at events: the next one, one by its number, pages of them, and what lies between."""

from dataclasses import replace
from datetime import datetime

from bot.domain.cards import PAGE_SIZE, Card, EventPage
from bot.domain.events import Event, Status
from bot.domain.ids import EventNumber
from bot.domain.material import by_session
from bot.domain.rsvps import Rsvp
from bot.domain.visibility import seen_at
from storage import cards, events, material, rsvps
from storage.database import Connection
from storage.kept import kept

MENU_SIZE = 100


def next_card(connection: Connection, user: str, now: datetime) -> Card | None:
    """The next event as this member sees it; None when none is planned."""
    # what has ended has ended at a whole second
    shown = kept(connection, _next, now.replace(microsecond=0))
    return None if shown is None else _of_member(connection, shown, user)


def card(connection: Connection, number: EventNumber, user: str, now: datetime) -> Card | None:
    """The event with this number as this member sees it; None when there is none to be seen.

    A draft is not to be seen: it may still turn out quite differently.
    """
    found = card_of(connection, number, user, now)
    return None if found is None or found.event.status is Status.DRAFT else found


def last_card(connection: Connection, user: str, now: datetime) -> Card | None:
    """The event that ended last, with its material; None when there was none yet."""
    event = events.last_event(connection, now)
    return card_of(connection, event.number, user, now) if event else None


def page(connection: Connection, now: datetime, *, past: bool, number: int) -> EventPage:
    """The `number`th page (from 1) of coming or past events; empty beyond the last."""
    offset = (number - 1) * PAGE_SIZE
    found = events.page(connection, now, past=past, limit=PAGE_SIZE + 1, offset=offset)
    shown = tuple(found[:PAGE_SIZE])
    items = material.counts(connection, [event.number for event in shown], now) if past else {}
    return EventPage(shown, past, number, len(found) > PAGE_SIZE, items)


def open_events(connection: Connection, now: datetime) -> tuple[Event, ...]:
    """The published events that have not ended, soonest first; at most as many as a menu takes."""
    coming = events.page(connection, now, past=False, limit=MENU_SIZE, offset=0)
    return tuple(event for event in coming if event.status is Status.PUBLISHED)


def get(connection: Connection, number: EventNumber) -> Event | None:
    """The event of this number, whatever its status."""
    return events.get(connection, number)


def card_of(connection: Connection, number: EventNumber, user: str, now: datetime) -> Card | None:
    """An event, whatever its status, as this member sees it; None when there is none."""
    shown = kept(connection, _numbered, number, seen_at(now))
    return None if shown is None else _of_member(connection, shown, user)


def _numbered(connection: Connection, number: EventNumber, now: datetime) -> Card | None:
    found = cards.of(connection, number, now)
    return None if found is None else _shown(connection, found, now)


def _next(connection: Connection, now: datetime) -> Card | None:
    found = cards.of_next(connection, now)
    return None if found is None else _shown(connection, found, now)


def _shown(connection: Connection, found: cards.Found, now: datetime) -> Card:
    """The card as somebody sees it who has not answered."""
    event, counts, has_items = found
    items = material.of_event(connection, event.number, now) if has_items else []
    return Card(event, counts, groups=by_session(event.sessions, items))


def _of_member(connection: Connection, card: Card, user: str) -> Card:
    """The same card with the member's own answer."""
    rsvp, position = kept(connection, _own, card.event.number, user)
    return card if rsvp is None else replace(card, rsvp=rsvp, position=position)


def _own(connection: Connection, number: EventNumber, user: str) -> tuple[Rsvp | None, int | None]:
    rsvp = rsvps.get(connection, number, user)
    return rsvp, None if rsvp is None else place_in_line(connection, number, rsvp)


def place_in_line(connection: Connection, number: EventNumber, rsvp: Rsvp) -> int | None:
    """Where somebody who waits stands in the line, from 1; None for whoever does not wait."""
    return None if rsvp.waitlisted_at is None else rsvps.position(connection, number, rsvp)
