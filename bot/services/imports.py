"""Importing a file: its entries are merged with what is stored, then saved, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bot.domain.event_fields import like_before
from bot.domain.events import Event
from bot.domain.reminder_rules import Rule
from bot.domain.times import NoSuchLocalTime, NotShownTwice, to_utc
from bot.files.contents import CalendarEntry, EventEntry, FileFault, FileFaults
from bot.files.wall_times import SECOND_PASS, written
from bot.services import announcement_list, changes, speakers
from bot.services.event_numbers import numbered
from bot.services.import_contacts import without_forgotten
from bot.services.import_spooling import Merged, Tally
from bot.services.refreshes import request_for_material
from storage import event_uids, events, knowledge, material
from storage.database import Connection
from storage.spool import Spool


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import did.

    `outdated` is how many announcements contradict what is stored now, and did not before.
    """

    events: Tally
    knowledge: Tally
    outdated: int = 0
    topics: Tally = field(default_factory=Tally)


def check(
    connection: Connection, entries: Sequence[EventEntry | CalendarEntry], default_zone: str
) -> tuple[Merged[Event], ...]:
    """What importing events would do, read only; raises FileFaults as `merged` does.

    Nobody who wanted to be forgotten becomes the contact of a talk.
    """
    known = numbered(connection, entries, default_zone)
    stored = events.get_many(connection, [entry.number for entry in known])
    return without_forgotten(connection, merged(known, stored, default_zone))


def merged(
    entries: Sequence[EventEntry], stored: Mapping[int, Event], default_zone: str
) -> tuple[Merged[Event], ...]:
    """Every entry merged with the event that is stored under its number.

    A field that is left out stays as it is; a new event without a zone is at home in
    `default_zone` (IANA name). Raises FileFaults with all faults that only show here: wall
    times that do not exist in the event's zone, ends that are not after starts.
    """
    faults: list[FileFault] = []
    found = [
        _merged_event(entry, stored.get(entry.number), default_zone, faults) for entry in entries
    ]
    if faults:
        raise FileFaults(faults)
    return tuple(event for event in found if event)


def apply(
    connection: Connection,
    entries: Sequence[EventEntry | CalendarEntry],
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
    known = numbered(connection, entries, default_zone)
    events.lock(connection, [entry.number for entry in known])
    made = check(connection, known, default_zone)
    different = [event for event in made if event.before != event.after]
    saved = [event.after for event in different]
    for event in different:
        events.save(connection, event.after, now)
        if event.before is not None:
            speakers.follow(connection, event.before, event.after, now)
    for entry in known:
        if entry.uid:
            event_uids.keep(connection, entry.number, entry.uid)
    changes.events_changed(connection, saved, rules, now)
    if compared.created or compared.changed:
        knowledge.save_many(connection, spool.rows, now)
        request_for_material(connection, material.changed_just_now(connection), now)
    outdated = [
        announcement_list.outdated(connection, event.before, event.after)
        for event in made
        if event.before is not None and event.is_change
    ]
    return replace(summary(made, compared), outdated=sum(map(len, outdated)))


def summary(made: Sequence[Merged[Event]], compared: Tally) -> ImportSummary:
    """The same in numbers; `compared` is what `compare` found of the items."""
    created = sum(event.is_new for event in made)
    changed = sum(event.is_change for event in made)
    return ImportSummary(Tally(created, changed, len(made) - created - changed), compared)


def _merged_event(
    entry: EventEntry, stored: Event | None, default_zone: str, faults: list[FileFault]
) -> Merged[Event] | None:
    fields: dict[str, Any] = dict(entry.given)
    zone = fields.setdefault("timezone", stored.timezone if stored else default_zone)
    starts_at = _instant(entry, "starts", fields.pop("starts"), zone, faults)
    ends_at = _instant(entry, "ends", fields.pop("ends"), zone, faults)
    if starts_at is None or ends_at is None:
        return None
    if ends_at <= starts_at:
        message = f"event {entry.number} does not end after it starts; mend one of the two times"
        faults.append(FileFault(entry.lines["ends"], message, entry=entry.line))
        return None
    fields |= {"starts_at": starts_at, "ends_at": ends_at}
    if "closes" in fields:
        local = fields.pop("closes")
        closes_at = _instant(entry, "closes", local, zone, faults) if local else None
        if closes_at is None and local:
            return None
        fields["closes_at"] = closes_at
    if stored and "sessions" in fields:
        fields["sessions"] = like_before(fields["sessions"], stored.sessions)
    after = replace(stored, **fields) if stored else Event(number=entry.number, **fields)
    if after.closes_at is not None and after.closes_at > starts_at:
        message = f"event {entry.number} takes answers after it starts; mend 'closes' or 'starts'"
        line = entry.lines.get("closes", entry.lines["starts"])
        faults.append(FileFault(line, message, entry=entry.line))
        return None
    return Merged(stored, after)


def _instant(
    entry: EventEntry, name: str, local: datetime, zone: str, faults: list[FileFault]
) -> datetime | None:
    """The instant that the field `name` means in `zone`, or None and one more fault."""
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    try:
        return to_utc(local, zone)
    except NoSuchLocalTime:
        what = f"does not exist in {zone}, where clocks are put forward then; choose another time"
    except NotShownTwice:
        what = f"comes only once in {zone}; leave '{SECOND_PASS}' out"
    message = f"'{name}': {written(local.replace(fold=0))} {what}"
    faults.append(FileFault(entry.lines[name], message, entry=entry.line))
    return None
