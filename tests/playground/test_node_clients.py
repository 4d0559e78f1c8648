"""The playground as Slack's own clients for Node see it: pages, refusals, 429, Socket Mode."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from playground import Playground
from playground.sample import ANNA, LABCAMP
from tests.npm import NPM, node
from tests.waiting import HANG


class Clients:
    """The clients' process, and what they say."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        self._lines = process.stdout

    async def say(self) -> list[Any]:
        """The next that they say."""
        async with asyncio.timeout(HANG):
            said: list[Any] = json.loads(await self._lines.readline())
        return said


@pytest.fixture
async def clients(playground: Playground) -> AsyncIterator[Clients]:
    """They begin to work, and find that Slack lets them wait."""
    playground.faults.add("chat.postMessage", "429", retry_after=1)
    told = {
        "api": playground.api_url,
        "botToken": playground.credentials.bot_token,
        "appToken": playground.credentials.app_token,
        "channel": LABCAMP,
    }
    script, pipe = str(NPM / "slacks_clients.mjs"), asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        node(), script, json.dumps(told), stdin=pipe, stdout=pipe
    )
    yield Clients(process)
    assert process.stdin is not None
    process.stdin.close()
    await process.wait()


async def test_slacks_clients_for_node_find_in_the_playground_what_they_find_in_slack(
    playground: Playground, clients: Clients
) -> None:
    assert await clients.say() == ["waits", 1]
    assert await clients.say() == ["pages", [["3", "2"], ["1"]]]
    assert await clients.say() == ["refused", "slack_webapi_platform_error", "message_not_found"]
    anna = playground.as_user(ANNA)
    for turn in range(2):
        assert await clients.say() == ["connected"]
        await playground.connected()
        reply = await anna.command("/labcamp next", LABCAMP)
        assert (reply.status, reply.text) == (200, "/labcamp next")
        post = anna.say(LABCAMP, "Hallo")
        await anna.react(LABCAMP, post.ts, "x")
        assert await clients.say() == ["reacted", "x", 0]
        await playground.settled()
        if turn == 0:
            await playground.sockets.disconnect("refresh_requested")
