"""Writes events, knowledge items and topics as the YAML that the reader reads."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from bot.domain.event_fields import FILED_EVENT, MOMENT, SESSION_FIELDS, TALKS
from bot.domain.events import Event
from bot.domain.fields import DAY, NUMBER, FieldRow
from bot.domain.knowledge import KnowledgeItem
from bot.domain.knowledge_fields import FILED_ITEM, TAGS
from bot.domain.times import to_local
from bot.domain.topic_fields import FILED_TOPIC
from bot.domain.topics import Topic
from bot.domain.visibility import day_of
from bot.files.wall_times import written

# Words that YAML, in one version or another, takes for something else than text.
_RESERVED = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
# What begins with a letter and has no punctuation that YAML might take for its own.
_PLAIN = re.compile(r"[^\W\d_](?:[^:#]|:(?! |$)|(?<! )#)*")
_PLAIN_IN_LIST = re.compile(r"[^\W\d_][^:#,\[\]{}]*")
# What JSON lets stand in a text and the reader does not.
_UNFIT = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def write(
    events: Iterable[Event],
    items: Iterable[KnowledgeItem],
    zone: str,
    topics: Iterable[Topic] = (),
) -> str:
    """All of them as YAML; read into an empty database it gives the same again.

    Events stand by number, knowledge items in the order in which they are given: the order in
    which they came is how a database tells the newest. Times are the wall clock's in the event's
    zone; the days of items are those of `zone` (IANA name).
    """
    lines = [
        *_section(
            "events",
            (
                _lines(FILED_EVENT, event, event.timezone)
                for event in sorted(events, key=lambda event: event.number)
            ),
        ),
        *_section("knowledge", (_lines(FILED_ITEM, item, zone) for item in items)),
    ]
    if said := [_lines(FILED_TOPIC, topic) for topic in topics]:
        lines += _section("topics", said)
    return "\n".join(lines) + "\n"


def _section(name: str, entries: Iterable[list[str]]) -> list[str]:
    lines = [line for entry in entries for line in _listed(entry)]
    return [f"{name}:", *lines] if lines else [f"{name}: []"]


def _listed(lines: list[str]) -> Iterator[str]:
    """The lines of one entry as an entry of a list; empty lines stay without spaces."""
    yield f"  - {lines[0]}"
    for line in lines[1:]:
        yield f"    {line}" if line else ""


def _lines(rows: Iterable[FieldRow], thing: object, zone: str = "") -> list[str]:
    """The lines of an entry; its times are those of `zone`."""
    found = [(row, getattr(thing, row.name)) for row in rows]
    given = [_field(row, value, zone) for row, value in found if value not in (None, (), "")]
    return [text for lines in given for text in lines]


def _field(row: FieldRow, value: Any, zone: str) -> list[str]:
    kind, name = row.kind, row.file
    if kind is TALKS:
        talks = (_lines(SESSION_FIELDS, talk) for talk in value)
        return [f"{name}:", *(text for talk in talks for text in _listed(talk))]
    if kind is TAGS:
        return [f"{name}: [{', '.join(_inline(tag, _PLAIN_IN_LIST) for tag in value)}]"]
    if kind is DAY:
        return [f"{name}: {day_of(value, zone) if isinstance(value, datetime) else value}"]
    if kind is MOMENT:
        return [f"{name}: {written(to_local(value, zone))}"]
    return [f"{name}: {value}"] if kind is NUMBER else _text(name, str(value))


def _text(name: str, value: str) -> list[str]:
    """The lines of a text: plain, in quotes, or as a block when it has several lines."""
    lines = value.split("\n")
    if len(lines) > 1 and all(_fits_a_block(line) for line in lines) and lines[0] and lines[-1]:
        return [f"{name}: |-", *(f"  {line}" if line else "" for line in lines)]
    return [f"{name}: {_inline(value, _PLAIN)}"]


def _fits_a_block(line: str) -> bool:
    return line.isprintable() and line == line.strip()


def _inline(text: str, plain: re.Pattern[str]) -> str:
    """`text` on one line; without quotes only where no reader could take it for anything else."""
    if (
        plain.fullmatch(text)
        and text.isprintable()
        and text == text.strip()
        and text.lower() not in _RESERVED
    ):
        return text
    quoted = json.dumps(text, ensure_ascii=False)  # JSON's quotes are YAML's too
    return _UNFIT.sub(lambda match: f"\\u{ord(match.group()):04x}", quoted)
