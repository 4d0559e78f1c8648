"""What it means when a database refuses something, in words that say what to do."""

import sqlite3
from pathlib import Path

import sqlalchemy as sa

_DAMAGED = (
    "the file {file} is damaged, or no SQLite database. Restore the newest backup from "
    "LABCAMP_BACKUP_DIR (python -m bot restore FILE); or move it away, to begin with an empty one."
)
# https://www.sqlite.org/rescode.html
_SQLITE = {
    sqlite3.SQLITE_CANTOPEN: "the file {file} can't be opened. Is its folder there, and may the "
    "bot's user write in it?",
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_READONLY: "the file {file} may only be read (readonly database). Let the bot's "
    "user write it, and in its folder.",
    sqlite3.SQLITE_PERM: "the file {file} may not be opened by the bot's user.",
    sqlite3.SQLITE_FULL: "the disk with {file} is full.",
    sqlite3.SQLITE_IOERR: "the disk with {file} fails (disk I/O error).",
    sqlite3.SQLITE_BUSY: "database is locked: another process writes into {file}, and takes long.",
}
# What PostgreSQL says of a wrong address. Where it says it in another language it is waited for,
# and what it says stands in the log.
# https://www.postgresql.org/docs/current/client-authentication-problems.html
_FOR_GOOD = ("password authentication failed", "no pg_hba.conf entry", "does not exist")


def in_words(error: Exception, file: str | None = None) -> str:
    """What is wrong and what to do, for the log; `file` is the SQLite file, if it is one."""
    code = _code(error)
    if not file or code not in _SQLITE:
        return _first_line(error)
    return of_sqlite(code, Path(file))


def of_sqlite(code: int, file: Path) -> str:
    """What one of SQLite's codes means for this file, and what to do."""
    return _SQLITE[code].format(file=file.absolute())


def for_everybody(error: Exception, file: str | None) -> str:
    """The same for those who need not know where the database is."""
    found = _raised_by_driver(error)
    if file is None and found is not error:
        return type(found).__name__  # what psycopg says names host, user and database
    return _first_line(found)


def is_of_damage(error: Exception) -> bool:
    """Whether a SQLite file is damaged, or none: neither waiting nor room would help."""
    return _code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def is_of_schema(error: Exception) -> bool:
    """Whether a statement does not fit the tables that are there: it will not the next time either.

    SQLite has one code for that and nothing else. https://www.sqlite.org/rescode.html#error
    """
    found = _raised_by_driver(error)
    if isinstance(found, sqlite3.Error):
        return _code(error) in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT)
    return isinstance(error, (sa.exc.ProgrammingError, sa.exc.IntegrityError, sa.exc.DataError))


def _raised_by_driver(error: Exception) -> BaseException:
    return error.orig if isinstance(error, sa.exc.DBAPIError) and error.orig else error


def _code(error: Exception) -> int:
    """SQLite's primary code; the extended ones say more than anybody can do anything about."""
    return getattr(_raised_by_driver(error), "sqlite_errorcode", 0) & 0xFF


def _first_line(error: BaseException) -> str:
    """Without the statement of which it is said."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def is_for_good(error: Exception) -> bool:
    """Whether a server has answered, and waiting for it would change nothing."""
    said = str(_raised_by_driver(error))
    return any(words in said for words in _FOR_GOOD)
