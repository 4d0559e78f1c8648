"""conversations.*: channels, their members and their history."""

import math

from playground import limits
from playground.errors import SlackSaysNo
from playground.json_values import Json
from playground.methods.base import Context, Method, asked_channels, page
from playground.models import Channel, SlackMessage


def _seen(ctx: Context, scope: str) -> Channel:
    """The channel that is asked for; the scope depends on its kind, as in channels:read."""
    channel = ctx.workspace.visible_channel(ctx.args.text("channel"))
    ctx.needs(f"{channel.kind}:{scope}")
    return channel


def _list(ctx: Context) -> Json:
    w = ctx.workspace
    found = [c.to_json(w.bot_user, w.team_id, num_members=True) for c in asked_channels(ctx)]
    return page(found, ctx.args, "channels")


def _info(ctx: Context) -> Json:
    channel = _seen(ctx, "read")
    w = ctx.workspace
    members = ctx.args.flag("include_num_members")
    return {"channel": channel.to_json(w.bot_user, w.team_id, num_members=members)}


def _members(ctx: Context) -> Json:
    channel = _seen(ctx, "read")
    return page(list(channel.members), ctx.args, "members")


def _open(ctx: Context) -> Json:
    w = ctx.workspace
    if channel_id := ctx.args.text("channel"):
        channel = w.visible_channel(channel_id)
        if not channel.is_im:
            raise SlackSaysNo("method_not_supported_for_channel_type")
    else:
        users = [u for u in ctx.args.text("users").replace(" ", "").split(",") if u]
        if not users:
            raise SlackSaysNo("users_list_not_supplied")
        if len(users) > 1:
            # Group conversations would need mpim:write, which the bot has no use for.
            ctx.needs("mpim:write")
            raise SlackSaysNo("invalid_user_combination")
        channel = w.open_im(users[0])
    if ctx.args.flag("return_im"):
        return {"channel": channel.to_json(w.bot_user, w.team_id), "already_open": True}
    return {"channel": {"id": channel.id}}


def _shown(ctx: Context, message: SlackMessage) -> Json:
    body = message.to_json(metadata=ctx.args.flag("include_all_metadata"))
    replies = ctx.workspace.replies(message.channel, message.ts)
    if replies:
        body |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": sorted({r.user for r in replies}),
            "latest_reply": replies[-1].ts,
        }
    return body


def _between(ctx: Context, messages: list[SlackMessage]) -> list[SlackMessage]:
    """Those between `oldest` and `latest`; the bounds themselves only if `inclusive`."""
    oldest, latest = _bound(ctx, "oldest", 0), _bound(ctx, "latest", math.inf)
    if ctx.args.flag("inclusive"):
        return [m for m in messages if oldest <= float(m.ts) <= latest]
    return [m for m in messages if oldest < float(m.ts) < latest]


def _bound(ctx: Context, name: str, default: float) -> float:
    try:
        return float(ctx.args.text(name) or default)
    except ValueError:
        raise SlackSaysNo(f"invalid_ts_{name}") from None


def _listed(ctx: Context, messages: list[SlackMessage]) -> Json:
    answer = page(messages, ctx.args, "messages", ctx.workspace.history_limit)
    more = bool(answer["response_metadata"]["next_cursor"])
    shown = [_shown(ctx, m) for m in answer["messages"]]
    return answer | {"messages": shown, "has_more": more}


def _history(ctx: Context) -> Json:
    """The newest first."""
    channel = _seen(ctx, "history")
    ctx.workspace.joined_channel(channel.id)
    messages = ctx.workspace.messages[channel.id].values()
    top = [m for m in messages if not m.is_reply or m.broadcast]
    newest = sorted(_between(ctx, top), key=lambda m: float(m.ts), reverse=True)
    return _listed(ctx, newest) | {"pin_count": 0}


def _replies(ctx: Context) -> Json:
    """The oldest first."""
    channel = _seen(ctx, "history")
    w = ctx.workspace
    w.joined_channel(channel.id)
    asked = w.messages[channel.id].get(ctx.args.text("ts"))
    if asked is None:
        raise SlackSaysNo("thread_not_found")
    if asked.is_reply:
        return _listed(ctx, [asked])
    return _listed(ctx, [asked, *_between(ctx, w.replies(channel.id, asked.ts))])


METHODS = {
    "conversations.list": Method(_list, tier=limits.TIER_2),
    "conversations.info": Method(_info, required=("channel",)),
    "conversations.members": Method(_members, required=("channel",), tier=limits.TIER_4),
    "conversations.open": Method(_open, ("im:write",)),
    "conversations.history": Method(_history, required=("channel",)),
    "conversations.replies": Method(_replies, required=("channel", "ts")),
}
