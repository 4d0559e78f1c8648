"""The day of an event: which of the dates in its invitation is meant, and how surely.

All dates are found first, each with what speaks for and against it; the best one counts, and is
marked where another one comes near, or where little speaks for it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.dates import Meaning, WrittenDate, dates_in
from bot.invitations.hours import hours
from bot.invitations.labels import closes, is_elsewhen, label_above, names_place, names_time
from bot.invitations.reading import Doubt

_EITHER = re.compile(r"\b(?:oder|or|zur wahl|entweder|either)\b", re.IGNORECASE)
_VOTE = re.compile(
    r"\b(?:terminfindung|terminumfrage|stimmt (?:\S+ ){0,3}ab\b|welcher termin"
    r"|which (?:date|day)|nuudel|doodle|vote for)",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:\b(?:bis|to|until|till)\b|[–-])\s*(?:\w+,?\s*)?(?:de[nm]\s+)?$", re.IGNORECASE
)
_PLACE_OF_REPORT = re.compile(r"[A-ZÄÖÜ][\w/ -]{2,30}(?:\([^()]*\))?,?\s+(?:den\s+)?")
_REPORT = re.compile(r"(?:\.|:|\s*[–(-])\s*[A-ZÄÖÜ(„“\"\w].{20}")
_NOT_OVER = 10.0  # speaks for a date more than all else
_NEAR = 2.0  # so much more must speak for a date than for the next one
_LONGEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class DateCandidate:
    """A date that may be meant: in which line, which day, and how much speaks for it."""

    line: int
    written: WrittenDate
    day: date | None
    weight: float

    @property
    def last(self) -> date | None:
        """The last day of several, else the day."""
        return self.day and (self.written.until(self.day) or self.day)

    def covers(self, other: "DateCandidate") -> bool:
        """Whether the other one is this day, or one of these days."""
        if self.day is None or self.last is None or other.day is None or other.last is None:
            return self.day == other.day
        return self.day <= other.day <= other.last <= self.last


@dataclass(frozen=True, slots=True)
class Day:
    """The date that is meant, the day if it can be told, and what is doubtful about it."""

    dated: DateCandidate | None = None
    day: date | None = None
    last: date | None = None  # of several
    doubt: Doubt | None = None


def read_day(lines: tuple[str, ...], heading: int | None, today: date) -> Day:
    """The day; `heading` is the line that names the event."""
    dated = sorted(_dated(lines, heading, today), key=lambda one: one.weight, reverse=True)
    if not dated:
        return Day()
    best = next((one for one in dated[1:] if _widens(one, dated[0])), dated[0])
    beside = [one for one in dated if not best.covers(one)]
    chosen_between = _EITHER.search(lines[best.line]) and any(o.line == best.line for o in beside)
    if chosen_between or (beside and any(_VOTE.search(line) for line in lines)):
        return Day(best, doubt=Doubt.SEVERAL)
    doubt = _doubt(best, today)
    if doubt is None and any(one.weight > best.weight - _NEAR for one in beside):
        doubt = Doubt.SEVERAL
    if doubt is None and best.weight < _NOT_OVER:
        doubt = Doubt.UNSURE
    if best.day is None:
        return Day(best, doubt=doubt)
    return Day(best, best.day, best.written.until(best.day) or _last_day(lines, best), doubt)


def _widens(span: DateCandidate, single: DateCandidate) -> bool:
    """Whether it names several days, and the other one is just one of them."""
    several = span.day is not None and span.last != span.day
    return several and span.covers(single) and span.weight > single.weight - 3 * _NEAR


def _dated(lines: tuple[str, ...], heading: int | None, today: date) -> Iterator[DateCandidate]:
    for number, line in enumerate(lines):
        label = label_above(lines, number)
        if names_place(line) or (closes(label) and not names_time(line)):
            continue
        weight = _weight(lines, number, label, heading)
        for written in dates_in(line):
            if written.meaning is not Meaning.EVENT:
                continue
            day = written.on(today)
            last = day and (written.until(day) or day)
            # one that does not exist may be a slip
            is_over = last is not None and last < today
            is_over = is_over or _heads_a_report(line, written)
            said = 0.5 * (written.weekday is not None) + 0.5 * (written.year is not None)
            yield DateCandidate(number, written, day, weight + said + (0 if is_over else _NOT_OVER))


def _heads_a_report(line: str, written: WrittenDate) -> bool:
    """Whether it says when a report was written, at its beginning: Probstadt, 2. März 2027."""
    start, end = written.span
    return bool(_PLACE_OF_REPORT.fullmatch(line[:start]) and _REPORT.match(line[end:]))


def _weight(lines: Sequence[str], number: int, label: str, heading: int | None) -> float:
    """What speaks for the dates of a line: a label, hours beside them, the heading near."""
    line = lines[number]
    weight = 4.0 if names_time(line) or names_time(label) else 0.0
    weight += 3 if hours(line) else 0
    if heading is not None and number >= heading:
        weight += 3 if number == heading else 2 if number - heading <= 4 else 1
    weight -= 4 if is_elsewhen(line) else 0
    return weight - number * 0.01  # of two the first


def _doubt(dated: DateCandidate, today: date) -> Doubt | None:
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


def _last_day(lines: Sequence[str], chosen: DateCandidate) -> date | None:
    """The last day, where hours or the end of a line stand between it and the first."""
    assert chosen.day is not None
    here, end = lines[chosen.line], chosen.written.span[1]
    below = lines[chosen.line + 1] if chosen.line + 1 < len(lines) else ""
    for words, start in ((here, end), (below, 0)):
        for written in dates_in(words):
            before = words[start : written.span[0]]
            if written.span[0] >= start and _UNTIL.search(before) and len(before.split()) <= 5:
                last = written.on(chosen.day)
                return last if last and chosen.day < last < chosen.day + _LONGEST else None
    return None
