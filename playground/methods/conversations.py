"""conversations.*: channels, their members and their history."""

from playground import limits
from playground.errors import SlackSaysNo
from playground.methods.base import Context, Json, Method, asked_types, page
from playground.models import Channel, SlackMessage


def _seen(ctx: Context, scope: str) -> Channel:
    """The channel that is asked for; the scope depends on its kind, as in channels:read."""
    channel = ctx.workspace.visible_channel(ctx.args.text("channel"))
    ctx.needs(f"{channel.kind}:{scope}")
    return channel


def conversations_list(ctx: Context) -> Json:
    """Answers conversations.list (https://docs.slack.dev/reference/methods/conversations.list)."""
    types = asked_types(ctx)
    w = ctx.workspace
    found = [
        c.to_json(w.bot_user, w.team_id, num_members=True)
        for c in w.channels.values()
        if c.type_name in types
        and (c.type_name == "public_channel" or w.bot_user in c.members)
        and not (c.is_archived and ctx.args.flag("exclude_archived"))
    ]
    return page(found, ctx.args, "channels")


def conversations_info(ctx: Context) -> Json:
    """Answers conversations.info (https://docs.slack.dev/reference/methods/conversations.info)."""
    channel = _seen(ctx, "read")
    w = ctx.workspace
    members = ctx.args.flag("include_num_members")
    return {"channel": channel.to_json(w.bot_user, w.team_id, num_members=members)}


def conversations_members(ctx: Context) -> Json:
    """Answers conversations.members (https://docs.slack.dev/reference/methods/conversations.members)."""
    channel = _seen(ctx, "read")
    return page(list(channel.members), ctx.args, "members")


def conversations_open(ctx: Context) -> Json:
    """Answers conversations.open (https://docs.slack.dev/reference/methods/conversations.open)."""
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
    try:
        oldest = float(ctx.args.text("oldest") or 0)
    except ValueError:
        raise SlackSaysNo("invalid_ts_oldest") from None
    try:
        latest = float(ctx.args.text("latest") or "inf")
    except ValueError:
        raise SlackSaysNo("invalid_ts_latest") from None
    if ctx.args.flag("inclusive"):
        return [m for m in messages if oldest <= float(m.ts) <= latest]
    return [m for m in messages if oldest < float(m.ts) < latest]


def _listed(ctx: Context, messages: list[SlackMessage]) -> Json:
    answer = page(messages, ctx.args, "messages")
    more = bool(answer["response_metadata"]["next_cursor"])
    shown = [_shown(ctx, m) for m in answer["messages"]]
    return answer | {"messages": shown, "has_more": more, "pin_count": 0}


def conversations_history(ctx: Context) -> Json:
    """Answers conversations.history, the newest first (https://docs.slack.dev/reference/methods/conversations.history)."""
    channel = _seen(ctx, "history")
    ctx.workspace.joined_channel(channel.id)
    messages = ctx.workspace.messages[channel.id].values()
    top = [m for m in messages if not m.is_reply or m.broadcast]
    return _listed(ctx, sorted(_between(ctx, top), key=lambda m: float(m.ts), reverse=True))


def conversations_replies(ctx: Context) -> Json:
    """Answers conversations.replies, the oldest first (https://docs.slack.dev/reference/methods/conversations.replies)."""
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
    "conversations.list": Method(conversations_list, tier=limits.TIER_2),
    "conversations.info": Method(conversations_info, required=("channel",)),
    "conversations.members": Method(
        conversations_members, required=("channel",), tier=limits.TIER_4
    ),
    "conversations.open": Method(conversations_open, ("im:write",)),
    "conversations.history": Method(conversations_history, required=("channel",)),
    "conversations.replies": Method(conversations_replies, required=("channel", "ts")),
}
