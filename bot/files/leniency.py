"""What is taken from formats that refuse nothing, as the strict ones would take it.

A page says in passing what a field of YAML says plainly. Nothing is stored of it that an export
could not bring back: no sign that nobody sees, no empty tag, nothing that is too long.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from bot.domain.addresses import is_web_address
from bot.domain.invisible_signs import readable, visible
from bot.domain.limits import LINE, MOST_TAGS, PARAGRAPH, TAG, URL
from bot.files.contents import KnowledgeEntry


def clipped(text: str, limit: int) -> str:
    """`text` on one line, without what nobody sees, of at most `limit` characters."""
    line = " ".join(readable(text).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def paragraph(text: str) -> str:
    """`text` with its lines, without what nobody sees; what is too much of it is cut off."""
    return readable(readable(text).strip()[:PARAGRAPH]).strip()


def tags(texts: Iterable[str]) -> tuple[str, ...]:
    """The tags that these texts are, each once: those that are neither empty nor too long."""
    lines = (clipped(text, PARAGRAPH) for text in texts)
    return tuple(dict.fromkeys(tag for tag in lines if 0 < len(tag) <= TAG))[:MOST_TAGS]


def web_address(text: str) -> str | None:
    """The web address that `text` is, None for anything else."""
    address = visible(text)
    # of both: what nobody sees is refused, not taken out, and the rest may be no address
    is_sound = is_web_address(text) and is_web_address(address) and len(address) <= URL
    return address if is_sound else None


def item(
    url: str, line: int, given: Mapping[str, Any], guessed: Mapping[str, Any], file: str | None
) -> KnowledgeEntry:
    """The item at `url`, a `web_address`; fields with nothing in them are left out."""
    clean = {"url": url, **_fields(given)}
    return KnowledgeEntry(url, line, clean, {"url": line}, _fields(guessed), file)


def described(entry: KnowledgeEntry, text: str, between: str) -> KnowledgeEntry:
    """The item with more in its description, divided from what is there by `between`."""
    said = entry.given.get("description", "")
    if len(said) + len(between) >= PARAGRAPH:
        return entry
    description = between.join(one for one in (said, paragraph(text)) if one)
    return replace(entry, given=_fields({**entry.given, "description": description}))


_CLEANED = {
    "title": lambda text: clipped(text, LINE),
    "session": lambda text: clipped(text, LINE),
    "tags": tags,
    "description": paragraph,
}


def _fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields, cleaned, that have something in them."""
    clean = {
        name: _CLEANED[name](value) if name in _CLEANED else value
        for name, value in given.items()
        if value
    }
    return {name: value for name, value in clean.items() if value}
