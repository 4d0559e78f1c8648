"""Importing a file: its entries are merged with what is stored, then saved, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.events import Event
from bot.domain.knowledge import KnowledgeItem, normalised_url
from bot.domain.reminder_rules import Rule
from bot.domain.times import NoSuchLocalTime, NotShownTwice, to_utc
from bot.files.contents import Contents, EventEntry, Fault, FileFaults
from bot.files.wall_times import SECOND_PASS, written
from bot.services import announcement_list, changes
from bot.services.spooling import Merged, Tally, compare, merged_item, take_in
from storage import events, knowledge
from storage.database import Connection
from storage.spool import Spool

__all__ = [
    "ImportSummary",
    "Merged",
    "Plan",
    "Tally",
    "apply",
    "check",
    "import_contents",
    "plan",
    "summary",
]


@dataclass(frozen=True, slots=True)
class Plan:
    """All entries of a file, merged; in the order of the file."""

    events: tuple[Merged[Event], ...]
    knowledge: tuple[Merged[KnowledgeItem], ...]


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did; `changed_events` are the numbers of events that were there before.

    `outdated` is how many announcements contradict them now and did not before.
    """

    events: Tally
    knowledge: Tally
    changed_events: tuple[int, ...]
    outdated: int = 0


def plan(
    contents: Contents,
    stored_events: Mapping[int, Event],
    stored_items: Mapping[str, KnowledgeItem],
    default_zone: str,
) -> Plan:
    """Every entry merged with what is stored under its number or its normalised address.

    A field that is left out stays as it is; a new event without a zone is at home in
    `default_zone` (IANA name). Raises FileFaults with all faults that only show here: wall
    times that do not exist in the event's zone, ends that are not after starts.
    """
    faults: list[Fault] = []
    merged_events = [
        _merged_event(entry, stored_events.get(entry.number), default_zone, faults)
        for entry in contents.events
    ]
    merged_items = [
        merged_item(entry.given, entry.guessed, stored_items.get(normalised_url(entry.url)))
        for entry in contents.knowledge
    ]
    if faults:
        raise FileFaults(faults)
    return Plan(tuple(event for event in merged_events if event), tuple(merged_items))


def check(
    connection: Connection, entries: Sequence[EventEntry], default_zone: str
) -> tuple[Merged[Event], ...]:
    """What importing events would do, read only; raises FileFaults as `plan` does."""
    stored = events.get_many(connection, [entry.number for entry in entries])
    return plan(Contents(tuple(entries)), stored, {}, default_zone).events


def apply(
    connection: Connection,
    entries: Sequence[EventEntry],
    spool: Spool,
    compared: Tally,
    default_zone: str,
    rules: Sequence[Rule],
    now: datetime,
) -> ImportSummary:
    """Save all events, and all items as they lie ready, in the caller's write transaction.

    `now` is aware, UTC. What is stored already is left alone, so that a second import changes
    nothing. Posted messages and reminders (by `rules`, the settings') follow; nobody is notified.
    Raises FileFaults, before anything is saved, if what is stored has come to contradict the file
    since it was checked.
    """
    events.lock(connection, [entry.number for entry in entries])
    made = check(connection, entries, default_zone)
    saved = [event.after for event in made if event.before != event.after]
    for event in saved:
        events.save(connection, event, now)
    changes.events_changed(connection, saved, rules, now)
    if compared.created or compared.changed:
        knowledge.save_many(connection, spool.rows, now)
    outdated = [
        announcement_list.outdated(connection, event.before, event.after)
        for event in made
        if event.before is not None and event.is_change
    ]
    return replace(summary(made, compared), outdated=sum(map(len, outdated)))


def summary(made: Sequence[Merged[Event]], compared: Tally) -> ImportSummary:
    """The same in numbers; `compared` is what `compare` found of the items."""
    created = sum(event.is_new for event in made)
    changed = tuple(event.after.number for event in made if event.is_change)
    tally = Tally(created, len(changed), len(made) - created - len(changed))
    return ImportSummary(tally, compared, changed)


def import_contents(
    connection: Connection,
    contents: Contents,
    default_zone: str,
    rules: Sequence[Rule],
    now: datetime,
) -> ImportSummary:
    """Save all entries of a small file in the caller's write transaction, as `apply` does."""
    with Spool() as spool:
        take_in(spool, contents.knowledge, merges=False)
        compared = compare(connection, spool)
        return apply(connection, contents.events, spool, compared, default_zone, rules, now)


def _merged_event(
    entry: EventEntry, stored: Event | None, default_zone: str, faults: list[Fault]
) -> Merged[Event] | None:
    fields: dict[str, Any] = dict(entry.given)
    zone = fields.setdefault("timezone", stored.timezone if stored else default_zone)
    starts_at = _instant(entry, "starts", fields.pop("starts"), zone, faults)
    ends_at = _instant(entry, "ends", fields.pop("ends"), zone, faults)
    if starts_at is None or ends_at is None:
        return None
    if ends_at <= starts_at:
        message = f"event {entry.number} does not end after it starts; mend one of the two times"
        faults.append(Fault(entry.lines["ends"], message))
        return None
    fields |= {"starts_at": starts_at, "ends_at": ends_at}
    after = replace(stored, **fields) if stored else Event(number=entry.number, **fields)
    return Merged(stored, after)


def _instant(
    entry: EventEntry, name: str, local: datetime, zone: str, faults: list[Fault]
) -> datetime | None:
    """The instant that the field `name` means in `zone`, or None and one more fault."""
    try:
        return to_utc(local, zone)
    except NoSuchLocalTime:
        message = (
            f"'{name}': {written(local.replace(fold=0))} does not exist in {zone}, "
            "where clocks are put forward then; choose another time"
        )
    except NotShownTwice:
        message = (
            f"'{name}': {written(local.replace(fold=0))} comes only once in {zone}; "
            f"leave '{SECOND_PASS}' out"
        )
    faults.append(Fault(entry.lines[name], message))
    return None
