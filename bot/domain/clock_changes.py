"""When a zone's clocks change, and whether they do so by one rule every year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.limits import LATEST_YEAR

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_SECOND = timedelta(seconds=1)
# After these each day of a month has been every weekday, in leap years too.
_CYCLE = 28
_LAST = -1


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A change of the clocks that comes every year, from one offset to another.

    It comes on the `week`th (-1: the last) `weekday` (0: Monday) of a `month`, `at` that hour by
    the clocks as they were before it.
    """

    month: int
    week: int
    weekday: int
    at: time
    before: timedelta
    after: timedelta
    name: str  # of the time that begins, as in CEST

    def by_old_clocks(self, year: int) -> datetime:
        """When it comes in that year, without a zone."""
        first = date(year, self.month, 1)
        day = first + _DAY * ((self.weekday - first.weekday()) % 7)
        fifth = day + 4 * _WEEK
        last = fifth if fifth.month == self.month else fifth - _WEEK
        found = last if self.week == _LAST else day + (self.week - 1) * _WEEK
        return datetime.combine(found, self.at)


@lru_cache(maxsize=512)
def yearly(zone: ZoneInfo) -> tuple[ClockChange, ...] | None:
    """The two changes of every year, in their order; none where clocks stay as they are.

    None where they change, but not by such a rule. What counts is the rule that the zone ends
    with: ask `holds` whether a year follows it.
    """
    years = [_changes(zone, year) for year in range(LATEST_YEAR - _CYCLE, LATEST_YEAR)]
    if {len(changes) for changes in years} - {2}:
        return None if any(years) else ()
    rule = [_rule(same) for same in zip(*years, strict=True)]
    return tuple(found for found in rule if found) if all(rule) else None


@lru_cache(maxsize=4096)
def holds(zone: ZoneInfo, year: int) -> bool:
    """Whether the clocks change in that year as they do by the yearly rule, and not otherwise."""
    rule = yearly(zone)
    if rule is None:
        return False
    found = _changes(zone, year)
    if not rule:
        return not found and _offset(zone, year) == _offset(zone, LATEST_YEAR)
    expected = [(change.by_old_clocks(year), change.before, change.after) for change in rule]
    return [(one.wall, one.before, one.after) for one in found] == expected


@dataclass(frozen=True, slots=True)
class _Change:
    """A change that came or comes once; `wall` is the time by the old clocks."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str


def _changes(zone: ZoneInfo, year: int) -> list[_Change]:
    """All changes of the offset in a year (UTC)."""
    start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    days = [start + number * _DAY for number in range((end - start).days + 1)]
    offsets = [_at(zone, day) for day in days]
    return [
        _between(zone, days[place], days[place + 1])
        for place in range(len(days) - 1)
        if offsets[place] != offsets[place + 1]
    ]


def _between(zone: ZoneInfo, before: datetime, after: datetime) -> _Change:
    """The change that comes after one instant, and at the latest at the other."""
    old = _at(zone, before)
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (middle, after) if _at(zone, middle) == old else (before, middle)
    local = after.astimezone(zone)
    return _Change((after + old).replace(tzinfo=None), old, _at(zone, after), local.tzname() or "")


def _rule(changes: Sequence[_Change]) -> ClockChange | None:
    """The rule that changes of several years follow; None when there is none."""
    alike = {
        (one.wall.month, one.wall.weekday(), one.wall.time(), one.before, one.after, one.name)
        for one in changes
    }
    if len(alike) != 1:
        return None
    month, weekday, at, before, after, name = alike.pop()
    rules = (
        ClockChange(month, week, weekday, at, before, after, name) for week in (_LAST, 1, 2, 3, 4)
    )
    return next(
        (
            rule
            for rule in rules
            if all(rule.by_old_clocks(one.wall.year) == one.wall for one in changes)
        ),
        None,
    )


def _offset(zone: ZoneInfo, year: int) -> timedelta:
    return _at(zone, datetime(year, 1, 1, tzinfo=UTC))


def _at(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)
