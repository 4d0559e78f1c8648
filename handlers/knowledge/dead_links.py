"""The list of dead links, and what organizers do in it: another address, or that all is well."""

from bot.deps import Deps
from bot.domain import values
from bot.domain.ids import ItemId
from bot.domain.replies import AddressTaken, Reply
from bot.locales import Texts
from bot.services import dead_links
from bot.views import dead_links as views
from bot.views.modals import Modal
from handlers import responses
from handlers.acts import Act
from handlers.answers import Answer, Errors
from handlers.forms import Form


async def listed(deps: Deps, act: Act[int]) -> Answer:
    """A page of the links that are called dead."""
    return await _page(deps, act.what, act.t)


async def address_form(deps: Deps, act: Act[ItemId]) -> Answer:
    """The form for another address of a dead link."""
    shown = _page_of(act.form)
    found = await deps.db.read(dead_links.one, act.what)
    if isinstance(found, Reply):
        return await _page(deps, shown, act.t, act.t(found))
    return views.address(found, act.t, metadata=values.joined(act.what, shown))


async def move(deps: Deps, act: Act[tuple[ItemId, int]]) -> Answer:
    """Give the item the address that was typed; the list under the form says so."""
    item, shown = act.what
    outcome = await deps.db.write(dead_links.move, act.user, item, act.form.text("url"), act.now)
    match outcome:
        case dead_links.NoAddress():
            return Errors({"url": views.no_address(act.t)})
        case AddressTaken(title):
            return Errors({"url": views.taken(title, act.t)})
    top = _said(outcome, act.t)
    responses.renew(deps, act.form.under, lambda: _page(deps, shown, act.t, top))
    return None


async def is_well(deps: Deps, act: Act[ItemId]) -> Answer:
    """Take a link as well; the list says so."""
    outcome = await deps.db.write(dead_links.is_well, act.user, act.what, act.now)
    return await _page(deps, _page_of(act.form), act.t, _said(outcome, act.t))


def _said(outcome: dead_links.Mended | Reply, t: Texts) -> str:
    """What became of a link, in words."""
    return t(outcome) if isinstance(outcome, Reply) else views.mended(outcome.link, outcome.how, t)


def _page_of(form: Form) -> int:
    """The page of the list that this view shows; the first for any other view."""
    return values.page_or_first(form.metadata) if form.callback_id == views.LIST else 1


async def _page(deps: Deps, shown: int, t: Texts, top: str | None = None) -> Modal:
    return views.listing(await deps.db.read(dead_links.page, shown), t, top=top)
