"""python -m bot setup on a terminal."""

import asyncio
import os
import sys
from pathlib import Path

from tests.process.nursery import ROOT
from tests.waiting import HANG

ON_A_TERMINAL = """
import os, pty, sys
status = pty.spawn([sys.executable, "-m", "bot", "setup", "--language", "en"])
sys.exit(os.waitstatus_to_exitcode(status))
"""


async def test_a_secret_is_not_shown_while_it_is_typed_and_ctrl_c_leaves(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        ON_A_TERMINAL,
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    async with asyncio.timeout(HANG):
        said = await process.stdout.readuntil(b"leave out): ")
        process.stdin.write(b"xapp-of-another-kind\n")
        said += await process.stdout.readuntil(b"later): ")
        process.stdin.write(b"\x03")
        said += await process.stdout.read()
        assert await process.wait() == 1
    assert b"That is no bot token" in said
    assert b"another-kind" not in said
    assert b"Stopped." in said
    assert not (tmp_path / ".env").exists()
