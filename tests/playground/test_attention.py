"""Several people at once: who is there, what is unread, and who got what."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground
from playground.sample import ADA, ALLGEMEIN, ANNA, LABCAMP
from tests.waiting import HANG, until_found

Json = dict[str, Any]


class Window:
    """A page that somebody has open."""

    def __init__(self, session: aiohttp.ClientSession, user: str) -> None:
        self._session, self.user = session, user

    async def see(self) -> Json:
        async with self._session.get("/page/state", params={"user": self.user}) as response:
            seen: Json = await response.json()
            return seen

    async def unread(self, channel: str = LABCAMP) -> tuple[int, int]:
        found = (await self.see())["unread"][channel]
        return found["count"], found["mentions"]

    async def read(self, channel: str = LABCAMP) -> None:
        newest = (await self.see())["messages"][channel][-1]["ts"]
        deed = {"user": self.user, "do": "read", "channel": channel, "ts": newest}
        await self._session.post("/page/act", json=deed)


@pytest.fixture
async def session(playground: Playground) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(playground.url) as session:
        yield session


@pytest.fixture
def anna(session: aiohttp.ClientSession) -> Window:
    return Window(session, ANNA)


@pytest.fixture
def ada(session: aiohttp.ClientSession) -> Window:
    return Window(session, ADA)


async def test_what_others_wrote_is_unread_until_it_is_seen(
    playground: Playground, anna: Window, ada: Window
) -> None:
    said = playground.as_user(ADA).say(LABCAMP, "Hallo")
    playground.as_user(ADA).say(LABCAMP, f"Kommst du, <@{ANNA}>?")
    playground.as_user(ADA).say(ALLGEMEIN, "<!here> Kuchen")
    assert (await anna.unread(), await anna.unread(ALLGEMEIN)) == ((2, 1), (1, 1))
    assert await ada.unread() == (0, 0)  # she wrote it herself
    await anna.read()
    assert (await anna.unread(), await anna.unread(ALLGEMEIN)) == ((0, 0), (1, 1))
    playground.as_user(ADA).say(LABCAMP, "im Thread", thread_ts=said.ts)
    assert await anna.unread() == (0, 0)  # as in Slack, nobody is told who was not named
    playground.as_user(ADA).say(LABCAMP, f"du auch, <@{ANNA}>", thread_ts=said.ts)
    assert await anna.unread() == (1, 1)


async def test_everybody_sees_who_got_a_direct_message(
    client: AsyncWebClient, ada: Window, anna: Window
) -> None:
    im = (await client.conversations_open(users=ANNA))["channel"]["id"]
    await client.chat_postMessage(channel=im, text="Morgen ist es so weit")
    [letter] = (await ada.see())["letters"]
    assert (letter["user"], letter["text"], letter["unread"]) == (ANNA, "Morgen ist es so weit", 1)
    assert await anna.unread(im) == (1, 1)
    await anna.read(im)
    [letter] = (await ada.see())["letters"]
    assert letter["unread"] == 0


async def test_what_one_does_the_other_sees_and_who_is_there(
    playground: Playground, session: aiohttp.ClientSession, ada: Window
) -> None:
    async with asyncio.timeout(HANG):
        async with session.get("/page/stream", params={"user": ANNA}) as annas:
            await annas.content.readuntil(b"\n\n")
            async with session.get("/page/stream", params={"user": ADA}) as adas:
                await adas.content.readuntil(b"\n\n")
                await annas.content.readuntil(b"\n\n")  # Ada came
                assert (await ada.see())["present"] == [ANNA, ADA]
                playground.as_user(ADA).say(LABCAMP, "Hallo")
                for other in (annas, adas):
                    assert b"event: changed" in await other.content.readuntil(b"\n\n")

    async def nobody() -> bool:
        return not (await ada.see())["present"]

    await until_found(nobody)
