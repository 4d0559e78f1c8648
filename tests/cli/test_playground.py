"""python -m bot playground: a bot in a workspace, with nothing asked of whoever tries it."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Any

import aiohttp

from playground.sample import ADA, ANNA, LABCAMP
from tests.playground_process import address, started
from tests.process.nursery import Nursery
from tests.waiting import HANG, until_found


class Newcomer:
    """Asks as the page does."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def does(self, what: str, **details: Any) -> None:
        act = {"user": ANNA, "do": what, "channel": LABCAMP, **details}
        async with self._session.post("/page/act", json=act) as acted:
            assert await acted.json() == {"ok": True}

    async def sees(self, user: str = ANNA) -> dict[str, Any]:
        async with self._session.get("/page/state", params={"user": user}) as seen:
            found: dict[str, Any] = await seen.json()
            return found

    async def announced(self, number: int) -> dict[str, Any]:
        messages = (await self.sees())["messages"][LABCAMP]
        (found,) = [one for one in messages if one["text"].startswith(f"LabCamp#{number}:")]
        assert isinstance(found, dict)
        return found


async def test_a_newcomer_finds_a_past_that_the_bot_knows_and_the_coming_event(
    installed: Path,
) -> None:
    process = await started(installed, "--port", "0")  # all that is read is in the wheel
    try:
        async with aiohttp.ClientSession(await address(process)) as session:
            async with session.get("/") as page:
                assert "LabCamp" in await page.text()
            anna = Newcomer(session)
            tenth, eleventh = await anna.announced(10), await anna.announced(11)
            assert "Dieses LabCamp ist vorbei." in tenth["text"]
            assert "✅ 3 · 🤔 1" in eleventh["text"]
            replies = [m for m in (await anna.sees())["messages"][LABCAMP] if m["thread_ts"]]
            assert "Positionspapier" in replies[0]["text"]
            ada = (await anna.sees(ADA))["messages"]["D0ADAORGA"][-1]
            assert ada["text"].startswith("*2 Vorschläge")

            async def counted() -> bool:
                return "✅ 4 · 🤔 1" in (await anna.announced(11))["text"]

            await anna.does("react", ts=eleventh["ts"], name="white_check_mark")
            await until_found(counted)
            await anna.does("command", text="/labcamp next")
            assert "LabCamp#11: Wirkung sichtbar machen" in str(await anna.sees())
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = await asyncio.wait_for(process.communicate(), HANG)
    assert process.returncode == 0
    assert b"Traceback" not in said
    assert b"warning" not in said


async def test_a_port_that_was_asked_for_and_is_taken_is_named(
    nursery: Nursery, tmp_path: Path
) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    log = tmp_path / "said"
    child = await nursery.start(["playground", "--port", str(port)], tmp_path, os.environ, log)
    status = await asyncio.wait_for(child.ended(), HANG)
    server.close()
    said = log.read_text(encoding="utf-8")
    assert status == 2
    assert f"can't listen on 127.0.0.1:{port}" in said
    assert "--port" in said
