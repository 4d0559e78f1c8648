"""Events that are looked at: a card, or a page of a list."""

from bot import roles
from bot.deps import Deps
from bot.domain.commands import Events, Next, Show
from bot.domain.events import why_closed
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent
from bot.services import events
from bot.views import events as views
from handlers.acts import Act
from handlers.answers import Answer


async def show(deps: Deps, act: Act[Show | Next]) -> Answer:
    """One event's card; without a number the next one's, or what there is while none is planned."""
    number = act.what.number if isinstance(act.what, Show) else None
    if number is None:
        return await _next(deps, act)
    card = await deps.db.read(events.card, number, act.user, act.now)
    if card is None:
        return NoSuchEvent(number)
    organizes = await roles.seems_to_organize(deps, act.member)
    return views.card(card, why_closed(card.event, act.now), act.t, organizes=organizes)


async def _next(deps: Deps, act: Act[Show | Next]) -> Answer:
    card = await deps.db.read(events.next_card, act.user, act.now)
    if card is not None:
        organizes = await roles.seems_to_organize(deps, act.member)
        return views.card(card, why_closed(card.event, act.now), act.t, organizes=organizes)
    last = await deps.db.read(events.last_card, act.user, act.now)
    settings = deps.settings
    return views.between(last, settings.newsletter_url, settings.homepage_url, act.t)


async def whole_text(deps: Deps, act: Act[EventNumber]) -> Answer:
    """All of a description of which the card shows the beginning."""
    card = await deps.db.read(events.card, act.what, act.user, act.now)
    return NoSuchEvent(act.what) if card is None else views.whole_text(card.event, act.t)


async def listed(deps: Deps, act: Act[Events]) -> Answer:
    """A page of coming or past events."""
    page = await deps.db.read(events.page, act.now, past=act.what.past, number=act.what.page)
    return views.event_list(page, act.t)
