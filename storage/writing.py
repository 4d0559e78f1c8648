"""Writes to SQLite: those that wait are committed together, because a commit waits for the disk.

What is short is written on the event loop, as it is read, and committed on a thread; what may take
longer is alone, and wholly on the thread. Each write has a savepoint of its own, so that one that
fails takes no other with it; nobody is told that it is done before it is durable.
(docs/decisions/0023-committed-together.md, 0029-written-where-it-is-read.md)
"""

import asyncio
import sqlite3
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import Context, copy_context
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from storage.sqlite_connections import Pen, TakenBack, savepoint

T = TypeVar("T")

# So many, or for so long (seconds): the first one waits for the last.
_MOST = 100
_LONGEST = 0.02


class Busy(Exception):
    """So many wait for the database that this one's turn would come too late."""

    def __init__(self) -> None:
        super().__init__("others wait for the database too")


@dataclass(slots=True, eq=False)
class _Wish:
    """Something to be written, and who waits for it, until when (time.monotonic)."""

    function: Callable[[sa.Connection], Any]
    is_long: bool
    until: float
    told: asyncio.Future[Any]
    context: Context  # the log's lines say what caused them
    result: Any = None
    error: BaseException | None = None

    def patience(self) -> float:
        """For how many seconds more it waits; raises Busy when that is over."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise Busy
        return left

    def write(self, connection: sa.Connection) -> None:
        """Write it; raises TakenBack when that fails."""
        try:
            self.result = self.context.run(self.function, connection)
        except BaseException as error:
            self.error = error
            raise TakenBack from error

    def tell(self) -> None:
        """Say what became of it."""
        if self.told.done():  # nobody waits any more
            return
        if self.error is not None:
            self.told.set_exception(_raisable(self.error))
        else:
            self.told.set_result(self.result)


class Writer:
    """All that one process writes to a SQLite database, one transaction after the other."""

    def __init__(self, pen: Pen, patience: float) -> None:
        """`patience` is how many seconds a write waits for its turn and a lock together."""
        self._pen, self._patience = pen, patience
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="database writer")
        self._waiting: deque[_Wish] = deque()
        self._work: asyncio.Task[None] | None = None
        self._is_closed = False

    async def write(self, function: Callable[[sa.Connection], T], *, is_long: bool) -> T:
        """What `function` returns, after its changes are committed and durable.

        Raises what it raises, Busy, or what SQLite does: then nothing of it was changed. One that
        `is_long` runs on the thread, alone. RuntimeError after the end.
        """
        loop = asyncio.get_running_loop()
        until = time.monotonic() + self._patience
        wish = _Wish(function, is_long, until, loop.create_future(), copy_context())
        self._waiting.append(wish)
        if self._work is None or self._work.done():
            self._set_to_work()
        done: T = await wish.told
        return done

    def close(self) -> None:
        """Write nothing more, after what is under way."""
        self._is_closed = True
        self._thread.shutdown(wait=True)
        self._pen.close()

    def _set_to_work(self) -> None:
        self._work = asyncio.get_running_loop().create_task(self._write_all())
        self._work.add_done_callback(self._go_on)

    def _go_on(self, ended: asyncio.Task[None]) -> None:
        """Write on for those who still wait: when all is cancelled, somebody may have a last word.

        Work that is cancelled before it begins does not hear of that itself.
        """
        self._waiting = deque(wish for wish in self._waiting if not wish.told.done())
        if self._waiting and self._work is ended:
            self._set_to_work()

    async def _write_all(self) -> None:
        while self._waiting:
            await self._write_some()
            await asyncio.sleep(0)  # one that fails goes to no thread: others are to have a turn

    async def _write_some(self) -> None:
        """Write what waits in one transaction, and tell everybody after its commit."""
        some = [self._waiting.popleft()]  # only this one is told if the lock can't be had
        try:
            if self._is_closed:
                raise RuntimeError("the database was closed")
            if some[0].is_long:
                await self._on_thread(self._write_alone, some[0])
            else:
                await self._write_together(some)
        except BaseException as error:
            if not isinstance(error, TakenBack):  # that one has an error of its own
                for wish in some:
                    wish.error = error
            with suppress(sqlite3.Error):  # whoever begins next hears of it
                self._pen.roll_back()
            if isinstance(error, asyncio.CancelledError):
                raise
        finally:
            for wish in some:
                wish.tell()

    def _write_alone(self, wish: _Wish) -> None:
        wish.write(self._pen.begin(wish.patience()))
        self._pen.commit()

    async def _write_together(self, some: list[_Wish]) -> None:
        """Add to `some` what waits behind it; raises when the whole transaction is lost."""
        connection = await self._begun(some[0].patience())
        some[0].write(connection)  # nothing is lost with it yet: it needs no savepoint
        enough = time.monotonic() + _LONGEST
        while self._waiting and len(some) < _MOST and time.monotonic() < enough:
            # outside of a transaction a savepoint is one of its own
            if self._waiting[0].is_long or not self._pen.is_in_transaction():
                break
            some.append(self._waiting.popleft())
            with savepoint(connection):
                some[-1].write(connection)
        await self._on_thread(self._pen.commit)

    async def _begun(self, patience: float) -> sa.Connection:
        begun = self._pen.begin_at_once()
        return begun if begun is not None else await self._on_thread(self._pen.begin, patience)

    async def _on_thread(self, function: Callable[..., T], *args: Any) -> T:
        """What it returns. Whoever is cancelled waits for it all the same: it has the pen."""
        called = asyncio.get_running_loop().run_in_executor(self._thread, function, *args)
        try:
            return await asyncio.shield(called)
        except asyncio.CancelledError:
            while not called.done():
                with suppress(asyncio.CancelledError):
                    await asyncio.wait([called])
            raise


def _raisable(error: BaseException) -> Exception:
    """What can be raised where somebody waits; the end of a process or an iterator can not."""
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    odd = RuntimeError(f"a write ended by {type(error).__name__}")
    odd.__cause__ = error
    return odd
