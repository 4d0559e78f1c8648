"""Reads YAML and JSON, entry by entry."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.domain.topics import key
from bot.files.contents import FileFault, FileFaults, Found, KnowledgeEntry
from bot.files.fields import sequence, suggestion
from bot.files.forms import (
    FileField,
    FileForm,
    event_entry,
    fill,
    knowledge_entry,
    topic_entry,
)
from bot.files.nodes import Mapping, Node, Scalar, Sequence
from bot.files.source import Source
from bot.files.trees import TreeEntry, Whole, parts

_FILE: FileForm = {
    "events": FileField(sequence),
    "knowledge": FileField(sequence),
    "topics": FileField(sequence),
}

_OTHERS_JSON = (
    "this JSON has neither 'events' nor 'knowledge', so another program wrote it; choose bookmarks "
    "(HTML) or a table (CSV) there, and for events a calendar (.ics)"
)


def entries(source: Source) -> Iterator[Found]:
    """All entries and all faults, one after the other; of the items only those with an address.

    No event's number and no topic comes twice; an item's address may. What leaves nothing to look
    at any more, such as broken syntax, is the last fault.
    """
    lists: dict[str, Node] = {}
    numbers: dict[int, int] = {}
    titles: dict[str, int] = {}
    try:
        is_json = source.beginning().lstrip()[:1] in ("{", "[")
        for part in parts(source):
            if isinstance(part, FileFault):
                yield part
            elif isinstance(part, Whole):
                is_others = is_json and _is_others_json(part.node)
                foreign = FileFault(part.node.line, _OTHERS_JSON, ends=True)
                yield from (foreign,) if is_others else fill(_FILE, part.node, "the file").faults
            # a second list of the same name has no entries: it is a fault by itself
            elif isinstance(of := part.of, Scalar) and lists.setdefault(of.text, of) is of:
                yield from _entry(part, of.text, numbers, titles)
    except FileFaults as fatal:
        yield from fatal.ending()


def _is_others_json(node: Node) -> bool:
    """Whether JSON says nothing that is meant for us: a list, or fields of other names."""
    if not isinstance(node, Mapping):
        return isinstance(node, Sequence)
    names = [key.text for key, _ in node.pairs if isinstance(key, Scalar)]
    return bool(names) and not any(one in _FILE or suggestion(one, _FILE) for one in names)


def _entry(
    part: TreeEntry, of: str, numbers: dict[int, int], titles: dict[str, int]
) -> Iterator[Found]:
    if of == "events":
        event, filled = event_entry(part.node)
        yield from _faults_of(part, filled.faults)
        number = filled.given.get("number")
        if number in numbers:
            message = f"event {number} is in line {numbers[number]} already; keep one of the two"
            yield FileFault(filled.lines["number"], message, entry=part.node.line)
            return
        if number is not None:
            numbers[number] = filled.lines["number"]
        if event:
            yield event
    elif of == "knowledge":
        item, faults = knowledge_entry(part.node)
        yield from _faults_of(part, faults)
        if item:
            yield item
    elif of == "topics":
        topic, faults = topic_entry(part.node)
        yield from _faults_of(part, faults)
        if topic:
            earlier = titles.setdefault(key(topic.given["title"]), topic.line)
            if earlier == topic.line:
                yield topic
            else:
                message = f"this topic is in line {earlier} already; keep one of the two"
                yield FileFault(topic.line, message, entry=part.node.line)


def _faults_of(part: TreeEntry, faults: Iterable[FileFault]) -> Iterator[FileFault]:
    return (replace(fault, entry=part.node.line) for fault in faults)


def doubled(entry: KnowledgeEntry, earlier: int) -> FileFault:
    """That the address of `entry` stands in another line already."""
    message = f"this address is in line {earlier} already; keep one of the two items"
    return FileFault(entry.lines["url"], message, entry.file, entry.line)
