"""Calendars: what stands in the public one, in a member's own, and in a file on request."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar import Entry, FeedToken, new_token, token_of
from bot.domain.ids import EventNumber
from storage import calendar, feeds, members
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """The events to which one member said yes or maybe. `language` is None when not known."""

    entries: tuple[Entry, ...]
    language: str | None


def public(connection: Connection) -> tuple[Entry, ...]:
    """All events that are or were published; nobody's answer, so nobody's join link."""
    return tuple(calendar.published(connection))


def own(connection: Connection, text: str) -> OwnCalendar | None:
    """The calendar behind the token `text`; None when it is unknown, or not valid any more."""
    token = token_of(text)
    found = feeds.by_handle(connection, token.handle) if token else None
    if token is None or found is None:
        return None
    user, kept = found
    if not token.proves(kept):
        return None
    member = members.get(connection, user)
    entries = tuple(calendar.attended(connection, user))
    return OwnCalendar(entries, member.language if member else None)


def token(connection: Connection, user: str) -> FeedToken:
    """The token of this member's calendar; the first time it is made."""
    feeds.add(connection, user, new_token())
    kept = feeds.of_user(connection, user)
    assert kept is not None  # it was added if it was not there
    return kept


def new_address(connection: Connection, user: str) -> FeedToken:
    """Another token for this member's calendar; the one before is dead at once."""
    made = new_token()
    feeds.replace(connection, user, made)
    return made


def coming(connection: Connection, user: str, now: datetime) -> tuple[Entry, ...]:
    """The events to come as this member's calendar has them."""
    return tuple(calendar.coming(connection, user, now))


def one(connection: Connection, number: EventNumber, user: str) -> Entry | None:
    """One event as this member's calendar has it; None when there is none to be seen."""
    found = calendar.one(connection, number, user)
    return found[0] if found else None
