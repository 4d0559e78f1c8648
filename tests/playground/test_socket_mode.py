"""Socket Mode, spoken by Slack's own client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground
from playground.sample import ANNA, LABCAMP
from tests.waiting import HANG


class SocketBot:
    """A Socket Mode client that keeps what came and acks it, unless told to be silent."""

    def __init__(self, playground: Playground, ping_interval: float = HANG) -> None:
        self.requests: list[SocketModeRequest] = []
        self.silent = 0
        web_client = AsyncWebClient(base_url=playground.api_url)
        token = playground.credentials.app_token
        self.client = SocketModeClient(token, web_client=web_client, ping_interval=ping_interval)
        self.client.socket_mode_request_listeners.append(self._take)

    async def _take(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.requests.append(request)
        if self.silent:
            self.silent -= 1
            return
        payload = {"text": "Hallo"} if request.type == "slash_commands" else None
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload))


@pytest.fixture
async def socket_bot(playground: Playground) -> AsyncIterator[SocketBot]:
    async with connected(SocketBot(playground)) as bot:
        await playground.connected()
        yield bot


@asynccontextmanager
async def connected(bot: SocketBot) -> AsyncIterator[SocketBot]:
    await bot.client.connect()  # type: ignore[no-untyped-call]
    yield bot
    await bot.client.close()  # type: ignore[no-untyped-call]


async def test_a_command_comes_in_an_envelope_and_its_ack_is_shown(
    playground: Playground, socket_bot: SocketBot
) -> None:
    reply = await playground.as_user(ANNA).command("/labcamp next", LABCAMP)
    assert (reply.status, reply.text) == (200, "Hallo")
    [request] = socket_bot.requests
    assert (request.type, request.accepts_response_payload) == ("slash_commands", True)
    assert request.payload["text"] == "next"


@pytest.mark.usefixtures("impatient")
async def test_an_event_without_an_ack_comes_again_with_its_attempt(
    playground: Playground, socket_bot: SocketBot
) -> None:
    anna = playground.as_user(ANNA)
    said = anna.say(LABCAMP, "Hallo")
    socket_bot.silent = 1
    await anna.react(LABCAMP, said.ts, "x")
    await playground.settled()
    attempts = [(r.retry_attempt, r.retry_reason) for r in socket_bot.requests]
    assert attempts == [(0, ""), (1, "timeout")]
    assert len({r.payload["event_id"] for r in socket_bot.requests}) == 1


async def test_without_a_connection_a_command_fails_at_once(playground: Playground) -> None:
    reply = await playground.as_user(ANNA).command("/labcamp next", LABCAMP)
    assert (reply.status, reply.error) == (None, "dispatch_failed")


@pytest.mark.usefixtures("socket_bot")
async def test_the_bot_reconnects_when_slack_asks_for_it(playground: Playground) -> None:
    await playground.sockets.disconnect("refresh_requested")
    async with asyncio.timeout(HANG):
        await playground.connected()
    reply = await playground.as_user(ANNA).command("/labcamp next", LABCAMP)
    assert reply.text == "Hallo"


async def test_a_deaf_connection_looks_open_until_a_watchful_client_leaves_it(
    playground: Playground,
) -> None:
    async with connected(SocketBot(playground, ping_interval=0.05)) as socket_bot:
        await playground.connected()
        playground.sockets.deafen()
        assert playground.sockets.connected == 1
        reply = await playground.as_user(ANNA).command("/labcamp next", LABCAMP)
        assert reply.error in ("operation_timeout", "dispatch_failed")
        assert socket_bot.requests == []
        async with asyncio.timeout(HANG):
            await playground.connected()
        reply = await playground.as_user(ANNA).command("/labcamp next", LABCAMP)
        assert reply.text == "Hallo"


async def test_a_ticket_opens_one_connection_only(playground: Playground) -> None:
    client = AsyncWebClient(playground.credentials.app_token, base_url=playground.api_url)
    url = (await client.apps_connections_open(app_token=playground.credentials.app_token))["url"]
    bot = SocketBot(playground)
    async with bot.client.aiohttp_client_session.ws_connect(url) as socket:
        hello = await socket.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        response = await bot.client.aiohttp_client_session.get(url.replace("ws://", "http://"))
        assert response.status == 403
    await bot.client.close()  # type: ignore[no-untyped-call]
