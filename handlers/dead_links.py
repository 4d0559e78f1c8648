"""The list of dead links, and what organizers do in it: another address, or that all is well."""

from collections.abc import Mapping
from typing import Any

import structlog

from bot.deps import Deps
from bot.domain.link_checks import DeadLink
from bot.locales import Texts
from bot.services import dead_links
from bot.slack.views import Opened
from bot.views import dead_links as views
from bot.views import help as help_views
from bot.views.message import Message
from bot.views.modals import Modal
from handlers import people
from handlers.submits import Close, Errors, Result, Stay, Submit

log = structlog.get_logger()


async def shown(deps: Deps, user: str, t: Texts, page: int) -> Message | Modal:
    """A page of the list; or why there is none for this person."""
    refusal = await people.not_organizing(deps, user, t)
    return refusal or await _list(deps, page, t)


async def changing(
    deps: Deps, user: str, t: Texts, item: int, view: Mapping[str, Any]
) -> Message | Modal:
    """The form for another address; `view` is the one in which that was clicked."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    page = _page_of(view)
    found = await deps.db.read(dead_links.one, item)
    if not isinstance(found, DeadLink):
        return await _list(deps, page, t, views.not_dead(t))
    return views.address(found, t, metadata=f"{item}:{page}")


async def changed(deps: Deps, submit: Submit) -> Result:
    """Give the item the address that was typed; the list under the form says so."""
    refusal = await people.not_organizing(deps, submit.user, submit.t)
    if refusal is not None:
        return Stay(refusal)
    item, _, page = submit.metadata.partition(":")
    if not (_is_number(item) and _is_number(page)):
        return Stay(help_views.form_unknown(submit.t))
    url, now = submit.form.text("url"), deps.clock.now()
    outcome = await deps.db.write(dead_links.move, submit.user, int(item), url, now)
    match outcome:
        case dead_links.NoAddress():
            return Errors({"url": views.no_address(submit.t)})
        case dead_links.Taken(title):
            return Errors({"url": views.taken(title, submit.t)})
        case dead_links.Moved(link):
            top = views.moved(link, submit.t)
        case dead_links.NotDead():
            top = views.not_dead(submit.t)
    if submit.under:
        deps.afterwards.start(_refresh(deps, submit, int(page), top))
    return Close()


async def well(
    deps: Deps, user: str, t: Texts, item: int, view: Mapping[str, Any]
) -> Message | Modal:
    """Take a link as well; the list says so."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    outcome = await deps.db.write(dead_links.is_well, user, item, deps.clock.now())
    match outcome:
        case dead_links.FoundWell(link):
            top = views.found_well(link, t)
        case dead_links.NotDead():
            top = views.not_dead(t)
    return await _list(deps, _page_of(view), t, top)


async def _refresh(deps: Deps, submit: Submit, page: int, top: str) -> None:
    modal = await _list(deps, page, submit.t, top)
    outcome = await deps.slack.views.update(submit.under, modal)
    if not isinstance(outcome, Opened):
        log.warning("dead_links.not_refreshed", outcome=outcome)


async def _list(deps: Deps, page: int, t: Texts, top: str | None = None) -> Modal:
    found = await deps.db.read(dead_links.page, page)
    return views.listing(found.links, found.page, found.pages, t, top=top)


def _page_of(view: Mapping[str, Any]) -> int:
    """The page of the list that this view shows; the first for any other view."""
    page = view.get("private_metadata") or ""
    return int(page) if view.get("callback_id") == views.LIST and _is_number(page) else 1


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) <= 9
