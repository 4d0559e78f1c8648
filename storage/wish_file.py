"""The file beside the backups that knows who wanted to be forgotten.

A database that was saved before a wish does not know of it; this file does, after it is restored.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from bot.domain.wishes import Wish
from storage import private

NAME = "forgotten.txt"
_HEAD = "# Who wanted to be forgotten, as keyed hashes. Keep this file with the backups.\n"


def add(folder: Path, wishes: Iterable[Wish]) -> None:
    """Write wishes behind those that stand there, durably; raises OSError."""
    private.folder(folder)
    file = folder / NAME
    private.file(file)
    with file.open("a", encoding="ascii") as out:
        if out.tell() == 0:
            out.write(_HEAD)
        out.writelines(f"{wish.line}\n" for wish in wishes)
        out.flush()
        os.fsync(out.fileno())


def write(folder: Path, wishes: Iterable[Wish]) -> None:
    """Write a file of these wishes in place of the one that is there; raises OSError."""
    made = folder / f"{NAME}.new"
    made.unlink(missing_ok=True)
    private.file(made)
    made.write_text(_HEAD + "".join(f"{wish.line}\n" for wish in wishes), encoding="ascii")
    made.replace(folder / NAME)


def read(folder: Path) -> list[Wish]:
    """The wishes that stand there, none without a file; a line that was torn off is left out."""
    try:
        lines = (folder / NAME).read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        with suppress(ValueError):
            found.append(Wish.from_line(line))
    return found
