"""The items of a file of any length: taken in one by one, then compared with what is stored."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from bot.domain.events import Event
from bot.domain.knowledge import KnowledgeItem, normalised_url
from bot.domain.limits import MOST_TAGS
from bot.domain.topics import Topic
from bot.domain.visibility import beginning
from bot.files.contents import (
    CalendarEntry,
    EventEntry,
    Faults,
    FileFault,
    Found,
    KnowledgeEntry,
    LeftOut,
    TopicEntry,
)
from bot.files.reader import doubled
from storage import knowledge
from storage.database import Connection
from storage.spool import Change, Spool, Spooled

T = TypeVar("T", Event, KnowledgeItem, Topic)

# Told how many entries are done, now and then.
OnProgress = Callable[[int], None]

_AT_ONCE = 1000  # entries that are compared with one question


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
class Tally:
    """How many entries were new, changed something, or said what was stored already."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(slots=True)
class Taken:
    """What a file holds beside its items: events, topics, its faults, and what was left out."""

    events: list[EventEntry | CalendarEntry] = field(default_factory=list)
    topics: list[TopicEntry] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    left_out: list[LeftOut] = field(default_factory=list)
    merged: int = 0


def take_in(
    spool: Spool,
    found: Iterable[Found],
    *,
    merges: bool,
    leave_out: bool = False,
    on_progress: OnProgress | None = None,
) -> Taken:
    """Put all items into the spool; with `leave_out` only those without a fault.

    Of two with the same address the second is a fault, or with `merges` becomes part of the first:
    see `_joined`.
    """
    taken = Taken()
    for done, one in enumerate(found, start=1):
        if isinstance(one, FileFault):
            taken.faults.add(one)
        elif isinstance(one, EventEntry | CalendarEntry):
            taken.events.append(one)
        elif isinstance(one, TopicEntry):
            taken.topics.append(one)
        elif isinstance(one, LeftOut):
            taken.left_out.append(one)
        elif one.sound or not leave_out:
            _take_item(spool, taken, one, merges=merges)
        if on_progress and done % _AT_ONCE == 0:
            on_progress(done)
    return taken


def _take_item(spool: Spool, taken: Taken, entry: KnowledgeEntry, *, merges: bool) -> None:
    key, line = normalised_url(entry.url), entry.lines["url"]
    if spool.add(Spooled(key, line, entry.file, entry.given, entry.guessed)):
        return
    first = spool.get(key)
    if merges:
        given = _joined(first.given, entry.given)
        spool.replace(key, given, _joined(first.guessed, entry.guessed))
        taken.merged += 1
    else:
        taken.faults.add(doubled(entry, first.line))


def _joined(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """What the first says wins; what it leaves open the second says; tags are added."""
    joined = {**first, **second}
    joined |= {name: value for name, value in first.items() if value is not None}
    tags = dict.fromkeys((*first.get("tags", ()), *second.get("tags", ())))
    return joined | {"tags": tuple(tags)[:MOST_TAGS]} if tags else joined


def compare(
    connection: Connection, spool: Spool, zone: str, on_progress: OnProgress | None = None
) -> Tally:
    """Lay ready in the spool what of its entries is new or changes something; read only.

    The days of a file begin by the clocks of `zone` (IANA name).
    """
    created = changed = unchanged = done = 0
    for entries in spool.entries(_AT_ONCE):
        stored = knowledge.by_keys(connection, [entry.key for entry in entries])
        for entry in entries:
            merged = merged_item(entry.given, entry.guessed, stored.get(entry.key), zone)
            if merged.before == merged.after:
                unchanged += 1
                continue
            created += merged.is_new
            changed += merged.is_change
            change = Change(entry.line, entry.file, merged.before, merged.after)
            spool.add_change(entry, change)
        done += len(entries)
        if on_progress:
            on_progress(done)
    return Tally(created, changed, unchanged)


def merged_item(
    given: Mapping[str, Any],
    guessed: Mapping[str, Any],
    stored: KnowledgeItem | None,
    zone: str,
) -> Merged[KnowledgeItem]:
    """What an entry makes of the item with its address; what is guessed counts for a new one.

    A day that is given begins by the clocks of `zone` (IANA name). Who sees what the contact of its
    talk has decided about is left as it is.
    """
    day = given.get("visible_from")
    given = {**given, "visible_from": beginning(day, zone)} if day else given
    if stored is None:
        return Merged(None, KnowledgeItem(**{**guessed, **given}))
    left_alone = ("visibility", "visible_from") if stored.decided else ()
    told = {name: value for name, value in given.items() if name not in left_alone}
    return Merged(stored, replace(stored, **told))
