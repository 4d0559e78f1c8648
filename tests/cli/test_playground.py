"""python -m bot playground: a bot in a workspace, with nothing asked of whoever tries it."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import aiohttp

from tests.waiting import HANG

ROOT = Path(__file__).parents[2]


async def _started(folder: Path, *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "playground",
        *arguments,
        cwd=folder,
        env={"PATH": os.environ["PATH"]},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(HANG):
        while line := await process.stdout.readline():
            if b"workspace is open" in line:
                return line.decode().split()[-1]
    raise AssertionError("it ended before it was open")


async def test_a_newcomer_sees_the_coming_event_at_once(installed: Path) -> None:
    process = await _started(installed, "--port", "0")  # all that is read is in the wheel
    try:
        address = await _address(process)
        async with aiohttp.ClientSession() as session:
            async with session.get(address) as page:
                assert "LabCamp" in await page.text()
            act = {
                "user": "U0ANNASTADT",
                "do": "command",
                "channel": "C0LABCAMP",
                "text": "/labcamp next",
            }
            async with session.post(f"{address}/page/act", json=act) as acted:
                assert await acted.json() == {"ok": True}
            async with session.get(f"{address}/page/state?user=U0ANNASTADT") as seen:
                assert "LabCamp#11: Wirkung sichtbar machen" in await seen.text()
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = await asyncio.wait_for(process.communicate(), HANG)
    assert process.returncode == 0
    assert b"Traceback" not in said


async def test_a_port_that_was_asked_for_and_is_taken_is_named() -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    process = await _started(ROOT, "--port", str(port))
    said, _ = await asyncio.wait_for(process.communicate(), HANG)
    server.close()
    assert process.returncode == 2
    assert f"can't listen on 127.0.0.1:{port}" in said.decode()
    assert "--port" in said.decode()
