"""Times of day as people write them: 15 - 18 Uhr, 15h, 3–6 pm, from 14:00 to 16:00."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time
from enum import StrEnum

from bot.domain.dates import LONGEST_LINE, WrittenDate, dates_in, without_counts
from bot.invitations.text import LINK_SIGN

BLOT = "\x01"  # in place of each character of a date or an hour
_ROUGHLY = r"(?:(?P<{0}r>ca\.|ca\b|circa|etwa|ungefähr|gegen|around|approx\.?|about|~)\s*)?"
_PART = (
    r"morgens|früh|vormittags?|mittags?|nachmittags?|abends?|nachts?|noon|midnight"
    r"|in the (?:morning|afternoon|evening)"
)
# `12 am 8. Dezember`: that is no hour before noon
_HALF = r"a\.?m\b\.?(?!\s*(?:\x01|[0-9]|de[nm]\b|\w*tag\b|mittwoch))|p\.?m\b\.?"
_ZONE = r"(?:\s*(?:CES?T|CT|MES?Z|BST|E[SD]?T|P[SD]?T|(?:GMT|UTC)(?!\s*[+-]\s*[0-9]))\b)?"
_TIME = (
    _ROUGHLY
    + r"(?:(?P<{0}h>[0-2]?[0-9])(?:[:.](?P<{0}m>[0-5][0-9])|h(?P<{0}n>[0-5][0-9]))?(?![0-9])"
    rf"\s*(?P<{{0}}u>uhr|h(?![a-zäöü])|{_HALF})?(?:\s*(?P<{{0}}p>{_PART})\b)?"
    r"|\b(?P<{0}w>mittags?|noon|midday|mitternacht|midnight)\b)" + _ZONE
)
_FIRST, _SECOND = _TIME.format("a"), _TIME.format("b")
_LEAD = (
    r"(?:(?P<word>von|from|zwischen|between|ab|um|at|beginn\w*:?|start\w*:?|bis|until|till"
    r"|ende:?|end:?"
    r"|los)\s+(?:(?:um|ab|at|from|ist|is)\s+)?)?"
)
_RANGE = re.compile(
    rf"(?<![0-9.,:\w]){_LEAD}{_FIRST}"
    r"\s*(?P<to>-|–|—|\bbis\b|\bto\b|\buntil\b|\btill\b|\bund\b|\band\b)(?:\s+(?:um|at))?\s*"
    rf"{_SECOND}(?![0-9])",
    re.IGNORECASE,
)
_POINT = re.compile(rf"(?<![0-9.,:\w]){_LEAD}{_FIRST}(?![0-9])", re.IGNORECASE)
_LABEL = re.compile(r"^\W*(?:uhrzeit|zeit|time|hours|wann|when|beginn)\b", re.IGNORECASE)

_DOORS = (
    r"einlass|anreise|arrival|doors?|check-?in|ankommen|ankunft|eintreffen|akkreditierung"
    r"|registrierung|warm-?up"
)
_ROLES = (
    ("doors", rf"(?:{_DOORS}|technik-?check|get-?together|begrüßungskaffee|anmeldung)"),
    ("end", r"(?:ende[nt]?|endet|ends?|schluss|bis|until|till|ausklang|finish(?:es)?)"),
    (
        "begin",
        r"(?:beginn\w*|start\w*|anfang|los(?:\s+geht(?:[’']?s|\s+es)?)?|kick-?off"
        r"|(?<!that )(?<!which )begins?)",
    ),
)
_NOUNS = (*_ROLES[:1], ("end", r"(?:ende[nt]?|endet|ends?|schluss)"), *_ROLES[2:])
_BEHIND = re.compile(
    r"^\s*\(?\s*(?:(?:offizieller|official)\s+)?"
    + "|".join(rf"(?P<{role}>{words}\b)" for role, words in _NOUNS).join(("(?:", ")"))
    + r"(?!\W*(?:ab|um|at|from|ist|is|gegen)?\s*[0-9])",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    "|".join(rf"(?P<{role}>\b{words})" for role, words in _ROLES).join(("(?:", ")"))
    + r"[^\w,;(]*(?:(?:(?:ist|is|ab|um|at|from|gegen|ca\.|uhrzeit|by|am|on|de[nm]|es"
    rf"|\w*tags?|mittwochs?|\w+day)\b|{BLOT}+,?)[^\w,;(]*)*$",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"(?:\b(?:dauer\w*|takes?|lasts?|für|for|rund|nach|alle|innerhalb|within|jeweils|je|pro|per"
    r"|noch"
    r"|zwischen|between)\b[^.!?,;]{0,20}|\+\s*)$",
    re.IGNORECASE,
)
_LONG = re.compile(
    r"^\s*(?:lang\b|long\b|dauer|vorher|vor\b|before|später|after\b|pro\b)", re.IGNORECASE
)
_SMALL = 7  # a bare `2 h` is how long it takes; nothing begins before this hour without a word more


class HourMeaning(StrEnum):
    """What happens at an hour: it begins, ends, or only the doors open."""

    BEGIN = "begin"
    END = "end"
    DOORS = "doors"


@dataclass(frozen=True, slots=True)
class WrittenHours:
    """When something begins and ends; `end` is None when only the beginning is said.

    `labelled`: a word says what happens then. `rough`, `rough_end`: a ca. stands before it, or a
    word like noon stands for it.
    """

    start: time | None
    end: time | None
    span: tuple[int, int]
    role: HourMeaning = HourMeaning.BEGIN
    labelled: bool = False
    rough: bool = False
    rough_end: bool = False


def hours(line: str) -> list[WrittenHours]:
    """The hours that a line names, from left to right: its beginnings, and its ends alone."""
    return [one for one in all_hours(line) if one.role is not HourMeaning.DOORS]


def all_hours(line: str) -> list[WrittenHours]:
    """The hours that a line names, from left to right, those at which doors open too."""
    line = masked(line[:LONGEST_LINE])
    found = list(_ranges(line))
    rest = blotted(line, found)
    points = [one for match in _POINT.finditer(rest) if (one := _point(rest, match))]
    begins = [one for one in points if one.role is HourMeaning.BEGIN]
    ends = [one for one in points if one.role is HourMeaning.END]
    if not found and begins and ends:  # Beginn: 15 Uhr, Ende: 18 Uhr
        begin = next((one for one in begins if one.labelled), begins[0])
        whole = replace(begin, end=ends[-1].end, rough_end=ends[-1].rough)
        span = (min(begin.span[0], ends[-1].span[0]), max(begin.span[1], ends[-1].span[1]))
        points = [
            replace(whole, span=span),
            *(one for one in points if one.role is HourMeaning.DOORS),
        ]
    labelled = any(one.labelled and one.role is HourMeaning.BEGIN for one in points)
    if labelled:  # Check-in 14:45 Uhr, Start 15 Uhr
        points = [one for one in points if one.labelled or one.role is not HourMeaning.BEGIN]
    return sorted([*found, *points], key=lambda one: one.span)


def timeless(line: str) -> str:
    """`line`, as long as before, with its dates and each of its hours blotted out."""
    line = masked(line)
    rest = blotted(line, list(_ranges(line)))
    return blotted(rest, [one for match in _POINT.finditer(rest) if (one := _point(rest, match))])


def masked(line: str) -> str:
    """`line` with its dates and counts blotted out: their numbers are not to be taken for hours."""
    return LINK_SIGN.sub(" ", blotted(without_counts(line), dates_in(line)))


def blotted(line: str, found: Sequence[WrittenDate | WrittenHours]) -> str:
    """`line`, as long as before, without the words of what was found in it."""
    for start, end in (one.span for one in found):
        line = line[:start] + BLOT * (end - start) + line[end:]
    return line


def _ranges(line: str) -> Iterator[WrittenHours]:
    for match in _RANGE.finditer(line):
        found = _range(line, match)
        if found:
            yield replace(found, role=_role(line, match)[0]) if _is_doors(line, match) else found


def _range(line: str, match: re.Match[str]) -> WrittenHours | None:
    units = [(match[unit] or "").lower() for unit in ("au", "bu")]
    minutes = [match[f"{one}m"] or match[f"{one}n"] for one in "ab"]
    words = any(match[f"{one}{part}"] for one in "ab" for part in "pw")
    said = any(units) or words or ":" in match[0] or all(minutes) or _LABEL.match(line)
    word = (match["word"] or "").lower()
    if not said and word not in ("von", "from"):
        return None
    if match["to"].lower() in ("und", "and") and word not in ("zwischen", "between"):
        return None
    if _lasts(line, match, units[1], minutes[1], match["bh"]):
        return None
    end = _time(match, "b", units[1])
    start = _time(match, "a", units[0] or _half(match, units[1]))
    if start is None or end is None:
        return None
    rough, rough_end = (any(match[f"{one}{part}"] for part in "rw") for one in "ab")
    rough = rough or _either_half(match, units[0] or units[1], start)
    return WrittenHours(start, end, match.span(), rough=rough, rough_end=rough_end)


def _either_half(match: re.Match[str], unit: str, at: time) -> bool:
    """Whether an early hour may be one of the evening: starting at 6:30."""
    return 1 <= at.hour < _SMALL and not unit.startswith("a") and not match["ap"]


def _half(match: re.Match[str], unit: str) -> str:
    """Which half of the day a beginning without one of its own has: 3–6 pm, but 11–1 pm."""
    if not unit.startswith(("a", "p")) or match["aw"] or match["ap"] or match["bw"]:
        return ""
    first, last = int(match["ah"]) % 12, int(match["bh"]) % 12
    if int(match["ah"]) > 12:
        return ""
    return unit if first <= last else {"a": "pm", "p": "am"}[unit[0]]


def _point(line: str, match: re.Match[str]) -> WrittenHours | None:
    unit = (match["au"] or "").lower()
    word = (match["word"] or "").lower().rstrip(":")
    minute = match["am"] or match["an"]
    named = bool(unit or match["ap"])
    clock = match["am"] is not None and ":" in match[0]
    if not (named or clock or (match["aw"] and not word) or (word and minute)):
        return None
    if _lasts(line, match, unit, minute, match["ah"]):
        return None
    at = _time(match, "a", unit)
    if at is None or (match["ah"] or "").startswith("24"):
        return None
    role, labelled = _role(line, match)
    rough = bool(match["ar"] or match["aw"]) or _either_half(match, unit, at)
    start, end = (None, at) if role is HourMeaning.END else (at, None)
    return WrittenHours(start, end, match.span(), role, labelled, rough)


def _lasts(
    line: str, match: re.Match[str], unit: str, minute: str | None, hour: str | None
) -> bool:
    """Whether it says how long something takes: dauert 2 h, 1 h before."""
    if unit != "h" or minute or hour is None:
        return False
    if _LONG.match(line[match.end() :]) or _LASTS.search(line[: match.start()]):
        return True
    return int(hour) < _SMALL and (match["word"] or "").lower() not in ("um", "ab", "at", "von")


def _is_doors(line: str, match: re.Match[str]) -> bool:
    return _role(line, match) == (HourMeaning.DOORS, True)


def _role(line: str, match: re.Match[str]) -> tuple[HourMeaning, bool]:
    """What happens at an hour, and whether a word beside it says so."""
    ahead = _AHEAD.search(line[max(0, match.start() - 40) : match.start()] + (match["word"] or ""))
    behind = None if ahead else _BEHIND.match(line[match.end() : match.end() + 40])
    said = ahead or behind
    if said is None:
        return HourMeaning.BEGIN, False
    return next(role for role in HourMeaning if said[role.value]), True


def _time(match: re.Match[str], which: str, unit: str) -> time | None:
    word = (match[f"{which}w"] or "").lower()
    if word:
        return time(0) if word in ("mitternacht", "midnight") else time(12)
    value, minute = int(match[f"{which}h"]), match[f"{which}m"] or match[f"{which}n"]
    part = (match[f"{which}p"] or "").lower()
    late = part.startswith(("nachm", "abend", "in the a", "in the e"))
    if unit.startswith(("a", "p")):
        if not 1 <= value <= 12:
            return None
        value = value % 12 + (12 if unit.startswith("p") else 0)
    elif late and value < 12:
        value += 12
    if value == 24 and not int(minute or 0):
        return time(0)
    return time(value, int(minute or 0)) if value < 24 else None
