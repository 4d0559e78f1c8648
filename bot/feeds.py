"""The calendars on the web server: one for everybody, and one for whoever knows its address."""

import asyncio
import hashlib
from collections.abc import Sequence

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.domain.calendar import Entry
from bot.locales import texts
from bot.services import calendar
from bot.views import ics
from storage.database import Database, Unavailable

log = structlog.get_logger()

PUBLIC_PATH = "/calendar.ics"
_FOR_ALL = "public, max-age=300"
_FOR_ONE = "private, no-cache"
# Seconds after which a calendar may ask again while the database does not answer.
_AGAIN = "60"


class CalendarFeeds:
    """Answers calendars that subscribed; `language` is that of whoever has no own."""

    def __init__(self, db: Database, language: str) -> None:
        self._db = db
        self._language = language

    @property
    def routes(self) -> list[Route]:
        """Where the calendars stand. HEAD is answered as GET is."""
        return [
            Route(PUBLIC_PATH, self._public, methods=["GET"]),
            Route("/calendar/{token}.ics", self._own, methods=["GET"]),
        ]

    async def _public(self, request: Request) -> Response:
        try:
            entries = await self._db.read(calendar.public)
        except Unavailable as error:
            return _later(error)
        title = texts(self._language).plain("calendar.name")
        return await _feed(request, entries, title, self._language, _FOR_ALL)

    async def _own(self, request: Request) -> Response:
        try:
            found = await self._db.read(calendar.own, request.path_params["token"])
        except Unavailable as error:
            return _later(error)
        if found is None:  # never known or dead since: nobody is told which
            return PlainTextResponse("not found", 404, {"Cache-Control": "no-store"})
        language = found.language or self._language
        title = texts(language).plain("calendar.name.own")
        return await _feed(request, found.entries, title, language, _FOR_ONE)


def own_path(token: str) -> str:
    """Where the calendar with this token stands."""
    return f"/calendar/{token}.ics"


async def _feed(
    request: Request, entries: Sequence[Entry], title: str, language: str, caching: str
) -> Response:
    """The calendar, or that it is still as the asker knows it."""
    # many events that nobody asked for yet take a while; Slack's payloads must not wait for that
    body = await asyncio.to_thread(ics.calendar, entries, title, language)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": caching, "X-Robots-Tag": "noindex"}
    if _knows(request, tag):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="labcamp.ics"'
    return Response(body, headers=headers, media_type="text/calendar; charset=utf-8")


def _knows(request: Request, tag: str) -> bool:
    """Whether the asker has this very calendar.

    https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
    """
    known = [one.strip() for one in ",".join(request.headers.getlist("if-none-match")).split(",")]
    return "*" in known or tag in [one.removeprefix("W/") for one in known]


def _later(error: Exception) -> Response:
    log.warning("feed.unavailable", error=str(error))
    return PlainTextResponse("try again later", 503, {"Retry-After": _AGAIN})
