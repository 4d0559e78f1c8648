"""python -m bot playground as a newcomer starts it: a process, and the address of its page."""

import asyncio
import os
import sys
from pathlib import Path

from tests.waiting import HANG

ROOT = Path(__file__).parents[1]


async def started(folder: Path, *arguments: str, module: str = "bot") -> asyncio.subprocess.Process:
    """The process, just begun; what it says can be read."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        "playground",
        *arguments,
        cwd=folder,
        env={"PATH": os.environ["PATH"]},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def address(process: asyncio.subprocess.Process) -> str:
    """Where the page is, once it is open."""
    assert process.stdout is not None
    said = b""
    async with asyncio.timeout(HANG):
        while line := await process.stdout.readline():
            if b"workspace is open" in line:
                return line.decode().split()[-1]
            said += line
    raise AssertionError(f"it ended before it was open: {said.decode()}")
