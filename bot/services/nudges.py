"""Nudges: those of a channel who have not answered are asked once, when an organizer says so."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.deliveries import Kind
from bot.domain.delivery_outcomes import Done, Withdrawn
from bot.domain.events import Event, why_closed
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent, Repeated, Reply
from bot.domain.wishes import REMEMBERED_DAYS, is_forgotten
from bot.services.deliveries import add_all
from storage import (
    audit,
    deliveries,
    events,
    forgotten,
    handled_events,
    members,
    rsvp_messages,
    rsvps,
)
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom a nudge is for; `left_out` were asked before, or do not want to be."""

    event: Event
    users: frozenset[str]
    left_out: frozenset[str]


def is_time(event: Event, now: datetime) -> bool:
    """Whether people may still be asked: it takes answers, and has not begun."""
    return why_closed(event, now) is None and now < event.starts_at


def channels(connection: Connection, number: EventNumber, default: str | None) -> tuple[str, ...]:
    """Where the event was announced; `default` (LABCAMP_CHANNEL) for one that was not."""
    found = {message.channel for message in rsvp_messages.of_event(connection, number)}
    return tuple(sorted(found)) or ((default,) if default else ())


def addressees(
    connection: Connection, number: EventNumber, people: Collection[str], now: datetime
) -> Addressees | NoSuchEvent | Reply:
    """Who of these people has not answered, and is to be asked; or why nobody is."""
    event = events.get(connection, number)
    if event is None:
        return NoSuchEvent(number)
    if not is_time(event, now):
        return Reply.NUDGE_TOO_LATE
    silent = set(people) - {rsvp.user for rsvp in rsvps.of_event(connection, number)}
    keys = {_key(number, user): user for user in silent}
    asked = {keys[key] for key in deliveries.known_keys(connection, keys)}
    wishes = forgotten.since(connection, now - timedelta(days=REMEMBERED_DAYS))
    unwilling = {user for user in silent if is_forgotten(user, wishes)}
    left_out = frozenset(asked | unwilling | members.unreminded(connection, silent))
    return Addressees(event, frozenset(silent - left_out), left_out)


def begin(
    connection: Connection,
    organizer: str,
    number: EventNumber,
    default: str | None,
    key: str,
    now: datetime,
) -> Reply | NoSuchEvent | Repeated[None]:
    """Have those asked who have not answered, once for each `key`.

    Who that is is found out when it is done. The caller has checked that `organizer` is one.
    """
    if not handled_events.is_new(connection, key, now):
        return Repeated()
    event = events.get(connection, number)
    if event is None:
        return NoSuchEvent(number)
    if not is_time(event, now):
        return Reply.NUDGE_TOO_LATE
    targets = {
        channel: f"nudging:{number}:{channel}:{key}"
        for channel in channels(connection, number, default)
    }
    add_all(connection, Kind.NUDGING, targets, {"event": number}, now)
    audit.add(connection, now, organizer, "nudge", f"event {number}")
    return Reply.NUDGING


def fan_out(
    connection: Connection, number: EventNumber, people: Collection[str], now: datetime
) -> Done | Withdrawn:
    """Put one message for each of `people` who is to be asked on the table, all at once.

    The key names event and person: nobody is asked a second time, whoever says so.
    """
    found = addressees(connection, number, people, now)
    if not isinstance(found, Addressees):
        return Withdrawn("the event takes no answers any more")
    keys = {user: _key(number, user) for user in sorted(found.users)}
    add_all(connection, Kind.NUDGE, keys, {"event": number}, now)
    return Done()


def _key(number: EventNumber, user: str) -> str:
    return f"nudge:{number}:{user}"
