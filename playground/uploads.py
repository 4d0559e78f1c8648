"""Files that people put into a form, and how the bot gets at them: with its token alone.

https://docs.slack.dev/reference/block-kit/block-elements/file-input-element and
https://docs.slack.dev/reference/objects/file-object (url_private_download)
"""

import mimetypes
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from aiohttp import web

from playground import limits
from playground.errors import SlackSaysNo
from playground.faults import Call
from playground.json_values import Json
from playground.models import SlackFile
from playground.scopes import FILES
from playground.web_api import WebApi
from playground.workspace import Workspace

_SIGN_IN = "<!DOCTYPE html><html><title>Sign in | Slack</title><body>Sign in</body></html>"


def keep(workspace: Workspace, user: str, name: str, content: bytes) -> SlackFile:
    """A file that a person puts into a form; nobody else sees it, and the bot not before submit."""
    if len(content) > limits.FILE_INPUT_BYTES:
        raise SlackSaysNo("file_upload_size_restricted")
    file = SlackFile(workspace.new_id("F"), name, len(content), "", user, content=content)
    workspace.files[file.id] = file
    workspace.changed()
    return file


def chosen(workspace: Workspace, base_url: str, user: str, ids: Any) -> list[Json]:
    """What stands in `files` of a file_input when this person has put these of theirs into it."""
    return [_in_a_form(workspace, base_url, file) for file in _own(workspace, user, ids)]


def _own(workspace: Workspace, user: str, ids: Any) -> Iterator[SlackFile]:
    for id_ in ids if isinstance(ids, list | tuple) else ():
        file = workspace.files.get(str(id_))
        if file is None or file.user != user:
            raise SlackSaysNo("file_not_found")
        yield file


def _in_a_form(workspace: Workspace, base_url: str, file: SlackFile) -> Json:
    kind = PurePath(file.name).suffix.removeprefix(".").lower()
    place = f"{base_url}/files-pri/{workspace.team_id}-{file.id}"
    now = int(workspace.clock.now())
    return {
        "id": file.id,
        "created": now,
        "timestamp": now,
        "name": file.name,
        "title": file.name,
        "mimetype": mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        "filetype": kind or "binary",
        "pretty_type": kind.upper(),
        "user": file.user,
        "user_team": workspace.team_id,
        "editable": False,
        "size": file.length,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "url_private": f"{place}/{quote(file.name)}",
        "url_private_download": f"{place}/download/{quote(file.name)}",
        "file_access": "visible",
    }


class Downloads:
    """The addresses of files that only the bot's token opens; others are led to the sign-in."""

    def __init__(self, api: WebApi) -> None:
        self._api = api

    def add_to(self, app: web.Application) -> None:
        """Adds the addresses to the server."""
        app.router.add_get("/files-pri/{place}/download/{name}", self._handle)
        app.router.add_get("/signin", self._sign_in)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        return await self._api.record(request, "download", self._download)

    async def _download(self, request: web.Request, _: Call) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token != self._api.credentials.bot_token or FILES not in self._api.scopes:
            return web.Response(status=302, headers={"Location": "/signin"})
        id_ = request.match_info["place"].rpartition("-")[2]
        file = self._api.workspace.files.get(id_)
        if file is None or file.content is None:
            return web.Response(status=404, text="not found")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return web.Response(body=file.content, content_type=kind)

    async def _sign_in(self, _: web.Request) -> web.Response:
        return web.Response(text=_SIGN_IN, content_type="text/html")
