"""What a reader sees of a text in HTML, Markdown or plain text: lines, links, instants."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

_ADDRESS = re.compile(r"https?://[^\s<>]+")
_INSTANT = re.compile(
    r"(?<!\d)\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d(?::\d\d)?)"
)
_LINK = re.compile(r"(?<!\\)\]\((?:<((?:\\.|[^\\>])*)>|((?:\\.|[^\\\s)])*))\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_INLINE = frozenset({"a", "b", "em", "i", "small", "span", "strong", "time"})
_UNSAID = frozenset({"style", "title"})  # what no reader of the page sees
_JSON = "application/ld+json"
# Addresses that say what a word means, and lead nobody anywhere.
_VOCABULARY = "https://schema.org"


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in a text. Of what is there for machines it has the instants and the links."""

    lines: tuple[str, ...]
    links: tuple[str, ...]
    instants: tuple[datetime, ...] = ()


def read(name: str, text: str) -> Read:
    """What a reader sees of the text; the ending of its `name` says how it is written."""
    if name.endswith(".html"):
        return _of_html(text)
    if name.endswith(".md"):
        links = [_ESCAPED.sub(r"\1", found[1] or found[2]) for found in _LINK.finditer(text)]
        plain = _ESCAPED.sub(r"\1", _LINK.sub("] ", text))
        return _of_lines(plain.splitlines(), links)
    return _of_lines(text.splitlines(), [])


def _of_lines(lines: list[str], links: list[str]) -> Read:
    shown = [_ADDRESS.sub("", _INSTANT.sub("", line)) for line in lines]
    there = [*links, *(found for line in lines for found in _ADDRESS.findall(line))]
    return Read(tuple(shown), tuple(there), tuple(_instants(lines)))


def _instants(lines: list[str]) -> Iterator[datetime]:
    for line in lines:
        for found in _INSTANT.findall(line):
            try:
                yield datetime.fromisoformat(found)
            except ValueError:  # no day, or no hour, that there is
                continue


def _of_html(text: str) -> Read:
    page = _Page()
    page.feed(text)
    page.close()
    seen, hidden = _of_lines("".join(page.shown).splitlines(), page.links), page.for_machines
    instants = (*seen.instants, *_instants(hidden))
    links = [one for one in hidden if _ADDRESS.fullmatch(one) and not one.startswith(_VOCABULARY)]
    return Read(seen.lines, (*seen.links, *links), instants)


class _Page(HTMLParser):
    """Takes apart what is seen of a page, its links, and what it says to machines."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.links: list[str] = []
        self.for_machines: list[str] = []
        self._within = ""  # the element whose text no reader sees
        self._script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link, an instant, or the end of a line."""
        given = dict(attrs)
        self.links += [value for name in ("href", "src") if (value := given.get(name))]
        if when := given.get("datetime"):
            self.for_machines.append(when)
        if tag in _UNSAID or tag == "script":
            self._within, self._script = tag, given.get("type") or ""
        elif tag not in _INLINE:
            self.shown.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """What ends here."""
        if tag == self._within:
            self._within = ""
        elif tag not in _INLINE:
            self.shown.append("\n")

    def handle_data(self, data: str) -> None:
        """Text that is seen, or JSON."""
        if not self._within:
            # where a line ends in the source no line ends on the page
            self.shown.append(" ".join(data.split("\n")))
        elif self._within == "script" and self._script == _JSON:
            self.for_machines += _strings(data)


def _strings(text: str) -> list[str]:
    try:
        return list(_all_strings(json.loads(text)))
    except (ValueError, RecursionError):
        return []


def _all_strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _all_strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _all_strings(one)
