"""Checks of the settings and of the machine: time zones, and the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

from bot.doctor.context import Context
from bot.doctor.findings import Finding, Verdict
from bot.domain.checks import Learned

_OTHERS = 0o007
# When it is 14:00 in Berlin, and daylight saving time.
_IN_SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)
_BERLIN_IN_SUMMER = timedelta(hours=2)


async def settings(context: Context) -> Finding:
    """All problems, as at the start; then what is only to be looked at."""
    if context.problems:
        setup = context.t.plain("doctor.settings-wrong.do")
        return Finding(Verdict.WRONG, "\n".join(context.problems), setup)
    doubts = [
        *(
            context.doubtful("settings-misspelt", name=name, nearest=nearest or "?")
            for name, nearest in context.misspelt.items()
        ),
        *([context.doubtful("settings-clear")] if context.settings.database_in_the_clear else []),
        *([context.doubtful("settings-readable")] if _is_open(context) else []),
    ]
    if doubts:
        words, advice = zip(*((one.words, one.advice) for one in doubts), strict=True)
        return Finding(Verdict.DOUBTFUL, "\n".join(words), " ".join(advice))
    return context.well("settings-well")


def _is_open(context: Context) -> bool:
    """Whether anybody on this machine may read the tokens."""
    file = context.folder / ".env"
    return file.exists() and bool(file.stat().st_mode & _OTHERS)


async def time_zones(context: Context) -> Finding:
    """Whether the zones are there that dates are told in, with their summer time."""
    try:
        context.zone(context.settings.timezone)
        offset = _IN_SUMMER.astimezone(context.zone("Europe/Berlin")).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return context.wrong("zones-missing")
    if offset != _BERLIN_IN_SUMMER:
        return context.wrong("zones-odd")
    return context.well("zones-well", zone=context.settings.timezone)


async def clock(context: Context) -> Finding:
    """How far the clock is from Slack's."""
    if context.settings.clock_file is not None:
        return context.unchecked("clock-moved")
    if context.fast is None:
        return context.unchecked("clock-unsaid")
    seconds = round(abs(context.fast).total_seconds())
    off = context.trouble(Learned(fast=context.fast))
    return off or context.well("clock-well", seconds=seconds)
