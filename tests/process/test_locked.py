"""A database that is locked for half a minute: everybody is told, and nothing is lost."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.domain.replies import Reply
from bot.domain.rsvps import EMOJI, Answer, Counts
from bot.locales import texts
from playground.sample import ADA, ANNA, BEN, LABCAMP
from tests.process.house import House, house_in
from tests.process.nursery import Nursery
from tests.waiting import until

HALF_A_MINUTE = 30.0


@contextmanager
def locked(house: House) -> Iterator[None]:
    """Somebody else writes, and does not come to an end."""
    with closing(sqlite3.connect(house.db.url.database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.rollback()


@pytest.fixture
async def patient_house(
    tmp_path: Path, nursery: Nursery, furnished_file: Path, unused_tcp_port: int
) -> AsyncIterator[House]:
    """A house to which Slack comes again as it does: soon, and after a while."""
    shutil.copy(furnished_file, tmp_path)
    again = (1.0, HALF_A_MINUTE)
    async with house_in(tmp_path, nursery, port=unused_tcp_port, retry_delays=again) as house:
        yield house


async def health(port: int) -> tuple[int, str]:
    """What /healthz answers."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/healthz") as answer,
    ):
        return answer.status, await answer.text()


@pytest.mark.fault(
    "database",
    "a SQLite file is locked for half a minute",
    expected="members are asked to try again, reading goes on, nothing is lost or posted twice",
)
async def test_a_database_that_is_locked_for_half_a_minute_is_waited_for(
    patient_house: House, unused_tcp_port: int
) -> None:
    house = patient_house
    message = await house.announced()
    await house.start()
    held = house.playground.faults.hold("chat.postMessage", "after")
    anna, ben = house.playground.as_user(ANNA), house.playground.as_user(BEN)
    assert (await house.playground.as_user(ADA).command("/labcamp announce 11 Kommt vorbei!")).ok
    await held.reached()
    with locked(house):
        over = asyncio.get_running_loop().time() + HALF_A_MINUTE
        held.release()  # what became of the post can't be written down now
        assert (await anna.command("/labcamp rsvp yes 11")).text == texts("de")(Reply.TRY_AGAIN)
        assert "LabCamp" in (await anna.command("/labcamp next")).text
        await ben.react(LABCAMP, message.ts, EMOJI[Answer.MAYBE])
        status, said = await health(unused_tcp_port)
        assert (status, "the database did not take" in said) == (503, True), said
        await asyncio.sleep(over - asyncio.get_running_loop().time())
    assert (await anna.command("/labcamp rsvp yes 11")).ok
    await until(lambda: len(house.posts()[1].reactions) == 3)
    await until(lambda: house.counts() == Counts(yes=1, maybe=1))
    await until(lambda: all("✅ 1 · 🤔 1 · ❌ 0" in post.text for post in house.posts()))
    assert len(house.posts()) == 2
    assert house.told() == []
