"""What an import did, or would do, in words: with colours on a terminal, plainly elsewhere."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any

import click

from bot.domain.events import Event, Session
from bot.domain.knowledge import KnowledgeItem
from bot.domain.topics import Topic
from bot.files.contents import Faults, LeftOut
from bot.services.import_spooling import Merged, Tally
from bot.services.imports import ImportSummary
from storage.spool import Change

_SHOWN = 200  # entries, on a terminal; all of them where the output goes to a file
_SHOWN_LEFT_OUT = 20
_SHOWN_FAULTS = 50
_LONGEST = 70  # characters of a value


def plan(
    events: Sequence[Merged[Event]], items: Iterable[Change], topics: Sequence[Merged[Topic]] = ()
) -> None:
    """Every event, topic and item that would be new or changed, with its fields."""
    on_terminal = sys.stdout.isatty()
    shown = more = 0
    for event in events:
        if event.is_new or event.is_change:
            click.echo(_event(event))
    for topic in topics:
        if topic.is_new or topic.is_change:
            click.echo(_entry(topic.before, topic.after, f"topic: {topic.after.title}"))
    for change in items:
        if on_terminal and shown == _SHOWN:
            more += 1
            continue
        click.echo(_item(change))
        shown += 1
    if more:
        click.echo(f"… and {more:,} more; send the output to a file to see them all")


def summary(done: ImportSummary, *, merged: int, dry_run: bool) -> None:
    """How many were new, changed and unchanged."""
    click.echo(_tally("events", done.events))
    click.echo(_tally("knowledge items", done.knowledge))
    if done.topics != Tally():
        click.echo(_tally("topics", done.topics))
    if merged:
        click.echo(f"{merged:,} that have the address of another were merged with it")
    if done.outdated:
        click.echo(
            f"Announcements that name another date or registration than these events do now: "
            f"{done.outdated}. Organizers see and change them in the bot's Home in Slack."
        )
    if dry_run:
        click.echo("Nothing was changed: this was a dry run.")


def indexed_later() -> None:
    """That what was stored can't all be found yet."""
    click.echo("All of it is stored. The bot lets the rest be found as soon as it runs.")


def left_out(found: Sequence[LeftOut]) -> None:
    """What is not imported, and why."""
    for one in found[:_SHOWN_LEFT_OUT]:
        click.echo(f"left out: {one}")
    if len(found) > _SHOWN_LEFT_OUT:
        click.echo(f"left out: {len(found) - _SHOWN_LEFT_OUT:,} more")


def faulty(faults: Faults) -> None:
    """What has a fault and was left out for that, and how much it is."""
    for fault in faults.kept[:_SHOWN_FAULTS]:
        click.echo(f"left out: {fault}")
    if more := len(faults.kept[_SHOWN_FAULTS:]) + faults.more:
        click.echo(f"left out: … and {more:,} more faults")
    if faults.entries:
        what = "entry that has a fault was" if faults.entries == 1 else "that have a fault were"
        click.echo(f"{faults.entries:,} {what} left out")


def _tally(what: str, tally: Tally) -> str:
    return f"{what}: {tally.created} new, {tally.changed} changed, {tally.unchanged} unchanged"


def _event(event: Merged[Event]) -> str:
    return _entry(event.before, event.after, f"event {event.after.number}: {event.after.title}")


def _item(change: Change) -> str:
    item = change.after
    text = _entry(change.before, item, f"{item.title}  {item.url}")
    if change.before is not None:
        return text
    facts = [item.kind, item.event and f"#{item.event}", item.session, ", ".join(item.tags)]
    return f"{text}\n           {' · '.join(map(str, filter(None, facts)))}"


def _entry(before: Any, after: Any, name: str) -> str:
    if before is None:
        return click.style("new      ", fg="green") + name
    changed = click.style("changed  ", fg="yellow") + name
    return "\n".join([changed, *_differences(before, after)])


def _differences(
    before: Event | KnowledgeItem | Topic, after: Event | KnowledgeItem | Topic
) -> Iterator[str]:
    for field in fields(after):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new:
            was, is_now = click.style(_value(old), fg="red"), click.style(_value(new), fg="green")
            yield f"           {field.name}: {was} → {is_now}"


def _value(value: Any) -> str:
    """A field's value on one line."""
    if value is None or value == ():
        return "–"
    parts = value if isinstance(value, tuple) else (value,)
    text = ", ".join(one.name if isinstance(one, Session) else str(one) for one in parts)
    line = " ".join(text.split())
    return f"{line[: _LONGEST - 1]}…" if len(line) > _LONGEST else line
