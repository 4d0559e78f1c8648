"""All that one person sees, as JSON for the page."""

from playground.emoji import PICKER
from playground.inputs import full_state
from playground.installation import Installation
from playground.json_values import Json
from playground.methods.files import file_json
from playground.models import Channel, Ephemeral, SlackMessage, User, View


def snapshot(playground: Installation, me: User) -> Json:
    """What `me` sees of the workspace: people, channels, messages, Home and modals."""
    w = playground.workspace
    seen = [c for c in w.channels.values() if me.id in c.members]
    files = [f for f in w.files.values() if f.content is not None]
    home = w.homes.get(me.id)
    return {
        "team": w.team_name,
        "me": me.id,
        "bot": w.bot_user,
        "commands": [_command(playground, name) for name in playground.commands],
        "shortcuts": playground.shortcuts if me.id in playground.organizers else {},
        "message_shortcuts": playground.message_shortcuts,
        "connected": playground.is_connected,
        "now": w.clock.now(),
        "offset": w.clock.offset,
        "emoji": PICKER,
        "users": [_person(playground, u) for u in w.users.values()],
        "channels": [_channel(c, w.bot_user) for c in seen],
        "joinable": [_channel(c, w.bot_user) for c in _joinable(playground, me)],
        "messages": {c.id: _messages(playground, me, c) for c in seen},
        "files": {f.id: file_json("", f) for f in files},
        "home": view_json(home) if home else None,
        "modals": [view_json(v) for v in w.modals.get(me.id, [])],
    }


def _command(playground: Installation, name: str) -> Json:
    """A command as Slack's field suggests it while it is typed."""
    return {"command": name, "description": "", "usage_hint": ""} | playground.hints.get(name, {})


def _joinable(playground: Installation, me: User) -> list[Channel]:
    """The public channels that this person is not in; guests can't join any by themselves."""
    if me.is_restricted or me.is_ultra_restricted:
        return []
    rooms = playground.workspace.channels.values()
    return [c for c in rooms if not c.is_im and not c.is_private and me.id not in c.members]


def _person(playground: Installation, user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "locale": user.locale,
        "tz": user.tz,
        "is_bot": user.is_bot,
        "is_guest": user.is_restricted or user.is_ultra_restricted,
        "playable": user.is_playable,
        "is_organizer": user.id in playground.organizers,
    }


def _channel(channel: Channel, bot: str) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "has_bot": bot in channel.members,
        "members": list(channel.members),
    }


def _messages(playground: Installation, me: User, channel: Channel) -> list[Json]:
    w = playground.workspace
    lasting = [message_json(m) for m in w.messages[channel.id].values()]
    passing = [
        _shown(e) | {"user": w.bot_user, "thread_ts": e.thread_ts, "ephemeral": True}
        for e in w.ephemerals
        if (e.user, e.channel) == (me.id, channel.id)
    ]
    return sorted(lasting + passing, key=lambda m: float(m["ts"]))


def _shown(message: SlackMessage | Ephemeral) -> Json:
    return {
        "ts": message.ts,
        "text": message.text,
        "blocks": message.blocks,
        "broadcast": False,
        "reactions": [],
        "edited": False,
        "files": [],
        "state": full_state(message.blocks, message.state),
        "ephemeral": False,
    }


def message_json(message: SlackMessage) -> Json:
    """A message as the page shows it."""
    # https://docs.slack.dev/reference/methods/chat.update: with blocks "the `edited` flag will not
    # be displayed"; what people typed has blocks too
    is_shown_as_edited = message.edited is not None and not (message.bot_id and message.blocks)
    return _shown(message) | {
        "user": message.user,
        "thread_ts": message.thread_ts if message.is_reply else None,
        "broadcast": message.broadcast,
        "reactions": [r.to_json(full=True) for r in message.reactions],
        "edited": is_shown_as_edited,
        "files": message.files,
    }


def view_json(view: View) -> Json:
    """A modal or a Home as the page shows it."""
    return {
        "id": view.id,
        "hash": view.hash,
        "kind": view.kind,
        "title": view.content.get("title"),
        "submit": view.content.get("submit"),
        "close": view.content.get("close"),
        "blocks": view.blocks,
        "state": full_state(view.blocks, view.state),
        "errors": view.errors,
    }
