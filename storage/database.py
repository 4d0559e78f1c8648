"""The engine and its transactions: `read` and `write` run a function in one transaction each."""

import asyncio
import contextvars
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError

from bot import metrics
from storage import pauses, postgres, private, refusals, sqlite
from storage.sole_use import SoleUse
from storage.writing import Busy, Writer

__all__ = ["Busy", "Connection", "Database", "Unavailable", "engine_url"]

P = ParamSpec("P")
T = TypeVar("T")


# What is raised when the database is locked, full, read-only or gone.
# SQLite's own error comes where we speak to its driver ourselves.
Unavailable = (OperationalError, InterfaceError, Busy, sqlite3.DatabaseError)

# Seconds that a read on the event loop waits for a lock, and that a write waits for its turn and
# for a lock together: less than the 3 s of Slack with all else that an answer takes, and more than
# the import of 100,000 items holds the lock (make bench).
_READ_PATIENCE = 0.1
PATIENCE = 2.0
# Seconds that what can be done later waits for others.
_LITTLE_PATIENCE = 0.1


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
    """One database: SQLite with reads on the event loop, or PostgreSQL with a pool of threads.

    `read` and `write` call `function(connection, *args)` in a transaction, which is committed
    when the function returns and rolled back when it raises. Functions must not await anything:
    no transaction is ever open across a call to Slack.
    """

    def __init__(self, url: str, patience: float = PATIENCE) -> None:
        """`patience` is how many seconds a write waits for a lock; who has no Slack can wait."""
        self._patience = patience
        # why a write failed, for everybody to read; None when they succeed
        self.trouble: str | None = None
        # when a write succeeded last, in seconds of time.monotonic()
        self.written_at: float | None = None
        self.url = engine_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.sole_use = SoleUse(self._file)
        self._reader: sqlite.Reader | None = None
        if self.is_sqlite:
            self._engine = sqlite.engine(self.url, patience)
            self._reader = sqlite.Reader(self.url, _READ_PATIENCE)
        else:
            self._engine = postgres.engine(self.url, patience)
        self._aside = sqlite.Reader(self.url, patience) if self.is_sqlite else None
        self._pen = sqlite.Pen(self.url, patience) if self.is_sqlite else None
        self._thread_aside = ThreadPoolExecutor(1, thread_name_prefix="database aside")
        self._threads = ThreadPoolExecutor(
            max_workers=1 if self.is_sqlite else postgres.THREADS, thread_name_prefix="database"
        )
        self._writer = Writer(self._pen, self._threads, patience) if self._pen else None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A write transaction on this thread, for the command line and the tests."""
        with self._engine.begin() as connection:
            postgres.take_turn(connection, postgres.AMONG_OTHERS)
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read transaction on this thread: it holds up nobody's answer."""
        with self._reader.transaction() if self._reader else self._engine.begin() as connection:
            yield connection

    async def read(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `function` reads; on SQLite at once, on the event loop."""
        if self._reader is not None:
            with self._reader.transaction() as connection:
                return function(connection, *args, **kwargs)
        return await self._in_thread(function, *args, **kwargs)

    async def glance(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `read`, for what runs a single statement: a transaction costs SQLite thrice that."""
        if self._reader is not None:
            return function(self._reader.without_transaction(), *args, **kwargs)
        return await self._in_thread(function, *args, **kwargs)

    async def read_aside(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `read`, for what may take longer: it holds up neither the event loop nor a write."""
        if self._aside is None:
            return await self._in_thread(function, *args, **kwargs)
        call = partial(_read, self._aside, function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._thread_aside, call)

    async def write(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `function` returns, after its changes are committed and durable.

        It must not end the transaction itself: others may write in the same one.
        Raises one of `Unavailable` when the database is locked, full, read-only or gone: then
        nothing was changed.
        """
        return await self._written(postgres.AMONG_OTHERS, function, *args, **kwargs)

    async def write_alone(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """As `write`, while no other process writes: nobody adds what `function` did not see."""
        return await self._written(postgres.ALONE, function, *args, **kwargs)

    async def wipe_log(self) -> bool:
        """Have nothing that was deleted stay in SQLite's log; to be called after deletions.

        It waits a tenth of a second at most: False when somebody was reading or writing, and when
        it failed. PostgreSQL sees to its own log: always True.
        """
        return await self._tidied(sqlite.Pen.wipe_log)

    async def write_anew(self) -> bool:
        """Have nothing that was deleted stay anywhere in a SQLite file, nor in its log.

        False as above, and for a file so large (16 MB) that others would wait too long for it.
        """
        return await self._tidied(sqlite.Pen.write_anew)

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
        assert self._reader is not None
        private.file(file)
        self._reader.copy_to(str(file), is_wanted)

    def close(self) -> None:
        """End the threads after what they do now, and close all connections."""
        self._threads.shutdown(wait=True)
        self._thread_aside.shutdown(wait=True)
        for held in (self._reader, self._aside, self._pen):
            if held is not None:
                held.close()
        self._engine.dispose()
        self.sole_use.give_up()

    async def _tidied(self, tidy: Callable[[sqlite.Pen, float], bool]) -> bool:
        if self._pen is None:
            return True
        # on the thread that writes: nothing of our own is under way then
        call = partial(tidy, self._pen, _LITTLE_PATIENCE)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    async def _in_thread(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        patient_until = time.monotonic() + self._patience
        call = partial(_run, self._engine, patient_until, function, *args, **kwargs)
        # what the thread says in the log belongs to the same cause
        run = contextvars.copy_context().run
        return await asyncio.get_running_loop().run_in_executor(self._threads, run, call)

    async def _written(
        self,
        turn: str,
        function: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        began = time.monotonic()
        try:
            if self._writer is not None:
                written = await self._writer.write(lambda it: function(it, *args, **kwargs))
            else:
                written = await self._in_thread(_in_turn, turn, function, *args, **kwargs)
        except Unavailable as error:
            metrics.written(time.monotonic() - began, is_durable=False)
            self.trouble = self.briefly(error)
            raise
        self.written_at = time.monotonic()
        metrics.written(self.written_at - began, is_durable=True)
        return written


def _in_turn(
    connection: Connection, turn: str, function: Callable[..., T], /, *args: Any, **kwargs: Any
) -> T:
    postgres.take_turn(connection, turn)
    return function(connection, *args, **kwargs)


def _read(reader: sqlite.Reader, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    with reader.transaction() as connection:
        return function(connection, *args, **kwargs)


def _run(
    engine: sa.Engine,
    patient_until: float,
    function: Callable[..., T],
    *args: Any,
    **kwargs: Any,
) -> T:
    patience = patient_until - time.monotonic()
    if patience <= 0:
        raise Busy("others wait for the database too")
    with engine.begin() as connection:
        return function(connection, *args, **kwargs)
