"""Times of the clock in a text: 15:00, 15.30 Uhr, 3 pm."""

import re
from collections.abc import Iterator

_CLOCK = re.compile(r"(?<![\d:.,+-])([01]?\d|2[0-3]):([0-5]\d)(?!\d)")
_OCLOCK = re.compile(r"(?<![\d:.,])([01]?\d|2[0-3])(?:\.([0-5]\d))?\s*Uhr\b", re.IGNORECASE)
_HALVES = re.compile(
    r"(?<![\d:.,])(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?\s*([ap])\.?m\b", re.IGNORECASE
)


def times_in(line: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The times of the clock in a line, as hour and minute, each with its words."""
    for form in (_CLOCK, _OCLOCK, _HALVES):
        for found in form.finditer(line):
            hour, minute = int(found[1]), int(found[2] or 0)
            if form is _HALVES:
                hour = hour % 12 + (12 if found[3].lower() == "p" else 0)
            yield (hour, minute), found[0].strip()


def without_times(line: str) -> str:
    """The line without them: in `15:00 – 7. Dezember` no day before the seventh is meant."""
    for form in (_CLOCK, _OCLOCK, _HALVES):
        line = form.sub("…", line)
    return line
