"""What a person can do on the page: each deed with what is given for it."""

import inspect
import re
from collections.abc import Awaitable, Callable
from typing import Final

from playground.actor import Actor
from playground.attention import Attention
from playground.clicks import with_mentions
from playground.errors import SlackSaysNo
from playground.installation import Installation
from playground.interactions import Response
from playground.json_values import Json
from playground.jumps import Jumps
from playground.models import SlackMessage
from playground.switches import Switches

_ADDRESS: Final = re.compile(r"https?://[^\s<>]+?(?=[.,;:!?)]*(?:\s|&gt;|&lt;|$))")


class Deeds:
    """Does what the page asks for."""

    def __init__(self, playground: Installation) -> None:
        self._jumps = Jumps(playground)
        self.attention = Attention(playground)
        self.switches = Switches(playground)

    async def do(self, actor: Actor, given: Json) -> Response | None:
        """Does what `given` says in `do`; what the bot answered, where it was asked.

        SlackSaysNo as Slack, AssertionError, KeyError, TypeError or ValueError when nobody could do
        that.
        """
        match given["do"]:
            case "clock":
                await self._clock(given)
                return None
            case "read":
                self.attention.read(actor.id, given["channel"], given["ts"])
                return None
            case "fault":
                await self.switches.turn(given["name"], on=bool(given["on"]))
                return None
        done = _DEEDS[given["do"]](actor, given)
        reply = await done if inspect.isawaitable(done) else None
        return reply if isinstance(reply, Response) else None

    async def _clock(self, given: Json) -> None:
        """Moves the clock `by` seconds, to a time (`at`), to what is next, or back to now."""
        if given.get("next"):
            await self._jumps.to_next()
        elif "at" in given:
            await self._jumps.to(float(given["at"]))
        elif "by" in given:
            await self._jumps.by(float(given["by"]))
        else:
            await self._jumps.to_offset(0)


def _typed(actor: Actor, given: Json) -> str:
    """A text that was typed, as Slack keeps it."""
    text = str(given["text"]).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    linked = _ADDRESS.sub(r"<\g<0>>", text)
    return with_mentions(actor.playground.workspace, linked)


def _say(actor: Actor, given: Json) -> None:
    actor.say(
        given["channel"],
        _typed(actor, given),
        thread_ts=given.get("thread_ts"),
        broadcast=bool(given.get("broadcast")),
    )


def _edit(actor: Actor, given: Json) -> None:
    message = _own(actor, given, "cant_update_message")
    actor.edit(message, _typed(actor, given))


def _delete(actor: Actor, given: Json) -> None:
    actor.delete(_own(actor, given, "cant_delete_message"))


def _own(actor: Actor, given: Json, no: str) -> SlackMessage:
    message = actor.playground.workspace.message(given["channel"], given["ts"])
    if message.user != actor.id:
        raise SlackSaysNo(no)
    return message


def _click(actor: Actor, given: Json) -> Awaitable[Response]:
    action_id, value, block_id = given["action_id"], given.get("value"), given.get("block_id")
    if view_id := given.get("view_id"):
        # What was typed so far goes along, as in Slack.
        actor.fill(view_id, given.get("values") or {})
        return actor.click_view(view_id, action_id, value, block_id=block_id)
    return actor.click(given["channel"], given["ts"], action_id, value, block_id=block_id)


# Some of it has to be awaited.
_DEEDS: Final[dict[str, Callable[[Actor, Json], object]]] = {
    "command": lambda me, given: me.command(given["text"], given["channel"]),
    "say": _say,
    "edit": _edit,
    "delete": _delete,
    "join": lambda me, given: me.join(given["channel"]),
    "leave": lambda me, given: me.leave(given["channel"]),
    "invite": lambda me, given: me.invite(given["channel"], *given["users"]),
    "zone": lambda me, given: me.travel(given["tz"]),
    "react": lambda me, given: me.react(given["channel"], given["ts"], given["name"]),
    "unreact": lambda me, given: me.unreact(given["channel"], given["ts"], given["name"]),
    "click": _click,
    "fill": lambda me, given: me.fill(given["view_id"], given["values"]),
    "submit": lambda me, given: me.submit(given["view_id"], given["values"]),
    "close": lambda me, given: me.close(given["view_id"], all_of_them=bool(given.get("all"))),
    "shortcut": lambda me, given: me.shortcut(given["callback_id"]),
    "message_action": lambda me, given: me.message_action(
        given["callback_id"], given["channel"], given["ts"]
    ),
    "home": lambda me, given: me.open_home(given.get("tab", "home")),
    "dismiss": lambda me, given: me.dismiss(given["channel"], given["ts"]),
}
