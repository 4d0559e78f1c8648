"""Reads a file of events and knowledge items: all of it, or every fault in it at once."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.domain.events import Session, Status
from bot.domain.knowledge import Kind, Publication, normalised_url
from bot.files.contents import Contents, EventEntry, Fault, FileFaults, KnowledgeEntry
from bot.files.fields import (
    LINE_LIMIT,
    MOST_SESSIONS,
    MOST_TAGS,
    PARAGRAPH_LIMIT,
    TAG_LIMIT,
    TITLE_LIMIT,
    Parser,
    distinct,
    fault,
    list_of,
    one_line,
    one_of,
    optional,
    paragraph,
    sequence,
    suggestion,
    web_address,
    whole_number,
    zone,
)
from bot.files.nodes import Mapping, Node, Refused, Scalar, parse
from bot.files.wall_times import wall_time, written


@dataclass(frozen=True, slots=True)
class _Field:
    parse: Parser[Any]
    required: bool = False


_Form = dict[str, _Field]


@dataclass(frozen=True, slots=True)
class _Filled:
    """A form as a file filled it in: values, where they stand, and what is wrong."""

    line: int
    given: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether every field has a value; one with an alias or a tag has none."""
        return not self.faults and self.given.keys() == self.lines.keys() != set()


_line = optional(one_line(LINE_LIMIT))

_SESSION: _Form = {
    "talk": _Field(one_line(LINE_LIMIT), required=True),
    "speaker": _Field(_line),
    "role": _Field(_line),
    "organisation": _Field(_line),
}


def _session(node: Node, _name: str) -> Session:
    filled = _fill(_SESSION, node, "a session")
    if not filled.is_sound:
        raise FileFaults(filled.faults)
    return Session(**filled.given)


_EVENT: _Form = {
    "number": _Field(whole_number, required=True),
    "title": _Field(one_line(TITLE_LIMIT), required=True),
    "starts": _Field(wall_time, required=True),
    "ends": _Field(wall_time, required=True),
    "timezone": _Field(zone),
    "location": _Field(_line),
    "join_url": _Field(optional(web_address)),
    "registration_url": _Field(optional(web_address)),
    "host": _Field(_line),
    "capacity": _Field(optional(whole_number)),
    "status": _Field(one_of(Status)),
    "description": _Field(optional(paragraph(PARAGRAPH_LIMIT))),
    "sessions": _Field(list_of(_session, MOST_SESSIONS)),
}

_ITEM: _Form = {
    "title": _Field(one_line(LINE_LIMIT), required=True),
    "url": _Field(web_address, required=True),
    "kind": _Field(one_of(Kind)),
    "event": _Field(optional(whole_number)),
    "session": _Field(_line),
    "tags": _Field(distinct(list_of(one_line(TAG_LIMIT), MOST_TAGS))),
    "status": _Field(one_of(Publication)),
    "description": _Field(optional(paragraph(PARAGRAPH_LIMIT))),
}

_FILE: _Form = {"events": _Field(sequence), "knowledge": _Field(sequence)}


def read_file(path: Path) -> Contents:
    """The contents of the YAML or JSON file at `path`.

    Raises FileFaults with every fault in it, OSError if it can't be opened.
    """
    return _sound(*survey_file(path))


def read(text: str) -> Contents:
    """The contents of `text`, YAML or JSON; raises FileFaults with every fault in it."""
    return _sound(*survey(text))


def survey_file(path: Path) -> tuple[Contents, tuple[Fault, ...]]:
    """As `survey`, of the file at `path`; raises OSError if it can't be opened."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Contents(), (Fault(1, "this is UTF-16 text; save the file as UTF-8"),)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        return Contents(), (Fault(line, "this is no text file; YAML or JSON is wanted"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Contents(), (Fault(line, "this is not UTF-8 text; save the file as UTF-8"),)
    return survey(text)


def survey(text: str) -> tuple[Contents, tuple[Fault, ...]]:
    """The entries of `text` that are sound in themselves, and all faults, sorted by line.

    For a caller that wants to add the faults which only the database knows of.
    """
    try:
        root, faults = parse(text)
    except FileFaults as fatal:
        return Contents(), fatal.faults
    top = _fill(_FILE, root, "the file")
    events = [_filled_event(node) for node in top.given.get("events", ())]
    items = [_fill(_ITEM, node, "a knowledge item") for node in top.given.get("knowledge", ())]
    for filled in (top, *events, *items):
        faults += filled.faults
    faults += _doubled_numbers(events) + _doubled_urls(items)
    contents = Contents(
        tuple(_event_entry(filled) for filled in events if filled.is_sound),
        tuple(_knowledge_entry(filled) for filled in items if filled.is_sound),
    )
    return contents, FileFaults(faults).faults


def _sound(contents: Contents, faults: tuple[Fault, ...]) -> Contents:
    if faults:
        raise FileFaults(faults)
    return contents


def _filled_event(node: Node) -> _Filled:
    filled = _fill(_EVENT, node, "an event")
    starts, ends = filled.given.get("starts"), filled.given.get("ends")
    # A second pass is compared when the zone is known; all other wall times keep their order.
    if starts and ends and not starts.fold and not ends.fold and ends <= starts:
        message = f"the event ends at {written(ends)}, not after its start; mend one of them"
        filled.faults.append(Fault(filled.lines["ends"], message))
    return filled


def _event_entry(filled: _Filled) -> EventEntry:
    given = {name: value for name, value in filled.given.items() if name != "number"}
    return EventEntry(filled.given["number"], filled.line, given, filled.lines)


def _knowledge_entry(filled: _Filled) -> KnowledgeEntry:
    return KnowledgeEntry(filled.given["url"], filled.line, filled.given, filled.lines)


def _doubled_numbers(events: list[_Filled]) -> list[Fault]:
    found = [(e.given["number"], e.lines["number"]) for e in events if "number" in e.given]
    return [
        Fault(line, f"event {number} is in line {earlier} already; keep one of the two")
        for number, line, earlier in _doubled(found)
    ]


def _doubled_urls(items: list[_Filled]) -> list[Fault]:
    found = [
        (normalised_url(item.given["url"]), item.lines["url"])
        for item in items
        if "url" in item.given
    ]
    return [
        Fault(line, f"this address is in line {earlier} already; keep one of the two items")
        for _url, line, earlier in _doubled(found)
    ]


def _doubled(found: list[tuple[Any, int]]) -> list[tuple[Any, int, int]]:
    """Of keys and their lines those that came before: (key, line, line of the first)."""
    first: dict[Any, int] = {}
    doubled = []
    for key, line in found:
        if key in first:
            doubled.append((key, line, first[key]))
        else:
            first[key] = line
    return doubled


def _fill(form: _Form, node: Node, what: str) -> _Filled:
    """The fields of `node`, a mapping, as `form` reads them; `what` names it in messages."""
    filled = _Filled(node.line)
    if isinstance(node, Refused):
        return filled  # incomplete, but its fault is known already
    if not isinstance(node, Mapping):
        wanted = " and ".join(f"'{name}:'" for name, rule in form.items() if rule.required)
        wanted = wanted or "'events:' and 'knowledge:'"
        filled.faults.append(Fault(node.line, f"{what} must be fields such as {wanted}"))
        return filled
    for key, value in node.pairs:
        _fill_field(form, filled, key, value, what)
    missing = [name for name, rule in form.items() if rule.required and name not in filled.lines]
    filled.faults.extend(
        Fault(node.line, f"'{name}' is missing in {what}; add it") for name in missing
    )
    return filled


def _fill_field(form: _Form, filled: _Filled, key: Node, value: Node, what: str) -> None:
    try:
        name = _field_name(form, filled, key, what)
        filled.lines[name] = key.line
        filled.given[name] = form[name].parse(value, name)
    except FileFaults as found:
        filled.faults.extend(found.faults)


def _field_name(form: _Form, filled: _Filled, key: Node, what: str) -> str:
    if not isinstance(key, Scalar):
        raise fault(key, f"the name of a field in {what} must be a word")
    name = key.text
    if name not in form:
        hint = suggestion(name, form) or f"; known are {', '.join(form)}"
        raise fault(key, f"unknown field '{name[:40]}' in {what}{hint}")
    if name in filled.lines:
        earlier = filled.lines[name]
        raise fault(key, f"'{name}' is given in line {earlier} already; keep one of the two")
    return name
