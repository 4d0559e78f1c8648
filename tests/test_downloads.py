"""A file is fetched from Slack alone: whoever else is asked to give it never sees the token."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from yarl import URL

from bot.domain.files import NotGot
from bot.slack import Slack, downloads
from bot.slack.downloads import download
from bot.slack.hosts import is_slacks
from tests.every_case import every
from tests.waiting import HANG

API = "https://slack.com/api/"


@every(
    ("url", "is_one"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/a.ics", True),
        ("https://slack.com/a", True),
        ("https://files.slack-gov.com/a", True),
        ("http://files.slack.com/a", False),
        ("https://files.slack.com:8443/a", False),
        ("https://slack.com.example.org/a", False),
        ("https://notslack.com/a", False),
        ("https://slack.com@example.org/a", False),
        ("https://example.org/slack.com", False),
        ("/a", False),
        ("", False),
    ],
)
def test_the_token_goes_to_slack_alone(url: str, is_one: bool) -> None:
    assert is_slacks(URL(url), API) is is_one


def test_where_the_web_api_is_files_may_be_too() -> None:
    assert is_slacks(URL("http://127.0.0.1:3000/files/a"), "http://127.0.0.1:3000/api/")
    assert not is_slacks(URL("http://127.0.0.1:3001/files/a"), "http://127.0.0.1:3000/api/")


@dataclass
class Places:
    """Slack, and a server elsewhere, with the tokens that each was shown."""

    slack: Slack
    url: URL
    elsewhere: URL
    tokens: list[str] = field(default_factory=list)
    tokens_elsewhere: list[str] = field(default_factory=list)

    async def get(self, path: str) -> bytes | NotGot:
        return await download(self.slack, str(self.url.join(URL(path))), 100)


@pytest.fixture
async def places() -> AsyncIterator[Places]:
    async def here(request: web.Request) -> web.StreamResponse:
        found.tokens.append(request.headers["Authorization"])
        match request.path:
            case "/file":
                return web.Response(body=b"x" * 100)
            case "/silent":
                await asyncio.Event().wait()
            case "/endless":
                response = web.StreamResponse()
                await response.prepare(request)
                while True:
                    await response.write(b"x" * 1000)
            case "/away":
                raise web.HTTPFound(found.elsewhere)
            case "/nowhere":
                return web.Response(status=302)
            case "/on":
                raise web.HTTPFound("/file")
        raise web.HTTPFound("/round")

    async def there(request: web.Request) -> web.Response:
        found.tokens_elsewhere.append(request.headers.get("Authorization", ""))
        return web.Response()

    slacks, others = web.Application(), web.Application()
    slacks.router.add_get("/{path}", here)
    others.router.add_get("/{path}", there)
    async with TestServer(slacks) as server, TestServer(others) as elsewhere:
        url = server.make_url("/")
        async with Slack("xoxb-1", str(url)) as slack:
            found = Places(slack, url, elsewhere.make_url("/file"))
            yield found


async def test_a_file_is_fetched_with_the_token_and_along_slacks_own_redirects(
    places: Places,
) -> None:
    assert await places.get("/file") == await places.get("/on") == b"x" * 100
    assert set(places.tokens) == {"Bearer xoxb-1"}


async def test_no_more_of_a_file_is_read_than_may_be(places: Places) -> None:
    assert await asyncio.wait_for(places.get("/endless"), HANG) is NotGot.TOO_LARGE


@pytest.mark.parametrize("path", ["/away", "/round", "/nowhere"])
async def test_a_redirect_elsewhere_or_without_end_is_not_followed(
    places: Places, path: str
) -> None:
    assert await places.get(path) is NotGot.FAILED
    assert places.tokens_elsewhere == []


@pytest.mark.parametrize("url", ["", "nonsense", "http://[", "file:///etc/passwd"])
async def test_what_is_no_address_of_slacks_is_not_asked(places: Places, url: str) -> None:
    assert await download(places.slack, url, 100) is NotGot.FAILED
    assert await download(places.slack, str(places.elsewhere), 100) is NotGot.FAILED
    assert places.tokens_elsewhere == []


async def test_a_file_that_does_not_come_in_time_is_given_up(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "_QUICK", 0.05)
    assert await places.get("/silent") is NotGot.FAILED
