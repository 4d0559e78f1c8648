"""Links are asked of real web servers on this machine, which the gate knows by other names."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.link_checks import Answer, LinkAnswered, Unreached, Why
from bot.links import Asker, Gate
from tests.street import HERE, EverybodysTurn, Handler, Street, answers, street
from tests.waiting import timed


def redirects(target: str, status: int = 302) -> Handler:
    """A server at which `/` leads to `target`, and all else is there."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if request.path != "/":
            return web.Response()
        port = str(request.url.port)
        return web.Response(status=status, headers={"Location": target.replace("PORT", port)})

    return answer


async def test_a_page_that_is_there_is_asked_once() -> None:
    async with street(answers(200)) as there:
        assert await there.ask("http://lab.test:PORT/a?b=c#d") == LinkAnswered(200)
        assert there.asked == ["HEAD lab.test/a?b=c"]


@pytest.mark.parametrize("refused", [403, 404, 405, 500, 501])
async def test_where_head_is_refused_get_is_asked(refused: int) -> None:
    async with street(answers(refused)) as there:
        assert await there.ask("http://lab.test:PORT/") == LinkAnswered(200)
        assert there.asked == ["HEAD lab.test/", "GET lab.test/"]


async def test_where_head_is_not_answered_get_is_asked() -> None:
    async def deaf_to_head(request: web.Request) -> web.StreamResponse:
        if request.method == "HEAD":
            assert request.transport is not None
            request.transport.close()
        return web.Response()

    async with street(deaf_to_head) as there:
        assert await there.ask("http://lab.test:PORT/") == LinkAnswered(200)


async def test_what_get_says_counts() -> None:
    async with street(answers(404, 410)) as there:
        assert await there.ask("http://lab.test:PORT/") == LinkAnswered(410)


async def test_who_wants_to_be_left_alone_is_not_asked_again() -> None:
    async with street(answers(429, retry_after="120")) as there:
        assert await there.ask("http://lab.test:PORT/") == LinkAnswered(429, None, "120")
        assert there.asked == ["HEAD lab.test/"]


async def test_the_bot_says_who_it_is_and_nothing_else() -> None:
    async def curious(request: web.Request) -> web.StreamResponse:
        response = web.Response(status=200 if request.path == "/b" else 302)
        response.set_cookie("who", "you")
        response.headers["Location"] = "/b"
        return response

    async with street(curious) as there:
        await there.ask("http://ada:secret@lab.test:PORT/a")
    for headers in there.headers:
        assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert headers["User-Agent"] == "LabCampBot/1.0 (link check; +https://bot.example.org)"
    assert len(there.headers) == 2


async def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    async with street(answers(200)) as there:
        assert await there.ask("http://lab.test:PORT/") == LinkAnswered(200)


async def test_a_host_with_umlauts_is_asked_by_its_name_in_the_dns() -> None:
    async with street(answers(200)) as there:
        assert await there.ask("http://bürgerlabor.test:PORT/ä") == LinkAnswered(200)
        assert there.asked == ["HEAD xn--brgerlabor-9db.test/%C3%A4"]
        assert there.turns.taken == ["xn--brgerlabor-9db.test"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed(status: int) -> None:
    async with street(redirects("http://straße.test:PORT/b", status)) as there:
        assert await there.ask("http://lab.test:PORT/") == LinkAnswered(200)
        assert there.asked == ["HEAD lab.test/", "HEAD xn--strae-oqa.test/b"]
        assert there.turns.taken == ["lab.test", "xn--strae-oqa.test"]


async def test_a_redirect_in_a_circle_ends() -> None:
    async with street(redirects("/")) as there:
        assert await there.ask("http://lab.test:PORT/") == Unreached(Why.REDIRECTS)
        assert len(there.asked) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://inside.test:PORT/",
        "http://[::1]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/",
        "http://2130706433:PORT/",
        "http://0x7f.1:PORT/",
        "http://lab.test:22/",
        "ftp://lab.test/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://lab.test:PORT/",
        "http://[half/",
        "http://:PORT/",
    ],
)
async def test_a_redirect_to_what_is_not_public_is_not_followed(target: str) -> None:
    async with street(redirects(target)) as there:
        there.names["inside.test"] = [["192.168.0.1"]]
        assert await there.ask("http://lab.test:PORT/") == Unreached(Why.NOT_ASKED)
        assert there.asked == ["HEAD lab.test/"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:PORT/",
        "http://127.0.0.1.:PORT/",
        "http://127.1:PORT/",
        "http://2130706433:PORT/",
        "http://017700000001:PORT/",
        "http://0x7f000001:PORT/",
        "http://１２７.0.0.1:PORT/",
        "http://[::1]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/",
        "http://[64:ff9b::127.0.0.1]:PORT/",
        "http://localhost:PORT/",
        "http://lab.test:PORT/",
        "http://lab.test:25/",
        "http://lab.test:0/",
        "https://",
        "lab.test",
        "",
    ],
)
async def test_what_is_not_public_is_not_asked(url: str) -> None:
    async with street(answers(200)) as there:
        there.open = frozenset()
        assert await there.ask(url) == Unreached(Why.NOT_ASKED)
        assert there.asked == []


async def test_a_name_that_leads_to_anything_that_is_not_public_is_not_asked() -> None:
    async with street(answers(200)) as there:
        there.names["lab.test"] = [[HERE, "10.0.0.1"]]
        assert await there.ask("http://lab.test:PORT/") == Unreached(Why.NOT_ASKED)


async def test_the_address_that_was_checked_is_the_one_that_is_connected_to() -> None:
    async with street(answers(404, 404)) as there:
        there.names["lab.test"] = [[HERE], ["169.254.169.254"]]
        assert await there.ask("http://lab.test:PORT/") == Unreached(Why.NOT_ASKED)
        assert there.asked == ["HEAD lab.test/"]  # the GET looked the name up anew


async def test_a_name_that_is_gone_says_so() -> None:
    async with street(answers(200)) as there:
        assert await there.ask("http://gone.test:PORT/") == Unreached(Why.NO_SUCH_HOST)


async def test_nobody_listens_there() -> None:
    async with street(answers(200)) as there:
        pass
    assert await there.ask("http://lab.test:PORT/") == Unreached(Why.REFUSED)


async def test_a_web_server_without_encryption_is_no_failed_certificate() -> None:
    async with street(answers(200)) as there:
        answer = await there.ask("https://lab.test:PORT/")
        assert answer == Unreached(Why.CERTIFICATE)


async def test_a_busy_host_is_not_asked() -> None:
    async with street(answers(200)) as there:
        assert await there.ask("http://busy.test:PORT/") == Unreached(Why.BUSY)
        assert there.asked == []


async def test_of_an_endless_page_only_the_beginning_is_taken() -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        if request.method == "HEAD":
            return web.Response(status=405)
        response = web.StreamResponse()
        await response.prepare(request)
        while sent < 100_000_000:
            await response.write(b"x" * 100_000)
            sent += 100_000
        return response

    async with street(endless) as there:
        assert await there.ask("http://lab.test:PORT/") == LinkAnswered(200)
        for _ in range(50):
            await asyncio.sleep(0)
        assert sent < 20_000_000  # what fits into the buffers of the system


@asynccontextmanager
async def raw(said: bytes, again: bytes = b"") -> AsyncIterator[Street]:
    """A server that says something, then `again` for ever, without ever ending."""
    made = Street()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        try:
            while again and not writer.is_closing():
                writer.write(again)
                await writer.drain()
                await asyncio.sleep(0.001)
            await reader.read()
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, HERE, 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize(
    ("said", "again"),
    [(b"", b""), (b"HTTP/1.1 200 OK\r\n", b""), (b"HTTP/1.1 200 OK\r\nX: ", b"a")],
)
async def test_who_never_comes_to_the_end_of_the_headers_is_not_waited_for(
    said: bytes, again: bytes
) -> None:
    async with raw(said, again) as there:
        answer, seconds = await timed(there.ask("http://lab.test:PORT/", patience=0.3))
        assert answer == Unreached(Why.TIMEOUT)
        assert seconds < 5


@pytest.mark.fault(
    "others",
    "a web server answers with what is no HTTP, or too much",
    expected="its link has failed; no more is read",
)
@pytest.mark.parametrize(
    ("said", "again"),
    [(b"220 mail.example ESMTP\r\n", b""), (b"HTTP/1.1 200 OK\r\nX: ", b"a" * 5000)],
)
async def test_what_is_no_http_or_too_much_of_it_is_a_failure(said: bytes, again: bytes) -> None:
    async with raw(said, again) as there:
        assert await there.ask("http://lab.test:PORT/") == Unreached(Why.HUNG_UP)


PARTS = st.text("abz01.:@/\\%[]#?&=-_~ ü☃\u202e\u3002\t\x00", max_size=30)


@settings(max_examples=300)
@given(st.sampled_from(["http://", "https://", "HTTP:\\\\", "//", ""]), PARTS)
def test_whatever_stands_there_nothing_private_is_asked_and_nothing_is_raised(
    start: str, rest: str
) -> None:
    def no_socket(address: str) -> bool:
        return False

    async def inside(host: str) -> list[str]:
        return [HERE]

    async def ask() -> Answer:
        async with Asker(EverybodysTurn(), None, Gate(no_socket, look_up=inside)) as asker:
            return await asker.ask(start + rest)

    assert asyncio.run(ask()) == Unreached(Why.NOT_ASKED)
