"""What Slack's app makes of typing and clicking before anything is sent."""

import re
from typing import Any

from playground.inputs import action_of, find_element, interactive, state_of
from playground.json_values import Json
from playground.workspace import Workspace

_KEPT = re.compile(r"<[@#!][^<>]*>|<https?://[^<>]*>|https?://[^\s<>]+|[@#][\w.\-]+|[&<>]")
_MENTION = re.compile(r"<[^<>]*>|[@#]\w(?:[\w.\-]*\w)?")
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escaped(workspace: Workspace, text: str) -> str:
    """A command's text as it arrives with `should_escape` in the manifest.

    People, channels and addresses become <@U…|name>, <#C…|name> and <https://…>; what already
    has that form stays.
    """

    def escape(match: re.Match[str]) -> str:
        found = match[0]
        if found in _ESCAPED:
            return _ESCAPED[found]
        if found.startswith("http"):
            return f"<{found.replace('&', '&amp;')}>"
        name = found[1:]
        if found[0] == "@":
            users = [u.id for u in workspace.users.values() if u.name == name]
            return f"<@{users[0]}|{name}>" if users else found
        if found[0] == "#":
            channels = [c.id for c in workspace.channels.values() if c.name == name]
            return f"<#{channels[0]}|{name}>" if channels else found
        return found

    return _KEPT.sub(escape, text)


def with_mentions(workspace: Workspace, text: str) -> str:
    """An escaped text of a message with people and channels as Slack keeps them.

    A person becomes <@U…>, without the name as in commands, a channel <#C…|name>.
    https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
    """
    people = {f"@{user.name}": f"<@{user.id}>" for user in workspace.users.values()}
    rooms = {f"#{one.name}": f"<#{one.id}|{one.name}>" for one in workspace.channels.values()}
    known = people | rooms

    def mention(match: re.Match[str]) -> str:
        return known.get(match[0].lower(), match[0])

    return _MENTION.sub(mention, text)


def choose(
    blocks: list[Json], action_id: str, value: Any, block_id: str | None
) -> tuple[Json, Json]:
    """The element to click and its block; among those of one action_id that with this value.

    The values of a menu behind three dots are those of its options.

    Raises AssertionError when nobody could click that.
    """
    if value is not None:
        for block, element in interactive(blocks):
            offered = [element.get("value")]
            if element["type"] == "overflow":
                offered = [option["value"] for option in element["options"]]
            if element["action_id"] == action_id and value in offered:
                return block, element
    block, element = find_element(blocks, action_id, block_id)
    if element["type"] == "button" and value not in (None, element.get("value")):
        raise AssertionError(f"no button {action_id!r} has the value {value!r}")
    return block, element


def tells_bot(block: Json, element: Json, trigger: str) -> bool:
    """Whether Slack tells the bot of this: `on_enter_pressed`, the default, or otherwise.

    https://docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object
    """
    config = element.get("dispatch_action_config") or {}
    triggers = config.get("trigger_actions_on") or ["on_enter_pressed"]
    return bool(block.get("dispatch_action")) and trigger in triggers


def act(state: Json, block: Json, element: Json, value: Any, ts: str) -> Json:
    """Remembers in `state` what was chosen, and returns the action for the payload."""
    chosen = None
    if element["type"] not in ("button", "overflow"):
        chosen = state_of(element, value)
        state.setdefault(block["block_id"], {})[element["action_id"]] = chosen
    return action_of(block, element, chosen, value, ts)
