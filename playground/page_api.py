"""The page in the browser: its files, its JSON, and the news that something has changed."""

import asyncio
import contextlib
import inspect
import re
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from aiohttp import web

from playground.actor import Actor
from playground.clicks import with_mentions
from playground.errors import SlackSaysNo
from playground.installation import Installation
from playground.interactions import Response
from playground.json_values import Json
from playground.snapshot import snapshot

_FILES: Final = Path(__file__).parent / "page"
_ADDRESS: Final = re.compile(r"https?://[^\s<>]+?(?=[.,;:!?)]*(?:\s|&gt;|&lt;|$))")
_HEADERS: Final = {
    # Whatever a message says, nothing but the page's own scripts ever runs.
    "Content-Security-Policy": "default-src 'self'; img-src * data:; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class PageApi:
    """Serves the page and lets it act as any user."""

    def __init__(self, playground: Installation) -> None:
        self._playground = playground
        self._streams: set[asyncio.Event] = set()
        self._closing = False

    def add_to(self, app: web.Application) -> None:
        """Adds the page's addresses to the server; its streams end when that shuts down."""
        app.router.add_get("/", self._index)
        app.router.add_get("/page/state", self._state)
        app.router.add_get("/page/stream", self._stream)
        app.router.add_post("/page/act", self._act)
        app.router.add_post("/page/upload", self._upload)
        app.router.add_get("/page/{name}", self._file)
        app.router.add_get("/files/{id}", self._download)
        app.on_shutdown.append(self._close)

    async def _close(self, _app: web.Application) -> None:
        self._closing = True
        for news in self._streams:
            news.set()

    async def _index(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(_FILES / "index.html", headers=_HEADERS)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        path = _FILES / request.match_info["name"]
        if path.parent != _FILES or path.suffix not in (".js", ".css") or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers=_HEADERS)

    async def _state(self, request: web.Request) -> web.Response:
        """GET /page/state?user=U…: all that this person sees; without a user the first one."""
        users = self._playground.workspace.users
        asked = request.query.get("user") or next(u.id for u in users.values() if not u.is_bot)
        user = users.get(asked)
        if user is None:
            raise web.HTTPNotFound
        return web.json_response(snapshot(self._playground, user), headers=_HEADERS)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """GET /page/stream: server-sent events, one whenever something has changed."""
        headers = {**_HEADERS, "Content-Type": "text/event-stream"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        news = asyncio.Event()
        self._streams.add(news)
        forget = self._playground.workspace.on_change(news.set)
        try:
            with contextlib.suppress(ConnectionError):
                await self._tell(response, news)
        finally:
            forget()
            self._streams.discard(news)
        return response

    async def _tell(self, response: web.StreamResponse, news: asyncio.Event) -> None:
        while not self._closing:
            revision = self._playground.workspace.revision
            await response.write(f"event: changed\ndata: {revision}\n\n".encode())
            await news.wait()
            news.clear()

    async def _act(self, request: web.Request) -> web.Response:
        """POST /page/act {"user", "do", …}: does what a person does, and says how it went."""
        _check_sender(request, "application/json")
        try:
            given = await request.json()
            actor = Actor(self._playground, self._playground.workspace.user(str(given["user"])))
            done = _DEEDS[given["do"]](actor, given)
            reply = await done if inspect.isawaitable(done) else None
        except SlackSaysNo as no:
            return web.json_response({"ok": False, "error": no.error})
        except (AssertionError, KeyError, TypeError, ValueError) as wrong:
            return web.json_response({"ok": False, "error": f"invalid_request: {wrong}"})
        if not isinstance(reply, Response) or reply.ok:
            return web.json_response({"ok": True})
        errors = {"error": reply.error, "errors": reply.errors, "faults": reply.faults}
        return web.json_response({"ok": False, **errors})

    async def _upload(self, request: web.Request) -> web.Response:
        """POST /page/upload?user=U…&name=…: takes a file for a form, and says its id."""
        _check_sender(request, "application/octet-stream")
        try:
            actor = Actor(self._playground, self._playground.workspace.user(request.query["user"]))
            id_ = actor.upload(request.query["name"], await request.read())
        except SlackSaysNo as no:
            return web.json_response({"ok": False, "error": no.error})
        except KeyError as wrong:
            return web.json_response({"ok": False, "error": f"invalid_request: {wrong}"})
        return web.json_response({"ok": True, "id": id_})

    async def _download(self, request: web.Request) -> web.Response:
        file = self._playground.workspace.files.get(request.match_info["id"])
        if file is None or file.content is None:
            raise web.HTTPNotFound
        # Always saved, never shown: a file could be a page of its own.
        safe = "".join(c for c in file.name if c.isalnum() or c in "._- ")
        return web.Response(
            body=file.content,
            content_type="application/octet-stream",
            headers={**_HEADERS, "Content-Disposition": f'attachment; filename="{safe}"'},
        )


def _check_sender(request: web.Request, content_type: str) -> None:
    """Refuses what is not of this type and the same origin.

    So no other page in the browser can press our buttons: it would have to ask for leave first.
    """
    if request.content_type != content_type:
        raise web.HTTPUnsupportedMediaType
    origin = request.headers.get("Origin")
    if origin is not None and (origin != f"http://{request.host}" or not _is_own(request.host)):
        raise web.HTTPForbidden


def _is_own(host: str) -> bool:
    """Whether a host is localhost or an IP address: names could be pointed here by anyone."""
    name = host.rsplit(":", 1)[0].strip("[]")
    try:
        return name == "localhost" or bool(ip_address(name))
    except ValueError:
        return False


def _say(actor: Actor, given: Json) -> None:
    text = str(given["text"]).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    linked = _ADDRESS.sub(r"<\g<0>>", text)  # as Slack does
    sent = with_mentions(actor.playground.workspace, linked)
    actor.say(given["channel"], sent, thread_ts=given.get("thread_ts"))


def _click(actor: Actor, given: Json) -> Awaitable[Response]:
    action_id, value, block_id = given["action_id"], given.get("value"), given.get("block_id")
    if view_id := given.get("view_id"):
        # What was typed so far goes along, as in Slack.
        actor.fill(view_id, given.get("values") or {})
        return actor.click_view(view_id, action_id, value, block_id=block_id)
    return actor.click(given["channel"], given["ts"], action_id, value, block_id=block_id)


def _clock(actor: Actor, given: Json) -> None:
    if "by" in given:
        actor.playground.move_clock(float(given["by"]))
    else:
        actor.playground.set_clock(0)


# What a person can do on the page, each with what is given for it. Some of it has to be awaited.
_DEEDS: Final[dict[str, Callable[[Actor, Json], object]]] = {
    "command": lambda me, given: me.command(given["text"], given["channel"]),
    "say": _say,
    "join": lambda me, given: me.join(given["channel"]),
    "leave": lambda me, given: me.leave(given["channel"]),
    "invite": lambda me, given: me.invite(given["channel"], *given["users"]),
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
    "clock": _clock,
}
