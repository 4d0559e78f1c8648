"""Wall times as a file writes them: `2026-12-07 15:00`, in the event's own zone."""

import re
from datetime import datetime

from bot.domain.limits import EARLIEST_YEAR, LATEST_YEAR
from bot.files.fields import fault, shown, text_of
from bot.files.nodes import Node

# In the hour that autumn brings twice a wall time alone means its first pass; these words after
# it mean the second. An offset would do too, but then it would have to be refused on all other
# days of the year, where local time is meant.
SECOND_PASS = "(second pass)"  # noqa: S105 - a mark in a file, not a password

_WALL_TIME = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:(?:T| +)(?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?))?"
    r" *(?P<rest>.*)"
)
_ZONE_SUFFIX = re.compile(r"[Zz]|[A-Z]{2,5}|(?:UTC|GMT)?[+-][0-9]{1,2}(?::?[0-9]{2})?|\w+/\w+")


def wall_time(node: Node, name: str) -> datetime:
    """A local date and time without its zone (naive), with or without seconds.

    `2026-10-25 02:30 (second pass)` gives a `fold` of 1.
    """
    text = text_of(node, name)
    example = "write it as 2026-12-07 15:00"
    match = _WALL_TIME.fullmatch(text)
    if match is None:
        raise fault(node, f"'{name}' must be a date and a time, not {shown(text)}; {example}")
    if match["time"] is None:
        raise fault(node, f"'{name}' needs a date and a time of day; {example}, not {shown(text)}")
    rest = match["rest"]
    if _ZONE_SUFFIX.fullmatch(rest):
        raise fault(
            node,
            f"'{name}' is meant as local time; leave '{rest}' out, and name the zone in 'timezone'",
        )
    if rest not in ("", SECOND_PASS):
        raise fault(node, f"'{name}' must be a date and a time, not {shown(text)}; {example}")
    return _combined(node, name, match["date"], match["time"], second_pass=bool(rest))


def written(local: datetime) -> str:
    """A wall time in the form that `wall_time` reads, with seconds only where there are any."""
    seconds = ":%S" if local.second or local.microsecond else ""
    fraction = ".%f" if local.microsecond else ""
    text = local.strftime(f"%Y-%m-%d %H:%M{seconds}{fraction}")
    return f"{text} {SECOND_PASS}" if local.fold else text


def _combined(node: Node, name: str, date: str, time: str, *, second_pass: bool) -> datetime:
    try:
        day = datetime.strptime(date, "%Y-%m-%d")  # noqa: DTZ007 - a wall time; zone unknown yet
    except ValueError:
        raise fault(node, f"'{name}': there is no {date} in the calendar; mend the date") from None
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise fault(
            node,
            f"'{name}': the year must be from {EARLIEST_YEAR} to {LATEST_YEAR}, not {day.year}",
        )
    clock, _, fraction = time.partition(".")
    hour, minute, second = (*map(int, clock.split(":")), 0)[:3]
    if hour > 23 or minute > 59 or second > 59:
        raise fault(node, f"'{name}': there is no {time} on the clock; write 00:00 to 23:59")
    micro = int(fraction.ljust(6, "0"))
    return day.replace(
        hour=hour, minute=minute, second=second, microsecond=micro, fold=int(second_pass)
    )
