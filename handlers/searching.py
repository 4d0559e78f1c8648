"""Searching: the command, the modal that searches as one goes on, the question to organizers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import structlog

from bot import roles
from bot.deps import Deps
from bot.domain.knowledge import Kind
from bot.domain.outcomes import Later
from bot.domain.search.answers import Answer, Filters
from bot.domain.search.questions import MOST_CHARACTERS, words_of
from bot.locales import Texts
from bot.services import search
from bot.slack.views import Opened
from bot.views import search as views
from bot.views.message import Message
from bot.views.modals import Modal, name_of
from handlers.submits import Result, Show, Submit
from storage.database import Unavailable

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What stands in the modal; all of it comes from outside."""

    typed: str = ""
    filters: Filters = field(default_factory=Filters)
    page: int = 1
    filled_in: int = 0
    organizes: bool = False  # only what is shown depends on it


async def answered(deps: Deps, t: Texts, words: str) -> Message:
    """The answer to a command, or to a word that was meant instead."""
    return views.result(await _answer(deps, _Asked(words)), t)


async def opened(deps: Deps, user: str, t: Texts, words: str) -> Modal:
    """The modal, with words in it or without."""
    organizes = await roles.role(deps, user) is roles.Role.ORGANIZER
    return await _modal(deps, t, _Asked(words[:MOST_CHARACTERS], organizes=organizes))


async def submitted(deps: Deps, submit: Submit) -> Result:
    """Search what stands there, for whoever presses the button."""
    return Show(await _modal(deps, submit.t, _asked(submit.form.view)))


async def near(deps: Deps, t: Texts, words: str, view: Mapping[str, Any]) -> Message | Modal:
    """Search for another word, in the place where it was offered."""
    if view.get("callback_id") != views.SEARCH:
        return await answered(deps, t, words)
    before = _asked(view)
    anew = replace(before, typed=words[:MOST_CHARACTERS], filled_in=before.filled_in + 1)
    return await _modal(deps, t, anew)


def changed(deps: Deps, t: Texts, view: Mapping[str, Any], page: int = 1) -> None:
    """Show what is found for what stands in the modal now; soon, and only the last state of it.

    No hash goes along: what was typed before our last update would be refused for it.
    """
    if view.get("callback_id") == views.SEARCH:
        deps.latest.soon(view["id"], partial(_show, deps, t, view, page))


async def ask(deps: Deps, user: str, t: Texts, words: str, key: str) -> Message:
    """Have the organizers told what somebody did not find."""
    now = deps.clock.now()
    outcome = await deps.db.write(search.ask, user, words_of(words), key, now)
    deps.wake()
    if isinstance(outcome, search.JustAsked):
        return views.just_asked(t)
    return views.asked(t)


async def _show(deps: Deps, t: Texts, view: Mapping[str, Any], page: int) -> float:
    """Update the modal; how long to wait before the next update."""
    try:
        modal = await _modal(deps, t, replace(_asked(view), page=page))
    except Unavailable as error:  # the next sign that is typed searches again
        log.warning("search.not_found_out", error=str(error))
        return 0.0
    outcome = await deps.slack.views.update(view["id"], modal)
    if isinstance(outcome, Opened):
        return 0.0
    log.info("search.not_shown", outcome=outcome)  # it was closed, or Slack is busy
    if not isinstance(outcome, Later):
        return 0.0
    deps.latest.again(view["id"], partial(_show, deps, t, view, page))
    return outcome.retry_after.total_seconds()


async def _modal(deps: Deps, t: Texts, asked: _Asked) -> Modal:
    answer = await _answer(deps, asked)
    return views.search_modal(
        answer,
        t,
        typed=asked.typed,
        filled_in=asked.filled_in,
        organizes=asked.organizes,
    )


async def _answer(deps: Deps, asked: _Asked) -> Answer:
    return await deps.db.read_aside(
        search.answer, deps.vocabulary, asked.typed, asked.filters, asked.page
    )


def _asked(view: Mapping[str, Any]) -> _Asked:
    values = (view.get("state") or {}).get("values") or {}
    elements = {
        action_id: element
        for block_id, block in values.items()
        if name_of(block_id) in ("words", "filters")
        for action_id, element in block.items()
    }
    typed = elements.get(views.WORDS, {}).get("value")
    kind, event = _chosen(elements, views.KIND), _chosen(elements, views.EVENT)
    number = int(event) if event.isascii() and event.isdigit() and len(event) <= 6 else None
    filters = Filters(
        Kind(kind) if kind in Kind.__members__.values() else None,
        number,
        _chosen(elements, views.TAG).removeprefix("#") or None,
    )
    words = typed.replace("\0", "")[:MOST_CHARACTERS] if isinstance(typed, str) else ""
    filled_in, organizes = _metadata(view)
    return _Asked(words, filters, filled_in=filled_in, organizes=organizes)


def _chosen(elements: Mapping[str, Any], action_id: str) -> str:
    """The value of a menu; empty for its first entry."""
    value = (elements.get(action_id, {}).get("selected_option") or {}).get("value")
    return value if isinstance(value, str) and value != views.ANY else ""


def _metadata(view: Mapping[str, Any]) -> tuple[int, bool]:
    """How often it was filled in, and whether an organizer opened it."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
        return int(found.get("filled_in", 0)), found.get("organizes") is True
    except (ValueError, TypeError, AttributeError):
        return 0, False
