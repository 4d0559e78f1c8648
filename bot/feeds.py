"""What can be subscribed to on the web server: calendars, and the newest of the Wissensspeicher.

One calendar is for everybody, others are for whoever knows their address.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import Clock
from bot.domain.knowledge import Addition
from bot.locales import texts
from bot.services import calendar, changes
from bot.services.knowledge_newest import newest
from bot.views import atom, ics
from storage.database import Connection, Database, Unavailable

log = structlog.get_logger()

T = TypeVar("T")

PUBLIC_PATH = "/calendar.ics"
NEWEST_PATH = "/wissen.atom"
_FOR_ALL = "public, max-age=300"
# What somebody takes back is gone at the next request, whoever keeps a copy on the way.
_ASKED_ANEW = "public, no-cache"
_FOR_ONE = "private, no-cache"
# Seconds after which a calendar may ask again while the database does not answer.
_AGAIN = "60"


class Feeds:
    """Answers those who subscribed; `language` is that of whoever has no own."""

    def __init__(
        self, db: Database, clock: Clock, language: str, public_url: str | None = None
    ) -> None:
        """`public_url` is the server's own address, without a slash at its end, if it is known."""
        self._db, self._clock = db, clock
        self._t = texts(language)
        self._public_url = public_url
        self._made: dict[str, _Made] = {}  # what everybody may have, by its path
        # one at a time: however many ask, Slack's payloads are answered meanwhile
        self._making = asyncio.Lock()

    @property
    def routes(self) -> list[Route]:
        """Where the feeds stand. HEAD is answered as GET is.

        Without its own address the server has none: nobody has said that it is open to the public.
        """
        feeds = {
            PUBLIC_PATH: self._public,
            NEWEST_PATH: self._newest,
            own_path("{token}"): self._own,
        }
        return [
            Route(path, feed if self._public_url else _not_found, methods=["GET"])
            for path, feed in feeds.items()
        ]

    async def _public(self, request: Request) -> Response:
        try:
            made = await self._once(PUBLIC_PATH, changes.last_planning, self._of_everybody)
        except Unavailable as error:
            return self._later(error)
        return _calendar(request, made, _FOR_ALL)

    async def _of_everybody(self, _planning: int | None) -> bytes:
        entries = await self._db.read_aside(calendar.public)
        title = self._t.plain("calendar.name")
        return await asyncio.to_thread(ics.calendar, entries, title, self._t)

    async def _newest(self, request: Request) -> Response:
        try:
            read = partial(newest, now=self._clock.now())
            made = await self._once(NEWEST_PATH, read, self._of_the_newest)
        except Unavailable as error:
            return self._later(error)
        return _answer(request, made, "application/atom+xml; charset=utf-8", {}, _ASKED_ANEW)

    async def _of_the_newest(self, found: Sequence[Addition]) -> bytes:
        address = f"{self._public_url}{NEWEST_PATH}"
        return await asyncio.to_thread(atom.feed, found, address, self._t)

    async def _own(self, request: Request) -> Response:
        try:
            found = await self._db.read_aside(
                calendar.own, request.path_params["token"], self._clock.now()
            )
        except Unavailable as error:
            return self._later(error)
        if found is None:  # never known or dead since: nobody is told which
            return _not_found(request)
        t = texts(found.language) if found.language else self._t
        title = t.plain("calendar.name.own")
        async with self._making:
            body = await asyncio.to_thread(ics.calendar, found.entries, title, t)
        return _calendar(request, _Made(None, body), _FOR_ONE)

    async def _once(
        self, path: str, read: Callable[[Connection], T], make: Callable[[T], Awaitable[bytes]]
    ) -> "_Made":
        """What stands at a path, made anew only when `read` gives something else than it did.

        Whichever process has changed it. What gives None is being changed, and made anew each time.
        """
        async with self._making:
            of, made = await self._db.read(read), self._made.get(path)
            if made is None or of is None or made.of != of:
                made = self._made[path] = _Made(of, await make(of))
            return made

    def _later(self, error: Exception) -> Response:
        log.warning("feed.unavailable", error=self._db.why(error))
        return PlainTextResponse("try again later", 503, {"Retry-After": _AGAIN})


class _Made:
    """A feed, what it was made of, and its tag (ETag)."""

    def __init__(self, of: object, body: bytes) -> None:
        self.of, self.body = of, body
        self.tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def own_path(token: str) -> str:
    """Where the calendar with this token stands."""
    return f"/calendar/{token}.ics"


def _calendar(request: Request, made: _Made, caching: str) -> Response:
    named = {"Content-Disposition": 'inline; filename="labcamp.ics"'}
    return _answer(request, made, "text/calendar; charset=utf-8", named, caching)


def _answer(
    request: Request, made: _Made, media_type: str, more: dict[str, str], caching: str
) -> Response:
    """The feed, or that it is still as the asker knows it."""
    headers = {"ETag": made.tag, "Cache-Control": caching, "X-Robots-Tag": "noindex"}
    if _knows(request, made.tag):
        return Response(status_code=304, headers=headers)
    return Response(made.body, headers=headers | more, media_type=media_type)


def _knows(request: Request, tag: str) -> bool:
    """Whether the asker has this very feed.

    https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
    """
    known = [one.strip() for one in ",".join(request.headers.getlist("if-none-match")).split(",")]
    return "*" in known or tag in [one.removeprefix("W/") for one in known]


def _not_found(_request: Request) -> Response:
    return PlainTextResponse("not found", 404, {"Cache-Control": "no-store"})
