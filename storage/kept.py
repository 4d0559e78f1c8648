"""What was read before, kept until something is written: by this process or any other.

On SQLite only: it says itself whether anybody has written since (`PRAGMA data_version`), which
costs a fraction of most reads. https://www.sqlite.org/pragma.html#pragma_data_version
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")

_MOST = 2_000  # some kB each
_NAME = "kept"


class KeptReads:
    """What was read on one connection in one state of the database."""

    def __init__(self) -> None:
        self._version: int | None = None
        self.found: dict[Any, Any] = {}
        self.is_open = False  # whether it is known what has been written since

    def begin(self, version: int) -> None:
        """A transaction begins that sees this version; what was read of another is dropped."""
        if version != self._version or len(self.found) > _MOST:
            self.found.clear()
            self._version = version
        self.is_open = True


def keep_on(connection: Connection) -> KeptReads:
    """From now on what is read on this connection, which never writes, is kept."""
    kept = connection.info[_NAME] = KeptReads()
    return kept


def kept(connection: Connection, read: Callable[..., T], *of: Any) -> T:
    """What `read(connection, *of)` gives; nobody may change it.

    Where nothing is kept, as in a transaction that writes and outside of any, it is read.
    """
    there: KeptReads | None = connection.info.get(_NAME)
    if there is None or not there.is_open:
        return read(connection, *of)
    key = (read, *of)
    if key not in there.found:
        there.found[key] = read(connection, *of)
    found: T = there.found[key]
    return found
