"""The links of one line of a page, as items: what they are called, and what is said beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from bot.domain.addresses import is_web_address
from bot.domain.guesses import guessed_kind, kind_named
from bot.domain.knowledge import ItemKind
from bot.domain.limits import LINE, PARAGRAPH
from bot.files.contents import Found, KnowledgeEntry, LeftOut
from bot.files.fields import shown
from bot.files.leniency import clipped, item, tags, web_address

# Texts of links that say nothing of where they lead.
_GENERIC = re.compile("hier|here|links?|mehr|more|download|klickt? hier|click here", re.IGNORECASE)
_EDGES = " \t\n\u00a0–—-:·|,;/"
_WORD = re.compile(r"\w")
# Where a link in a page leads without leaving the page's own collection.
_WITHIN = re.compile(r"#|mailto:|tel:|[^:]*\.(?:md|csv|html?)(?:[?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A part of a line: plain text, code, or a link with its address."""

    text: str
    href: str | None = None
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of a link before it is looked at; the `headings` above it, nearest first."""

    event: int | None = None
    session: str | None = None
    tags: tuple[str, ...] = ()
    kind: ItemKind | None = None
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands before and behind the only link of a line, or `all` of a line with several."""

    before: str
    after: str
    all: str | None


def found_in(
    pieces: Sequence[TextPiece], line: int, around: Surroundings, file: str | None
) -> Iterator[Found]:
    """The item of each link in a line, or that it leads to no web page."""
    linked = {place: piece.href for place, piece in enumerate(pieces) if piece.href}
    web = {place: url for place, href in linked.items() if (url := web_address(href))}
    alone = len(web) == 1
    said = None if alone or not web else _said(pieces)
    codes = (piece.text for piece in pieces if piece.is_code)
    around = replace(around, tags=tags((*around.tags, *codes)))
    for place, href in linked.items():
        if url := web.get(place):
            before, after = (pieces[:place], pieces[place + 1 :]) if alone else ((), ())
            beside = _Beside(_text(before), _text(after), said)
            yield _item(pieces[place], url, beside, line, around, file)
        elif not _WITHIN.match(href):
            yield LeftOut(line, f"{shown(href)} leads to no web page", file)


def _item(
    link: TextPiece, url: str, beside: _Beside, line: int, around: Surroundings, file: str | None
) -> KnowledgeEntry:
    label, after = beside.before.removesuffix(":").strip(_EDGES), beside.after
    named = kind_named(label) or kind_named(after.strip(_EDGES))
    title = _title(link.text, url)
    given: dict[str, Any] = {
        "title": title,
        "kind": named,
        "event": around.event,
        "session": around.session,
        "tags": around.tags,
        "description": beside.all or _description(label, after, title),
    }
    guessed: dict[str, Any] = {}
    if not named:
        said = (link.text, label, around.kind or "")
        guessed["kind"] = guessed_kind(url, *said)
    if not title:
        guessed["title"] = _other_title(label, after, around, url)
    return item(url, line, given, guessed, file)


def _title(text: str, url: str) -> str | None:
    """What the link is called; None when that says nothing."""
    title = clipped(text, LINE)
    says_nothing = not _WORD.search(title) or _GENERIC.fullmatch(title)
    return None if says_nothing or title == url or is_web_address(title) else title


def _other_title(label: str, after: str, around: Surroundings, url: str) -> str:
    for said in (label, around.session or "", *around.headings, after.strip(_EDGES)):
        if _WORD.search(said):
            return clipped(said, LINE)
    parts = urlsplit(url)
    return clipped(f"{parts.netloc}{parts.path}".rstrip("/"), LINE)


def _description(label: str, after: str, title: str | None) -> str | None:
    """What stands beside the only link of a line, if it says more than title and kind do."""
    kept = [
        text
        for text in (label if title else "", after.strip(_EDGES))
        if _WORD.search(text) and not kind_named(text)
    ]
    return " – ".join(kept) or None


def _said(pieces: Sequence[TextPiece]) -> str | None:
    """The whole of a line in which there are several links."""
    text = clipped("".join(piece.text for piece in pieces), PARAGRAPH)
    bare = "".join(piece.text for piece in pieces if not piece.href)
    return text if _WORD.search(bare) else None


def _text(pieces: Sequence[TextPiece]) -> str:
    return clipped("".join(piece.text for piece in pieces if not piece.is_code), PARAGRAPH)
