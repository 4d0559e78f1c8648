"""A bot into which an event was imported from scratch, in a playground."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from playground import Playground, SlackMessage, Workspace
from playground.sample import ADA, LABCAMP
from tests.process.bot_process import BotProcess, bot_in
from tests.process.nursery import Nursery
from tests.waiting import HANG, until, until_found

EVENTS = """
events:
  - number: 11
    title: Wirkung sichtbar machen
    starts: 2126-12-07 15:00
    ends: 2126-12-07 18:00
    status: published
"""


@pytest.fixture
async def playground(tmp_path: Path) -> AsyncIterator[Playground]:
    """A playground whose clock the bot follows."""
    playground = Playground(
        Workspace.sample(),
        clock_file=tmp_path / "clock",
        ack_seconds=HANG,
        strict_rates=False,
    )
    await playground.start()
    yield playground
    await playground.stop()


@pytest.fixture
async def bot(
    playground: Playground, tmp_path: Path, nursery: Nursery
) -> AsyncIterator[BotProcess]:
    """The bot, which runs."""
    (tmp_path / "events.yaml").write_text(EVENTS, encoding="utf-8")
    async with bot_in(playground, tmp_path) as bot:
        status, said = await bot.run(nursery, "import", "events.yaml")
        assert status == 0, said
        await bot.start(nursery)
        yield bot


def posts(playground: Playground) -> list[SlackMessage]:
    """What the bot has posted in the channel, oldest first."""
    workspace = playground.workspace
    messages = workspace.messages[LABCAMP].values()
    return [message for message in messages if message.bot_id == workspace.bot_id]


async def announced(playground: Playground) -> SlackMessage:
    """The message of the event that Ada announced, with its emoji."""
    reply = await playground.as_user(ADA).command("/labcamp announce 11 Kommt vorbei!")
    assert reply.ok, reply
    await until(lambda: posts(playground) and len(posts(playground)[0].reactions) == 3)
    return posts(playground)[0]


async def until_healthy(port: int) -> None:
    """Wait until the bot at this port has no complaints."""

    async def healthy() -> bool | None:
        try:
            async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                return answer.status == 200
        except aiohttp.ClientConnectionError:
            return None  # it does not listen yet

    async with aiohttp.ClientSession() as session:
        await until_found(healthy)
