"""Calendars: what stands in the public one, in a member's own, and in a file on request."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.calendar import Entry, FeedToken, new_handle, token_of, token_with
from bot.domain.ids import EventNumber
from storage import calendar, feeds, members
from storage.database import Connection

_WAY_IN = timedelta(days=1)  # after the end; a meeting may go on


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """The events to which one member said yes or maybe. `language` is None when not known."""

    entries: tuple[Entry, ...]
    language: str | None


def public(connection: Connection) -> tuple[Entry, ...]:
    """All events that are or were published; nobody's answer, so nobody's join link."""
    return tuple(calendar.published(connection))


def own(connection: Connection, text: str, now: datetime) -> OwnCalendar | None:
    """The calendar behind the token `text`; None when it is unknown, or not valid any more.

    A day after its end an event has no way in any more: whoever knows the address would have them
    all.
    """
    token = token_of(text)
    found = feeds.by_handle(connection, token.handle) if token else None
    if token is None or found is None:
        return None
    user, kept = found
    if not kept.is_of(token):
        return None
    member = members.get(connection, user)
    entries = (_without_way_in(one, now) for one in calendar.attended(connection, user))
    return OwnCalendar(tuple(entries), member.language if member else None)


def _without_way_in(entry: Entry, now: datetime) -> Entry:
    if entry.event.ends_at > now - _WAY_IN:
        return entry
    return replace(entry, event=replace(entry.event, join_url=None))


def token(connection: Connection, user: str, key: str) -> FeedToken | None:
    """The token of this member's calendar; the first time it is made, with the bot's `key`.

    None where it was made with another key: it is good, and can't be shown again.
    """
    feeds.add(connection, user, token_with(new_handle(), key).kept)
    kept = feeds.of_user(connection, user)
    assert kept is not None  # it was added if it was not there
    made = token_with(kept.handle, key)
    return made if kept.is_of(made) else None


def new_address(connection: Connection, user: str, key: str) -> FeedToken:
    """Another token for this member's calendar; the one before is dead at once."""
    made = token_with(new_handle(), key)
    feeds.replace(connection, user, made.kept)
    return made


def end(connection: Connection, user: str) -> None:
    """Let this member's calendar be there no more; its address is dead at once."""
    feeds.end(connection, [user])


def coming(connection: Connection, user: str, now: datetime) -> tuple[Entry, ...]:
    """The events to come as this member's calendar has them."""
    return tuple(calendar.coming(connection, user, now))


def one(connection: Connection, number: EventNumber, user: str) -> Entry | None:
    """One event as this member's calendar has it; None when there is none to be seen."""
    found = calendar.one(connection, number, user)
    return found[0] if found else None
