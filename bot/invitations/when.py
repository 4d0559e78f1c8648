"""When an event is: its day and its hours, and which of the hours in its invitation are meant.

All hours are found first, each with what speaks for and against it, as the days are.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.domain.dates import Meaning, WrittenDate, dates_in
from bot.domain.times import NoSuchLocalTime, NotShownTwice, to_utc
from bot.invitations.days import Day, read_day
from bot.invitations.hours import WrittenHours, hours
from bot.invitations.labels import closes, is_elsewhen, label_above, names_time
from bot.invitations.reading import Doubt, ReadField
from bot.invitations.sentences import sentences_of
from bot.invitations.zones import NamedZone, zone_behind, zones_in

_CORRECTS = re.compile(
    r"\b(?:korrektur|erst um|schon um|doch um|neue uhrzeit|geändert|correction|now at)\b",
    re.IGNORECASE,
)
_AGENDA = re.compile(
    r"^\W*[0-2]?[0-9](?:[:.][0-5][0-9]|\s*(?:uhr|h|[ap]m))[^a-zäöü]*(?:uhr|h\b)?.{3}",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:bis|until|by)\b", re.IGNORECASE)
_AT_LEAST_AN_AGENDA = 3  # lines that begin with an hour
_WORDY = 6  # words of a single line that tells of an hour rather than naming it
_NEAR = 2.0  # so much more must speak for hours than for the next ones


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
class _Timed:
    line: int
    hours: WrittenHours
    weight: float


@dataclass(frozen=True, slots=True)
class _Around:
    """What the hours are judged by: their lines, the day, and the clocks at home."""

    lines: tuple[str, ...]
    near: int  # the line of the date, else the one that names the event
    day: Day
    noon: datetime  # of the day, else of today
    zone: str


def read_when(lines: tuple[str, ...], heading: int | None, today: date, zone: str) -> When:
    """When the event is; `heading` is the line that names it, `today` the day in `zone`."""
    found = read_day(lines, heading, today)
    dated, day, end_date = found.dated, found.day, found.last
    near = dated.line if dated else heading or 0
    noon = datetime.combine(day or today, dt.time(12))
    around = _Around(lines, near, found, noon, zone)
    timed, doubts = _hours(around)
    if found.doubt is not None:
        doubts[ReadField.DATE] = found.doubt
    start, end = (timed.hours.start, timed.hours.end) if timed else (None, None)
    if timed is not None and end is None:
        end = _end_apart(lines, timed)
    if dated and end_date and (hour := _hour_of_last_day(lines[dated.line], dated.written)):
        end = hour
    if end is None:
        doubts.pop(ReadField.END, None)
    if day and start and end and end <= start and end_date is None:
        end_date = day + timedelta(days=1)
        doubts[ReadField.END] = Doubt.NEXT_DAY
    if timed is not None and (doubt := _doubt_of_clocks(around, timed)):
        doubts[ReadField.START] = doubt
    lines_used = dated.line if dated else None, timed.line if timed else None
    return When(day, end_date, start, end, doubts, *lines_used)


def without_zone(words: str) -> str:
    """`words` without the name of a zone that stands behind the hours."""
    found = zone_behind(words, 0)
    return words[found.span[1] :].lstrip(" )") if found else words


def _hours(around: _Around) -> tuple[_Timed | None, dict[ReadField, Doubt]]:
    """The hours that are meant, and what is doubtful about them."""
    agenda = _agenda(around.lines, around.near)
    found = sorted(_timed(around, agenda), key=lambda one: one.weight, reverse=True)
    if not found or found[0].weight < 0:
        return None, {}
    best, *others = found
    if best.hours.end is None:  # said again, with the end
        fuller = (one for one in others if one.hours.end and one.hours.start == best.hours.start)
        best = next((one for one in fuller if one.weight >= 0), best)
    others = [one for one in others if not _agree(one.hours, best.hours)]
    if around.day.doubt is Doubt.SEVERAL and any(
        dates_in(around.lines[one.line]) for one in others
    ):
        return None, {}  # each day that can be chosen has its own
    corrected = any(_CORRECTS.search(around.lines[one.line]) for one in others)
    past = around.day.doubt is Doubt.IN_THE_PAST
    doubts: dict[ReadField, Doubt] = {}
    if corrected or any(one.weight > best.weight - _NEAR for one in others):
        doubts = dict.fromkeys((ReadField.START, ReadField.END), Doubt.SEVERAL)
    elif best.line in agenda or best.weight < _NEAR or past:
        doubts = dict.fromkeys((ReadField.START, ReadField.END), Doubt.UNSURE)
    if best.hours.rough:
        doubts[ReadField.START] = Doubt.UNSURE
    if best.hours.rough_end:
        doubts[ReadField.END] = Doubt.UNSURE
    return best, doubts


def _agenda(lines: Sequence[str], near: int) -> set[int]:
    """The lines that tell what happens at an hour."""
    found = {number for number, line in enumerate(lines) if _AGENDA.match(line)}
    if len(found) >= _AT_LEAST_AN_AGENDA:
        return found
    return {one for one in found if one != near and len(lines[one].split()) > _WORDY}


def _agree(one: WrittenHours, other: WrittenHours) -> bool:
    """Whether they say the same, one of them perhaps less of it."""
    starts = one.start is None or other.start is None or one.start == other.start
    return starts and (one.end is None or other.end is None or one.end == other.end)


def _timed(around: _Around, agenda: Collection[int]) -> Iterator[_Timed]:
    for number, line in enumerate(around.lines):
        found = hours(line)
        if not found:
            continue
        weight = _weight(around, number) - (5 if number in agenda else 0)
        sentences = sentences_of(line)  # once: a line may have very many hours
        elsewhen = [end for end, words in sentences if is_elsewhen(words)]
        for one in found:
            more = 2.0 * (one.end is not None) + 2.5 * one.labelled - 3.0 * (one.start is None)
            named = _zone_of(line, one)
            more += 2.0 * (named is not None and named.is_at_home(around.noon, around.zone))
            ends = next((end for end, _ in sentences if one.span[0] < end), None)
            more -= 8.0 if ends in elsewhen else 0.0
            yield _Timed(number, one, weight + more - one.span[0] * 0.001)


def _weight(around: _Around, number: int) -> float:
    """What speaks for the hours of a line: the date beside or above them, a label."""
    line, distance = around.lines[number], number - around.near
    dates = dates_in(line)
    weight = 6.0 if distance == 0 else 4 - 0.5 * distance if 0 < distance <= 6 else 0.0
    if distance < 0:
        weight = max(0.0, 3 + distance)
    if names_time(line) or names_time(label_above(around.lines, number)):
        weight += 3
    if dates and all(one.meaning is Meaning.OTHER for one in dates):
        weight -= 12  # Anmeldung bis 3. Mai, 12 Uhr
    elif distance and dates:
        weight -= 3
    if not dates and closes(line) and _BY.search(line):
        weight -= 6
    return weight


def _zone_of(line: str, one: WrittenHours) -> NamedZone | None:
    """The zone that is named behind these hours, or between them."""
    within = (zone for zone in zones_in(line) if one.span[0] <= zone.span[0] < one.span[1])
    return zone_behind(line, one.span[1]) or next(within, None)


def _end_apart(lines: Sequence[str], timed: _Timed) -> dt.time | None:
    """The end, where it stands in a line of its own near the beginning."""
    near = lines[timed.line + 1 : timed.line + 4]
    ends = (one for line in near for one in hours(line) if one.start is None and one.labelled)
    return next((one.end for one in ends), None)


def _hour_of_last_day(line: str, first: WrittenDate) -> dt.time | None:
    """The hour behind the last day: Fr, 18. Juni, 14 Uhr bis Sa, 19. Juni, 13 Uhr."""
    later = [one for one in dates_in(line) if one.span[0] >= first.span[1]]
    found = [one for one in hours(line) if later and one.span[0] >= later[0].span[1]]
    return (found[0].start or found[0].end) if found else None


def _doubt_of_clocks(around: _Around, timed: _Timed) -> Doubt | None:
    """Whether the hours may be meant by other clocks, or by none at all."""
    line, start, day = around.lines[timed.line], timed.hours.start, around.day.day
    named = _zone_of(line, timed.hours)
    others = [named] if named else zones_in(line)
    if start and others and not any(one.is_at_home(around.noon, around.zone) for one in others):
        return Doubt.OTHER_ZONE
    if day is None or start is None:
        return None
    try:
        to_utc(datetime.combine(day, start).replace(fold=1), around.zone)
    except NotShownTwice:  # as nearly always
        return None
    except NoSuchLocalTime:
        pass
    return Doubt.CLOCK_CHANGE
