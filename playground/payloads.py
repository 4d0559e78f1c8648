"""The payloads that Slack sends, field for field."""

import copy
import secrets
from collections.abc import Mapping
from typing import Any

from playground import stack
from playground.inputs import full_state
from playground.json_values import Json
from playground.models import Channel, Ephemeral, SlackMessage, View
from playground.workspace import Workspace

# The verification token that Slack deprecated but still sends.
VERIFICATION_TOKEN = "playground-verification-token"  # noqa: S105 - made up


def permalink(workspace: Workspace, channel: str, ts: str) -> str:
    """The address of a message, as chat.getPermalink gives it."""
    number = ts.replace(".", "")
    return f"https://{workspace.team_domain}.slack.com/archives/{channel}/p{number}"


def _user(workspace: Workspace, user_id: str) -> Json:
    user = workspace.user(user_id)
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id}


def _common(workspace: Workspace, kind: str, user: str) -> Json:
    return {
        "type": kind,
        "token": VERIFICATION_TOKEN,
        "team": {"id": workspace.team_id, "domain": workspace.team_domain},
        "user": _user(workspace, user),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _with_trigger(workspace: Workspace, kind: str, user: str) -> Json:
    return _common(workspace, kind, user) | {"trigger_id": workspace.new_trigger(user).id}


def _named(channel: Channel) -> Json:
    name = "directmessage" if channel.is_im else channel.name
    return {"id": channel.id, "name": "privategroup" if channel.is_private else name}


def slash_command(
    workspace: Workspace,
    user: str,
    channel: Channel,
    command: str,
    text: str,
    response_url: str,
    trigger_id: str | None = None,
) -> Json:
    """The form of a slash command (https://docs.slack.dev/interactivity/implementing-slash-commands)."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team_id,
        "team_domain": workspace.team_domain,
        "channel_id": channel.id,
        "channel_name": _named(channel)["name"],
        "user_id": user,
        "user_name": workspace.user(user).name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id or workspace.new_trigger(user).id,
    }


def message_actions(
    workspace: Workspace,
    user: str,
    message: SlackMessage | Ephemeral,
    action: Json,
    response_url: str,
) -> Json:
    """block_actions from a message; an ephemeral one is not sent along, as in Slack.

    https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
    """
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": isinstance(message, Ephemeral),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = _with_trigger(workspace, "block_actions", user) | {
        "api_app_id": workspace.app_id,
        "container": container,
        "channel": _named(workspace.channel(message.channel)),
        "state": {"values": full_state(message.blocks, message.state)},
        "response_url": response_url,
        "actions": [action],
    }
    if isinstance(message, Ephemeral):
        return payload
    return payload | {"message": message.to_json()}


def view_actions(workspace: Workspace, user: str, view: View, action: Json) -> Json:
    """block_actions from a modal or the Home: without response_url and channel."""
    shown = stack.to_json(workspace, view)
    return _with_trigger(workspace, "block_actions", user) | {
        "api_app_id": workspace.app_id,
        "container": {"type": "view", "view_id": view.id},
        "view": shown,
        "state": copy.deepcopy(shown["state"]),
        "actions": [action],
    }


def view_submission(workspace: Workspace, user: str, view: View) -> Json:
    """A modal that is sent (https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload)."""
    return _with_trigger(workspace, "view_submission", user) | {
        "api_app_id": workspace.app_id,
        "view": stack.to_json(workspace, view),
        "response_urls": [],
    }


def view_closed(workspace: Workspace, user: str, view: View, *, is_cleared: bool) -> Json:
    """The same page; sent only where notify_on_close was set."""
    return _common(workspace, "view_closed", user) | {
        "api_app_id": workspace.app_id,
        "view": stack.to_json(workspace, view),
        "is_cleared": is_cleared,
    }


def shortcut(workspace: Workspace, user: str, callback_id: str) -> Json:
    """A global shortcut: it carries no channel.

    https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload
    """
    return _with_trigger(workspace, "shortcut", user) | {
        "callback_id": callback_id,
        "action_ts": workspace.clock.next_ts(),
    }


def message_action(
    workspace: Workspace,
    user: str,
    callback_id: str,
    message: SlackMessage,
    response_url: str,
) -> Json:
    """A message shortcut: the same page."""
    return _with_trigger(workspace, "message_action", user) | {
        "callback_id": callback_id,
        "action_ts": workspace.clock.next_ts(),
        "message_ts": message.ts,
        "channel": _named(workspace.channel(message.channel)),
        "response_url": response_url,
        "message": message.to_json(),
    }


def reaction_event(
    kind: str, workspace: Workspace, message: SlackMessage, user: str, name: str
) -> Json:
    """reaction_added or reaction_removed (https://docs.slack.dev/reference/events/reaction_added)."""
    return {
        "type": kind,
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "item_user": message.user,
        "event_ts": workspace.clock.next_ts(),
    }


_KINDS = {"channels": "channel", "groups": "group", "im": "im"}


def message_event(workspace: Workspace, message: SlackMessage) -> Json:
    """See the reference (https://docs.slack.dev/reference/events/message)."""
    channel = workspace.channel(message.channel)
    return message.to_json() | {
        "channel": message.channel,
        "channel_type": _KINDS[channel.kind],
        "event_ts": message.ts,
    }


def message_changed(workspace: Workspace, message: SlackMessage, before: Json | None) -> Json:
    """A message was edited; without `before` it was deleted.

    https://docs.slack.dev/reference/events/message/message_changed and …/message_deleted
    """
    ts = workspace.clock.next_ts()
    event: Json = {
        "type": "message",
        "hidden": True,
        "channel": message.channel,
        "channel_type": _KINDS[workspace.channel(message.channel).kind],
        "ts": ts,
        "event_ts": ts,
    }
    if before is None:
        gone = {"previous_message": message.to_json(), "deleted_ts": message.ts}
        return event | {"subtype": "message_deleted"} | gone
    changed = {"message": message.to_json(), "previous_message": before}
    return event | {"subtype": "message_changed"} | changed


def app_mention(workspace: Workspace, message: SlackMessage) -> Json:
    """A message that mentions the bot: like the message, without the sort of its channel.

    https://docs.slack.dev/reference/events/app_mention
    """
    named: Json = {"channel": message.channel, "event_ts": message.ts, "team": workspace.team_id}
    return message.to_json() | {"type": "app_mention"} | named


def member_joined_channel(
    workspace: Workspace, user: str, channel: Channel, inviter: str | None
) -> Json:
    """Somebody joined a channel, or was invited; new private channels have a C too.

    https://docs.slack.dev/reference/events/member_joined_channel
    """
    event: Json = {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": channel.id[0],
        "team": workspace.user(user).team_id,
        "event_ts": workspace.clock.next_ts(),
    }
    return event | ({"inviter": inviter} if inviter else {})


def user_change(workspace: Workspace, user: str) -> Json:
    """Something about a person changed (https://docs.slack.dev/reference/events/user_change)."""
    at = workspace.clock.next_ts()
    changed = workspace.user(user).to_json()
    return {"type": "user_change", "user": changed, "cache_ts": int(float(at)), "event_ts": at}


def app_home_opened(workspace: Workspace, user: str, view: View | None, tab: str = "home") -> Json:
    """See the reference (https://docs.slack.dev/reference/events/app_home_opened)."""
    event: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": workspace.open_im(user).id,
        "tab": tab,
        "event_ts": workspace.clock.next_ts(),
    }
    return event | ({"view": stack.to_json(workspace, view)} if view and tab == "home" else {})


def event_callback(workspace: Workspace, event: Mapping[str, Any]) -> Json:
    """The wrapper around every event (https://docs.slack.dev/apis/events-api#callback-field)."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": workspace.team_id,
        "context_team_id": workspace.team_id,
        "context_enterprise_id": None,
        "api_app_id": workspace.app_id,
        "event": dict(event),
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(5).upper()}",
        "event_time": int(workspace.clock.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": workspace.team_id,
                "user_id": workspace.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secrets.token_urlsafe(24)}",
    }
