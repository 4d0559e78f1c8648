"""The page in the browser: its files, its JSON, and the news that something has changed."""

import asyncio
import contextlib
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from aiohttp import web

from playground.actor import Actor
from playground.deeds import Deeds
from playground.errors import SlackSaysNo
from playground.installation import Installation
from playground.interactions import Response
from playground.json_values import Json
from playground.models import User
from playground.recorder import Recorder
from playground.snapshot import snapshot

_FILES: Final = Path(__file__).parent / "page"
_HEADERS: Final = {
    # Whatever a message says, nothing but the page's own scripts ever runs.
    "Content-Security-Policy": "default-src 'self'; img-src * data:; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class PageApi:
    """Serves the page and lets it act as any user.

    With a `recorder` it is written down what is done there.
    """

    def __init__(self, playground: Installation, deeds: Deeds) -> None:
        self._playground = playground
        self.deeds = deeds
        self.recorder: Recorder | None = None
        self._attention, self._switches = deeds.attention, deeds.switches
        self._streams: set[asyncio.Event] = set()
        self._closing = False

    def add_to(self, app: web.Application) -> None:
        """Adds the page's addresses to the server; its streams end when that shuts down."""
        app.router.add_get("/", self._index)
        app.router.add_get("/page/state", self._state)
        app.router.add_get("/page/clock", self._clock)
        app.router.add_get("/page/curtain", self._curtain)
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
        """GET /page/state?user=U…: all that this person sees; without a user a newcomer."""
        asked = request.query.get("user")
        if asked:
            user = self._playground.workspace.users.get(asked)
        else:
            user = self._newcomer(request.headers.get("Accept-Language", "de"))
        if user is None:
            raise web.HTTPNotFound
        seen = snapshot(self._playground, user) | self._attention.of(user)
        seen["faults"] = self._switches.on
        return web.json_response(seen, headers=_HEADERS)

    async def _clock(self, _request: web.Request) -> web.Response:
        """GET /page/clock: the time, and what was and is planned; the same for everybody."""
        clock, behind = self._playground.workspace.clock, self._playground.backstage
        things = await behind.things(clock.now()) if behind else []
        seen = [thing.to_json() for thing in things if not thing.is_step]
        body = {"now": clock.now(), "offset": clock.offset, "things": seen}
        return web.json_response(body, headers=_HEADERS)

    def _newcomer(self, languages: str) -> User:
        """The first member; one whose Slack is in English for a browser that asks for no German."""
        playground = self._playground
        members = [
            user
            for user in playground.workspace.users.values()
            if user.is_playable and user.id not in playground.organizers
        ]
        if re.search(r"\bde\b", languages):
            return members[0]
        return next((user for user in members if user.locale.startswith("en")), members[0])

    async def _curtain(self, request: web.Request) -> web.Response:
        """GET /page/curtain?after=…: the faults that are on, and the traffic since a revision."""
        traffic = self._playground.traffic
        try:
            news = traffic.since(int(request.query.get("after", 0)))
        except ValueError:
            raise web.HTTPBadRequest from None
        has_bot = self._playground.backstage is not None
        body = {"revision": traffic.revision, "traffic": news, "on": self._switches.on}
        return web.json_response(body | {"has_bot": has_bot}, headers=_HEADERS)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """GET /page/stream?user=U…: server-sent events, one whenever something has changed.

        `changed` is what people see, `traffic` what went to and fro between Slack and the bot. As
        long as it is open this person has a window.
        """
        user = request.query.get("user", "")
        headers = {**_HEADERS, "Content-Type": "text/event-stream"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        self._attention.arrive(user)
        news = asyncio.Event()
        self._streams.add(news)
        forget = [
            changing.on_change(news.set)
            for changing in (self._playground.workspace, self._playground.traffic)
        ]
        try:
            with contextlib.suppress(ConnectionError):
                await self._tell(response, news)
        finally:
            for end in forget:
                end()
            self._streams.discard(news)
            self._attention.leave(user)
        return response

    async def _tell(self, response: web.StreamResponse, news: asyncio.Event) -> None:
        told = {"changed": -1, "traffic": self._playground.traffic.revision}
        while not self._closing:
            workspace, traffic = self._playground.workspace, self._playground.traffic
            now = {"changed": workspace.revision, "traffic": traffic.revision}
            for event in (name for name, revision in now.items() if revision != told[name]):
                await response.write(f"event: {event}\ndata: {now[event]}\n\n".encode())
            told = now
            await news.wait()
            news.clear()

    async def _act(self, request: web.Request) -> web.Response:
        """POST /page/act {"user", "do", …}: does what a person does, and says how it went."""
        _check_sender(request, "application/json")
        try:
            given = await request.json()
            actor = Actor(self._playground, self._playground.workspace.user(str(given["user"])))
            reply = await self._done(actor, given)
        except SlackSaysNo as no:
            return web.json_response({"ok": False, "error": no.error})
        except (AssertionError, KeyError, TypeError, ValueError) as wrong:
            return web.json_response({"ok": False, "error": f"invalid_request: {wrong}"})
        if reply is None or reply.ok:
            return web.json_response({"ok": True})
        errors = {"error": reply.error, "errors": reply.errors, "faults": reply.faults}
        return web.json_response({"ok": False, **errors})

    async def _done(self, actor: Actor, given: Json) -> Response | None:
        """Does a deed, and writes it down where that is asked for."""
        if self.recorder is None:
            return await self.deeds.do(actor, given)
        act = await self.recorder.act(actor, given)
        try:
            reply = await self.deeds.do(actor, given)
        except SlackSaysNo as no:
            self.recorder.done(act, no.error)
            raise
        self.recorder.done(act, reply.error if reply else None)
        return reply

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
