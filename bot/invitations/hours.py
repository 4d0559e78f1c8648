"""Times of day as people write them: 15 - 18 Uhr, 15h, 3–6 pm, from 14:00 to 16:00."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.domain.dates import WrittenDate, dates_in
from bot.invitations.text import LINK_SIGN

BLOT = "\x01"  # in place of each character of a date or an hour
_TIME = (
    r"(?P<{0}h>[0-2]?[0-9])(?:[:.](?P<{0}m>[0-5][0-9]))?(?![0-9])"
    r"\s*(?P<{0}u>uhr|h(?![a-z])|[ap]\.?m\b\.?)?"
)
_FIRST, _SECOND = _TIME.format("a"), _TIME.format("b")
_RANGE = re.compile(
    rf"(?<![0-9.,:])(?:(?P<word>von|from|zwischen|between)\s+)?{_FIRST}"
    rf"\s*(?P<to>-|–|—|\bbis\b|\bto\b|\buntil\b|\btill\b|\bund\b|\band\b)\s*{_SECOND}(?![0-9])",
    re.IGNORECASE,
)
_POINT = re.compile(
    rf"(?<![0-9.,:])(?:(?P<word>ab|um|from|at|beginn:?|start:?|ende:?|end:?)\s+)?{_FIRST}(?![0-9])",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:uhrzeit|zeit|time|hours|wann|when|beginn|dauer)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hours:
    """When something begins and ends; `end` is None when only the beginning is said."""

    start: time | None
    end: time | None
    span: tuple[int, int]


def hours(line: str) -> list[Hours]:
    """The hours that a line names, ranges before single times."""
    line = masked(line)
    ranges = [found for match in _RANGE.finditer(line) if (found := _range(line, match))]
    if ranges:
        return ranges
    points = [found for match in _POINT.finditer(line) if (found := _point(match))]
    starts = [point for point in points if point.start is not None]
    ends = [point for point in points if point.end is not None]
    if starts and ends:  # Beginn: 15 Uhr, Ende: 18 Uhr
        return [Hours(starts[-1].start, ends[-1].end, (starts[-1].span[0], ends[-1].span[1]))]
    return starts


def masked(line: str) -> str:
    """`line` with its dates blotted out, so that their numbers are not taken for hours."""
    return LINK_SIGN.sub(" ", blotted(line, dates_in(line)))


def blotted(line: str, found: Sequence[WrittenDate | Hours]) -> str:
    """`line`, as long as before, without the words of what was found in it."""
    for start, end in (one.span for one in found):
        line = line[:start] + BLOT * (end - start) + line[end:]
    return line


def _range(line: str, match: re.Match[str]) -> Hours | None:
    units = [(match[unit] or "").lower() for unit in ("au", "bu")]
    both_minutes = match["am"] is not None and match["bm"] is not None
    said = any(units) or ":" in match[0] or both_minutes or _LABEL.match(line)
    if not said and (match["word"] or "").lower() not in ("von", "from"):
        return None
    if match["to"].lower() in ("und", "and") and not match["word"]:
        return None
    end = _time(match["bh"], match["bm"], units[1])
    start = _time(match["ah"], match["am"], units[0] or _half(match, units[1]))
    if start is None or end is None:
        return None
    return Hours(start, end, match.span())


def _half(match: re.Match[str], unit: str) -> str:
    """Which half of the day a beginning without one of its own has: 3–6 pm, but 11–1 pm."""
    if not unit.startswith(("a", "p")):
        return ""
    first, last = int(match["ah"]) % 12, int(match["bh"]) % 12
    if int(match["ah"]) > 12:
        return ""
    return unit if first <= last else {"a": "pm", "p": "am"}[unit[0]]


def _point(match: re.Match[str]) -> Hours | None:
    unit = (match["au"] or "").lower()
    word = (match["word"] or "").lower().rstrip(":")
    if not unit and not (word and match["am"]):
        return None
    at = _time(match["ah"], match["am"], unit)
    if at is None:
        return None
    start, end = (None, at) if word in ("ende", "end") else (at, None)
    return Hours(start, end, match.span())


def _time(hour: str, minute: str | None, unit: str) -> time | None:
    value = int(hour)
    if unit.startswith(("a", "p")):
        if not 1 <= value <= 12:
            return None
        value = value % 12 + (12 if unit.startswith("p") else 0)
    if value == 24 and not int(minute or 0):
        return time(0)
    return time(value, int(minute or 0)) if value < 24 else None
