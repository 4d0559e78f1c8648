"""The only place that asks for the time."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

_REREAD = 0.25  # seconds
_FARTHEST = timedelta(days=365 * 100)


class Clock(Protocol):
    """What tells the time: the system's clock, or a test's."""

    def now(self) -> datetime:
        """The present instant, aware and UTC."""


class SystemClock:
    """The system's clock, moved by the number of seconds that stands in a file, if one is named.

    The file is for trying things out (LABCAMP_CLOCK_FILE); it is read again four times a second. A
    file that is not there, or holds no number, moves nothing.
    """

    def __init__(self, offset_file: Path | None = None) -> None:
        self._file = offset_file
        self._offset = timedelta()
        self._read_at = float("-inf")

    def now(self) -> datetime:
        """The present instant, aware and UTC."""
        return datetime.now(UTC) + self._moved()

    def _moved(self) -> timedelta:
        if self._file is not None and time.monotonic() - self._read_at >= _REREAD:
            self._read_at = time.monotonic()
            self._offset = _offset_in(self._file)
        return self._offset


def _offset_in(file: Path) -> timedelta:
    try:
        offset = timedelta(seconds=float(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, OverflowError):
        return timedelta()
    return offset if abs(offset) <= _FARTHEST else timedelta()
