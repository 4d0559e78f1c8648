"""When an event is: which of the dates and hours in its invitation are meant, and how surely."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.dates import WrittenDate, dates_in
from bot.domain.times import NoSuchLocalTime, to_utc
from bot.invitations.draft import Doubt, DraftField
from bot.invitations.hours import Hours, hours

_LABEL = re.compile(
    r"^(?:neuer )?(?:termin|datum|wann|date|when|zeitpunkt|uhrzeit|zeit|time)\b", re.IGNORECASE
)
_PLACE = re.compile(r"^(?:ort|wo|where|location|place|veranstaltungsort|adresse)\b", re.IGNORECASE)
_EITHER = re.compile(r"\b(?:oder|or|zur wahl|entweder|either)\b", re.IGNORECASE)
_LABCAMP = re.compile(r"labcamp", re.IGNORECASE)

# Names of zones; a clock of the Middle European one needs no second look.
_OTHER_ZONE = re.compile(
    r"\b(?:GMT|BST|EST|EDT|CST|CDT|PST|PDT|[ECP]T|EEST|EET|MSK|IST)\b"
    r"|\b(?:[A-Z][a-z]+ )?[A-Z][a-z]+ time\b|\b[A-Z][a-zäöü]+er (?:Orts)?[Zz]eit\b"
)
_HOME_ZONE = re.compile(r"\b(?:CET|CEST|MEZ|MESZ)\b")
_HOME_NAMES = re.compile(r"^(?:Berliner|Berlin|Mitteleuropäischer|Central European)\b")
_OFFSET = re.compile(r"\b(?:UTC|GMT)(?:\s*([+-])\s*([0-9]{1,2})(?::?([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True)
class When:
    """The day, the last day of several, the hours, what is doubtful, and the lines used."""

    date: dt.date | None = None
    end_date: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None
    doubts: Mapping[DraftField, Doubt] = field(default_factory=dict)
    date_line: int | None = None
    hours_line: int | None = None


@dataclass(frozen=True, slots=True)
class _Dated:
    line: int
    written: WrittenDate
    day: date | None
    rank: int


def read_when(lines: tuple[str, ...], heading: int | None, today: date, zone: str) -> When:
    """When the event is; `heading` is the line that names it, `today` the day in `zone`."""
    doubts: dict[DraftField, Doubt] = {}
    chosen, day = _day(lines, heading, today, doubts)
    near = chosen.line if chosen else heading or 0
    hours_line, found = _hours(lines, near)
    end_date = chosen.written.until(day) if chosen and day else None
    start, end = (found.start, found.end) if found else (None, None)
    if day and start and end and end <= start and end_date is None:
        end_date = day + timedelta(days=1)
        doubts[DraftField.END] = Doubt.NEXT_DAY
    if day and start and found and hours_line is not None:
        doubt = _clock(lines[hours_line], day, start, zone)
        if doubt:
            doubts[DraftField.START] = doubt
    return When(day, end_date, start, end, doubts, chosen.line if chosen else None, hours_line)


def without_zone(words: str) -> str:
    """`words` without the name of a zone that stands behind the hours."""
    for form in (_OTHER_ZONE, _HOME_ZONE, _OFFSET):
        found = form.search(words)
        if found and not words[: found.start()].strip(" ("):
            return words[found.end() :].lstrip(" )")
    return words


def _day(
    lines: tuple[str, ...], heading: int | None, today: date, doubts: dict[DraftField, Doubt]
) -> tuple[_Dated | None, date | None]:
    """The date that is meant; what is doubtful about it goes into `doubts`."""
    dated = [
        _Dated(number, written, written.on(today), rank + _still_to_come(written, today))
        for number, line in enumerate(lines)
        if not _PLACE.match(line)
        for rank in (_rank(line, number, heading),)
        for written in dates_in(line)
        if not written.deadline
    ]
    if not dated:
        return None, None
    best = max(one.rank for one in dated)
    first = next(one for one in dated if one.rank == best)
    others = {
        one.day
        for one in dated
        if one.rank == best and one.line == first.line and one.day != first.day
    }
    if others and _EITHER.search(lines[first.line]):
        doubts[DraftField.DATE] = Doubt.SEVERAL
        return first, None
    doubt = _doubt(first, today)
    if doubt:
        doubts[DraftField.DATE] = doubt
    return first, first.day


def _rank(line: str, number: int, heading: int | None) -> int:
    """How likely the dates of a line are the event's: it has a label, or hours beside them."""
    rank = 4 if _LABEL.match(line) else 0
    rank += 2 if hours(line) else 0
    return rank + (1 if heading is not None and number >= heading else 0)


def _still_to_come(written: WrittenDate, today: date) -> int:
    """More than all else counts that a date is not over; one that does not exist may be a slip."""
    day = written.on(today)
    return 0 if day is not None and day < today else 8


def _doubt(dated: _Dated, today: date) -> Doubt | None:
    written = dated.written
    if dated.day is None:
        return Doubt.SEVERAL if written.unclear else Doubt.NO_SUCH_DATE
    # the weekday stands before the last day where two are named with one: rarely, so not judged
    judged = written.weekday is not None and written.first == written.last
    if judged and dated.day.weekday() != written.weekday:
        return Doubt.WEEKDAY_DIFFERS
    if written.year is None:
        return Doubt.YEAR_GUESSED
    return Doubt.IN_THE_PAST if dated.day < today else None


def _hours(lines: tuple[str, ...], near: int) -> tuple[int | None, Hours | None]:
    """The hours nearest to the date's line: a range before a single time, below before above."""
    found = [(number, one) for number, line in enumerate(lines) for one in hours(line)[:1]]
    if not found:
        return None, None
    return min(
        found,
        key=lambda pair: (
            pair[0] != near,
            pair[1].end is None,
            not _LABEL.match(lines[pair[0]]),
            pair[0] < near,
            abs(pair[0] - near),
        ),
    )


def _clock(line: str, day: date, start: dt.time, zone: str) -> Doubt | None:
    """Whether the hours may be meant by other clocks, or by none at all."""
    local = datetime.combine(day, start)
    named = _OTHER_ZONE.search(line)
    if named and not _HOME_NAMES.match(named[0]) and not _OFFSET.match(named[0]):
        return Doubt.OTHER_ZONE
    offset = _OFFSET.search(line)
    if offset and _minutes(offset) != _home_minutes(local, zone):
        return Doubt.OTHER_ZONE
    try:
        instant = to_utc(local, zone)
        repeated = to_utc(local.replace(fold=1), zone) != instant
    except NoSuchLocalTime:
        return Doubt.CLOCK_CHANGE
    except ValueError:  # it comes only once: as nearly always
        return None
    return Doubt.CLOCK_CHANGE if repeated else None


def _minutes(offset: re.Match[str]) -> int:
    minutes = int(offset[2] or 0) * 60 + int(offset[3] or 0)
    return -minutes if offset[1] == "-" else minutes


def _home_minutes(local: datetime, zone: str) -> float:
    shift = ZoneInfo(zone).utcoffset(local)
    return shift.total_seconds() / 60 if shift is not None else 0
