"""The links of one line of a page, as items: what they are called, and what is said beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from bot.domain.addresses import is_web_address
from bot.domain.guesses import guessed_kind, kind_named, says_nothing
from bot.domain.limits import LINE, PARAGRAPH
from bot.files.contents import FileFault, Found, KnowledgeEntry, LeftOut
from bot.files.fields import shown
from bot.files.leniency import clipped, item, tags, web_address
from bot.files.surroundings import Surroundings

# Texts of links that say nothing of where they lead.
_GENERIC = re.compile("hier|here|links?|mehr|more|download|klickt? hier|click here", re.IGNORECASE)
_EDGES = " \t\n\u00a0–—-:·|,;/"
_HTTP = re.compile("https?:", re.IGNORECASE)
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
        elif _HTTP.match(href):
            example = "a web address such as https://example.org/page"
            yield FileFault(line, f"a link must lead to {example}, not {shown(href)}", file)
        elif not _WITHIN.match(href):
            yield LeftOut(line, f"{shown(href)} leads to no web page", file)


def _item(
    link: TextPiece, url: str, beside: _Beside, line: int, around: Surroundings, file: str | None
) -> KnowledgeEntry:
    before, after = _unbracketed(beside.before, beside.after)
    label = before.removesuffix(":").strip(_EDGES)
    named = kind_named(label) or kind_named(after.strip(_EDGES))
    # an address as an export writes it: before a kind and behind nothing
    title = _title(link.text, url, is_address=bool(named) and not label)
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


def _unbracketed(before: str, after: str) -> tuple[str, str]:
    """What stands around a link, without the brackets around it: `text (link) text`."""
    opened = max(before.rfind(sign) for sign in "([")
    closes = after.lstrip()[:1] in (")", "]")
    if opened < 0 or not closes or ")" in before[opened:]:
        return before, after
    inside = before[opened + 1 :].strip()
    return f"{before[:opened].rstrip()} {inside}".strip(), after.lstrip()[1:]


def _title(text: str, url: str, *, is_address: bool) -> str | None:
    """What the link is called; None when that says nothing, as an address does mostly."""
    title = clipped(text, LINE)
    if title == url or is_web_address(title):
        return title if is_address else None
    says_nothing = not _WORD.search(title) or _GENERIC.fullmatch(title)
    return None if says_nothing else title


def _other_title(label: str, after: str, around: Surroundings, url: str) -> str:
    telling = (one for one in around.headings if not says_nothing(one))
    behind = after.strip(_EDGES)
    for said in (label, around.session or "", *telling, "" if kind_named(behind) else behind):
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
