"""Shortcuts, global ones and those of a message: from callback_id to what is opened."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.deps import Deps
from bot.locales import Texts
from bot.views import help as help_views
from bot.views.message import Message
from bot.views.modals import Modal
from handlers import announcing, editing, knowledge_links, people, telling


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Who used it; `message` is the one in whose menu it stood, as Slack sends it."""

    user: str
    t: Texts
    message: Mapping[str, Any] | None


async def used(
    deps: Deps, body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext
) -> BoltResponse | None:
    """Open what the shortcut stands for. A global one has no channel to answer in."""
    user = body["user"]["id"]
    t = context["t"] = await people.texts_for(deps, user)
    shortcut = Shortcut(user, t, body.get("message"))
    answer = await SHORTCUTS.get(body["callback_id"], _unknown)(deps, shortcut)
    if not await telling.tell(deps, body, answer, t):
        return BoltResponse(status=500, body="")  # then Slack itself says that it did not work
    await ack()
    return None


async def _announce(deps: Deps, shortcut: Shortcut) -> Message | Modal:
    return await announcing.form(deps, shortcut.user, shortcut.t, None)


async def _new_event(deps: Deps, shortcut: Shortcut) -> Message | Modal:
    return await editing.new(deps, shortcut.user, shortcut.t)


async def _kb_links(deps: Deps, shortcut: Shortcut) -> Message | Modal:
    return await knowledge_links.of_message(deps, shortcut.user, shortcut.t, shortcut.message or {})


async def _unknown(deps: Deps, shortcut: Shortcut) -> Message:
    return help_views.button_unknown(shortcut.t)


SHORTCUTS: dict[str, Callable[[Deps, Shortcut], Awaitable[Message | Modal]]] = {
    "announce": _announce,
    "new_event": _new_event,
    "kb_links": _kb_links,
}
