"""The check of a community's own templates for texts: each is tried with events of every state."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.doctor.context import Context
from bot.doctor.findings import Finding, Verdict
from bot.doctor.sample_objects import EVENT, GROUPS, SOURCE
from bot.domain.events import Event, Status
from bot.domain.outlets import OutletSource, TemplateFault, TemplateTrouble, for_all
from bot.texts.facts import Pages
from bot.texts.trying import faults

_SHOWN = 10  # faults; whoever has mended those sees the others


async def templates(context: Context) -> Finding:
    """Whether the folder is there, and each template in it can be used."""
    own = context.settings.templates
    if own is None:
        return context.well("templates-ours")
    if not own.is_dir():
        return context.wrong("templates-missing", folder=str(own))
    there = (own, *own.glob("*"), *own.glob("*/*"))
    closed = [one for one in there if not os.access(one, _needed(one))]
    if closed:
        return context.wrong("templates-closed", file=str(closed[0]))
    pages = Pages(context.settings.homepage_url or "", context.settings.newsletter_url or "")
    found = await asyncio.to_thread(faults, own, list(_sources()), pages)
    if not found:
        return context.well("templates-well", folder=str(own))
    said = [_said(context, one) for one in found[:_SHOWN]]
    worst = Verdict.WRONG if Verdict.WRONG in {one.state for one in said} else Verdict.DOUBTFUL
    advice = dict.fromkeys(one.advice for one in said)
    return Finding(worst, "\n".join(one.words for one in said), " ".join(advice))


def _needed(path: Path) -> int:
    return os.R_OK | os.X_OK if path.is_dir() else os.R_OK


def _said(context: Context, fault: TemplateFault) -> Finding:
    if fault.trouble is TemplateTrouble.UNUSED:
        return context.doubtful("templates-unused", file=fault.file, nearest=fault.what or "?")
    return context.wrong("templates-broken", file=fault.file, line=fault.line, what=fault.what)


def _sources() -> Iterator[OutletSource]:
    """An event of which all is known and one of which little is: to come, over, and cancelled."""
    bare = Event(EVENT.number, EVENT.title, EVENT.starts_at, EVENT.ends_at, EVENT.timezone)
    for event in (for_all(EVENT), replace(bare, status=Status.PUBLISHED)):
        groups = GROUPS if event.sessions else ()
        coming = replace(SOURCE, event=event)
        yield coming
        yield replace(coming, at=event.ends_at, groups=groups)
        yield replace(coming, event=replace(event, status=Status.CANCELLED))
