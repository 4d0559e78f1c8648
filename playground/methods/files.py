"""files.*: the external upload in its three steps, and deletion."""

import re
import secrets

from playground import limits
from playground.errors import SlackSaysNo
from playground.json_values import Json
from playground.methods.base import Context, Method
from playground.models import SlackFile

_CHANNEL_ID = re.compile("[CGDZ][A-Z0-9]{8,}")


def _get_upload_url(ctx: Context) -> Json:
    args, w = ctx.args, ctx.workspace
    try:
        length = int(args.text("length"))
    except ValueError:
        raise SlackSaysNo("invalid_arguments", ["length must be an integer"]) from None
    if length <= 0:
        raise SlackSaysNo("missing_argument")
    if length > limits.FILE_BYTES:
        raise SlackSaysNo("file_upload_size_restricted")
    if len(args.text("alt_txt")) > limits.ALT_TXT:
        raise SlackSaysNo("alt_txt_too_large")
    ticket = secrets.token_urlsafe(24)
    file = SlackFile(w.new_id("F"), args.text("filename"), length, ticket, w.bot_user)
    w.files[file.id] = file
    return {"upload_url": f"{ctx.base_url}/upload/v1/{ticket}", "file_id": file.id}


def file_json(base_url: str, file: SlackFile) -> Json:
    """The file object."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "user": file.user,
        "size": file.length,
        "url_private": f"{base_url}/files/{file.id}",
        **_places(file),
    }


def _places(file: SlackFile) -> Json:
    """Where it is shared, by kind; new private channels have a C too.

    https://docs.slack.dev/reference/objects/file-object
    """
    direct = [channel for channel in file.channels if channel.startswith("D")]
    return {
        "channels": [channel for channel in file.channels if channel not in direct],
        "groups": [],
        "ims": direct,
    }


def _complete_upload(ctx: Context) -> Json:
    args, w = ctx.args, ctx.workspace
    asked = args.json("files", "invalid_arguments")
    if not isinstance(asked, list) or not all(isinstance(f, dict) and "id" in f for f in asked):
        raise SlackSaysNo("invalid_arguments", ["files must be a list of objects with an id"])
    files = []
    for each in asked:
        file = w.files.get(str(each["id"]))
        if file is None or file.content is None or file.shared:
            raise SlackSaysNo("file_not_found")
        file.title = str(each.get("title") or "")
        files.append(file)
    if channel_id := args.text("channel_id"):
        # https://github.com/slackapi/bolt-js/issues/2115
        if not _CHANNEL_ID.fullmatch(channel_id):
            pattern = _CHANNEL_ID.pattern
            what = f"input must match regex pattern: ^{pattern}$ [json-pointer:/channel_id]"
            raise SlackSaysNo("invalid_arguments", [what])
        _share(ctx, channel_id, files)
    for file in files:
        file.shared = True
    return {"files": [file_json(ctx.base_url, f) for f in files]}


def _share(ctx: Context, channel_id: str, files: list[SlackFile]) -> None:
    w = ctx.workspace
    channel = w.joined_channel(channel_id)
    thread = ctx.args.text("thread_ts") or None
    if thread is not None and thread not in w.messages[channel.id]:
        raise SlackSaysNo("invalid_thread_ts")
    for file in files:
        file.channels.append(channel.id)
    message = w.bot_message(channel.id, ctx.args.text("initial_comment"))
    message.thread_ts, message.files = thread, [f.id for f in files]
    w.add_message(message)


def _delete(ctx: Context) -> Json:
    w = ctx.workspace
    file = w.files.get(ctx.args.text("file"))
    if file is None:
        raise SlackSaysNo("file_not_found")
    if file.user != w.bot_user:
        raise SlackSaysNo("cant_delete_file")
    del w.files[file.id]
    for channel in w.messages.values():
        for message in list(channel.values()):
            if file.id in message.files:
                message.files.remove(file.id)
                if not message.files and not message.text:
                    del channel[message.ts]
    w.changed()
    return {}


_WRITE = ("files:write",)

METHODS = {
    "files.getUploadURLExternal": Method(
        _get_upload_url, _WRITE, ("filename", "length"), limits.TIER_4
    ),
    "files.completeUploadExternal": Method(_complete_upload, _WRITE, ("files",), limits.TIER_4),
    "files.delete": Method(_delete, _WRITE, ("file",)),
}
