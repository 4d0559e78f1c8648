"""Dates as people write them: German and English, numbers and words, one day or two."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    "jan": 1, "jän": 1, "feb": 2, "mär": 3, "mae": 3, "mar": 3, "mrz": 3, "apr": 4, "mai": 5,
    "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12,
    "dec": 12,
}  # fmt: skip
_WEEKDAYS = (
    "mo mon", "di tue", "mi wed", "do thu", "fr fri", "sa sat", "so sun"
)  # fmt: skip

_MONTH = (
    r"(?:jan(?:uar|uary)?|jän(?:ner)?|feb(?:ruar|ruary|er)?|mär(?:z)?|maerz|mar(?:ch)?|mrz|apr(?:il)?"
    r"|mai|may|jun[ie]?|jul[iy]?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|oct(?:ober)?"
    r"|nov(?:ember)?|dez(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = (
    r"(?:mo(?:ntag|n|nday)?|di(?:enstag)?|tue(?:sday|s)?|mi(?:ttwoch)?|wed(?:nesday)?"
    r"|do(?:nnerstag)?|thu(?:rsday|rs|r)?|fr(?:eitag|i|iday)?|sa(?:mstag|t|turday)?|sonnabend"
    r"|so(?:nntag)?|sun(?:day)?)\b"
)
_DAY = r"[0-3]?[0-9]"
_YEAR = r"(?:19|20)[0-9]{2}"
_TO = r"\s*(?:-|–|—|/|\bbis(?: zum)?\b|\bund\b|\bto\b|\band\b)\s*"

# Each form names its parts: day, month or word, year, and until for the last day of several.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![0-9.])(?P<year>{_YEAR})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])(?![0-9])",
        rf"(?<![0-9.])(?:(?P<from>{_DAY})\.\s?(?:(?P<from_month>[01]?[0-9])\.(?:\s?{_YEAR})?)?{_TO})?"
        rf"(?P<day>{_DAY})\.\s?(?P<month>[01]?[0-9])\."
        rf"(?:\s?(?P<year>{_YEAR})|(?P<short>[0-9]{{2}})(?![0-9:.]|\s*(?:uhr|h)\b))?(?![0-9])",
        rf"(?<![0-9.])(?:(?P<from>{_DAY})\.{_TO})?(?P<day>{_DAY})\.\s*(?P<word>{_MONTH})"
        rf"(?:\s*(?P<year>{_YEAR}))?",
        rf"(?<![0-9.])(?:(?P<from>{_DAY})(?:st|nd|rd|th)?{_TO})?(?P<day>{_DAY})(?:st|nd|rd|th)?"
        rf"(?:\s+of)?\s+(?P<word>{_MONTH})(?:,?\s*(?P<year>{_YEAR}))?",
        rf"\b(?P<word>{_MONTH})\s+(?:(?P<from>{_DAY})(?:st|nd|rd|th)?{_TO})?(?P<day>{_DAY})"
        rf"(?:st|nd|rd|th)?(?![0-9:])(?:,?\s*(?P<year>{_YEAR}))?",
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
class Mention:
    """A date in a line. `year` is None where none is written, `weekday` counts from Monday, 0.

    `first` is the day before a dash, of the same month unless `first_month` says another.
    """

    day: int
    month: int
    year: int | None
    weekday: int | None
    span: tuple[int, int]
    first: int | None = None
    first_month: int | None = None
    deadline: bool = False
    unclear: bool = False  # 07/12/2026: July or December

    def on(self, today: date) -> date | None:
        """The day that is meant, without a year the next such day; None if there is none."""
        if self.unclear:
            return None
        day, month = self.first or self.day, self.first_month or self.month
        if self.year is not None:
            return _day(self.year, month, day)
        # a 29 February may be up to eight years away
        days = (_day(today.year + ahead, month, day) for ahead in range(9))
        return next((one for one in days if one is not None and one >= today), None)

    def last(self, begin: date) -> date | None:
        """The last day of several that begin at `begin`; None when it is one day only."""
        if self.first is None:
            return None
        end = _day(begin.year, self.month, self.day)
        return end if end is not None and begin < end < begin + timedelta(days=31) else None


def mentions(line: str) -> list[Mention]:
    """All dates in a line, from left to right; none overlaps another."""
    found: list[Mention] = []
    for match in _matches(line):
        before = line[max(0, match.start() - _LOOK_BACK) : match.start()]
        if _STREET.search(before):
            continue
        weekday = _BEFORE.search(before)
        start = match.start() - (len(before) - weekday.start() if weekday else 0)
        parts = match.groupdict()
        month = int(parts["month"]) if parts.get("month") else _month(parts["word"])
        found.append(
            Mention(
                day=int(parts["day"]),
                month=month,
                year=_year(parts["year"] or parts.get("short")),
                weekday=_weekday(weekday[1]) if weekday else None,
                span=(start, match.end()),
                first=int(parts["from"]) if parts.get("from") else None,
                first_month=int(parts["from_month"]) if parts.get("from_month") else None,
                deadline=_DEADLINE.search(before) is not None,
                unclear=match.re is _SLASHED and int(parts["day"]) <= 12 and month <= 12,
            )
        )
    return found


def _matches(line: str) -> list[re.Match[str]]:
    taken: list[tuple[int, int]] = []
    found: list[re.Match[str]] = []
    for form in _FORMS:
        for match in form.finditer(line):
            if all(match.end() <= start or match.start() >= end for start, end in taken):
                taken.append(match.span())
                found.append(match)
    return sorted(found, key=lambda match: match.start())[:_MOST]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(written: str | None) -> int | None:
    if not written:
        return None
    return int(written) + 2000 if len(written) == 2 else int(written)


def _month(word: str) -> int:
    return _MONTHS[word.lower()[:3]]


def _weekday(word: str) -> int:
    folded = word.lower()
    if folded.startswith("sonna"):  # Sonnabend
        return 5
    for number, beginnings in enumerate(_WEEKDAYS):
        german, english = beginnings.split()
        if folded.startswith((german, english)):
            return number
    raise ValueError(word)
