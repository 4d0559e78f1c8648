"""Where bots are born quickly: the client of `tests.process.forks`."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.process.stopping import Step
from tests.waiting import HANG

ROOT = Path(__file__).parents[2]


class Child:
    """One `python -m bot`, with what is heard of it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self.pid = 0
        self.stopped = asyncio.Event()
        self.status: int | None = None
        self._listening: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Wait for its birth; from then on it is listened to."""
        self.pid = int((await self._reader.readline()).split()[1])
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while line := await self._reader.readline():
            what, _, status = line.decode().strip().partition(" ")
            if what == "stopped":
                self.stopped.set()
            else:
                self.status = int(status)
        self._writer.close()
        with contextlib.suppress(ConnectionError):
            await self._writer.wait_closed()

    def send(self, signum: signal.Signals) -> None:
        """Send it a signal, if it still lives."""
        if self.status is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signum)

    async def ended(self) -> int:
        """Its exit status, as soon as it has ended; minus a signal's number if that ended it."""
        assert self._listening is not None
        await asyncio.wait([self._listening])
        assert self.status is not None
        return self.status


class Nursery:
    """The address at which a bot can be had."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def start(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        log: Path,
        stop: Step | None = None,
    ) -> Child:
        """Start `python -m bot` with these arguments and nothing but this environment."""
        reader, writer = await asyncio.open_unix_connection(self._path)
        asked = {
            "arguments": list(arguments),
            "folder": str(folder),
            "environment": dict(environment),
            "log": str(log),
            "stop": asdict(stop) if stop else None,
        }
        writer.write(json.dumps(asked).encode() + b"\n")
        child = Child(reader, writer)
        await child.begin()
        return child


@contextmanager
def open_nursery() -> Iterator[Nursery]:
    """A nursery that is ready; all that it started ends with it."""
    with tempfile.TemporaryDirectory(prefix="labcamp-bots-") as folder:
        path = Path(folder) / "socket"
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.process.forks", str(path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
        )
        try:
            while not path.exists():
                assert process.poll() is None, "the nursery did not start"
                time.sleep(0.02)
            yield Nursery(path)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(HANG)


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """One nursery for all tests of a process."""
    with open_nursery() as nursery:
        yield nursery
