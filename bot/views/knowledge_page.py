"""The Wissensspeicher as a page to publish (Markdown): by event and session, then the rest."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bot.domain.events import Event, Status
from bot.domain.knowledge import KnowledgeItem
from bot.domain.visibility import Audience, is_seen
from bot.locales import Texts
from bot.views.event_parts import name

# What Markdown, or GitHub's dialect of it, takes for more than text; anywhere and at a line's
# beginning. https://spec.commonmark.org/0.31.2/#backslash-escapes
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|]|:(?=//)")
_BEGINNING = re.compile(r"^(?:[#+\-=:>]|[0-9]+(?=[.)]))")
_AT_A_HEADINGS_END = re.compile(r"(?:^|(?<=\s))#+$")
_IN_ADDRESS = re.compile(r"[\\<>&]")
_PARAGRAPHS = re.compile(r"\n\s*\n")


def page(events: Iterable[Event], items: Iterable[KnowledgeItem], now: datetime, t: Texts) -> str:
    """The `items` that are public at `now`, the newest event first; no draft's title is told."""
    shown = [item for item in items if is_seen(item, Audience.PUBLIC, now)]
    known = {event.number: event for event in events if event.status is not Status.DRAFT}
    blocks = [f"# {_text(t.plain('page.title'))}"]
    for number in sorted({item.event for item in shown if item.event is not None}, reverse=True):
        event = known.get(number)
        heading = name(event, t) if event else t.plain("event.short", number=number)
        blocks.append(f"## {_heading(heading)}")
        blocks += _sessions(event, [item for item in shown if item.event == number], t)
    rest = [item for item in shown if item.event is None]
    if rest:
        blocks += [f"## {_text(t.plain('page.rest'))}", *_items(rest, t)]
    return "\n\n".join(blocks) + "\n"


def _sessions(event: Event | None, items: Sequence[KnowledgeItem], t: Texts) -> Iterator[str]:
    """The items of an event: those of no session, then by session, in the order of the event."""
    talks = [session.name for session in event.sessions] if event else []
    named = [item.session for item in items if item.session]
    yield from _items([item for item in items if not item.session], t)
    for talk in dict.fromkeys((*talks, *named)):
        of_talk = [item for item in items if item.session == talk]
        if of_talk:
            yield f"### {_heading(talk)}"
            yield from _items(of_talk, t)


def _items(items: Sequence[KnowledgeItem], t: Texts) -> Iterator[str]:
    if items:
        yield "\n".join(_item(item, t) for item in items)


def _item(item: KnowledgeItem, t: Texts) -> str:
    """A list's entry: the link, its kind and tags, and below it what it is about."""
    kind = _text(t.plain(f"kb.kind.{item.kind}"))
    lines = [f"- [{_text(item.title)}]({_address(item.url)}) – {kind}"]
    if item.tags:
        lines[0] += " · " + " ".join(map(_code, item.tags))
    if item.description:
        for paragraph in _PARAGRAPHS.split(item.description):
            lines += ["", *(f"  {_line(line)}" for line in paragraph.split("\n") if line.strip())]
        lines.append("")
    return "\n".join(lines)


def _text(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)


def _heading(text: str) -> str:
    """The text of a heading; `#` at its end would be taken for the heading's own."""
    return _AT_A_HEADINGS_END.sub(r"\\\g<0>", _text(text))


def _line(line: str) -> str:
    """A line of its own, of which nothing becomes a heading, a list or the like."""
    return _BEGINNING.sub(_held_back, _text(line.strip()))


def _held_back(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def _address(url: str) -> str:
    """An address as the target of a link."""
    escaped = _IN_ADDRESS.sub(r"\\\g<0>", url)
    return f"<{escaped}>" if escaped != url or "(" in url or ")" in url else url


def _code(tag: str) -> str:
    """A tag as code, in as many backticks as it takes."""
    longest = max((len(run) for run in re.findall("`+", tag)), default=0)
    fence, edge = "`" * (longest + 1), " " if tag.startswith("`") or tag.endswith("`") else ""
    return f"{fence}{edge}{tag}{edge}{fence}"
