"""Making, changing and cancelling events; the caller has checked that an organizer does it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.announcement_remarks import Listed
from bot.domain.events import Event, Status, why_closed
from bot.domain.ids import EventNumber
from bot.domain.reminder_rules import Rule
from bot.domain.replies import NoSuchEvent, Overtaken, Repeated
from bot.services import announcement_list, change_notices, changes, speakers
from bot.services.new_events import NumberTaken, next_number
from storage import audit, events, handled_events, rsvps
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Saved:
    """It is kept; `telling` says whether people will be told of it.

    `outdated` are the announcements that contradict it now and did not before. `to_announce` says
    that it is coming, and that no announcement of it is planned or posted.
    """

    event: Event
    telling: bool = False
    outdated: tuple[Listed, ...] = ()
    to_announce: bool = False
    crowd: int = 0  # how many have said yes, where that is more than there are places now


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The event is as it was: nothing was done."""

    event: Event


@dataclass(frozen=True, slots=True)
class AlreadyCancelled:
    """The event was cancelled before."""

    event: Event


Outcome = (
    Saved
    | Unchanged
    | NumberTaken
    | Overtaken[Event]
    | AlreadyCancelled
    | NoSuchEvent
    | Repeated[Event]
)


def create(
    connection: Connection,
    actor: str,
    event: Event,
    rules: Sequence[Rule],
    key: str,
    now: datetime,
) -> Saved | NumberTaken | Repeated[Event]:
    """Keep a new event, once for each `key`."""
    there = events.get(connection, event.number)
    if handled_events.was_seen(connection, key):
        return Repeated(there)
    if there is not None:
        return NumberTaken(there, next_number(connection))
    if not events.add(connection, event, now):
        there = events.get(connection, event.number)
        if there is None or handled_events.was_seen(connection, key):
            return Repeated(there)
        return NumberTaken(there, next_number(connection))
    handled_events.is_new(connection, key, now)
    _follow(connection, actor, "create", event, rules, now)
    return Saved(event, to_announce=_is_to_be_announced(connection, event, now))


def edit(
    connection: Connection,
    actor: str,
    event: Event,
    seen_revision: int,
    rules: Sequence[Rule],
    key: str,
    now: datetime,
    *,
    tell_others: bool,
) -> Saved | Unchanged | Overtaken[Event] | NoSuchEvent | Repeated[Event]:
    """Keep a changed event, once for each `key`, if it is still the revision that was seen."""
    before = checked(connection, event.number, seen_revision, key)
    if not isinstance(before, Event):
        return before
    handled_events.is_new(connection, key, now)
    if before == event:
        return Unchanged(before)
    events.save(connection, event, now)
    speakers.follow(connection, before, event, now)
    _follow(connection, actor, "edit", event, rules, now)
    telling = change_notices.note(connection, before, event, now, others=tell_others)
    outdated = announcement_list.outdated(connection, before, event)
    to_announce = _is_to_be_announced(connection, event, now)
    return Saved(event, telling, outdated, to_announce, _crowd(connection, event))


def _crowd(connection: Connection, event: Event) -> int:
    yes = rsvps.counts(connection, event.number).yes
    return yes if event.capacity is not None and yes > event.capacity else 0


def cancel(
    connection: Connection,
    actor: str,
    number: EventNumber,
    reason: str,
    seen_revision: int,
    rules: Sequence[Rule],
    key: str,
    now: datetime,
) -> Saved | AlreadyCancelled | Overtaken[Event] | NoSuchEvent | Repeated[Event]:
    """Cancel an event, once for each `key`; answers are kept, and people are told why."""
    before = checked(connection, number, seen_revision, key)
    if isinstance(before, Overtaken) and before.stored.status is Status.CANCELLED:
        return AlreadyCancelled(before.stored)
    if not isinstance(before, Event):
        return before
    if before.status is Status.CANCELLED:
        return AlreadyCancelled(before)
    handled_events.is_new(connection, key, now)
    after = replace(before, status=Status.CANCELLED)
    events.save(connection, after, now)
    _follow(connection, actor, "cancel", after, rules, now)
    telling = change_notices.note(connection, before, after, now, reason=reason)
    return Saved(after, telling, announcement_list.outdated(connection, before, after))


def checked(
    connection: Connection, number: EventNumber, seen_revision: int, key: str
) -> Event | Overtaken[Event] | NoSuchEvent | Repeated[Event]:
    """The event, locked, as it was when the form was opened; or why that form can't be saved."""
    before = events.get_locked(connection, number)
    if before is None:
        return NoSuchEvent(number)
    if handled_events.was_seen(connection, key):
        return Repeated(before)
    if before.revision != seen_revision:
        return Overtaken(before, audit.last_actor(connection, _subject(number)))
    return before


def event(connection: Connection, number: EventNumber | None, now: datetime) -> Event | None:
    """The event that an organizer means, drafts too; without a number the next one."""
    return events.next_event(connection, now) if number is None else events.get(connection, number)


def _is_to_be_announced(connection: Connection, event: Event, now: datetime) -> bool:
    if why_closed(event, now) is not None:
        return False
    return not announcement_list.is_announced(connection, event.number)


def _follow(
    connection: Connection,
    actor: str,
    action: str,
    event: Event,
    rules: Sequence[Rule],
    now: datetime,
) -> None:
    changes.event_changed(connection, event, rules, now)
    audit.add(connection, now, actor, action, _subject(event.number))


def _subject(number: EventNumber) -> str:
    return f"event {number}"
