"""The calendars on the web server, asked for as calendars ask."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import feedparser
import pytest

from bot import web
from bot.domain.calendar import Entry, FeedToken
from bot.domain.events import Event, Status
from bot.domain.knowledge import Addition, KnowledgeItem, Publication
from bot.feeds import Feeds
from bot.locales import Texts
from bot.services import calendar, changes
from bot.views import atom, ics
from storage import events, knowledge, rsvps
from storage.database import Database
from tests.builders import ELEVEN, NOON, a_full_event, an_event, an_item, an_rsvp
from tests.databases import again
from tests.fakes import FakeClock
from tests.stage import served

DAY = timedelta(days=1)
KEY = "xoxb-of-a-test"
PUBLIC = "https://bot.example.org"


@dataclass
class Answer:
    status: int
    headers: Any
    body: str


@dataclass
class Server:
    """The web server of a bot with this database."""

    db: Database
    url: str
    session: aiohttp.ClientSession

    async def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.request(method, self.url + path, headers=sent) as answer:
            return Answer(answer.status, answer.headers, await answer.text())

    def store(self, event: Event, days: float = 0) -> None:
        with self.db.transaction() as connection:
            events.save(connection, event, NOON + days * DAY)

    def store_item(self, *items: KnowledgeItem) -> None:
        with self.db.transaction() as connection:
            for item in items:
                knowledge.save(connection, item, NOON)

    def token(self, user: str = "U0ANNA") -> FeedToken:
        with self.db.transaction() as connection:
            token = calendar.token(connection, user, KEY)
        assert token is not None
        return token


@asynccontextmanager
async def serving(db: Database, public_url: str | None) -> AsyncIterator[Server]:
    feeds = Feeds(db, FakeClock(), "de", public_url)
    async with (
        served(web.SlackEndpoint("secret"), feeds) as port,
        aiohttp.ClientSession() as session,
    ):
        yield Server(db, f"http://127.0.0.1:{port}", session)


@pytest.fixture
async def server(db: Database) -> AsyncIterator[Server]:
    async with serving(db, PUBLIC) as server:
        yield server


async def test_everybodys_calendar_is_there_without_a_join_link(server: Server) -> None:
    server.store(a_full_event())
    server.store(an_event(12, title="Geheim", status=Status.DRAFT))
    with server.db.transaction() as connection:
        rsvps.save(connection, ELEVEN, an_rsvp())
    answer = await server.get("/calendar.ics")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.body.startswith("BEGIN:VCALENDAR\r\n")
    assert "SUMMARY:LabCamp#11: Wirkung sichtbar machen" in answer.body
    assert "raum" not in answer.body
    assert "Geheim" not in answer.body


async def test_an_unchanged_calendar_is_not_sent_again(server: Server) -> None:
    server.store(a_full_event())
    first = await server.get("/calendar.ics")
    tag = first.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await server.get("/calendar.ics", If_None_Match=known)
        assert (again.status, again.body, again.headers["ETag"]) == (304, "", tag)
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    for unknown in ('"other"', tag.strip('"'), ""):
        assert (await server.get("/calendar.ics", If_None_Match=unknown)).status == 200


async def test_a_calendar_that_many_ask_for_is_made_once_for_each_change(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    real = ics.calendar

    def counted(entries: Sequence[Entry], title: str, t: Texts) -> bytes:
        made.append(len(entries))
        return real(entries, title, t)

    monkeypatch.setattr("bot.feeds.ics.calendar", counted)
    for count in (1, 2):
        server.store(a_full_event(10 + count))
        assert (await server.get("/calendar.ics")).body.count("BEGIN:VEVENT") == count
        with server.db.transaction() as connection:  # as at the next look at what is due
            changes.plan_changed(connection, (), NOON)
        made.clear()
        answers = await asyncio.gather(*(server.get("/calendar.ics") for _ in range(20)))
        assert {answer.status for answer in answers} == {200}
        assert made == [count]


async def test_every_change_gives_the_calendar_another_tag(server: Server) -> None:
    server.store(a_full_event())
    tags = [(await server.get("/calendar.ics")).headers["ETag"]]
    others = [a_full_event(host="Anderes Labor"), a_full_event(status=Status.CANCELLED)]
    for days, event in enumerate([*others, a_full_event(status=Status.DRAFT)], start=1):
        server.store(event, days)
        answer = await server.get("/calendar.ics", If_None_Match=tags[-1])
        assert answer.status == 200
        tags.append(answer.headers["ETag"])
    assert len(set(tags)) == 4
    assert "BEGIN:VEVENT" not in answer.body


async def test_a_cancellation_is_told_and_the_revision_counts_on(server: Server) -> None:
    server.store(a_full_event())
    server.store(a_full_event(status=Status.CANCELLED), days=1)
    body = (await server.get("/calendar.ics")).body
    assert "STATUS:CANCELLED" in body
    assert "SEQUENCE:2" in body
    assert "DTSTAMP:20261124T100000Z" in body


async def test_a_look_at_the_head_costs_no_body(server: Server) -> None:
    server.store(a_full_event())
    whole = await server.get("/calendar.ics")
    for path in ("/calendar.ics", f"/calendar/{server.token()}.ics"):
        head = await server.get(path, "HEAD")
        assert (head.status, head.body) == (200, "")
        assert head.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert head.headers["ETag"] != whole.headers["ETag"]
    assert (await server.get("/calendar.ics", "POST")).status == 405


async def test_ones_own_calendar_has_the_join_link_and_is_kept_by_nobody_else(
    server: Server,
) -> None:
    server.store(a_full_event())
    server.store(an_event(12, title="Ohne Antwort"))
    with server.db.transaction() as connection:
        rsvps.save(connection, ELEVEN, an_rsvp())
    answer = await server.get(f"/calendar/{server.token()}.ics")
    assert answer.status == 200
    assert "URL:https://example.org/raum" in answer.body
    assert "Ohne Antwort" not in answer.body
    assert "X-WR-CALNAME:Meine LabCamps" in answer.body
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = await server.get(
        f"/calendar/{server.token()}.ics", If_None_Match=answer.headers["ETag"]
    )
    assert again.status == 304


async def test_whoever_waits_has_the_event_without_its_join_link(server: Server) -> None:
    server.store(a_full_event())
    with server.db.transaction() as connection:
        rsvps.save(connection, ELEVEN, an_rsvp(waitlisted_at=NOON))
    path = f"/calendar/{server.token()}.ics"
    waiting = await server.get(path)
    assert "LabCamp#11" in waiting.body
    assert "raum" not in waiting.body
    with server.db.transaction() as connection:
        rsvps.give_place(connection, ELEVEN, "U0ANNA")
    placed = await server.get(path, If_None_Match=waiting.headers["ETag"])
    assert placed.status == 200
    assert "raum" in placed.body


@pytest.mark.parametrize(
    "path",
    ["0" * 52, "x", "%00", "..%2f..%2fcalendar", "a/b", "%F0%9F%A7%91", "' OR 1=1 --", "9" * 2000],
)
async def test_an_address_that_nobody_has_is_plainly_not_found(server: Server, path: str) -> None:
    server.token()
    answer = await server.get(f"/calendar/{path}.ics")
    assert answer.status == 404
    assert "VCALENDAR" not in answer.body


async def test_a_dead_address_is_not_found_at_once(server: Server) -> None:
    old = server.token()
    with server.db.transaction() as connection:
        new = calendar.new_address(connection, "U0ANNA", KEY)
    dead = await server.get(f"/calendar/{old}.ics")
    never = await server.get(f"/calendar/{'0' * 52}.ics")
    assert (dead.status, dead.body) == (never.status, never.body) == (404, "not found")
    assert dead.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert dead.headers["Cache-Control"] == "no-store"
    assert (await server.get(f"/calendar/{new}.ics")).status == 200


async def test_the_newest_of_the_wissensspeicher_is_a_feed(server: Server) -> None:
    server.store_item(an_item(1), an_item(2), an_item(3, status=Publication.PROPOSED))
    answer = await server.get("/wissen.atom")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    read = feedparser.parse(answer.body)
    assert [entry.title for entry in read.entries] == [an_item(2).title, an_item(1).title]
    assert read.feed.id == "https://bot.example.org/wissen.atom"
    known = await server.get("/wissen.atom", If_None_Match=answer.headers["ETag"])
    assert (known.status, known.body) == (304, "")
    server.store_item(an_item(4))
    changed = await server.get("/wissen.atom", If_None_Match=answer.headers["ETag"])
    assert changed.status == 200


async def test_the_newest_are_made_a_feed_once_for_each_change_by_whichever_process(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    real = atom.feed

    def counted(found: Sequence[Addition], address: str, t: Texts) -> bytes:
        made.append(len(found))
        return real(found, address, t)

    monkeypatch.setattr("bot.feeds.atom.feed", counted)
    server.store_item(an_item(1))
    bodies = {(await server.get("/wissen.atom")).body for _ in range(3)}
    assert (len(bodies), made) == (1, [1])
    other_process = again(server.db)
    with other_process.transaction() as connection:
        knowledge.save(connection, an_item(1, title="Umbenannt"), NOON)
    other_process.close()
    assert "Umbenannt" in (await server.get("/wissen.atom")).body
    server.store(an_event())  # nothing of the feed
    await server.get("/wissen.atom")
    assert made == [1, 1]


async def test_without_an_address_of_its_own_the_bot_has_no_feed_at_all(db: Database) -> None:
    with db.transaction() as connection:
        events.save(connection, a_full_event(), NOON)
        rsvps.save(connection, ELEVEN, an_rsvp())
        knowledge.save(connection, an_item(1), NOON)
        token = calendar.token(connection, "U0ANNA", KEY)
    async with serving(db, None) as server:
        paths = ("/calendar.ics", "/wissen.atom", f"/calendar/{token}.ics", "/calendar/x.ics")
        for path in paths:
            answer = await server.get(path)
            assert (answer.status, answer.body) == (404, "not found"), path
            assert answer.headers["Cache-Control"] == "no-store"
            assert (await server.get(path, "HEAD")).status == 404


async def test_a_database_that_is_away_is_said_and_not_a_lost_calendar(
    sqlite_db: Database,
) -> None:
    async with serving(sqlite_db, PUBLIC) as server:
        server.store(a_full_event())
        own = f"/calendar/{server.token()}.ics"
        with sqlite_db.transaction() as connection:
            connection.exec_driver_sql("ALTER TABLE events RENAME TO away")
        for path in ("/calendar.ics", own):
            answer = await server.get(path)
            assert (answer.status, answer.body) == (503, "try again later")
