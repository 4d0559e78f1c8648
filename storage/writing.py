"""Writes to SQLite: those that wait are committed together, because a commit waits for the disk.

Each has a savepoint of its own, so that one that fails takes no other with it; nobody is told that
it is done before it is durable. (docs/decisions/0023-committed-together.md)
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from itertools import groupby
from threading import Lock
from typing import Any, TypeVar

import sqlalchemy as sa

from storage import sqlite

T = TypeVar("T")

# So many, or for so long (seconds): the first one waits for the last.
_MOST = 100
_LONGEST = 0.05


class Busy(Exception):
    """So many wait for the database that this one's turn would come too late."""


@dataclass(slots=True, eq=False)
class _Wish:
    """Something to be written, and who waits for it, until when (time.monotonic)."""

    function: Callable[[sa.Connection], Any]
    until: float
    loop: asyncio.AbstractEventLoop
    told: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        """Say what became of it, on the event loop."""
        if self.told.done():  # nobody waits any more
            return
        if self.error is not None:
            self.told.set_exception(_raisable(self.error))
        else:
            self.told.set_result(self.result)


class Writer:
    """The one thread that writes to a SQLite database."""

    def __init__(self, pen: sqlite.Pen, thread: ThreadPoolExecutor, patience: float) -> None:
        """`patience` is how many seconds a write waits for its turn and a lock together."""
        self._pen, self._thread, self._patience = pen, thread, patience
        self._waiting: deque[_Wish] = deque()
        self._is_at_work, self._lock = False, Lock()

    async def write(self, function: Callable[[sa.Connection], T]) -> T:
        """What `function` returns, after its changes are committed and durable.

        Raises what it raises, Busy, or what SQLite does: then nothing of it was changed.
        """
        loop = asyncio.get_running_loop()
        until = time.monotonic() + self._patience
        # with the context, for the log's lines say what caused them
        context = copy_context()
        wish = _Wish(lambda it: context.run(function, it), until, loop, loop.create_future())
        with self._lock:
            self._waiting.append(wish)
            begins, self._is_at_work = not self._is_at_work, True
        if begins:
            self._begin(wish)
        done: T = await wish.told
        return done

    def _begin(self, first: _Wish) -> None:
        try:
            self._thread.submit(self._work)
        except RuntimeError:  # it was closed
            with self._lock:
                self._waiting.remove(first)
                self._is_at_work = False
            raise

    def _work(self) -> None:
        while wishes := self._next():
            done = self._written(wishes)
            with self._lock:
                self._waiting.extendleft(reversed(wishes[len(done) :]))
            for loop, some in groupby(done, lambda wish: wish.loop):
                with suppress(RuntimeError):  # the loop has ended: nobody waits any more
                    loop.call_soon_threadsafe(_tell, list(some))

    def _next(self) -> list[_Wish]:
        with self._lock:
            count = min(len(self._waiting), _MOST)
            self._is_at_work = count > 0
            return [self._waiting.popleft() for _ in range(count)]

    def _written(self, wishes: Sequence[_Wish]) -> Sequence[_Wish]:
        """Those of `wishes`, from the first on, of which it is known now what became of them."""
        first = wishes[0]
        patience = first.until - time.monotonic()
        if patience <= 0:
            first.error = Busy("others wait for the database too")
            return wishes[:1]
        done = wishes[:1]  # who waits longest is told that the lock can't be had
        try:
            with self._pen.transaction(patience) as connection:
                done = wishes  # from here on what fails may have been all of them
                done = _each(connection, wishes)
        except BaseException as error:  # noqa: BLE001 - whoever waits for it is told, and it goes on
            for wish in done:
                wish.error = error
        return done


def _each(connection: sa.Connection, wishes: Sequence[_Wish]) -> Sequence[_Wish]:
    """Those that were tried; raises when the whole transaction is lost."""
    if len(wishes) == 1:
        wishes[0].result = wishes[0].function(connection)
        return wishes
    enough = time.monotonic() + _LONGEST
    for number, wish in enumerate(wishes, start=1):
        with sqlite.savepoint(connection):
            try:
                wish.result = wish.function(connection)
            except BaseException as error:
                wish.error = error
                raise sqlite.TakenBack from error
        if time.monotonic() > enough:
            return wishes[:number]
    return wishes


def _tell(wishes: Sequence[_Wish]) -> None:
    for wish in wishes:
        wish.tell()


def _raisable(error: BaseException) -> Exception:
    """What can be raised where somebody waits; the end of a process or an iterator can not."""
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    odd = RuntimeError(f"a write ended by {type(error).__name__}")
    odd.__cause__ = error
    return odd
