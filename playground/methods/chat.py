"""chat.*: the bot's messages."""

from playground import limits, payloads
from playground.content import content_of, metadata_of
from playground.errors import SlackSaysNo
from playground.inputs import with_ids
from playground.json_values import Json
from playground.methods.base import Context, Method
from playground.models import Channel, Ephemeral


def _target(ctx: Context) -> Channel:
    """Where a new message goes: a channel's id or name, or a person, whose DM is opened."""
    asked, w = ctx.args.text("channel"), ctx.workspace
    if asked in w.users:
        try:
            return w.open_im(asked)
        except SlackSaysNo:
            raise SlackSaysNo("channel_not_found") from None
    if asked not in w.channels:
        named = [c for c in w.channels.values() if c.name and c.name == asked.removeprefix("#")]
        if not named:
            raise SlackSaysNo("channel_not_found")
        asked = named[0].id
    channel = w.visible_channel(asked)
    if channel.is_archived:
        raise SlackSaysNo("is_archived")
    if w.bot_user not in channel.members and "chat:write.public" not in ctx.scopes:
        raise SlackSaysNo("not_in_channel")
    return channel


def _thread(ctx: Context, channel: Channel) -> str | None:
    """The thread that is meant; None where there is none, or its first message is gone.

    Slack then posts in the channel without a word (https://github.com/slack-go/slack/issues/1571);
    it has also been seen to say thread_not_found (https://github.com/slackapi/bolt-js/issues/2307),
    for which there are faults.
    """
    if "thread_ts" not in ctx.args:
        return None
    ts = ctx.args.ts("thread_ts", "invalid_thread_ts")
    try:
        parent = ctx.workspace.message(channel.id, ts)
    except SlackSaysNo:
        return None
    return parent.thread_ts if parent.is_reply else parent.ts


def _post_message(ctx: Context) -> Json:
    w, args = ctx.workspace, ctx.args
    channel = _target(ctx)
    content = content_of(args.given, ctx.warn, w)
    metadata = metadata_of(args.given.get("metadata"))
    if content.is_empty:
        raise SlackSaysNo("no_text")
    thread = _thread(ctx, channel)
    message = w.bot_message(channel.id, content.text or "")
    message.blocks, message.attachments = content.blocks or [], content.attachments or []
    message.thread_ts, message.metadata = thread, metadata or None
    message.broadcast = args.flag("reply_broadcast") and thread is not None
    message = w.add_message(message)
    ctx.emit(payloads.message_event(w, message))
    return {"channel": channel.id, "ts": message.ts, "message": message.to_json(metadata=True)}


def _update(ctx: Context) -> Json:
    """What is left out stays, but a text without blocks takes those away that there were.

    An empty list of blocks or empty metadata takes them away too.
    https://docs.slack.dev/reference/methods/chat.update#text-blocks-or-attachments
    """
    w, args = ctx.workspace, ctx.args
    channel = w.visible_channel(args.text("channel"))
    if channel.is_archived:
        raise SlackSaysNo("is_inactive")
    message = w.message(channel.id, args.text("ts"))
    if message.bot_id != w.bot_id:
        raise SlackSaysNo("cant_update_message")
    content, before = content_of(args.given, ctx.warn, w), message.to_json()
    if content.text and len(content.text) > limits.UPDATE_TEXT:
        raise SlackSaysNo("msg_too_long")
    metadata = metadata_of(args.given.get("metadata"))
    if content.is_empty and content.attachments is None:
        raise SlackSaysNo("no_text")
    if content.text is not None:
        message.text = content.text
    elif content.blocks:
        message.text = ""
    if content.blocks is not None:
        message.blocks = with_ids(content.blocks, w.new_block_id)
    elif content.text is not None:
        message.blocks = []
    if content.attachments is not None:
        message.attachments = content.attachments
    if metadata is not None:
        message.metadata = metadata or None
    if args.flag("reply_broadcast"):
        message.broadcast = True
    message.edited = {"user": w.bot_user, "ts": w.clock.next_ts()}
    w.changed()
    ctx.emit(payloads.message_changed(w, message, before))
    body = {"channel": channel.id, "ts": message.ts, "text": message.text}
    return body | {"message": message.to_json(metadata=True)}


def _delete(ctx: Context) -> Json:
    w = ctx.workspace
    channel = w.visible_channel(ctx.args.text("channel"))
    message = w.message(channel.id, ctx.args.text("ts"))
    if message.bot_id != w.bot_id:
        raise SlackSaysNo("cant_delete_message")
    w.delete_message(channel.id, message.ts)
    ctx.emit(payloads.message_changed(w, message, None))
    return {"channel": channel.id, "ts": message.ts}


def _post_ephemeral(ctx: Context) -> Json:
    """In a thread it is only shown if that has replies already.

    https://docs.slack.dev/reference/methods/chat.postEphemeral
    """
    w, args = ctx.workspace, ctx.args
    channel = _target(ctx)
    user = args.text("user")
    if user not in channel.members:
        raise SlackSaysNo("user_not_in_channel")
    content = content_of(args.given, ctx.warn, w)
    if content.text and len(content.text) >= limits.MESSAGE_TEXT_CUT:
        raise SlackSaysNo("msg_too_long")
    if content.is_empty:
        raise SlackSaysNo("no_text")
    shown = Ephemeral(
        w.clock.next_ts(),
        channel.id,
        user,
        content.text or "",
        content.blocks or [],
        _thread(ctx, channel),
    )
    if shown.thread_ts is None or w.replies(channel.id, shown.thread_ts):
        w.add_ephemeral(shown)
    return {"message_ts": shown.ts}


def _get_permalink(ctx: Context) -> Json:
    w = ctx.workspace
    channel = w.visible_channel(ctx.args.text("channel"))
    message = w.message(channel.id, ctx.args.text("message_ts"))
    return {
        "channel": channel.id,
        "permalink": payloads.permalink(w, channel.id, message.ts),
    }


_WRITE = ("chat:write",)

METHODS = {
    "chat.postMessage": Method(_post_message, _WRITE, ("channel",), None),
    "chat.update": Method(_update, _WRITE, ("channel", "ts")),
    "chat.delete": Method(_delete, _WRITE, ("channel", "ts")),
    "chat.postEphemeral": Method(_post_ephemeral, _WRITE, ("channel", "user"), limits.TIER_4),
    "chat.getPermalink": Method(_get_permalink, (), ("channel", "message_ts"), None),
}
