"""Shortcuts, global ones and those of a message: from callback_id to what is opened."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.deps import Deps
from bot.views import help as help_views
from bot.views.message import Message
from bot.views.modals import Modal
from handlers import announcing, editing, people, telling


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Who used it; `message` is the channel and ts of the message whose menu it stood in."""

    user: str
    language: str
    message: tuple[str, str] | None


async def used(
    deps: Deps, body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext
) -> BoltResponse | None:
    """Open what the shortcut stands for. A global one has no channel to answer in."""
    user = body["user"]["id"]
    language = context["language"] = await people.language(deps, user)
    message = (body["channel"]["id"], body["message_ts"]) if body.get("message_ts") else None
    shortcut = Shortcut(user, language, message)
    answer = await SHORTCUTS.get(body["callback_id"], _unknown)(deps, shortcut)
    if not await telling.tell(deps, body, answer, language):
        return BoltResponse(status=500, body="")  # then Slack itself says that it did not work
    await ack()
    return None


async def _announce(deps: Deps, shortcut: Shortcut) -> Message | Modal:
    return await announcing.form(deps, shortcut.user, shortcut.language, None)


async def _new_event(deps: Deps, shortcut: Shortcut) -> Message | Modal:
    return await editing.new(deps, shortcut.user, shortcut.language)


async def _unknown(deps: Deps, shortcut: Shortcut) -> Message:
    return help_views.button_unknown(shortcut.language)


SHORTCUTS: dict[str, Callable[[Deps, Shortcut], Awaitable[Message | Modal]]] = {
    "announce": _announce,
    "new_event": _new_event,
}
