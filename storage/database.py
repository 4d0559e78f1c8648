"""The database: `read` and `write` run a function in one transaction each, on either sort."""

import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError

from bot import metrics
from storage import pauses, private, refusals
from storage.postgres import Postgres
from storage.sole_use import SoleUse
from storage.sqlite import Sqlite
from storage.writing import Busy

__all__ = ["Busy", "Connection", "Database", "Unavailable", "engine_url"]

P = ParamSpec("P")
T = TypeVar("T")


# What is raised when the database is locked, full, read-only or gone.
# SQLite's own error comes where we speak to its driver ourselves.
Unavailable = (OperationalError, InterfaceError, Busy, sqlite3.DatabaseError)

# Seconds that a write waits for its turn and for a lock together: less than the 3 s of Slack with
# all else that an answer takes, and more than the import of 100,000 items holds the lock (make
# bench).
PATIENCE = 2.0


def engine_url(url: str) -> sa.URL:
    """`url` (DATABASE_URL) for SQLAlchemy; raises ValueError when it is no such address.

    `postgres://`, which hosts still hand out, is the same as `postgresql://`.
    """
    if url.startswith("postgres://"):
        url = "postgresql://" + url.removeprefix("postgres://")
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise ValueError("it is not a database address") from error
    if parsed.drivername == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
        raise ValueError("it must begin with sqlite:// or postgresql://")
    return parsed


class Database:
    """One database, whichever sort it is.

    `read` and `write` call `function(connection, *args)` in a transaction, which is committed
    when the function returns and rolled back when it raises. Functions must not await anything:
    no transaction is ever open across a call to Slack. On SQLite they run on the event loop, and
    what may take longer than some milliseconds runs `aside`, where it holds up nobody.
    """

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        """`patience` is how many seconds a write waits for a lock; who has no Slack can wait."""
        # why a write failed, for everybody to read; None when they succeed
        self.trouble: str | None = None
        # when a write succeeded last, in seconds of time.monotonic()
        self.written_at: float | None = None
        self.url = engine_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.sole_use = SoleUse(self._file)
        self._sort = (Sqlite if self.is_sqlite else Postgres)(self.url, patience)

    def transaction(self) -> AbstractContextManager[Connection]:
        """A write transaction on this thread, for the command line and the tests."""
        return self._sort.transaction()

    def reading(self) -> AbstractContextManager[Connection]:
        """A read transaction on this thread: it holds up nobody's answer."""
        return self._sort.reading()

    async def read(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `function` reads."""
        return await self._sort.read(function, *args, **kwargs)

    async def glance(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `read`, for what runs a single statement: a transaction costs SQLite thrice that."""
        return await self._sort.glance(function, *args, **kwargs)

    async def read_aside(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `read`, for what may take longer: it holds up neither the event loop nor a write."""
        return await self._sort.read_aside(function, *args, **kwargs)

    async def write(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `function` returns, after its changes are committed and durable.

        It must not end the transaction itself: others may write in the same one.
        Raises one of `Unavailable` when the database is locked, full, read-only or gone: then
        nothing was changed.
        """
        return await self._noted(self._sort.write(function, *args, **kwargs))

    async def write_aside(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `write`, for what may take longer: it does not hold up the event loop."""
        return await self._noted(self._sort.write_aside(function, *args, **kwargs))

    async def write_alone(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `write_aside`, while no other process writes: nobody adds what it did not see."""
        return await self._noted(self._sort.write_alone(function, *args, **kwargs))

    async def wipe_log(self) -> bool:
        """Have nothing that was deleted stay in SQLite's log; to be called after deletions.

        It waits a tenth of a second at most: False when somebody was reading or writing, and when
        it failed. PostgreSQL sees to its own log: always True.
        """
        return await self._sort.wipe_log()

    async def write_anew(self) -> bool:
        """Have nothing that was deleted stay anywhere in a SQLite file, nor in its log.

        False as above, and for a file so large (16 MB) that others would wait too long for it.
        """
        return await self._sort.write_anew()

    async def probe(self) -> None:
        """Write something that changes nothing, if a write failed: then `trouble` is over.

        Others may succeed meanwhile that only look. Raises one of `Unavailable` as long as it
        lasts.
        """
        if self.trouble is not None:
            await self.write(pauses.write_something)
            self.trouble = None

    def why(self, error: Exception) -> str:
        """What one of `Unavailable` means and what to do, for whoever runs the bot."""
        return refusals.in_words(error, self._file)

    def briefly(self, error: Exception) -> str:
        """The same for everybody: nothing of where the database is."""
        return refusals.for_everybody(error, self._file)

    @property
    def _file(self) -> str | None:
        return self.url.database if self.is_sqlite else None

    def make_private(self) -> None:
        """See to it that nobody else can read a SQLite file, before there is anything in it."""
        if self._file and not self._file.startswith("file:"):
            private.file(Path(self._file))
            for beside in ("-wal", "-shm"):  # left behind by a bot that was killed
                private.close_to_others(Path(self._file + beside))

    def copy_to(self, file: Path, is_wanted: Callable[[], bool] = lambda: True) -> None:
        """Copy a SQLite database into a new file, whole and consistent, for the owner alone.

        It is broken off, with one of `Unavailable`, as soon as it is not wanted any more.
        """
        assert isinstance(self._sort, Sqlite)
        private.file(file)
        self._sort.copy_to(str(file), is_wanted)

    def close(self) -> None:
        """End what is under way, and close all connections."""
        self._sort.close()
        self.sole_use.give_up()

    async def _noted(self, writing: Awaitable[T]) -> T:
        began = time.monotonic()
        try:
            written = await writing
        except Unavailable as error:
            metrics.written(time.monotonic() - began, is_durable=False)
            self.trouble = self.briefly(error)
            raise
        self.written_at = time.monotonic()
        metrics.written(self.written_at - began, is_durable=True)
        return written
