"""Small files read at once, and imported, with what the bot does entry by entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.domain.events import Event
from bot.domain.knowledge import KnowledgeItem, normalised_url
from bot.domain.reminder_rules import Rule
from bot.files.contents import (
    EventEntry,
    FileFault,
    FileFaults,
    Found,
    KnowledgeEntry,
)
from bot.files.reader import doubled, entries
from bot.files.source import of_file, of_text
from bot.services.import_spooling import Merged, compare, merged_item, take_in
from bot.services.imports import ImportSummary, apply, merged
from storage.database import Connection
from storage.spool import Spool


@dataclass(frozen=True, slots=True)
class Contents:
    """All entries of a file, in its order; no number and no normalised address comes twice."""

    events: tuple[EventEntry, ...] = ()
    knowledge: tuple[KnowledgeEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All entries of a file, merged; in the order of the file."""

    events: tuple[Merged[Event], ...]
    knowledge: tuple[Merged[KnowledgeItem], ...]


def read_file(path: Path) -> Contents:
    """The contents of the YAML or JSON file at `path`; raises FileFaults with every fault in it."""
    with path.open("rb") as file:
        return _sound(*_surveyed(entries(of_file(file))))


def read(text: str) -> Contents:
    """The contents of `text`, YAML or JSON; raises FileFaults with every fault in it."""
    return _sound(*survey(text))


def survey(text: str) -> tuple[Contents, tuple[FileFault, ...]]:
    """The entries of `text` that are sound in themselves, and all faults, sorted by line."""
    return _surveyed(entries(of_text(text)))


def plan(
    contents: Contents,
    stored_events: Mapping[int, Event],
    stored_items: Mapping[str, KnowledgeItem],
    default_zone: str,
) -> Plan:
    """Every entry merged with what is stored under its number or its normalised address."""
    items = [
        merged_item(
            entry.given,
            entry.guessed,
            stored_items.get(normalised_url(entry.url)),
            default_zone,
        )
        for entry in contents.knowledge
    ]
    return Plan(merged(contents.events, stored_events, default_zone), tuple(items))


def import_contents(
    connection: Connection,
    contents: Contents,
    default_zone: str,
    rules: Sequence[Rule],
    now: datetime,
) -> ImportSummary:
    """Save all entries of a small file in the caller's write transaction."""
    with Spool() as spool:
        take_in(spool, contents.knowledge, merges=False)
        compared = compare(connection, spool, default_zone)
        return apply(connection, contents.events, spool, compared, default_zone, rules, now)


def _surveyed(found: Iterable[Found]) -> tuple[Contents, tuple[FileFault, ...]]:
    events: list[EventEntry] = []
    items: list[KnowledgeEntry] = []
    faults: list[FileFault] = []
    lines: dict[str, int] = {}
    for one in found:
        if isinstance(one, FileFault):
            faults.append(one)
        elif isinstance(one, EventEntry):
            events.append(one)
        elif isinstance(one, KnowledgeEntry):
            key, line = normalised_url(one.url), one.lines["url"]
            if key in lines:
                faults.append(doubled(one, lines[key]))
            lines.setdefault(key, line)
            if one.sound:
                items.append(one)
    return Contents(tuple(events), tuple(items)), FileFaults(faults).faults


def _sound(contents: Contents, faults: tuple[FileFault, ...]) -> Contents:
    if faults:
        raise FileFaults(faults)
    return contents
