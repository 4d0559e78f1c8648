"""The Wissensspeicher as a page to publish (Markdown): by event and session, then the rest."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from bot.domain.events import Event, Status
from bot.domain.knowledge import KnowledgeItem
from bot.domain.visibility import Audience, is_seen
from bot.locales import Texts
from bot.views import markdown
from bot.views.event_parts import name

_PARAGRAPHS = re.compile(r"\n\s*\n")


def page(events: Iterable[Event], items: Iterable[KnowledgeItem], now: datetime, t: Texts) -> str:
    """The `items` that are public at `now`, the newest event first; no draft's title is told."""
    shown = [item for item in items if is_seen(item, Audience.PUBLIC, now)]
    known = {event.number: event for event in events if event.status is not Status.DRAFT}
    blocks = [f"# {markdown.text(t.plain('page.title'))}"]
    for number in sorted({item.event for item in shown if item.event is not None}, reverse=True):
        event = known.get(number)
        heading = name(event, t) if event else t.plain("event.short", number=number)
        blocks.append(f"## {markdown.heading(heading)}")
        blocks += _sessions(event, [item for item in shown if item.event == number], t)
    rest = [item for item in shown if item.event is None]
    if rest:
        blocks += [f"## {markdown.text(t.plain('page.rest'))}", *_items(rest, t)]
    return "\n\n".join(blocks) + "\n"


def _sessions(event: Event | None, items: Sequence[KnowledgeItem], t: Texts) -> Iterator[str]:
    """The items of an event: those of no session, then by session, in the order of the event."""
    talks = [session.name for session in event.sessions] if event else []
    named = [item.session for item in items if item.session]
    yield from _items([item for item in items if not item.session], t)
    for talk in dict.fromkeys((*talks, *named)):
        of_talk = [item for item in items if item.session == talk]
        if of_talk:
            yield f"### {markdown.heading(talk)}"
            yield from _items(of_talk, t)


def _items(items: Sequence[KnowledgeItem], t: Texts) -> Iterator[str]:
    if items:
        yield "\n".join(_item(item, t) for item in items)


def _item(item: KnowledgeItem, t: Texts) -> str:
    """A list's entry: the link, its kind and tags, and below it what it is about."""
    kind = markdown.text(t.plain(f"kb.kind.{item.kind}"))
    lines = [f"- [{markdown.text(item.title)}]({markdown.address(item.url)}) – {kind}"]
    if item.tags:
        lines[0] += " · " + " ".join(map(_code, item.tags))
    if item.description:
        for paragraph in _PARAGRAPHS.split(item.description):
            lines += [
                "",
                *(f"  {markdown.line(line)}" for line in paragraph.split("\n") if line.strip()),
            ]
        lines.append("")
    return "\n".join(lines)


def _code(tag: str) -> str:
    """A tag as code, in as many backticks as it takes."""
    longest = max((len(run) for run in re.findall("`+", tag)), default=0)
    fence, edge = "`" * (longest + 1), " " if tag.startswith("`") or tag.endswith("`") else ""
    return f"{fence}{edge}{tag}{edge}{fence}"
