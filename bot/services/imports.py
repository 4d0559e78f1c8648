"""Importing a file: its entries are merged with what is stored, then saved, all or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from bot.domain.events import Event
from bot.domain.knowledge import KnowledgeItem, normalised_url
from bot.domain.reminder_rules import Rule
from bot.domain.times import NoSuchLocalTime, NotShownTwice, to_utc
from bot.files.contents import Contents, EventEntry, Fault, FileFaults, KnowledgeEntry
from bot.files.wall_times import SECOND_PASS, written
from bot.services import changes
from storage import events, knowledge
from storage.database import Connection

T = TypeVar("T", Event, KnowledgeItem)

# Told after each entry: how many are done, and how many there are.
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Merged(Generic[T]):
    """What is stored (None: nothing yet), and what an entry makes of it."""

    before: T | None
    after: T

    @property
    def is_new(self) -> bool:
        """Whether nothing was stored."""
        return self.before is None

    @property
    def is_change(self) -> bool:
        """Whether something else was stored."""
        return self.before is not None and self.before != self.after


@dataclass(frozen=True, slots=True)
class Plan:
    """All entries of a file, merged; in the order of the file."""

    events: tuple[Merged[Event], ...]
    knowledge: tuple[Merged[KnowledgeItem], ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries were new, changed something, or said what was stored already."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did; `changed_events` are the numbers of events that were there before."""

    events: Tally
    knowledge: Tally
    changed_events: tuple[int, ...]


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
        _merged_item(entry, stored_items.get(normalised_url(entry.url)))
        for entry in contents.knowledge
    ]
    if faults:
        raise FileFaults(faults)
    return Plan(tuple(event for event in merged_events if event), tuple(merged_items))


def check(connection: Connection, contents: Contents, default_zone: str) -> Plan:
    """What importing would do, read only; raises FileFaults as `plan` does."""
    return plan(
        contents,
        events.get_many(connection, [entry.number for entry in contents.events]),
        knowledge.get_many(connection, [entry.url for entry in contents.knowledge]),
        default_zone,
    )


def import_contents(
    connection: Connection,
    contents: Contents,
    default_zone: str,
    rules: Sequence[Rule],
    now: datetime,
    on_progress: OnProgress | None = None,
) -> ImportSummary:
    """Save all entries in the caller's write transaction; `now` is aware, UTC.

    What is stored already is left alone, so that a second import changes nothing. Posted
    messages and reminders (by `rules`, the settings') follow; nobody is notified. Raises
    FileFaults, before anything is saved, if what is stored has come to contradict the file since
    it was checked.
    """
    made = check(connection, contents, default_zone)
    total = len(made.events) + len(made.knowledge)
    for done, event in enumerate(made.events, start=1):
        if event.before != event.after:
            events.save(connection, event.after, now)
        if on_progress:
            on_progress(done, total)
    for done, item in enumerate(made.knowledge, start=len(made.events) + 1):
        if item.before != item.after:
            knowledge.save(connection, item.after, now)
        if on_progress:
            on_progress(done, total)
    saved = [event.after for event in made.events if event.before != event.after]
    changes.events_changed(connection, saved, rules, now)
    changed = tuple(event.after.number for event in made.events if event.is_change)
    return ImportSummary(_tally(made.events), _tally(made.knowledge), changed)


def _tally(entries: tuple[Merged[T], ...]) -> Tally:
    created = sum(entry.is_new for entry in entries)
    changed = sum(entry.is_change for entry in entries)
    return Tally(created, changed, len(entries) - created - changed)


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


def _merged_item(entry: KnowledgeEntry, stored: KnowledgeItem | None) -> Merged[KnowledgeItem]:
    return Merged(
        stored, replace(stored, **entry.given) if stored else KnowledgeItem(**entry.given)
    )
