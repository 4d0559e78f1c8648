"""Writes events and knowledge items as the YAML that the reader reads."""

import json
import re
from collections.abc import Iterable, Iterator

from bot.domain.events import Event, Session
from bot.domain.knowledge import KnowledgeItem
from bot.domain.times import to_local
from bot.files.wall_times import written

# A line of a list or a field; its text is YAML already.
_Value = str | int | None

# Words that YAML, in one version or another, takes for something else than text.
_RESERVED = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
# What begins with a letter and has no punctuation that YAML might take for its own.
_PLAIN = re.compile(r"[^\W\d_](?:[^:#]|:(?! |$)|(?<! )#)*")
_PLAIN_IN_LIST = re.compile(r"[^\W\d_][^:#,\[\]{}]*")
# What JSON lets stand in a text and the reader does not.
_UNFIT = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def write(events: Iterable[Event], items: Iterable[KnowledgeItem]) -> str:
    """All of `events` and `items` as YAML; read into an empty database it gives the same again.

    Events stand by number, knowledge items in the order in which they are given: the order in
    which they came is how a database tells the newest. Times are the wall clock's in the event's
    zone.
    """
    lines = [
        *_section("events", map(_event, sorted(events, key=lambda event: event.number))),
        *_section("knowledge", map(_item, items)),
    ]
    return "\n".join(lines) + "\n"


def _section(name: str, entries: Iterator[list[str]]) -> Iterator[str]:
    first = next(entries, None)
    if first is None:
        yield f"{name}: []"
        return
    yield f"{name}:"
    yield from _listed(first)
    for entry in entries:
        yield from _listed(entry)


def _listed(lines: list[str]) -> Iterator[str]:
    """The lines of one entry as an entry of a list; empty lines stay without spaces."""
    yield f"  - {lines[0]}"
    for line in lines[1:]:
        yield f"    {line}" if line else ""


def _event(event: Event) -> list[str]:
    lines = [
        *_field("number", event.number),
        *_text("title", event.title),
        *_field("starts", written(to_local(event.starts_at, event.timezone))),
        *_field("ends", written(to_local(event.ends_at, event.timezone))),
        *_text("timezone", event.timezone),
        *_text("location", event.location),
        *_text("join_url", event.join_url),
        *_text("registration_url", event.registration_url),
        *_text("host", event.host),
        *_field("capacity", event.capacity),
        *_text("status", event.status.value),
        *_text("description", event.description),
    ]
    if event.sessions:
        lines.append("sessions:")
        for session in event.sessions:
            lines.extend(_listed(_session(session)))
    return lines


def _session(session: Session) -> list[str]:
    return [
        *_text("talk", session.talk),
        *_text("speaker", session.speaker),
        *_text("role", session.role),
        *_text("organisation", session.organisation),
    ]


def _item(item: KnowledgeItem) -> list[str]:
    tags = ", ".join(_inline(tag, _PLAIN_IN_LIST) for tag in item.tags)
    return [
        *_text("title", item.title),
        *_text("url", item.url),
        *_text("kind", item.kind.value),
        *_field("event", item.event),
        *_text("session", item.session),
        *_field("tags", f"[{tags}]" if item.tags else None),
        *_text("status", item.status.value),
        *_text("description", item.description),
    ]


def _field(name: str, value: _Value) -> list[str]:
    return [] if value is None else [f"{name}: {value}"]


def _text(name: str, value: str | None) -> list[str]:
    """The lines of a text: plain, in quotes, or as a block when it has several lines."""
    if value is None:
        return []
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
