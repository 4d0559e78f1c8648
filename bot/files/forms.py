"""The fields that entries of a file have, and how a file fills them in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.domain.event_fields import FILED_EVENT, MOMENT, SESSION_FIELDS, TALKS, too_heavy
from bot.domain.events import Session
from bot.domain.fields import NUMBER, FieldRow, line
from bot.domain.knowledge_fields import FILED_ITEM, TAGS
from bot.domain.limits import MOST_SESSIONS, MOST_TAGS, TAG
from bot.domain.topic_fields import FILED_TOPIC
from bot.files.contents import EventEntry, FileFault, FileFaults, KnowledgeEntry, TopicEntry
from bot.files.fields import (
    Parser,
    fault,
    list_of,
    optional,
    suggestion,
    value_of,
    whole_number,
)
from bot.files.nodes import Mapping, Node, RefusedNode, Scalar
from bot.files.wall_times import wall_time, written


@dataclass(frozen=True, slots=True)
class FileField:
    """How a field is read, and whether it must be there."""

    parse: Parser[Any]
    required: bool = False


FileForm = dict[str, FileField]


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as a file filled it in: values, where they stand, and what is wrong."""

    line: int
    given: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[FileFault] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether every field has a value; one with an alias or a tag has none."""
        return not self.faults and self.given.keys() == self.lines.keys() != set()


def _talk(node: Node, _name: str) -> Session:
    filled = fill(_SESSION, node, "a session")
    if not filled.is_sound:
        raise FileFaults(filled.faults)
    talk = Session(**{**filled.given, "talk": filled.given.get("talk") or ""})
    if not talk.name:
        raise fault(node, "a session needs a 'talk' or a 'speaker'; add one of them")
    return talk


def _all_talks(node: Node, name: str) -> tuple[Session, ...]:
    talks = list_of(_talk, MOST_SESSIONS)(node, name)
    if too_heavy(talks):
        raise fault(
            node, "the sessions are too long for a form (an emoji counts twelve); shorten them"
        )
    return talks


def _parser(row: FieldRow) -> Parser[Any]:
    kind = row.kind
    if kind is TALKS:
        return _all_talks
    if kind is TAGS:
        tags = list_of(value_of(line(TAG)), MOST_TAGS)
        return lambda node, name: tuple(dict.fromkeys(tags(node, name)))
    parse: Parser[Any] = whole_number if kind is NUMBER else value_of(kind)
    if kind is MOMENT:
        parse = wall_time
    return parse if row.required or row.defaulted else optional(parse)


def _form(rows: Iterable[FieldRow]) -> FileForm:
    return {row.file: FileField(_parser(row), row.required and not row.defaulted) for row in rows}


_SESSION, EVENT, ITEM = _form(SESSION_FIELDS), _form(FILED_EVENT), _form(FILED_ITEM)
_TOPIC = _form(FILED_TOPIC)


def fill(form: FileForm, node: Node, what: str) -> Filled:
    """The fields of `node`, a mapping, as `form` reads them; `what` names it in messages."""
    filled = Filled(node.line)
    if isinstance(node, RefusedNode):
        return filled  # incomplete, but its fault is known already
    if not isinstance(node, Mapping):
        named = [name for name, rule in form.items() if rule.required] or list(form)[:2]
        wanted = " and ".join(f"'{name}:'" for name in named)
        filled.faults.append(FileFault(node.line, f"{what} must be fields such as {wanted}"))
        return filled
    for key, value in node.pairs:
        _fill_field(form, filled, key, value, what)
    missing = [name for name, rule in form.items() if rule.required and name not in filled.lines]
    filled.faults.extend(
        FileFault(node.line, f"'{name}' is missing in {what}; add it") for name in missing
    )
    return filled


def _fill_field(form: FileForm, filled: Filled, key: Node, value: Node, what: str) -> None:
    try:
        name = _field_name(form, filled, key, what)
        filled.lines[name] = key.line
        filled.given[name] = form[name].parse(value, name)
    except FileFaults as found:
        filled.faults.extend(found.faults)


def _field_name(form: FileForm, filled: Filled, key: Node, what: str) -> str:
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


def event_entry(node: Node) -> tuple[EventEntry | None, Filled]:
    """The event that a node describes, None unless it is sound; and how the form was filled in."""
    filled = fill(EVENT, node, "an event")
    starts, ends = filled.given.get("starts"), filled.given.get("ends")
    # A second pass is compared when the zone is known; all other wall times keep their order.
    if starts and ends and not starts.fold and not ends.fold and ends <= starts:
        message = f"the event ends at {written(ends)}, not after its start; mend one of them"
        filled.faults.append(FileFault(filled.lines["ends"], message))
    if not filled.is_sound:
        return None, filled
    given = {name: value for name, value in filled.given.items() if name != "number"}
    return EventEntry(filled.given["number"], filled.line, given, filled.lines), filled


def knowledge_entry(node: Node) -> tuple[KnowledgeEntry | None, list[FileFault]]:
    """The item that a node describes, None when it gives no address; and all that is wrong."""
    filled = fill(ITEM, node, "a knowledge item")
    if "url" not in filled.given:
        return None, filled.faults
    url, sound = filled.given["url"], filled.is_sound
    entry = KnowledgeEntry(url, filled.line, filled.given, filled.lines, sound=sound)
    return entry, filled.faults


def topic_entry(node: Node) -> tuple[TopicEntry | None, list[FileFault]]:
    """The topic that a node describes, None unless it is sound; and all that is wrong."""
    filled = fill(_TOPIC, node, "a topic")
    entry = TopicEntry(filled.lines["title"], filled.given) if filled.is_sound else None
    return entry, filled.faults
