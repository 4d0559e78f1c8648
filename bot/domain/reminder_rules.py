"""LABCAMP_REMINDERS: what can be written there, and the hour that it means before an event."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain.times import instant_of, to_local

_DAY = timedelta(days=1)
# Ours: an event is planned months ahead, and what is longer is a slip of the pen.
LONGEST = timedelta(days=365)
_RULE = re.compile(r"(?P<audience>[^:\s]+)\s*:\s*(?P<offset>\S+)")
_OFFSET = re.compile(
    r"(?P<number>[0-9]{1,9})(?P<unit>[dhms])(?:@(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}))?"
)
_UNITS = {"h": timedelta(hours=1), "m": timedelta(minutes=1), "s": timedelta(seconds=1)}


class Addressee(StrEnum):
    """Where a reminder goes: to the channels of the announcements, or to members one by one."""

    CHANNEL = "channel"
    DIRECT = "direct"


@dataclass(frozen=True, slots=True)
class DaysBefore:
    """So many days earlier by the calendar, at the start's wall-clock time or at another one."""

    days: int
    at: time | None = None

    def __str__(self) -> str:
        return f"{self.days}d@{self.at:%H:%M}" if self.at else f"{self.days}d"


@dataclass(frozen=True, slots=True)
class SpanBefore:
    """So much time earlier, by the stopwatch."""

    span: timedelta

    def __str__(self) -> str:
        return f"{int(self.span.total_seconds())}s"


Offset = DaysBefore | SpanBefore


@dataclass(frozen=True, slots=True)
class Rule:
    """One part of LABCAMP_REMINDERS. Its offset as a string is the same however it was written."""

    audience: Addressee
    offset: Offset

    @property
    def is_a_day_ahead(self) -> bool:
        """Whether it leaves time to decide: then it is for maybes too; else it has the join link.

        It goes by what was written: `1d` is a day ahead in the night of 23 hours too.
        """
        return isinstance(self.offset, DaysBefore) or self.offset.span >= _DAY

    def __str__(self) -> str:
        return f"{self.audience}:{self.offset}"

    def due(self, starts_at: datetime, zone: str) -> datetime:
        """When (aware, UTC) it is due for an event that starts at `starts_at` (aware) in `zone`.

        Days are counted on the calendar of the zone. Where its clocks are put forward over the
        wall time, it means the time as much later (02:30 becomes 03:30), as calendars do
        (RFC 5545, 3.3.5); where they show it twice, the first pass.
        """
        if isinstance(self.offset, SpanBefore):
            return starts_at - self.offset.span
        start = to_local(starts_at, zone).replace(tzinfo=None, fold=0)
        local = start - timedelta(days=self.offset.days)
        if self.offset.at is not None:
            local = datetime.combine(local.date(), self.offset.at)
        return instant_of(local, zone)


class BadRule(ValueError):
    """A part of LABCAMP_REMINDERS, or a span, that can't be read; says what is wrong with it."""


class BadRules(ValueError):
    """LABCAMP_REMINDERS can't be read; `problems` names everything that is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


DEFAULT_RULES = (
    Rule(Addressee.CHANNEL, DaysBefore(7)),
    Rule(Addressee.CHANNEL, DaysBefore(1)),
    Rule(Addressee.DIRECT, DaysBefore(1)),
    Rule(Addressee.DIRECT, SpanBefore(timedelta(hours=1))),
)


def rules(text: str) -> tuple[Rule, ...]:
    """The rules that `text` (LABCAMP_REMINDERS) lists, each once; `none` means none.

    Raises BadRules.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if [part.lower() for part in parts] == ["none"]:
        return ()
    found, problems = [], [] if parts else ["names no reminder; for no reminders write none"]
    for part in parts:
        try:
            found.append(rule(part))
        except BadRule as error:
            problems.append(str(error))
    if problems:
        raise BadRules(problems)
    return tuple(dict.fromkeys(found))


def rule(text: str) -> Rule:
    """The rule that `text` (`channel:7d`, `direct:1d@09:00`, `direct:1h`) means; raises BadRule."""
    match = _RULE.fullmatch(text.strip().lower())
    if match is None:
        raise BadRule(f"{text.strip()!r} is no reminder such as channel:7d or direct:1h")
    if match["audience"] not in list(Addressee):
        raise BadRule(f"{text.strip()!r} must begin with channel: or direct:")
    return Rule(Addressee(match["audience"]), _offset(match["offset"], text.strip()))


def span(text: str) -> timedelta:
    """The time that `text` (`2h`, `90m`, `30s`, `1d`) lasts, more than none; raises BadRule."""
    match = _OFFSET.fullmatch(text.strip().lower())
    if match is None or match["hour"] is not None or int(match["number"]) == 0:
        raise BadRule(f"{text.strip()!r} is no span such as 2h, 90m or 30s")
    return _span(match, text.strip())


def _offset(text: str, shown: str) -> Offset:
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise BadRule(f"{shown!r} must say how long before, such as 7d, 1d@09:00, 1h, 30m or 30s")
    if int(match["number"]) == 0:
        raise BadRule(f"{shown!r} is not before the start")
    length = _span(match, shown)
    if match["unit"] == "d":
        return DaysBefore(length.days, _time_of_day(match, shown))
    if match["hour"] is not None:
        raise BadRule(f"{shown!r}: only days can have a time of day, as in 1d@09:00")
    return SpanBefore(length)


def _span(match: re.Match[str], shown: str) -> timedelta:
    length = int(match["number"]) * (_UNITS | {"d": _DAY})[match["unit"]]
    if length > LONGEST:
        raise BadRule(f"{shown!r} is longer than {LONGEST.days} days")
    return length


def _time_of_day(match: re.Match[str], shown: str) -> time | None:
    if match["hour"] is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 23 or minute > 59:
        raise BadRule(f"{shown!r}: there is no such time of day; write 00:00 to 23:59")
    return time(hour, minute)
