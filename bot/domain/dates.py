"""Dates as people write them: German and English, numbers and words, one day or two."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

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
_NAMES = "|".join(_MONTHS).replace(" ", "|")
_MONTH = rf"(?P<word>{_NAMES})\b\.?"
_FROM_MONTH = rf"(?P<from_word>{_NAMES})\b\.?"
_WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS).replace(' ', '|')})\b"
_DAY = r"[0-3]?[0-9]"
_NTH = rf"{_DAY})(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)[0-9]{2}"
_TO = (
    r"\s*(?:-|–|—|/|&|\+|\bbis(?: einschließlich)?(?: zum)?\b|\bund\b|\bto\b|\band\b)\s*"
    rf"(?:(?:de[nm]|the)\s+)?(?:{_WEEKDAY}\.?,?\s*(?:(?:de[nm]|the)\s+)?)?"
)
_TIGHT = r"[-–/&+]"  # 18-19.06.: only so close is a number without a dot the first day

# Each form names its parts: day, month or word, year, and those with from for the first day of
# several. `1. 07.12.` is an item of a list, not a day in 2012; `7.12.26.` ends a sentence.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![0-9.])(?:{_YEAR}-(?P<from_month>[01][0-9])-(?P<from>[0-3][0-9]){_TO})?"
        r"(?P<year>(?:19|20)[0-9]{2})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])(?![0-9])",
        rf"(?<![0-9.])(?:(?P<from>{_DAY})\.\s?(?:(?P<from_month>1[0-2]"
        rf"|0?[1-9])\.?(?:\s?{_YEAR})?)?{_TO}"
        rf"|(?P<close>{_DAY}){_TIGHT})?"
        rf"(?P<day>{_DAY})\.(?P<gap>\s)?(?P<month>[01]?[0-9])\.(?:\s?(?P<year>{_YEAR})"
        r"|(?P<short>[0-9]{2})(?![0-9:]|(?(gap)\.|\.[0-9])|\s*(?:uhr|h)\b))?(?![0-9])",
        rf"(?<![0-9.])(?:(?P<from>{_DAY})\.(?:\s*{_FROM_MONTH}(?:\s*{_YEAR})?)?{_TO}"
        rf"|(?P<close>{_DAY}){_TIGHT})?(?P<day>{_DAY})\.\s*{_MONTH}(?:\s*(?P<year>{_YEAR}))?",
        rf"(?<![0-9.])(?:(?P<from>{_NTH}(?:\s+{_FROM_MONTH})?{_TO})?(?P<day>{_NTH}(?:\s+of)?\s+{_MONTH}"
        rf"(?:,?\s*(?P<year>{_YEAR}))?",
        rf"\b{_FROM_MONTH}\s+(?P<from>{_NTH}(?:,?\s*{_YEAR})?{_TO}{_MONTH}\s+(?P<day>{_NTH}(?![0-9:])"
        rf"(?:,?\s*(?P<year>{_YEAR}))?",
        rf"\b{_MONTH}\s+(?:(?P<from>{_NTH}{_TO})?(?P<day>{_NTH}(?![0-9:])(?:,?\s*(?P<year>{_YEAR}))?",
        rf"(?<![0-9/])(?P<day>{_DAY})/(?P<month>[01]?[0-9])/(?P<year>{_YEAR})(?![0-9])",
        # without its last dot only where a day is expected: am 8.12 um 16 Uhr
        rf"(?:(?<=\bam )|(?<=\bden )|(?<=\bdem )|(?<=\w, ))(?P<day>{_DAY})\.(?P<month>1[0-2]"
        rf"|0?[1-9])"
        r"(?P<year>\b)(?![.0-9]|\s*(?:uhr|h\b))",
    )
)
_SLASHED = _FORMS[-2]
_BEFORE = re.compile(rf"\b({_WEEKDAY})\.?,?\s*(?:,?\s*(?:de[nmr]|the)\s+)?$", re.IGNORECASE)
# Numbers that count something, so that they are no days: DAY 1 - 10 November.
_COUNTED = re.compile(
    r"(?:\b(?:day|tag|teil|part|session|modul|module|block|raum|room|saal|week|woche|runde|round"
    r"|lab ?camp)\s+#?|#\s?)[0-9]{1,6}\b(?!\.)",
    re.IGNORECASE,
)
_DAY_OF = r"(?:\W|\b(?:zum|spätestens|de[nmr]|the|on|am)\b|\b\w*tag\b|\b\w+day\b)*$"
_LOOK_BACK = 100  # characters before a date that may say what it means
_LOOK_AHEAD = 120
_MOST = 20  # dates in one line; more are a list of something else
LONGEST_LINE = 1_000  # characters of a line that are looked at; a longer one is no line of a text
_STREET = re.compile(r"\b(?:straße|strasse|platz|allee) des\s*$", re.IGNORECASE)


class Meaning(StrEnum):
    """What a date in a text is: the event's, one of something else, or one it was moved from."""

    EVENT = "event"
    OTHER = "other"
    FORMER = "former"


# What stands before a date, and makes it another one than the event's.
_OTHER = re.compile(
    # a day until which something is wanted, or from which on it is possible
    r"(?:\b\w*(?:anmeld|rückmeld|einreich|bewerb|abstimm)\w*|\b(?:zusag|antwort|regist|rsvp"
    r"|bitte|please"
    r"|early|frühbuch|tickets?|vorverkauf|verkauf|cfp|call|vorschl|submi|propos|appl|abstract"
    r"|umfrage"
    r"|buch(?:en|bar|ung)|sign|stornier|gib|gebt|schick|sende|verfügbar|online)\w*)[^.!?]*?"
    r"\b(?:bis|ab|by|until|till|before|vor|from|closes?|ends?|opens?|endet|schließt|öffnet)\b"
    + _DAY_OF
    + r"|\b\w*(?:schluss|deadline|frist)\b[^.!?]*$"
    r"|\b(?:bis|until|till)\b(?:\W|\b(?:zum|spätestens|de[nm]|the|einschließlich)\b|\b\w*tag\b)*$"
    # when the text itself was written
    r"|\b(?:veröffentlicht|publiziert|published|posted|gepostet|erstellt|aktualisiert|updated|stand"
    r"|geschrieben|gesendet|pressemitteilung|meldung|created|written|zuletzt geändert)\b"
    r"(?:\W|\b(?:am|on|vom|von|of|um|at|last)\b)*(?:\w+tag,?\s*)?$",
    re.IGNORECASE,
)
_FORMERLY = re.compile(
    r"(?<!\bfindet )(?<!\bfinden )\b(?:statt|anstatt|anstelle|instead of|rather than"
    r"|nicht(?: wie (?:geplant|angekündigt))?|not)"
    r"\b(?:\s+(?:wie|geplant|am|vom|des|on|as|planned))*"
    + _DAY_OF
    + r"|\b(?:ursprünglich\w*|eigentlich|originally|bisher\w*|alter termin|old date|previously)\b"
    r"[^.!?]{0,40}$"
    r"|\b(?:verschoben|verlegt|vorgezogen|moved|rescheduled|postponed)\s+(?:vom|from)\b" + _DAY_OF,
    re.IGNORECASE,
)
# What stands behind the day that an event is moved away from.
_MOVED = re.compile(
    r"^\s*[^.!?]{0,60}?\b(?:auf|to)\s+(?:den\s+)?(?:\w+tag|\w+day)?[,\s]*(?:den\s+|the\s+)?[0-9]"
    r"|^[^.!?]{0,100}?\b(?:verschoben|verlegt|postponed|rescheduled)\b",
    re.IGNORECASE,
)
_MOVED_AT_ALL = re.compile(
    r"verschoben|verschieb|verlegt|moved|postponed|rescheduled", re.IGNORECASE
)
_TOWARDS = re.compile(
    r"\b(?:auf|to|neu:?|new:?|nun|now|jetzt|sondern|but)\b" + _DAY_OF, re.IGNORECASE
)


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
    meaning: Meaning
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
        if end is not None and end < begin:  # over New Year
            end = day_of(begin.year + 1, self.last)
        return end if end is not None and begin < end < begin + timedelta(days=31) else None


def dates_in(line: str) -> list[WrittenDate]:
    """All dates in a line, from left to right; none overlaps another."""
    found: list[WrittenDate] = []
    line = without_counts(line[:LONGEST_LINE])
    for match in _matches(line):
        before = line[max(0, match.start() - _LOOK_BACK) : match.start()]
        if not _STREET.search(before):
            after = line[match.end() : match.end() + _LOOK_AHEAD]
            found.append(_written(match, before, _meaning(line, before, after)))
    return found


def without_counts(line: str) -> str:
    """`line`, as long as before, without the numbers that count something: DAY 1, LabCamp#12."""
    return _COUNTED.sub(lambda counted: "_" * len(counted[0]), line)


def day_of(year: int, month_and_day: tuple[int, int]) -> date | None:
    """That day of the year, or None when the calendar has none."""
    try:
        return date(year, *month_and_day)
    except ValueError:
        return None


def month_names(month: int) -> str:
    """The German and the English name of a month from 1 to 12."""
    return " ".join(_MONTHS[month - 1].split()[:2])


def _meaning(line: str, before: str, after: str) -> Meaning:
    if _FORMERLY.search(before):
        return Meaning.FORMER
    if _MOVED_AT_ALL.search(line) and not _TOWARDS.search(before) and _MOVED.search(after):
        return Meaning.FORMER
    return Meaning.OTHER if _OTHER.search(before) else Meaning.EVENT


def _matches(line: str) -> list[re.Match[str]]:
    found: list[re.Match[str]] = []
    for form in _FORMS:
        for match in form.finditer(line):
            if all(match.end() <= one.start() or match.start() >= one.end() for one in found):
                found.append(match)
    return sorted(found, key=lambda match: match.start())[:_MOST]


def _written(match: re.Match[str], before: str, meaning: Meaning) -> WrittenDate:
    parts = match.groupdict()
    word, year, short = parts.get("word"), parts["year"], parts.get("short")
    month = _row(word, _MONTHS) + 1 if word else int(parts["month"])
    from_word, from_month = parts.get("from_word"), parts.get("from_month")
    first_month = _row(from_word, _MONTHS) + 1 if from_word else int(from_month or month)
    day = int(parts["day"])
    weekday = _BEFORE.search(before)
    start = match.start() - (len(before) - weekday.start() if weekday else 0)
    return WrittenDate(
        words=match[0].strip(),
        first=(first_month, int(parts.get("from") or parts.get("close") or day)),
        last=(month, day),
        year=int(year or f"20{short}") if year or short else None,
        weekday=_row(weekday[1], _WEEKDAYS) if weekday else None,
        span=(start, match.end()),
        meaning=meaning,
        unclear=match.re is _SLASHED and day <= 12 and month <= 12,
    )


def _row(word: str, table: tuple[str, ...]) -> int:
    """Where a word stands, found as the forms find it: to them `ſep` is `sep`."""
    return next(
        number
        for number, names in enumerate(table)
        if re.fullmatch(names.replace(" ", "|"), word, re.IGNORECASE)
    )
