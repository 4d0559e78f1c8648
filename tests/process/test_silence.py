"""At DEBUG too the log tells nothing of people, and no token, secret address or link to join."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from playground import Playground
from playground.sample import ADA, ANNA, LABCAMP
from tests.process.bot_process import BotProcess, bot_in
from tests.process.imported import EVENTS, posts, until_healthy
from tests.process.nursery import Nursery
from tests.waiting import until

# What must not be read in a log, whatever stands around it.
TEXT, WORDS, TITLE, LINK = "Kanarientext", "kanarienworte", "Kanarientitel", "kanarienraum"
TYPO = "kanarientippfehler"
WITH_CANARIES = EVENTS + f"    join_url: https://example.org/{LINK}\n    description: {TITLE}\n"


@pytest.fixture
async def talkative(
    playground: Playground, tmp_path: Path, nursery: Nursery, unused_tcp_port: int
) -> AsyncIterator[tuple[BotProcess, str]]:
    """A bot at DEBUG that serves calendars, and the address of its web server."""
    url = f"http://127.0.0.1:{unused_tcp_port}"
    (tmp_path / "events.yaml").write_text(WITH_CANARIES, encoding="utf-8")
    async with bot_in(
        playground,
        tmp_path,
        LOG_LEVEL="DEBUG",
        PUBLIC_URL=url,
        HOST="127.0.0.1",
        PORT=str(unused_tcp_port),
    ) as bot:
        status, said = await bot.run(nursery, "import", "events.yaml")
        assert status == 0, said
        await bot.start(nursery)
        await until_healthy(unused_tcp_port)
        yield bot, url


async def test_the_log_at_debug_tells_no_secrets(
    talkative: tuple[BotProcess, str], playground: Playground, tmp_path: Path
) -> None:
    bot, url = talkative
    ada, anna = playground.as_user(ADA), playground.as_user(ANNA)
    assert (await ada.command(f"/labcamp announce 11 {TEXT}")).ok
    await until(lambda: posts(playground) and len(posts(playground)[0].reactions) == 3)
    await anna.react(LABCAMP, posts(playground)[0].ts, "white_check_mark")
    for typed in (f"kb {WORDS}", TYPO, "rsvp yes 11", f"kb add https://example.org/{LINK}"):
        await anna.command(f"/labcamp {typed}")
    assert anna.user.real_name in str((await ada.command("/labcamp who 11")).blocks)
    addresses = re.findall(rf"{url}/calendar/\w+", str(await anna.command("/labcamp calendar")))
    assert addresses
    await fetched(f"{addresses[0]}.ics")
    with closing(sqlite3.connect(tmp_path / "labcamp.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await ada.command(f"/labcamp announce 11 {TEXT}")
        other.rollback()
    await playground.settled()
    await bot.stop()
    said = bot.output().lower()
    assert " ready " in said
    told = (
        *(TEXT, WORDS, TYPO, TITLE, LINK, anna.user.real_name, addresses[0].rpartition("/")[2]),
        *(playground.credentials.bot_token, playground.credentials.app_token, "ticket="),
    )
    assert [secret for secret in told if secret.lower() in said] == []


async def fetched(address: str) -> str:
    """What is to be had there."""
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert answer.status == 200
        return await answer.text()
