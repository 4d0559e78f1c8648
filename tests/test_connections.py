"""Whoever opens connections and says nothing, or sends without end, keeps nobody out."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from bot import connections, slack_endpoint, web
from bot.clock import SystemClock
from bot.connections import Connection
from bot.feeds import Feeds
from storage.database import Database
from tests.stage import served
from tests.waiting import HANG

HEAD = b"POST /slack/events HTTP/1.1\r\nHost: bot\r\nContent-Length: %d\r\n%s\r\n"
SIGNED = b"X-Slack-Signature: v0=0\r\nX-Slack-Request-Timestamp: 1\r\n"


@pytest.fixture
async def port(db: Database) -> AsyncIterator[int]:
    async with served(
        web.SlackEndpoint("the-signing-secret"), Feeds(db, SystemClock(), "de")
    ) as port:
        yield port


@asynccontextmanager
async def opened(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def said(port: int, request: bytes) -> bytes:
    """The first line of what the server answers, nothing where it just closes."""
    async with asyncio.timeout(HANG), opened(port) as (reader, writer):
        writer.write(request)
        await writer.drain()
        return await reader.readline()


async def ended(reader: asyncio.StreamReader) -> bool:
    """Whether the server closes this connection and says nothing more."""
    try:
        async with asyncio.timeout(HANG):
            return await reader.read() == b""
    except ConnectionResetError:
        return True


@pytest.mark.fault(
    "others",
    "three times as many connections as fit, all silent",
    expected="others are answered all the same",
)
async def test_silent_connections_leave_room_for_others(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Connection, "most", 20)
    async with AsyncExitStack() as stack:
        first, _ = await stack.enter_async_context(opened(port))
        for _ in range(60):
            await stack.enter_async_context(opened(port))
        assert await said(port, b"GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n") == (
            b"HTTP/1.1 503 Service Unavailable\r\n"  # it is starting
        )
        assert await ended(first)  # the one that has waited longest made room


@pytest.mark.parametrize("begun", [b"", b"GET /healthz HT", b"GET /healthz HTTP/1.1\r\nHost: b"])
async def test_a_connection_that_never_says_what_it_wants_is_cut(
    port: int, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(connections, "_FOR_A_HEAD", 0.05)
    async with opened(port) as (reader, writer):
        writer.write(begun)
        assert await ended(reader)


async def test_of_what_has_no_signature_only_a_little_is_read(port: int) -> None:
    answer = await said(port, HEAD % (990_000, b""))  # and not a byte of it is sent
    assert answer.startswith(b"HTTP/1.1 401")
    chunked = b"POST /slack/events HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = await said(port, chunked + b"800\r\n" + b"a" * 0x800 + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 401")


@pytest.mark.fault("others", "a request whose body never ends", expected="it is cut off")
async def test_a_body_that_never_ends_is_not_waited_for(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack_endpoint, "_FOR_A_BODY", 0.05)
    answer = await said(port, HEAD % (990_000, SIGNED) + b"a" * 1000)
    assert answer.startswith(b"HTTP/1.1 408")


async def test_slacks_look_at_the_certificate_needs_no_signature(port: int) -> None:
    body = b"ssl_check=1&token=x"
    assert await said(port, HEAD % (len(body), b"") + body) == b"HTTP/1.1 200 OK\r\n"
