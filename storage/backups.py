"""The files in LABCAMP_BACKUP_DIR: how a copy of a SQLite database is made, and when it goes."""

import errno
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from storage import private
from storage.database import Database

log = structlog.get_logger()

_STAMP = "%Y%m%dT%H%M%S%f"
_STAMPED = r"([0-9]{8}T[0-9]{12})"
_BACKUP = re.compile(rf"backup-{_STAMPED}\.(?:db|dump)")
# what stood there before an upgrade, or before a backup was restored
_BEFORE = re.compile(rf"before-(?:[0-9]{{4}}|restore)-{_STAMPED}\.(?:db|dump)")
_PART = ".part"
_ABANDONED = 3600  # seconds after which nobody writes into a part any more
# Bytes that a copy leaves free: what people answer meanwhile has to go somewhere.
_ROOM = 20_000_000
_COUNTED = ("events", "rsvps", "knowledge")


class NoBackup(Exception):
    """A file is no sound copy of a database of ours; says why."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read back from a copy: the revision of its tables, and how much is in it."""

    revision: str
    events: int
    answers: int
    items: int


def suffix_of(*, is_sqlite: bool) -> str:
    """How the names of backups end: those of a SQLite database are databases, others are dumps."""
    return ".db" if is_sqlite else ".dump"


def made(folder: Path, suffix: str = "") -> set[datetime]:
    """When (UTC) the backups in this folder were made, by their names; all, or of one suffix.

    After a move from one kind of database to the other there are both.
    """
    return {at for file in folder.glob(f"backup-*{suffix}") if (at := _stamp(_BACKUP, file))}


def backup_file(folder: Path, at: datetime, suffix: str = ".db") -> Path:
    """Where the backup of this time (UTC) is, or is to be; PostgreSQL's have the suffix `.dump`."""
    return folder / f"backup-{at.strftime(_STAMP)}{suffix}"


def before_file(folder: Path, what: str, suffix: str = ".db") -> Path:
    """Where to keep what is there before `what` happens: a revision, or `restore`."""
    return folder / f"before-{what}-{datetime.now(UTC).strftime(_STAMP)}{suffix}"


def write(database: Database, file: Path, is_wanted: Callable[[], bool] = lambda: True) -> Contents:
    """Copy a SQLite database into `file`, whole and consistent, while others go on writing.

    It gets its name when it was read back and found sound, and is durable. Raises OSError (ENOSPC
    where there is too little room), NoBackup, or one of storage.database.Unavailable, also as soon
    as it is not wanted any more: then there is no new file.
    """
    private.folder(file.parent)
    _refuse_without_room(database, file.parent)
    part = file.with_name(f"{file.name}-{os.getpid()}{_PART}")
    try:
        database.copy_to(part, is_wanted)
        found = contents(part, is_wanted)
        part.replace(file)
        _make_durable(file.parent)
    finally:
        part.unlink(missing_ok=True)
    return found


def contents(
    file: Path, is_wanted: Callable[[], bool] = lambda: True, called: Path | None = None
) -> Contents:
    """What stands in a copy that was checked whole; `called` is how it is named if it is not.

    Raises NoBackup, OSError without a file, or one of storage.database.Unavailable.
    """
    called = called or file
    with file.open("rb"):  # SQLite would make one that is not there
        pass
    with closing(sqlite3.connect(file)) as connection:
        connection.set_progress_handler(lambda: not is_wanted(), 100_000)
        try:
            # an index is looked up all over the file
            connection.execute("PRAGMA cache_size=-32000")
            faults = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
            if faults != ["ok"]:
                raise NoBackup(f"{called} is damaged: {faults[0]}")
            return _counted(connection, called)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            raise NoBackup(f"{called} is damaged, or no SQLite database ({error}).") from error


def forget(folder: Path, superfluous: Collection[datetime], before: datetime) -> int:
    """Delete these backups, and what was kept from before an upgrade or a restore before that time.

    All that is deleted in that folder is deleted here; copies with other names are somebody else's.
    What was deleted since stands in them. One that can't be deleted is a warning in the log. Gives
    how many files it were.
    """
    gone = [backup_file(folder, at, end) for at in superfluous for end in (".db", ".dump")]
    for file in folder.glob("before-*"):
        at = _stamp(_BEFORE, file)
        if at is not None and at < before:
            gone += [file, *(file.with_name(file.name + end) for end in ("-wal", "-shm"))]
    # from a process that was killed while it wrote
    gone += [file for file in folder.glob(f"*{_PART}") if _age(file) > _ABANDONED]
    return sum(_delete(file) for file in gone)


def _delete(file: Path) -> bool:
    try:
        file.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        log.warning("backup.not_deleted", file=file.name, error=error.strerror)
        return False
    return True


def _counted(connection: sqlite3.Connection, file: Path) -> Contents:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    revision = None
    if "alembic_version" in tables:
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if not revision:
        raise NoBackup(f"{file} holds no tables of the bot.")
    counts = [
        connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608  # ours
        if name in tables
        else 0
        for name in _COUNTED
    ]
    return Contents(revision[0], *counts)


def _refuse_without_room(database: Database, folder: Path) -> None:
    """Raise before the disk is full: with it the database itself could take no answer any more."""
    source = Path(database.url.database or "")
    log_of_it = source.with_name(f"{source.name}-wal")
    needed = sum(one.stat().st_size for one in (source, log_of_it) if one.exists()) + _ROOM
    if shutil.disk_usage(folder).free < needed:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder))


def _make_durable(folder: Path) -> None:
    if os.name == "nt":  # where a folder can't be opened
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _stamp(pattern: re.Pattern[str], file: Path) -> datetime | None:
    match = pattern.fullmatch(file.name)
    try:
        return datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC) if match else None
    except ValueError:  # digits that are no date
        return None


def _age(file: Path) -> float:
    try:
        return time.time() - file.stat().st_mtime
    except OSError:  # gone meanwhile
        return 0
