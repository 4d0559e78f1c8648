"""The engine and its transactions: `read` and `write` run a function in one transaction each."""

import asyncio
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

__all__ = ["Connection", "Database", "Unavailable", "engine_url"]

P = ParamSpec("P")
T = TypeVar("T")


class Busy(Exception):
    """So many wait for the database that this one's turn would come too late."""


# What is raised when the database is locked, full, read-only or gone.
Unavailable = (OperationalError, InterfaceError, Busy)

# Seconds that a read on the event loop waits for a lock, and a write in its thread; and how much
# longer than that a write may have waited for its turn. Together less than the 3 s of Slack.
_READ_PATIENCE = 0.1
PATIENCE = 1.0
_MORE_IN_LINE = 0.5
_A_MOMENT = 0.02
_POSTGRES_THREADS = 8


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
        self.url = engine_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._writing = _sqlite_engine(self.url, "BEGIN IMMEDIATE", patience)
            self._reading = _sqlite_engine(self.url, "BEGIN", _READ_PATIENCE)
        else:
            self._writing = self._reading = sa.create_engine(
                self.url, pool_size=_POSTGRES_THREADS, max_overflow=2, pool_pre_ping=True
            )
        self._threads = ThreadPoolExecutor(
            max_workers=1 if self.is_sqlite else _POSTGRES_THREADS, thread_name_prefix="database"
        )
        self._read_connection: Connection | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A write transaction on this thread, for the command line and the tests."""
        with self._writing.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read transaction on this thread, for the command line: it holds up nobody's answer."""
        with self._reading.begin() as connection:
            yield connection

    async def read(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `function` reads; on SQLite at once, on the event loop."""
        if self.is_sqlite:
            return self._read_here(function, *args, **kwargs)
        return await self._in_thread(self._reading, function, *args, **kwargs)

    async def write(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `function` returns, after its changes are committed and durable.

        Raises one of `Unavailable` when the database is locked, full, read-only or gone: then
        nothing was changed.
        """
        return await self._in_thread(self._writing, function, *args, **kwargs)

    def copy_to(self, file: Path) -> None:
        """Copy a SQLite database into a new file, whole and consistent (VACUUM INTO)."""
        with self._reading.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.execute("VACUUM INTO ?", (str(file),))

    def close(self) -> None:
        """End the threads after what they do now, and close all connections."""
        self._threads.shutdown(wait=True)
        if self._read_connection is not None:
            self._read_connection.close()
        self._reading.dispose()
        self._writing.dispose()

    def _read_here(
        self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        # One connection is kept: to take it from the pool each time costs as much as the read.
        if self._read_connection is None:
            self._read_connection = self._reading.connect()
        with self._read_connection.begin():
            return function(self._read_connection, *args, **kwargs)

    async def _in_thread(
        self,
        engine: sa.Engine,
        function: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        patient_until = time.monotonic() + self._patience + _MORE_IN_LINE
        call = partial(_run, engine, patient_until, function, *args, **kwargs)
        return await asyncio.get_running_loop().run_in_executor(self._threads, call)


def _run(
    engine: sa.Engine,
    patient_until: float,
    function: Callable[..., T],
    *args: Any,
    **kwargs: Any,
) -> T:
    if time.monotonic() > patient_until:
        raise Busy("others wait for the database too")
    with engine.begin() as connection:
        return function(connection, *args, **kwargs)


def _use_wal(connection: sqlite3.Connection, patience: float) -> None:
    """Switch to the write-ahead log; the timeout does not hold for that, so we wait ourselves."""
    patient_until = time.monotonic() + patience
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > patient_until:
                raise
            time.sleep(_A_MOMENT)


def _sqlite_engine(url: sa.URL, begin: str, patience: float) -> sa.Engine:
    """An engine whose transactions start with `begin`; `patience` is the lock timeout in seconds.

    A deferred BEGIN that reads and then writes fails at once when another writes; BEGIN IMMEDIATE
    waits its turn.
    """
    engine = sa.create_engine(
        url,
        poolclass=sa.pool.QueuePool,
        connect_args={"timeout": patience, "check_same_thread": False},
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        _use_wal(connection, patience)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        # straight to the driver: SQLAlchemy's way costs as much as a short read
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(begin)

    return engine
