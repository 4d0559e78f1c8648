"""Proposals for the Wissensspeicher: their list, and what organizers decide in it."""

from collections.abc import Mapping
from typing import Any

import structlog

from bot.deps import Deps
from bot.domain.knowledge import Publication
from bot.locales import Texts
from bot.services import proposals
from bot.slack.views import Opened
from bot.views import help as help_views
from bot.views import knowledge_forms as forms
from bot.views import proposals as views
from bot.views.message import Message
from bot.views.modals import Modal
from handlers import people
from handlers.submits import Close, Result, Stay, Submit

log = structlog.get_logger()


async def shown(
    deps: Deps, user: str, t: Texts, page: int, top: str | None = None
) -> Message | Modal:
    """A page of what waits; or why there is none for this person."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    return await _list(deps, page, t, top)


async def published(
    deps: Deps, user: str, t: Texts, kept: int, view: Mapping[str, Any]
) -> Message | Modal:
    """Publish what waits; the list says so."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    now = deps.clock.now()
    outcome = await deps.db.write(proposals.decide, user, kept, Publication.PUBLISHED, now)
    deps.wake()
    return await _list(deps, page_of(view) or 1, t, _said(outcome, t))


async def rejecting(
    deps: Deps, user: str, t: Texts, kept: int, view: Mapping[str, Any]
) -> Message | Modal:
    """The form for a word to the proposer."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    found = await deps.db.read(proposals.get, kept)
    page = page_of(view) or 1
    if found is None or found.item.status is not Publication.PROPOSED:
        by = await deps.db.read(proposals.last_actor, kept)
        outcome = proposals.AlreadyDecided(found, by) if found else proposals.Gone()
        return await _list(deps, page, t, _said(outcome, t))
    return views.rejecting(found, t, metadata=f"{kept}:{page}")


async def rejected(deps: Deps, submit: Submit) -> Result:
    """Reject what waits, with a word or without; the list under the form says so."""
    refusal = await people.not_organizing(deps, submit.user, submit.t)
    if refusal is not None:
        return Stay(refusal)
    kept, _, page = submit.metadata.partition(":")
    if not (_is_number(kept) and _is_number(page)):
        return Stay(help_views.form_unknown(submit.t))
    outcome = await deps.db.write(
        proposals.decide,
        submit.user,
        int(kept),
        Publication.REJECTED,
        deps.clock.now(),
        word=submit.form.text("word")[: views.WORD_LIMIT],
    )
    deps.wake()
    if submit.under:
        top = _said(outcome, submit.t)
        deps.afterwards.start(refresh(deps, submit.under, int(page), submit.t, top))
    return Close()


async def refresh(deps: Deps, view: str, page: int, t: Texts, top: str) -> None:
    """Show the list that lies under a form anew."""
    outcome = await deps.slack.views.update(view, await _list(deps, page, t, top))
    if not isinstance(outcome, Opened):
        log.warning("proposals.not_refreshed", outcome=outcome)


def page_of(view: Mapping[str, Any]) -> int | None:
    """The page of the list of proposals that this view shows; None for any other view."""
    page = view.get("private_metadata") or ""
    return int(page) if view.get("callback_id") == views.LIST and _is_number(page) else None


async def _list(deps: Deps, page: int, t: Texts, top: str | None) -> Modal:
    return views.listing(await deps.db.read(proposals.page, page), t, top=top)


def _said(outcome: proposals.Decision, t: Texts) -> str:
    """What became of a decision, in words."""
    match outcome:
        case proposals.Decided(kept):
            return views.decided(kept, t)
        case proposals.AlreadyDecided(kept, by):
            return views.decided_before(kept, by, t)
        case proposals.Gone():
            return forms.gone(t).text


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) <= 9
