"""Dates as people write them: German and English, numbers and words, one day or two."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

# The German name, the English one, then what else is written.
_MONTHS = (
    "januar january jänner jan jän",
    "februar february feber feb",
    "märz march maerz mär mar mrz",
    "april april apr",
    "mai may",
    "juni june jun",
    "juli july jul",
    "august august aug",
    "september september sept sep",
    "oktober october okt oct",
    "november november nov",
    "dezember december dez dec",
)
_WEEKDAYS = (
    "montag monday mon mo",
    "dienstag tuesday tues tue di",
    "mittwoch wednesday wed mi",
    "donnerstag thursday thurs thur thu do",
    "freitag friday fri fr",
    "samstag saturday sat sa sonnabend",
    "sonntag sunday sun so",
)
_MONTH = rf"(?P<word>{'|'.join(_MONTHS).replace(' ', '|')})\b\.?"
_WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS).replace(' ', '|')})\b"
_DAY = r"[0-3]?[0-9]"
_NTH = rf"{_DAY})(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)[0-9]{2}"
_TO = r"\s*(?:-|–|—|/|\bbis(?: zum)?\b|\bund\b|\bto\b|\band\b)\s*"

# Each form names its parts: day, month or word, year, and from for the first day of several.
# `1. 07.12.` is an item of a list, not a day in 2012; `7.12.26.` ends a sentence.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![0-9.])(?P<year>{_YEAR})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])(?![0-9])",
        rf"(?<![0-9.])(?:(?P<from>{_DAY})\.\s?(?:(?P<from_month>[01]?[0-9])\.(?:\s?{_YEAR})?)?{_TO})?"
        rf"(?P<day>{_DAY})\.(?P<gap>\s)?(?P<month>[01]?[0-9])\.(?:\s?(?P<year>{_YEAR})"
        r"|(?P<short>[0-9]{2})(?![0-9:]|(?(gap)\.|\.[0-9])|\s*(?:uhr|h)\b))?(?![0-9])",
        rf"(?<![0-9.])(?:(?P<from>{_DAY})\.{_TO})?(?P<day>{_DAY})\.\s*{_MONTH}(?:\s*(?P<year>{_YEAR}))?",
        rf"(?<![0-9.])(?:(?P<from>{_NTH}{_TO})?(?P<day>{_NTH}(?:\s+of)?\s+{_MONTH}"
        rf"(?:,?\s*(?P<year>{_YEAR}))?",
        rf"\b{_MONTH}\s+(?:(?P<from>{_NTH}{_TO})?(?P<day>{_NTH}(?![0-9:])(?:,?\s*(?P<year>{_YEAR}))?",
        rf"(?<![0-9/])(?P<day>{_DAY})/(?P<month>[01]?[0-9])/(?P<year>{_YEAR})(?![0-9])",
    )
)
_SLASHED = _FORMS[-1]
_BEFORE = re.compile(rf"\b({_WEEKDAY})\.?,?\s*(?:,?\s*(?:de[nmr]|the)\s+)?$", re.IGNORECASE)
# A day until which something is wanted is not the day of the event.
_DEADLINE = re.compile(
    r"(?:\b(?:anmeld\w*|rückmeld\w*|zusage|antwort|regist\w*|rsvp|bitte|please)\b[^.!?]*?"
    r"\b(?:bis|by|until|before|vor)(?:\s+(?:zum|spätestens|dem)|\s+\w+day|\s+\w+tag,?)*\s*(?:den\s*)?$"
    r"|\b(?:anmeldeschluss|deadline|frist)\b[^.!?]*$)",
    re.IGNORECASE,
)
_LOOK_BACK = 100  # characters before a date that may say what it means
_MOST = 20  # dates in one line; more are a list of something else
_STREET = re.compile(r"\b(?:straße|strasse|platz|allee) des\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a line; `first` and `last` are month and day, and the same for a single day.

    `year` is None where none is written, `weekday` counts from Monday, 0. `span` begins with the
    weekday, `words` do not.
    """

    words: str
    first: tuple[int, int]
    last: tuple[int, int]
    year: int | None
    weekday: int | None
    span: tuple[int, int]
    deadline: bool
    unclear: bool  # 07/12/2026: July or December

    def on(self, today: date) -> date | None:
        """The day that is meant, without a year the next such day; None if there is none."""
        if self.unclear:
            return None
        if self.year is not None:
            return day_of(self.year, self.first)
        # a 29 February may be up to eight years away
        days = (day_of(today.year + ahead, self.first) for ahead in range(9))
        return next((one for one in days if one is not None and one >= today), None)

    def until(self, begin: date) -> date | None:
        """The last day of several that begin at `begin`; None when it is one day only."""
        end = day_of(begin.year, self.last)
        return end if end is not None and begin < end < begin + timedelta(days=31) else None


def dates_in(line: str) -> list[WrittenDate]:
    """All dates in a line, from left to right; none overlaps another."""
    found: list[WrittenDate] = []
    for match in _matches(line):
        before = line[max(0, match.start() - _LOOK_BACK) : match.start()]
        if not _STREET.search(before):
            found.append(_written(match, before))
    return found


def day_of(year: int, month_and_day: tuple[int, int]) -> date | None:
    """That day of the year, or None when the calendar has none."""
    try:
        return date(year, *month_and_day)
    except ValueError:
        return None


def month_names(month: int) -> str:
    """The German and the English name of a month from 1 to 12."""
    return " ".join(_MONTHS[month - 1].split()[:2])


def _matches(line: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for form in _FORMS:
        for match in form.finditer(line):
            if all(match.end() <= one.start() or match.start() >= one.end() for one in found):
                found.append(match)
    return sorted(found, key=lambda match: match.start())[:_MOST]


def _written(match: re.Match[str], before: str) -> WrittenDate:
    parts = match.groupdict()
    word, year, short = parts.get("word"), parts["year"], parts.get("short")
    month = _row(word, _MONTHS) + 1 if word else int(parts["month"])
    day = int(parts["day"])
    weekday = _BEFORE.search(before)
    start = match.start() - (len(before) - weekday.start() if weekday else 0)
    return WrittenDate(
        words=match[0].strip(),
        first=(int(parts.get("from_month") or month), int(parts.get("from") or day)),
        last=(month, day),
        year=int(year or f"20{short}") if year or short else None,
        weekday=_row(weekday[1], _WEEKDAYS) if weekday else None,
        span=(start, match.end()),
        deadline=_DEADLINE.search(before) is not None,
        unclear=match.re is _SLASHED and day <= 12 and month <= 12,
    )


def _row(word: str, table: tuple[str, ...]) -> int:
    """Where a word stands, found as the forms find it: to them `ſep` is `sep`."""
    return next(
        number
        for number, names in enumerate(table)
        if re.fullmatch(names.replace(" ", "|"), word, re.IGNORECASE)
    )
