"""LABCAMP_BACKUPS: when a backup is due, and which of them have had their time."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.wishes import REMEMBERED_DAYS

_PART = re.compile(r"([1-9][0-9]{0,2})([dw])")
# No backup outlives the wishes to be forgotten that are honoured when it is restored.
_MOST = {"d": REMEMBERED_DAYS, "w": REMEMBERED_DAYS // 7}


class BadRotation(Exception):
    """It does not say how many backups are to be kept; says why."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many daily and how many weekly backups are kept; one of the two may be 0."""

    days: int
    weeks: int

    @property
    def longest(self) -> timedelta:
        """How old a backup may become, as long as there is a newer one."""
        return timedelta(days=max(self.days, 7 * self.weeks))


DEFAULT_ROTATION = Rotation(7, 4)


def rotation(text: str) -> Rotation | None:
    """What `7d,4w`, `7d` or `4w` means, None for `none`; raises BadRotation."""
    if text.strip().lower() == "none":
        return None
    found: dict[str, int] = {}
    for part in (one.strip() for one in text.lower().split(",")):
        match = _PART.fullmatch(part)
        if match is None or match[2] in found:
            raise BadRotation(f"{text!r} is no number of days and weeks such as 7d,4w, nor none")
        found[match[2]] = int(match[1])
    for unit, number in found.items():
        if number > _MOST[unit]:
            raise BadRotation(f"at most {_MOST['d']}d and {_MOST['w']}w may be kept")
    return Rotation(found.get("d", 0), found.get("w", 0))


def is_due(made: Collection[datetime], kept: Rotation, now: datetime) -> bool:
    """Whether today (UTC) has no backup yet; without daily ones, whether this week has none."""
    of = _day if kept.days else _week
    return of(now) not in {of(at) for at in made}


def superfluous(made: Collection[datetime], kept: Rotation, now: datetime) -> set[datetime]:
    """Those that go: all but the newest of each of the last days and weeks that have some.

    What is older than those days and weeks go back goes too, however few there are: what people
    had deleted stands in it. The newest of all stays in any case.
    """
    newest_first = sorted(set(made), reverse=True)
    stay = {
        *_newest_of_each(newest_first, _day)[: kept.days],
        *_newest_of_each(newest_first, _week)[: kept.weeks],
    }
    return {
        at
        for at in newest_first[1:]  # whatever is said of it, the first is the newest
        if at not in stay or now - at >= kept.longest
    }


def _newest_of_each(
    newest_first: list[datetime], of: Callable[[datetime], object]
) -> list[datetime]:
    found: dict[object, datetime] = {}
    for at in newest_first:
        found.setdefault(of(at), at)
    return list(found.values())


def _day(at: datetime) -> object:
    return at.date()


def _week(at: datetime) -> object:
    return at.isocalendar()[:2]
