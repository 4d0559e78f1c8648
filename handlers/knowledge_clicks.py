"""Buttons of the Wissensspeicher: adding, deciding, and what an event has of it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.deps import Deps
from bot.locales import Texts
from bot.views.message import Message
from bot.views.modals import Modal
from handlers import dead_links, follow_ups, knowledge_items, material, proposals
from handlers.clicks import Click


async def _add(deps: Deps, click: Click) -> Message | Modal:
    return await knowledge_items.add(deps, click.user, click.t)


async def _event(deps: Deps, click: Click) -> Message | Modal:
    return await knowledge_items.event_chosen(deps, click.t, click.view)


async def _add_to(deps: Deps, click: Click) -> Message | Modal:
    return await follow_ups.add_to(deps, click.user, click.t, click.value)


async def _post(deps: Deps, click: Click) -> Message | Modal:
    return await follow_ups.posted(deps, click.user, click.t, click.value)


async def _material(deps: Deps, click: Click) -> Message | Modal:
    return await material.shown(deps, click.user, click.t, click.value)


async def _proposals(deps: Deps, click: Click) -> Message | Modal:
    return await proposals.shown(deps, click.user, click.t, click.number or 1)


async def _dead_links(deps: Deps, click: Click) -> Message | Modal:
    return await dead_links.shown(deps, click.user, click.t, click.row or 1)


async def _item(deps: Deps, click: Click) -> Message | Modal:
    do = _WITH_AN_ITEM[click.action_id]
    return await do(deps, click.user, click.t, click.row, click.view)


_OnItem = Callable[[Deps, str, Texts, int, Mapping[str, Any]], Awaitable[Message | Modal]]
_WITH_AN_ITEM: dict[str, _OnItem] = {
    "kb_edit": knowledge_items.edit,
    "kb_publish": proposals.published,
    "kb_reject": proposals.rejecting,
    "dead_link_change": dead_links.changing,
    "dead_link_well": dead_links.well,
}

ACTIONS: dict[str, Callable[[Deps, Click], Awaitable[Message | Modal | None]]] = {
    "kb_add": _add,
    "kb_add_to": _add_to,
    "kb_post": _post,
    "kb_event": _event,
    **dict.fromkeys(("kb_material", "kb_material_previous", "kb_material_next"), _material),
    **dict.fromkeys(("kb_proposals", "kb_proposals_previous", "kb_proposals_next"), _proposals),
    **dict.fromkeys(("dead_links", "dead_links_previous", "dead_links_next"), _dead_links),
    **dict.fromkeys(_WITH_AN_ITEM, _item),
}
