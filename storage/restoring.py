"""Putting a backup in the place of a SQLite database: made ready aside, then at one stroke."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from storage import backups, private, refusals
from storage.backups import Contents, NoBackup
from storage.database import Database, Unavailable

_BESIDE = ("", "-wal", "-shm")
_PATIENCE = 30.0  # seconds that it waits for an import or export beside it


def prepare(file: Path, aside: Path) -> Contents:
    """Copy a backup to `aside` and check it there; the backup itself is not touched.

    With one that was copied while a bot ran comes the log beside it (-wal), if that was copied too.
    Raises NoBackup, or OSError.
    """
    clear(aside)
    for end in ("", "-wal"):
        source, target = file.with_name(file.name + end), aside.with_name(aside.name + end)
        if end == "" or source.exists():
            private.file(target)
            shutil.copyfile(source, target)
    return backups.contents(aside, called=file)


def keep(url: str, file: Path) -> Path | None:
    """Keep the SQLite database at `url` (DATABASE_URL) as `file`: where it is, None without one.

    A damaged one is moved there as it is, with its log. Raises OSError, or one of `Unavailable`.
    """
    database = Database(url, _PATIENCE)
    current = Path(database.url.database or "")
    if not current.exists():
        return None
    try:
        # closed before it is moved: the last connection deletes the log at the old place
        with closing(database):
            backups.write(database, file)
    except NoBackup:
        _move(current, file)
    except Unavailable as error:
        if not refusals.is_of_damage(error):
            raise
        _move(current, file)
    return file


def put_in_place(aside: Path, current: Path) -> None:
    """Let `current` hold what stands in `aside`, in one transaction: whoever reads sees all of it.

    Raises one of `Unavailable`: then nothing has changed.
    """
    private.file(current)
    with (
        closing(sqlite3.connect(aside)) as source,
        closing(sqlite3.connect(current, timeout=_PATIENCE)) as target,
    ):
        target.execute("PRAGMA synchronous=FULL")
        source.backup(target)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def clear(aside: Path) -> None:
    """Delete what was made ready, and what SQLite made beside it."""
    for end in _BESIDE:
        aside.with_name(aside.name + end).unlink(missing_ok=True)


def _move(current: Path, file: Path) -> None:
    private.folder(file.parent)
    for end in _BESIDE:
        source, target = current.with_name(current.name + end), file.with_name(file.name + end)
        if source.exists():
            shutil.move(source, target)
            private.close_to_others(target)
