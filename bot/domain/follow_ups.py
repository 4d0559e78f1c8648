"""The question after an event: when the organizers are asked what is still missing."""

from datetime import datetime, time, timedelta

from bot.domain.events import Event, Status
from bot.domain.times import instant_of, to_local

_HOUR = time(10)
# A bot that was away is still in time so long after that; later nobody remembers who had what.
GRACE = timedelta(days=3)


def due(event: Event) -> datetime:
    """Ten o'clock, by the clocks of the event's zone, on the day after its last day (UTC)."""
    last_day = to_local(event.ends_at, event.timezone).date()
    return instant_of(datetime.combine(last_day + timedelta(days=1), _HOUR), event.timezone)


def why_unwanted(event: Event | None, now: datetime) -> str | None:
    """Why nobody is asked at `now`; None when they are."""
    if event is None:
        return "the event is gone"
    if event.status is not Status.PUBLISHED:
        return f"the event is {event.status}"
    return "the event was moved" if now < due(event) else None


def is_too_late(event: Event, now: datetime) -> bool:
    """Whether the bot was away for so long that it does not ask any more."""
    return now > due(event) + GRACE
