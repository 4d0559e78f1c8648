"""reactions.*: emoji on messages."""

from playground import payloads
from playground.errors import SlackSaysNo
from playground.json_values import Json
from playground.methods.base import Context, Method
from playground.models import SlackMessage


def _message(ctx: Context) -> SlackMessage:
    if "channel" not in ctx.args or "timestamp" not in ctx.args:
        raise SlackSaysNo("no_item_specified")
    ts = ctx.args.ts("timestamp", "bad_timestamp")
    channel = ctx.workspace.joined_channel(ctx.args.text("channel"))
    return ctx.workspace.message(channel.id, ts)


def _add(ctx: Context) -> Json:
    message, name, w = _message(ctx), ctx.args.text("name"), ctx.workspace
    if w.channels[message.channel].is_archived:
        raise SlackSaysNo("is_archived")
    w.react(message.channel, message.ts, w.bot_user, name)
    ctx.emit(payloads.reaction_event("reaction_added", w, message, w.bot_user, name))
    return {}


def _remove(ctx: Context) -> Json:
    message, name, w = _message(ctx), ctx.args.text("name"), ctx.workspace
    w.unreact(message.channel, message.ts, w.bot_user, name)
    ctx.emit(payloads.reaction_event("reaction_removed", w, message, w.bot_user, name))
    return {}


def _get(ctx: Context) -> Json:
    message = _message(ctx)
    body = message.to_json(full=ctx.args.flag("full"))
    link = payloads.permalink(ctx.workspace, message.channel, message.ts)
    return {"type": "message", "channel": message.channel, "message": body | {"permalink": link}}


METHODS = {
    "reactions.add": Method(_add, ("reactions:write",), ("name",)),
    "reactions.remove": Method(_remove, ("reactions:write",), ("name",)),
    "reactions.get": Method(_get, ("reactions:read",)),
}
