"""Looking at a database without changing anything: no file is made, nothing waits for a lock."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

from storage import members, refusals
from storage.database import engine_url
from storage.migrations import HEAD, revision

_PATIENCE = 5  # seconds
_LITTLE_ROOM = 1_000_000  # bytes, with which nothing is stored for long
_WRITES = sa.text(
    "SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'"
    " AND has_schema_privilege(current_schema(), 'USAGE')"
)
_WRITES_ROWS = sa.text("SELECT has_table_privilege('events', 'INSERT, UPDATE, DELETE')")
_MAKES_TABLES = sa.text("SELECT has_schema_privilege(current_schema(), 'CREATE')")


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was seen: the revision of the tables (None without any), and who organizes there.

    `unwritable` is why nothing can be written, `is_there` whether there is a database at all.
    """

    is_there: bool
    revision: str | None = None
    unwritable: str | None = None
    organizers: frozenset[str] = frozenset()


def inspect(url: str) -> Inspected:
    """Look at the database at `url` (DATABASE_URL).

    Raises one of storage.database.Unavailable where it can't be reached, or is damaged.
    """
    parsed = engine_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _on_a_server(parsed)
    file = Path(parsed.database or "")
    return _in_a_file(file) if file.exists() else Inspected(False, unwritable=_unwritable(file))


def _in_a_file(file: Path) -> Inspected:
    engine = sa.create_engine("sqlite://", creator=lambda: _opened(file))
    try:
        with _connected(engine) as connection:
            return _seen(connection, _unwritable(file))
    except sa.exc.DatabaseError as error:
        if isinstance(error.orig, sqlite3.DatabaseError):
            raise error.orig from error  # SQLAlchemy's of a damaged file is not among Unavailable
        raise


def _on_a_server(url: sa.URL) -> Inspected:
    waits = {"connect_timeout": _PATIENCE, "options": f"-c statement_timeout={_PATIENCE}s"}
    engine = sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True, connect_args=waits)
    with _connected(engine) as connection:
        found = _seen(connection, None)
        asked = [_WRITES, _WRITES_ROWS if found.revision else _MAKES_TABLES]
        may = all(connection.execute(one).scalar() for one in asked)
    refused = None if may else "the server takes nothing from this user, or may only be read"
    return Inspected(True, found.revision, refused, found.organizers)


@contextmanager
def _connected(engine: sa.Engine) -> Iterator[sa.Connection]:
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _opened(file: Path) -> sqlite3.Connection:
    """A connection that only reads.

    Without a log beside it nobody has the file open: then it is read as it stands, or SQLite would
    make a log and leave it there. https://www.sqlite.org/wal.html#read_only_databases
    """
    has_log = file.with_name(f"{file.name}-wal").exists()
    address = f"file:{quote(str(file.absolute()))}?mode=ro{'' if has_log else '&immutable=1'}"
    return sqlite3.connect(address, timeout=_PATIENCE, uri=True)


def _seen(connection: sa.Connection, unwritable: str | None) -> Inspected:
    found = revision(connection)
    # of other tables nothing is known
    organizers = frozenset(members.organizers(connection)) if found == HEAD else frozenset()
    return Inspected(True, found, unwritable, organizers)


def _unwritable(file: Path) -> str | None:
    """Why nothing can be written into a SQLite file, in the words that the bot would say it in."""
    folder = file.absolute().parent
    if not folder.is_dir():
        return refusals.of_sqlite(sqlite3.SQLITE_CANTOPEN, file)
    needed = [folder, *([file] if file.exists() else [])]
    if not all(os.access(one, os.W_OK) for one in needed):
        return refusals.of_sqlite(sqlite3.SQLITE_READONLY, file)
    if shutil.disk_usage(folder).free < _LITTLE_ROOM:
        return refusals.of_sqlite(sqlite3.SQLITE_FULL, file)
    return None
