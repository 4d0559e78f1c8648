"""Whether no other bot runs on the same SQLite file: two would each do the other's work again.

Only `run` asks; an import or export beside a running bot waits its turn, as it should.
"""

import contextlib
import sys
from pathlib import Path
from typing import BinaryIO

from storage import private

if sys.platform != "win32":  # which has none: nothing is said there
    import fcntl


class SoleUse:
    """A lock on a file beside the database (labcamp.db-bot), which the system gives up at our end.

    Not on the database itself: SQLite locks that in ways that another lock would undo.
    """

    def __init__(self, database: str | None) -> None:
        """`database` is the SQLite file; on PostgreSQL there is none, and many may share it."""
        self._path = Path(f"{database}-bot") if database else None
        self._held: BinaryIO | None = None

    def is_ours(self) -> bool:
        """Take the lock if it is free; False when another process has it."""
        if sys.platform == "win32" or self._path is None or self._held is not None:
            return True
        private.file(self._path)
        with contextlib.ExitStack() as undo:
            try:
                opened = undo.enter_context(self._path.open("ab"))
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            except OSError:  # no such locks on this disk: nobody can say
                return True
            undo.pop_all()
            self._held = opened
        return True

    def give_up(self) -> None:
        """Another may have it."""
        if self._held is not None:
            self._held.close()
            self._held = None
