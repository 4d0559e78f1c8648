"""Searching: the command, the modal that searches as one goes on, the question to organizers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import structlog

from bot import roles
from bot.deps import Deps
from bot.domain import values
from bot.domain.commands import Search
from bot.domain.delivery_outcomes import Later
from bot.domain.form_states import SearchForm
from bot.domain.knowledge import ItemKind
from bot.domain.search import answers
from bot.domain.search.answers import Filters
from bot.domain.search.questions import MOST_CHARACTERS, words_of
from bot.errors import Unavailable
from bot.locales import Texts
from bot.services import search
from bot.slack.views import Opened
from bot.views import search as views
from bot.views.modals import Modal, name_of
from handlers.acts import Act
from handlers.answers import Answer
from handlers.forms import Form

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What stands in the modal; all of it comes from outside."""

    typed: str = ""
    filters: Filters = field(default_factory=Filters)
    page: int = 1
    filled_in: int = 0
    organizes: bool = False  # only what is shown depends on it


async def answer(deps: Deps, act: Act[Search]) -> Answer:
    """What is found; without words the newest."""
    return views.result(await found(deps, act.what.words), act.t)


async def found(deps: Deps, words: str) -> answers.SearchResult:
    """What is found for these words."""
    return await _answer(deps, _Asked(words))


async def open_modal(deps: Deps, act: Act[str]) -> Answer:
    """The modal that searches as one types, with words in it or without."""
    organizes = await roles.organizes(deps, act.user)
    return await _modal(deps, act.t, _Asked(act.what[:MOST_CHARACTERS], organizes=organizes))


async def submit(deps: Deps, act: Act[str]) -> Answer:
    """Search what stands there, for whoever presses the button."""
    return await _modal(deps, act.t, _asked(act.form))


async def near(deps: Deps, act: Act[str]) -> Answer:
    """Search for another word, in the place where it was offered."""
    words = act.what
    if act.form.callback_id != views.SEARCH:
        return views.result(await found(deps, words), act.t)
    before = _asked(act.form)
    anew = replace(before, typed=words[:MOST_CHARACTERS], filled_in=before.filled_in + 1)
    return await _modal(deps, act.t, anew)


async def changed(deps: Deps, act: Act[int]) -> Answer:
    """Show this page of what is found for what stands there now; soon, and only its last state.

    No hash goes along: what was typed before our last update would be refused for it.
    """
    form = act.form
    if form.callback_id == views.SEARCH:
        deps.view_updates.soon(form.id, partial(_show, deps, act.t, form, act.what))
    return None


async def ask(deps: Deps, act: Act[str]) -> Answer:
    """Have the organizers told what somebody did not find."""
    outcome = await deps.db.write(search.ask, act.user, words_of(act.what), act.key, act.now)
    deps.wake()
    return outcome


async def _show(deps: Deps, t: Texts, form: Form, page: int) -> float:
    """Update the modal; how long to wait before the next update."""
    try:
        modal = await _modal(deps, t, replace(_asked(form), page=page))
    except Unavailable as error:  # the next sign that is typed searches again
        log.warning("search.not_found_out", error=deps.db.why(error))
        return 0.0
    outcome = await deps.slack.views.update(form.id, modal)
    if isinstance(outcome, Opened):
        return 0.0
    log.info("search.not_shown", outcome=outcome)  # it was closed, or Slack is busy
    if not isinstance(outcome, Later):
        return 0.0
    deps.view_updates.again(form.id, partial(_show, deps, t, form, page))
    return outcome.retry_after.total_seconds()


async def _modal(deps: Deps, t: Texts, asked: _Asked) -> Modal:
    answer = await _answer(deps, asked)
    return views.search_modal(
        answer, t, typed=asked.typed, filled_in=asked.filled_in, organizes=asked.organizes
    )


async def _answer(deps: Deps, asked: _Asked) -> answers.SearchResult:
    return await deps.db.read_aside(
        search.answer, deps.vocabulary, asked.typed, deps.clock.now(), asked.filters, asked.page
    )


def _asked(form: Form) -> _Asked:
    stands = (form.view.get("state") or {}).get("values") or {}
    elements = {
        action_id: element
        for block_id, block in stands.items()
        if name_of(block_id) in ("words", "filters")
        for action_id, element in block.items()
    }
    typed = elements.get(views.WORDS, {}).get("value")
    kind, event = _chosen(elements, views.KIND), _chosen(elements, views.EVENT)
    filters = Filters(
        ItemKind(kind) if kind in ItemKind.__members__.values() else None,
        values.number_or_none(event),
        _chosen(elements, views.TAG).removeprefix("#") or None,
    )
    words = typed[:MOST_CHARACTERS] if isinstance(typed, str) else ""
    kept = _kept(form)
    return _Asked(words, filters, filled_in=kept.filled_in, organizes=kept.organizes)


def _chosen(elements: Mapping[str, Any], action_id: str) -> str:
    """The value of a menu; empty for its first entry."""
    value = (elements.get(action_id, {}).get("selected_option") or {}).get("value")
    return value if isinstance(value, str) and value != views.ANY else ""


def _kept(form: Form) -> SearchForm:
    """How the modal stands; one from another time is searched in all the same."""
    try:
        return values.unpacked(SearchForm)(form.metadata)
    except values.NotOurs:
        return SearchForm()
