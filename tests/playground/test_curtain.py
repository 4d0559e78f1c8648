"""Behind the curtain: what went to and fro is read, and faults are switched on and off."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground
from playground.backstage import Thing
from playground.sample import ADA, ANNA, LABCAMP
from playground.traffic import KEPT
from tests.playground.recording_bot import RecordingBot
from tests.waiting import HANG

Json = dict[str, Any]


@pytest.fixture
async def session(playground: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(playground.url) as session:
        yield session


async def behind(session: aiohttp.ClientSession, after: int = 0) -> Json:
    async with session.get("/page/curtain", params={"after": after}) as response:
        seen: Json = await response.json()
        return seen


async def turn(session: aiohttp.ClientSession, name: str, *, on: bool = True) -> Json:
    deed = {"user": ADA, "do": "fault", "name": name, "on": on}
    async with session.post("/page/act", json=deed) as response:
        answer: Json = await response.json()
        return answer


async def test_both_directions_are_read_without_any_secret(
    playground: Playground,
    bot: RecordingBot,
    client: AsyncWebClient,
    session: aiohttp.ClientSession,
) -> None:
    bot.will({"text": "Karte"})
    reply = await playground.as_user(ANNA).command("/labcamp next", LABCAMP)
    await client.chat_postMessage(channel=LABCAMP, text="Hallo")
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C0NOWHERE", text="Hallo")
    await session.post(reply.payload["response_url"], json={"text": "noch etwas"})
    command, posted, refused, answered = (await behind(session))["traffic"]
    assert (command["towards"], command["way"], command["name"], command["people"]) == (
        *("bot", "command", "/labcamp next"),
        [ANNA],
    )
    assert (command["status"], command["got"]) == (200, {"text": "Karte"})
    assert command["sent_headers"]["X-Slack-Signature"] == "v0=…"
    assert (posted["towards"], posted["name"], posted["sent"]["text"]) == (
        *("slack", "chat.postMessage"),
        "Hallo",
    )
    assert posted["sent_headers"]["Authorization"] == "Bearer xoxb-…"
    assert posted["got"]["ok"]
    assert posted["seconds"] > 0
    assert (refused["outcome"], refused["status"]) == ("channel_not_found", 200)
    assert (answered["way"], answered["sent"]) == ("response_url", {"text": "noch etwas"})
    assert playground.credentials.bot_token not in str(await behind(session))


async def test_only_what_is_new_is_told_and_only_the_last_is_kept(
    playground: Playground, client: AsyncWebClient, session: aiohttp.ClientSession
) -> None:
    await client.auth_test()
    before = await behind(session)
    async with session.get("/page/stream") as stream, asyncio.timeout(HANG):
        await stream.content.readuntil(b"\n\n")
        await client.users_info(user=ANNA)
        assert b"event: traffic" in await stream.content.readuntil(b"\n\n")
    [news] = (await behind(session, before["revision"]))["traffic"]
    assert (news["name"], news["people"]) == ("users.info", [ANNA])
    for _ in range(KEPT):
        playground.traffic.frame("bot", "ping", None)
    assert {one["name"] for one in (await behind(session))["traffic"]} == {"ping"}


async def test_the_frames_of_socket_mode_are_read_too(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    url = playground.sockets.new_url(playground.url)
    async with session.ws_connect(url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        acting = asyncio.create_task(playground.as_user(ANNA).command("/labcamp", LABCAMP))
        envelope = await socket.receive_json()
        await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Hm"}})
        await acting
    await playground.sockets.close()
    async with asyncio.timeout(HANG):
        while len(seen := (await behind(session))["traffic"]) < 3:
            await asyncio.sleep(0.01)
    hello, command, closed = seen
    assert (hello["way"], hello["name"], closed["name"]) == ("socket", "hello", "closed")
    assert command["sent"]["accepts_response_payload"]
    assert command["got"]["payload"] == {"text": "Hm"}


@pytest.mark.parametrize(
    ("fault", "outcome", "is_there"),
    [
        ("limited", "ratelimited", False),
        ("failing", "internal server error", False),
        ("lost", "internal server error", True),
        ("reset", "reset", True),
    ],
)
async def test_a_fault_strikes_what_the_bot_sends_until_it_is_switched_off(
    playground: Playground,
    client: AsyncWebClient,
    session: aiohttp.ClientSession,
    fault: str,
    outcome: str,
    is_there: bool,
) -> None:
    await turn(session, "slow")
    await turn(session, fault)  # in its place
    assert (await behind(session))["on"] == [fault]
    with pytest.raises((SlackApiError, aiohttp.ClientError)):
        await client.chat_postMessage(channel=LABCAMP, text="Hallo")
    assert (await behind(session))["traffic"][-1]["outcome"] == outcome
    assert (await client.users_info(user=ANNA))["ok"]  # what it asks is answered
    assert bool(playground.workspace.messages[LABCAMP]) == is_there
    await turn(session, fault, on=False)
    assert (await client.chat_postMessage(channel=LABCAMP, text="Hallo"))["ok"]


async def test_a_short_history_has_fifteen_messages_once_a_minute(
    playground: Playground, client: AsyncWebClient, session: aiohttp.ClientSession
) -> None:
    for number in range(20):
        playground.as_user(ANNA).say(LABCAMP, str(number))
    await turn(session, "short_history")
    page = await client.conversations_history(channel=LABCAMP, limit=100)
    assert (len(page["messages"]), page["has_more"]) == (15, True)
    with pytest.raises(SlackApiError, match="ratelimited"):
        await client.conversations_history(channel=LABCAMP)
    await turn(session, "short_history", on=False)
    assert len((await client.conversations_history(channel=LABCAMP))["messages"]) == 20


@pytest.mark.usefixtures("impatient")
async def test_nothing_passes_through_a_deaf_socket_not_even_a_new_one(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    await turn(session, "deaf")
    async with session.ws_connect(playground.sockets.new_url(playground.url)) as socket:
        await socket.receive_json()
        reply = await playground.as_user(ANNA).command("/labcamp", LABCAMP)
        assert reply.error == "operation_timeout"
        await turn(session, "deaf", on=False)


class Process:
    """A bot that is there or not."""

    is_running = True

    async def things(self, now: float) -> list[Thing]:
        return []

    async def is_behind(self, now: float) -> bool:
        return False

    async def start(self) -> None:
        self.is_running = True

    async def kill(self) -> None:
        self.is_running = False


async def test_the_bot_is_killed_and_started_again(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    assert (await turn(session, "killed"))["error"] == "no_such_fault"  # there is none
    playground.backstage = bot = Process()
    await turn(session, "killed")
    assert (bot.is_running, (await behind(session))["on"]) == (False, ["killed"])
    await turn(session, "killed", on=False)
    assert (bot.is_running, (await behind(session))["on"]) == (True, [])
    assert (await turn(session, "plague"))["error"] == "no_such_fault"
