"""Spans of time as people write them: `1d`, `2h 30m`, `90s`."""

import re
from typing import Final

_UNITS: Final = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_SPAN: Final = re.compile(r"\s*(?:\d+[dhms]\s*)+")
_PART: Final = re.compile(r"(\d+)([dhms])")


def seconds_in(span: str) -> int:
    """How many seconds `1d 2h` lasts; ValueError for anything else."""
    if not _SPAN.fullmatch(span):
        raise ValueError(f"{span!r} is no span such as 1d, 2h 30m or 90s")
    return sum(int(number) * _UNITS[unit] for number, unit in _PART.findall(span))


def span_of(seconds: float) -> str:
    """The same backwards, in whole seconds."""
    left, parts = round(seconds), []
    for unit, size in _UNITS.items():
        if left >= size:
            parts.append(f"{left // size}{unit}")
            left %= size
    return " ".join(parts) or "0s"
