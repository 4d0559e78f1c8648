"""A PostgreSQL database: a pool of connections and threads, and turns for who writes alone."""

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from contextvars import copy_context
from typing import Any, TypeVar

import sqlalchemy as sa

from storage.writing import Busy

T = TypeVar("T")

_THREADS = 8
# PostgreSQL lets several write at once, but for one who wants to be alone: that one waits until the
# others have come to an end, and they for it. The number says nothing.
# https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
_AMONG_OTHERS = "SELECT pg_advisory_xact_lock_shared(4020516)"
_ALONE = "SELECT pg_advisory_xact_lock(4020516)"


class Postgres:
    """One database; whatever is done with it is done on a thread."""

    def __init__(self, url: sa.URL, patience: float) -> None:
        """`patience` is how many seconds everything waits for its turn, and a write for a lock."""
        self._patience = patience
        self._engine = sa.create_engine(
            url,
            hide_parameters=True,  # people's words would stand in the log
            pool_size=_THREADS,
            max_overflow=2,
            pool_pre_ping=True,
            connect_args=_patient(patience),
        )
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="database")

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """A write transaction on this thread."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql(_AMONG_OTHERS)
            yield connection

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A read transaction on this thread."""
        return self._engine.begin()

    async def read(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """What `function` reads in a transaction."""
        return await self._on_thread("", function, *args, **kwargs)

    # no read holds up anybody else
    glance = read_aside = read

    async def write(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """What `function` returns, once it is durable."""
        return await self._on_thread(_AMONG_OTHERS, function, *args, **kwargs)

    write_aside = write

    async def write_alone(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """As `write`, while no other process writes."""
        return await self._on_thread(_ALONE, function, *args, **kwargs)

    async def wipe_log(self) -> bool:
        """PostgreSQL sees to its own log: always True."""
        return True

    write_anew = wipe_log

    def close(self) -> None:
        """End the threads after what they do now, and close all connections."""
        self._threads.shutdown(wait=True)
        self._engine.dispose()

    async def _on_thread(
        self, turn: str, function: Callable[..., T], *args: Any, **kwargs: Any
    ) -> T:
        patient_until = time.monotonic() + self._patience

        def call() -> T:
            if time.monotonic() >= patient_until:
                raise Busy
            with self._engine.begin() as connection:
                if turn:
                    connection.exec_driver_sql(turn)
                return function(connection, *args, **kwargs)

        # what the thread says in the log belongs to the same cause
        run = copy_context().run
        return await asyncio.get_running_loop().run_in_executor(self._threads, run, call)


def _patient(seconds: float) -> dict[str, Any]:
    """Nobody waits longer than this for a lock, nor much longer for an answer.

    https://www.postgresql.org/docs/current/runtime-config-client.html
    """
    lock, statement = int(seconds * 1000), int(seconds * 2000)
    options = f"-c lock_timeout={lock} -c statement_timeout={statement}"
    return {"connect_timeout": 5, "options": options}
