"""Nobody holds a place or has a calendar who can't come: bots, and deactivated accounts."""

from datetime import datetime

from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent, Reply
from bot.domain.rsvps import Counts
from bot.services.rsvps import withdraw
from storage import audit, events, feeds, rsvps
from storage.database import Connection

_MOST = 100  # events to come that are looked at


def anybody_counts(connection: Connection, now: datetime) -> bool:
    """Whether anybody has answered to an event to come, or has a calendar."""
    if feeds.are_there(connection):
        return True
    coming = events.page(connection, now, past=False, limit=_MOST, offset=0)
    return any(rsvps.counts(connection, event.number) != Counts() for event in coming)


def leave(connection: Connection, users: frozenset[str], now: datetime) -> int:
    """Take the answers of `users` out of the events to come, and end their calendars.

    Gives how many answers there were. Their places go to those who wait longest, and the counts
    follow.
    """
    gone = [
        (event, rsvp)
        for event in events.coming_locked(connection, now)
        for rsvp in rsvps.of_event(connection, event.number)
        if rsvp.user in users
    ]
    for event, rsvp in gone:
        withdraw(connection, event, rsvp, now)
    feeds.end(connection, users)
    return len(gone)


def release(
    connection: Connection, organizer: str, user: str, number: EventNumber | None, now: datetime
) -> Reply | NoSuchEvent:
    """Take the answer of `user`, who can't come, out of one event; the next without a number.

    The caller has checked that `organizer` is one.
    """
    coming = events.next_event(connection, now) if number is None else None
    number = coming.number if coming else number
    event = None if number is None else events.get_locked(connection, number)
    if event is None:
        return NoSuchEvent(number)
    rsvp = rsvps.get(connection, event.number, user)
    if rsvp is None:
        return Reply.NOBODY_TO_ANSWER_FOR
    withdraw(connection, event, rsvp, now)
    audit.add(connection, now, organizer, "rsvp released", f"event {event.number} {user}")
    return Reply.PLACE_RELEASED
