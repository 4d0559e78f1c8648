"""The workspace's clock: the real one plus an offset that a file may hold."""

import time
from pathlib import Path

_REREAD_SECONDS = 0.5


class PlaygroundClock:
    """Tells the time, and hands out Slack's unique, ever growing `ts`.

    `file` holds a number of seconds that is added to the real clock; a missing or unreadable
    file counts as no offset.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._offset = 0.0
        self._read_at = float("-inf")
        self._last_micros = 0

    def read_from(self, file: Path) -> None:
        """Takes the offset from this file from now on."""
        self._file, self._read_at = file, float("-inf")

    @property
    def offset(self) -> float:
        """Seconds by which this clock is ahead of the real one."""
        if self._file is not None and time.monotonic() - self._read_at >= _REREAD_SECONDS:
            self._read_at = time.monotonic()
            try:
                self._offset = float(self._file.read_text(encoding="utf-8").strip() or 0)
            except (OSError, ValueError):
                self._offset = 0.0
        return self._offset

    def set_offset(self, seconds: float) -> None:
        """Puts the clock `seconds` ahead of the real one, and writes the file if there is one."""
        self._offset = seconds
        self._read_at = time.monotonic()
        if self._file is not None:
            # Replaced in one step, so that nobody ever reads half a number.
            draft = self._file.with_name(self._file.name + ".new")
            draft.write_text(f"{seconds}\n" if seconds % 1 else f"{int(seconds)}\n", "utf-8")
            draft.replace(self._file)

    def now(self) -> float:
        """Seconds since 1970, with the offset."""
        return time.time() + self.offset

    def next_ts(self) -> str:
        """A `ts` that was never given before and is greater than all before it."""
        self._last_micros = max(int(self.now() * 1_000_000), self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"
