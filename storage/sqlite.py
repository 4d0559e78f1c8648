"""A SQLite database: what is short is done at once on the event loop, what is long on threads."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import sqlalchemy as sa

from storage.sqlite_connections import Broom, Pen, Reader, engine
from storage.writing import Writer

T = TypeVar("T")

# Seconds that a read on the event loop waits for a lock, and that what can be done later waits.
_READ_PATIENCE = 0.1
_LITTLE_PATIENCE = 0.1


class Sqlite:
    """One file, with a connection for each thing that is done with it."""

    def __init__(self, url: sa.URL, patience: float) -> None:
        """`patience` is how many seconds a write waits for its turn and a lock together."""
        self._engine = engine(url, patience)
        self._reader = Reader(url, _READ_PATIENCE)
        self._aside = Reader(url, patience)
        self._broom = Broom(url, _LITTLE_PATIENCE)
        self._thread_aside = ThreadPoolExecutor(1, thread_name_prefix="database aside")
        self._writer = Writer(Pen(url, patience), patience)

    def transaction(self) -> AbstractContextManager[sa.Connection]:
        """A write transaction on this thread."""
        return self._engine.begin()

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A read transaction on this thread."""
        return self._reader.transaction()

    async def read(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """What `function` reads in a transaction, at once."""
        with self._reader.transaction() as connection:
            return function(connection, *args, **kwargs)

    async def glance(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """What `function` reads with a single statement, at once."""
        return function(self._reader.without_transaction(), *args, **kwargs)

    async def read_aside(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """What `function` reads in a transaction, on a thread."""

        def read() -> T:
            with self._aside.transaction() as connection:
                return function(connection, *args, **kwargs)

        return await self._on_thread_aside(read)

    async def write(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """What `function` returns, once it is durable; it runs on the event loop."""
        return await self._writer.write(lambda it: function(it, *args, **kwargs), is_long=False)

    async def write_aside(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """What `function` returns, once it is durable; it runs on a thread."""
        return await self._writer.write(lambda it: function(it, *args, **kwargs), is_long=True)

    # SQLite lets only one write in any case
    write_alone = write_aside

    async def wipe_log(self) -> bool:
        """See `Broom.wipe_log`."""
        return await self._on_thread_aside(self._broom.wipe_log)

    async def write_anew(self) -> bool:
        """See `Broom.write_anew`."""
        return await self._on_thread_aside(self._broom.write_anew)

    def copy_to(self, file: str, is_wanted: Callable[[], bool]) -> None:
        """See `Reader.copy_to`."""
        self._reader.copy_to(file, is_wanted)

    def close(self) -> None:
        """End the threads after what they do now, and close all connections."""
        self._writer.close()
        self._thread_aside.shutdown(wait=True)
        for held in (self._reader, self._aside, self._broom):
            held.close()
        self._engine.dispose()

    async def _on_thread_aside(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread_aside, function)
