"""Proposals for the Wissensspeicher: their list, and what organizers decide in it."""

from bot.deps import Deps
from bot.domain import values
from bot.domain.ids import ItemId
from bot.domain.knowledge import Publication
from bot.domain.replies import Reply
from bot.locales import Texts
from bot.services import knowledge_editing, proposals
from bot.views import proposals as views
from bot.views.modals import Modal
from handlers import responses
from handlers.acts import Act
from handlers.answers import Answer
from handlers.forms import Form


async def listed(deps: Deps, act: Act[int]) -> Answer:
    """A page of the proposals that wait."""
    return await page(deps, act.what, act.t)


async def publish(deps: Deps, act: Act[ItemId]) -> Answer:
    """Publish a proposal; the list says so."""
    outcome = await deps.db.write(
        proposals.decide, act.user, act.what, Publication.PUBLISHED, act.now
    )
    deps.wake()
    return await page(deps, page_of(act.form) or 1, act.t, _said(outcome, act.t))


async def withdraw(deps: Deps, act: Act[ItemId]) -> Answer:
    """Take one's own proposal back; the Home shows it by itself."""
    outcome = await deps.db.write(proposals.withdraw, act.user, act.what, act.now)
    deps.wake()
    return None if outcome is Reply.PROPOSAL_WITHDRAWN and act.form.is_home else outcome


async def reject_form(deps: Deps, act: Act[ItemId]) -> Answer:
    """The form for rejecting a proposal, with a word to whoever made it."""
    kept, shown = act.what, page_of(act.form) or 1
    found = await deps.db.read(knowledge_editing.get, kept)
    waits = found is not None and found.item.status is Publication.PROPOSED
    if found is not None and waits and not found.item.withdrawn:
        return views.rejecting(found, act.t, metadata=values.joined(kept, shown))
    by = await deps.db.read(knowledge_editing.last_actor, kept)
    is_here = found is not None and not found.item.withdrawn
    outcome = proposals.AlreadyDecided(found, by) if found and is_here else Reply.ITEM_GONE
    return await page(deps, shown, act.t, _said(outcome, act.t))


async def reject(deps: Deps, act: Act[tuple[ItemId, int]]) -> Answer:
    """Reject a proposal, with a word or without; the list under the form says so."""
    kept, shown = act.what
    word = act.form.text("word")[: views.WORD_LIMIT]
    outcome = await deps.db.write(
        proposals.decide, act.user, kept, Publication.REJECTED, act.now, word=word
    )
    deps.wake()
    top = _said(outcome, act.t)
    responses.renew(deps, act.form.under, lambda: page(deps, shown, act.t, top))
    return None


def page_of(form: Form) -> int | None:
    """The page of the list of proposals that this view shows; None for any other view."""
    return values.page_or_first(form.metadata) if form.callback_id == views.LIST else None


async def page(deps: Deps, shown: int, t: Texts, top: str | None = None) -> Modal:
    """A page of the list; `top` says what was done just now."""
    return views.listing(await deps.db.read(proposals.page, shown), t, top=top)


def _said(outcome: proposals.Decision, t: Texts) -> str:
    """What became of a decision, in words."""
    match outcome:
        case proposals.Decided(kept):
            return views.decided(kept, t)
        case proposals.AlreadyDecided(kept, by):
            return views.decided_before(kept, by, t)
        case Reply():
            return t(outcome)
