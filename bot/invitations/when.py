"""When an event is: which of the dates and hours in its invitation are meant, and how surely."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.dates import WrittenDate, dates_in
from bot.domain.times import NoSuchLocalTime, NotShownTwice, to_utc
from bot.invitations.hours import Hours, hours
from bot.invitations.reading import Doubt, ReadField

_LABEL = re.compile(
    r"^(?:neuer )?(?:termin|datum|wann|date|when|zeitpunkt|uhrzeit|zeit|time)\b", re.IGNORECASE
)
_PLACE = re.compile(r"^(?:ort|wo|where|location|place|veranstaltungsort|adresse)\b", re.IGNORECASE)
_EITHER = re.compile(r"\b(?:oder|or|zur wahl|entweder|either)\b", re.IGNORECASE)

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
    doubts: Mapping[ReadField, Doubt] = field(default_factory=dict)
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
    doubts: dict[ReadField, Doubt] = {}
    chosen, day = _day(lines, heading, today, doubts)
    near = chosen.line if chosen else heading or 0
    hours_line, found = _hours(lines, near)
    end_date = chosen.written.until(day) if chosen and day else None
    start, end = (found.start, found.end) if found else (None, None)
    if day and start and end and end <= start and end_date is None:
        end_date = day + timedelta(days=1)
        doubts[ReadField.END] = Doubt.NEXT_DAY
    if day and start and hours_line is not None:
        doubts |= _clock_doubts(lines[hours_line], day, start, zone)
    return When(day, end_date, start, end, doubts, chosen.line if chosen else None, hours_line)


def without_zone(words: str) -> str:
    """`words` without the name of a zone that stands behind the hours."""
    for form in (_OTHER_ZONE, _HOME_ZONE, _OFFSET):
        found = form.search(words)
        if found and not words[: found.start()].strip(" ("):
            return words[found.end() :].lstrip(" )")
    return words


def _day(
    lines: tuple[str, ...], heading: int | None, today: date, doubts: dict[ReadField, Doubt]
) -> tuple[_Dated | None, date | None]:
    """The date that is meant; what is doubtful about it goes into `doubts`."""
    dated = [*_dated(lines, heading, today)]
    if not dated:
        return None, None
    best = max(dated, key=lambda one: one.rank)
    beside = (one.day for one in dated if one.line == best.line and one.rank == best.rank)
    if _EITHER.search(lines[best.line]) and any(day != best.day for day in beside):
        doubts[ReadField.DATE] = Doubt.SEVERAL
        return best, None
    if doubt := _doubt(best, today):
        doubts[ReadField.DATE] = doubt
    return best, best.day


def _dated(lines: tuple[str, ...], heading: int | None, today: date) -> Iterator[_Dated]:
    for number, line in enumerate(lines):
        if _PLACE.match(line):
            continue
        rank = _rank(line, number, heading)
        for written in dates_in(line):
            day = written.on(today)
            # more than all else counts that it is not over; one that does not exist may be a slip
            is_over = day is not None and day < today
            if not written.deadline:
                yield _Dated(number, written, day, rank if is_over else rank + 8)


def _rank(line: str, number: int, heading: int | None) -> int:
    """How likely the dates of a line are the event's: it has a label, or hours beside them."""
    rank = 4 if _LABEL.match(line) else 0
    rank += 2 if hours(line) else 0
    return rank + (1 if heading is not None and number >= heading else 0)


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
    return min(
        found,
        default=(None, None),
        key=lambda pair: (
            pair[0] != near,
            pair[1].end is None,
            not _LABEL.match(lines[pair[0]]),
            pair[0] < near,
            abs(pair[0] - near),
        ),
    )


def _clock_doubts(line: str, day: date, start: dt.time, zone: str) -> dict[ReadField, Doubt]:
    """Whether the hours may be meant by other clocks, or by none at all."""
    local = datetime.combine(day, start)
    named, offset = _OTHER_ZONE.search(line), _OFFSET.search(line)
    other = named and not _HOME_NAMES.match(named[0]) and not _OFFSET.match(named[0])
    if other or (offset and _shift(offset) != ZoneInfo(zone).utcoffset(local)):
        return {ReadField.START: Doubt.OTHER_ZONE}
    try:
        to_utc(local.replace(fold=1), zone)
    except NotShownTwice:  # as nearly always
        return {}
    except NoSuchLocalTime:
        pass
    return {ReadField.START: Doubt.CLOCK_CHANGE}


def _shift(offset: re.Match[str]) -> timedelta:
    shift = timedelta(hours=int(offset[2] or 0), minutes=int(offset[3] or 0))
    return -shift if offset[1] == "-" else shift
