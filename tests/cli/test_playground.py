"""python -m bot playground: a bot in a workspace, with nothing asked of whoever tries it."""

import asyncio
import signal
from pathlib import Path

import aiohttp

from tests.playground_process import ROOT, address, started
from tests.waiting import HANG


async def test_a_newcomer_sees_the_coming_event_at_once(installed: Path) -> None:
    process = await started(installed, "--port", "0")  # all that is read is in the wheel
    try:
        page_address = await address(process)
        async with aiohttp.ClientSession() as session:
            async with session.get(page_address) as page:
                assert "LabCamp" in await page.text()
            act = {
                "user": "U0ANNASTADT",
                "do": "command",
                "channel": "C0LABCAMP",
                "text": "/labcamp next",
            }
            async with session.post(f"{page_address}/page/act", json=act) as acted:
                assert await acted.json() == {"ok": True}
            async with session.get(f"{page_address}/page/state?user=U0ANNASTADT") as seen:
                assert "LabCamp#11: Wirkung sichtbar machen" in await seen.text()
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = await asyncio.wait_for(process.communicate(), HANG)
    assert process.returncode == 0
    assert b"Traceback" not in said


async def test_a_port_that_was_asked_for_and_is_taken_is_named() -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    process = await started(ROOT, "--port", str(port))
    said, _ = await asyncio.wait_for(process.communicate(), HANG)
    server.close()
    assert process.returncode == 2
    assert f"can't listen on 127.0.0.1:{port}" in said.decode()
    assert "--port" in said.decode()
