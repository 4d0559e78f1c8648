"""Connections to SQLite: a write-ahead log, transactions that wait their turn, short reads."""

import math
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from storage import kept

_A_MOMENT = 0.02  # seconds
_PIECE = 1_000_000  # bytes of a copy that are brought to the disk at once
_STEPS = 1000  # of SQLite's machine, which take less than a millisecond
_LARGE = 16_000_000  # bytes, which are written anew in a third of a second


def engine(url: sa.URL, patience: float) -> sa.Engine:
    """An engine for writing; `patience` is how many seconds it waits for a lock.

    A deferred BEGIN that reads and then writes fails at once when another writes; BEGIN IMMEDIATE
    waits its turn.
    """
    made = _engine(url, patience)

    @sa.event.listens_for(made, "begin")
    def start(connection: sa.Connection) -> None:
        _driver(connection).execute("BEGIN IMMEDIATE")

    return made


class TakenBack(Exception):
    """What was changed since a savepoint is to be taken back, and nothing else."""


@contextmanager
def savepoint(connection: sa.Connection) -> Iterator[None]:
    """A part of a transaction of which nothing is left when it raises TakenBack.

    Raises what SQLite said, if it took back the whole transaction by itself, as it may on a full
    disk. https://www.sqlite.org/lang_transaction.html
    """
    driver = _driver(connection)
    driver.execute("SAVEPOINT part")
    try:
        yield
    except TakenBack as taken_back:
        if not driver.in_transaction and taken_back.__cause__ is not None:
            raise taken_back.__cause__ from None
        driver.execute("ROLLBACK TO part")
    driver.execute("RELEASE part")


class _Held:
    """One connection that is kept, as soon as it is needed.

    SQLAlchemy's own begin and commit, and taking a connection from a pool, cost as much as a short
    read: so the driver is told itself where a transaction begins and ends.
    """

    def __init__(self, url: sa.URL, patience: float) -> None:
        self._engine = _engine(url, patience)
        self._connection: sa.Connection | None = None

    def _open(self) -> sa.Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
            self._driver = _driver(self._connection)
        return self._connection

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
        self._engine.dispose()


class Pen(_Held):
    """What writes: whoever begins a transaction ends it, before anybody begins another."""

    _tenths: int | None = None  # of a second, for which it waits for a lock

    def begin(self, patience: float) -> sa.Connection:
        """Begin a transaction, as soon as nobody else writes.

        Raises sqlite3.OperationalError when somebody still does after `patience` seconds.
        """
        connection, tenths = self._open(), math.ceil(patience * 10)
        if tenths != self._tenths:  # who comes next mostly waits as long
            self._driver.execute(f"PRAGMA busy_timeout = {tenths * 100}")
            self._tenths = tenths
        self._driver.execute("BEGIN IMMEDIATE")
        return connection

    def begin_at_once(self) -> sa.Connection | None:
        """Begin a transaction, or None if another process writes at this moment."""
        try:
            return self.begin(0)
        except sqlite3.OperationalError as error:
            if _is_busy(error):
                return None
            raise

    def is_in_transaction(self) -> bool:
        """Whether there is something to commit: SQLite may have taken it back by itself."""
        return self._connection is not None and self._driver.in_transaction

    def commit(self) -> None:
        """Make what was written durable."""
        self._driver.execute("COMMIT")

    def roll_back(self) -> None:
        """Take back what was written, if SQLite has not done so itself."""
        if self.is_in_transaction():
            self._driver.execute("ROLLBACK")


class Broom(_Held):
    """What tidies up, while nobody writes."""

    def wipe_log(self) -> bool:
        """Empty the write-ahead log, where what was deleted stands until something is written over.

        False when somebody still reads what stands there, or writes.
        https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
        """
        return self._goes_well("PRAGMA wal_checkpoint(TRUNCATE)")

    def write_anew(self) -> bool:
        """Write the whole file anew, and empty the log; False as above, or for a large file.

        `secure_delete` overwrites the rows that are deleted, but not the copies that stay behind in
        a page when its rows are distributed among others, as in a table that grows.
        """
        is_large = "SELECT page_count * page_size > ? FROM pragma_page_count, pragma_page_size"
        return self._goes_well(is_large, _LARGE) and self._goes_well("VACUUM") and self.wipe_log()

    def _goes_well(self, statement: str, *values: int) -> bool:
        """Whether it runs, and answers nothing but 0."""
        try:
            self._open()
            row = self._driver.execute(statement, values).fetchone()
        except (sqlite3.Error, sa.exc.DBAPIError):  # whoever has something to write says so
            return False
        return row is None or row[0] == 0


class Reader(_Held):
    """Short reads, each in a transaction of its own."""

    _kept: kept.KeptReads | None = None

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        connection = self._open()
        if self._kept is None:
            self._kept = kept.keep_on(connection)
        self._driver.execute("BEGIN")
        try:
            self._kept.begin(self._driver.execute("PRAGMA data_version").fetchone()[0])
            yield connection
        finally:
            self._kept.is_open = False
            self._driver.execute("ROLLBACK")

    def without_transaction(self) -> sa.Connection:
        """The same connection, for one statement: that sees one state of the database by itself."""
        return self._open()

    def copy_to(self, file: str, is_wanted: Callable[[], bool]) -> None:
        """Copy the database into an empty file, whole, consistent and durable (VACUUM INTO).

        It is broken off as soon as it is not wanted any more (sqlite3.OperationalError).
        """
        with self._engine.connect() as connection, open(file, "rb+") as opened:  # noqa: PTH123
            driver = _driver(connection)
            driver.set_progress_handler(_paced(opened.fileno(), is_wanted), _STEPS)
            try:
                driver.execute("VACUUM INTO ?", (file,))
            finally:
                driver.set_progress_handler(None, 0)
            os.fsync(opened.fileno())


def _paced(copy: int, is_wanted: Callable[[], bool]) -> Callable[[], int]:
    """To be called in between: brings what was copied to the disk, piece by piece.

    All at once at the end, 200 MB would hold up for half a second whoever commits meanwhile.
    """
    durable = 0

    def look() -> int:
        nonlocal durable
        size = os.fstat(copy).st_size
        if size - durable >= _PIECE:
            os.fsync(copy)
            durable = size
        return 0 if is_wanted() else 1

    return look


def _engine(url: sa.URL, patience: float) -> sa.Engine:
    made = sa.create_engine(
        url,
        hide_parameters=True,  # people's words would stand in the log
        poolclass=sa.pool.QueuePool,
        connect_args={"timeout": patience, "check_same_thread": False},
    )

    @sa.event.listens_for(made, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        _use_wal(connection, patience)
        # 32 MB of pages: with the 2 MB that are usual, indexing writes the same ones ever again
        pragmas = ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "cache_size=-32000")
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(made, "handle_error")
    def unusable(context: sa.engine.ExceptionContext) -> Exception | None:
        """A damaged file is as little the caller's fault as one that is locked."""
        found = context.original_exception
        if type(found) is not sqlite3.DatabaseError:
            return None
        return sa.exc.OperationalError(context.statement, None, found, hide_parameters=True)

    return made


def _driver(connection: sa.Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _use_wal(connection: sqlite3.Connection, patience: float) -> None:
    """Switch to the write-ahead log; the timeout does not hold for that, so we wait ourselves."""
    patient_until = time.monotonic() + patience
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > patient_until:
                raise
            time.sleep(_A_MOMENT)


def _is_busy(error: sqlite3.OperationalError) -> bool:
    # without what is busy: https://www.sqlite.org/rescode.html#extrc
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
