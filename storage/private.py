"""Files that hold what people answered: nobody but the bot's own user reads them."""

import os
from contextlib import suppress
from pathlib import Path

_FILE, _FOLDER = 0o600, 0o700
_OTHERS = 0o007


def file(path: Path) -> None:
    """Make an empty file for the owner alone; from one that is there only take others' rights.

    SQLite gives the files beside it (-wal, -shm) the same rights when it makes them. Where it can't
    be done whoever opens the file says why.
    """
    with suppress(OSError):
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE))
        except FileExistsError:
            close_to_others(path)


def close_to_others(path: Path) -> None:
    """Take the rights of others from a file, if it is there; those of its group stay."""
    with suppress(OSError):
        mode = path.stat().st_mode & 0o777
        if path.is_file() and mode & _OTHERS:
            path.chmod(mode & ~_OTHERS)


def folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, for the owner alone."""
    for missing in reversed([one for one in (path, *path.parents) if not one.exists()]):
        missing.mkdir(_FOLDER, exist_ok=True)
