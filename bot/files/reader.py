"""Reads YAML and JSON: entry by entry, or all of a small file at once."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.domain.knowledge import normalised_url
from bot.files.contents import (
    Contents,
    EventEntry,
    Fault,
    FileFaults,
    Found,
    KnowledgeEntry,
    LeftOut,
)
from bot.files.fields import sequence
from bot.files.forms import FileField, FileForm, event_entry, fill, knowledge_entry
from bot.files.nodes import Node, Scalar
from bot.files.source import Source, of_file, of_text
from bot.files.trees import TreeEntry, Whole, parts

_FILE: FileForm = {"events": FileField(sequence), "knowledge": FileField(sequence)}


def read_file(path: Path) -> Contents:
    """The contents of the YAML or JSON file at `path`.

    Raises FileFaults with every fault in it, OSError if it can't be opened.
    """
    with path.open("rb") as file:
        return _sound(*_surveyed(entries(of_file(file))))


def read(text: str) -> Contents:
    """The contents of `text`, YAML or JSON; raises FileFaults with every fault in it."""
    return _sound(*survey(text))


def survey(text: str) -> tuple[Contents, tuple[Fault, ...]]:
    """The entries of `text` that are sound in themselves, and all faults, sorted by line."""
    return _surveyed(entries(of_text(text)))


def entries(source: Source) -> Iterator[Found]:
    """All entries and all faults, one after the other; of the items only those with an address.

    No event's number comes twice; an item's address may. What leaves nothing to look at any more,
    such as broken syntax, is the last fault.
    """
    lists: dict[str, Node] = {}
    numbers: dict[int, int] = {}
    try:
        for part in parts(source):
            if isinstance(part, Fault):
                yield part
            elif isinstance(part, Whole):
                yield from fill(_FILE, part.node, "the file").faults
            # a second list of the same name has no entries: it is a fault by itself
            elif isinstance(of := part.of, Scalar) and lists.setdefault(of.text, of) is of:
                yield from _entry(part, of.text, numbers)
    except FileFaults as fatal:
        yield from fatal.faults


def _entry(part: TreeEntry, of: str, numbers: dict[int, int]) -> Iterator[Found]:
    if of == "events":
        event, filled = event_entry(part.node)
        yield from filled.faults
        number = filled.given.get("number")
        if number in numbers:
            message = f"event {number} is in line {numbers[number]} already; keep one of the two"
            yield Fault(filled.lines["number"], message)
        elif number is not None:
            numbers[number] = filled.lines["number"]
        if event:
            yield event
    elif of == "knowledge":
        item, faults = knowledge_entry(part.node)
        yield from faults
        if item:
            yield item


def _surveyed(found: Iterable[Found]) -> tuple[Contents, tuple[Fault, ...]]:
    events: list[EventEntry] = []
    items: list[KnowledgeEntry] = []
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    for one in found:
        if isinstance(one, Fault):
            faults.append(one)
        elif isinstance(one, EventEntry):
            events.append(one)
        elif not isinstance(one, LeftOut):
            key, line = normalised_url(one.url), one.lines["url"]
            if key in lines:
                faults.append(doubled(one, lines[key]))
            lines.setdefault(key, line)
            if one.sound:
                items.append(one)
    return Contents(tuple(events), tuple(items)), FileFaults(faults).faults


def doubled(entry: KnowledgeEntry, earlier: int) -> Fault:
    """That the address of `entry` stands in another line already."""
    message = f"this address is in line {earlier} already; keep one of the two items"
    return Fault(entry.lines["url"], message, entry.file)


def _sound(contents: Contents, faults: tuple[Fault, ...]) -> Contents:
    if faults:
        raise FileFaults(faults)
    return contents
