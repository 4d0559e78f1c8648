"""What stands in the form of a knowledge item → the item, or what is wrong at which field."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from bot.domain import event_fields, limits
from bot.domain.addresses import is_web_address
from bot.domain.events import Session
from bot.domain.invisible import trimmed
from bot.domain.knowledge import Kind, KnowledgeItem, Publication

NONE = "none"  # what a menu says for no event and no session
_SIGN = 16  # hexadecimal digits; an option's value may have 150 signs
# Quotation marks hold a tag together that would not be one without them.
_TAG = re.compile(r'\s*(?:"(?P<held>(?:[^"]|"")*)"\s*(?=[,;\n]|$)|(?P<bare>[^,;\n]*))(?:[,;\n]|$)')
_TO_BE_HELD = re.compile(r'["#]|.*[,;\n]', re.DOTALL)
# What a form may make of an item that stands there; the first is offered first.
NEXT: Mapping[Publication, tuple[Publication, ...]] = {
    Publication.PROPOSED: (Publication.PUBLISHED, Publication.PROPOSED),
    Publication.PUBLISHED: (Publication.PUBLISHED, Publication.REJECTED),
    Publication.REJECTED: (Publication.REJECTED, Publication.PUBLISHED),
}


class Fault(StrEnum):
    """What can be wrong with a field."""

    REQUIRED = "required"
    ADDRESS = "address"
    TOO_LONG = "too_long"
    CHOICE = "choice"
    TAG_LONG = "tag_long"
    TAGS = "tags"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a field; `detail` is the limit that was missed."""

    fault: Fault
    detail: str = ""


Faults = Mapping[str, Wrong]


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """The fields of the form as text, empty where nothing stands.

    `event` is its number, `session` the sign of its talk; both may be NONE. Commas part tags.
    """

    url: str = ""
    title: str = ""
    kind: str = ""
    event: str = ""
    session: str = ""
    tags: str = ""
    description: str = ""
    status: str = ""


FIELDS = tuple(field.name for field in fields(ItemEntry))


def sign(text: str) -> str:
    """A short sign of a talk, or of whatever else has no id."""
    return hashlib.sha256(text.encode()).hexdigest()[:_SIGN]


def seen(item: KnowledgeItem) -> str:
    """A sign by which one can tell later whether the item was changed."""
    return sign(repr(item))


def talks(sessions: Sequence[Session], item: KnowledgeItem | None = None) -> tuple[str, ...]:
    """The talks that can be chosen, each once; the one that an item names already is among them."""
    named = [item.session] if item is not None and item.session else []
    return tuple(dict.fromkeys([*(session.talk for session in sessions), *named]))


def entry_of(item: KnowledgeItem) -> ItemEntry:
    """The item as it stands in the form."""
    return ItemEntry(
        url=item.url,
        title=item.title,
        kind=item.kind.value,
        event=str(item.event) if item.event is not None else NONE,
        session=sign(item.session) if item.session else NONE,
        tags=", ".join(map(_tag_shown, item.tags)),
        description=item.description or "",
        status=NEXT[item.status][0].value,
    )


def item_of(
    entry: ItemEntry,
    events: Collection[int],
    talks: Sequence[str],
    before: KnowledgeItem | None = None,
) -> KnowledgeItem | Faults:
    """The item that the form describes, or what is wrong, by the names of the fields.

    `events` and `talks` are what could be chosen. `before` is the stored item that is changed; a
    new one is published (whether its author may do that is not decided here).
    """
    wrong: dict[str, Wrong] = {}
    url, title = entry.url.strip(), _line(entry.title)
    for name, written in (("url", url), ("title", title)):
        if not written:
            wrong[name] = Wrong(Fault.REQUIRED)
    if url and not is_web_address(url):
        wrong["url"] = Wrong(Fault.ADDRESS)
    elif len(url) > limits.URL:
        wrong["url"] = Wrong(Fault.TOO_LONG, str(limits.URL))
    if len(title) > limits.LINE:
        wrong["title"] = Wrong(Fault.TOO_LONG, str(limits.LINE))
    description = event_fields.clean(entry.description)
    if len(description) > limits.PARAGRAPH:
        wrong["description"] = Wrong(Fault.TOO_LONG, str(limits.PARAGRAPH))
    tags = tags_of(entry.tags, before.tags if before is not None else ())
    if any(len(tag) > limits.TAG for tag in tags):
        wrong["tags"] = Wrong(Fault.TAG_LONG, str(limits.TAG))
    elif len(tags) > limits.MOST_TAGS:
        wrong["tags"] = Wrong(Fault.TAGS, str(limits.MOST_TAGS))
    found: dict[str, Any] = {
        "kind": _chosen(entry.kind, {kind.value: kind for kind in Kind}),
        "event": _chosen(entry.event, {NONE: None, "": None, **{str(n): n for n in events}}),
        "session": _chosen(entry.session, {NONE: None, "": None, **{sign(t): t for t in talks}}),
        "status": _status(entry.status, before),
    }
    # what can't be seen in an address was refused above; what is left may be composed otherwise
    found |= {"title": title, "url": trimmed(url), "tags": tags, "description": description or None}
    wrong |= {name: value for name, value in found.items() if isinstance(value, Wrong)}
    if before is not None:
        for name in _untouched(entry, entry_of(before)):
            found[name] = getattr(before, name)
            wrong.pop(name, None)
    return wrong or KnowledgeItem(**found)


def _untouched(entry: ItemEntry, shown: ItemEntry) -> Iterator[str]:
    """The written fields that say what they were `shown` with: they keep it to the letter."""
    for name in ("url", "title", "tags", "description"):
        if event_fields.clean(getattr(entry, name)) == event_fields.clean(getattr(shown, name)):
            yield name


def tags_of(written: str, before: Sequence[str] = ()) -> tuple[str, ...]:
    """The tags of a line, without # before them, each once; those of `before` as they were."""
    stood = {_line(tag): tag for tag in before}
    found = (stood.get(tag, tag) for tag in map(_tag, _TAG.finditer(written)))
    return tuple(dict.fromkeys(tag for tag in found if tag))


def _tag(match: re.Match[str]) -> str:
    held = (match["held"] or "").replace('""', '"')
    if _TO_BE_HELD.match(held):
        return _line(held)
    return _line((match["bare"] or match[0].rstrip(",;\n")).strip().lstrip("#"))


def _tag_shown(tag: str) -> str:
    quoted = tag.replace('"', '""')
    return f'"{quoted}"' if _TO_BE_HELD.match(tag) else tag


def _status(written: str, before: KnowledgeItem | None) -> Publication | Wrong:
    if before is None:
        return Publication.PUBLISHED
    allowed = {status.value: status for status in (*NEXT[before.status], before.status)}
    found = _chosen(written or before.status.value, allowed)
    return found if isinstance(found, Publication) else Wrong(Fault.CHOICE)


def _chosen(written: str, offered: Mapping[str, object]) -> object:
    return offered[written] if written in offered else Wrong(Fault.CHOICE)


def _line(written: str) -> str:
    return event_fields.on_one_line(event_fields.clean(written))
