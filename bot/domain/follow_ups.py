"""After an event: when the organizers are asked what is still missing, and what may be posted."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.domain.events import Event, Status
from bot.domain.feedback import Answers
from bot.domain.material import Group
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


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What stands in a channel after an event.

    `groups` are its material by talk, `yes` how many had said yes (None where that is not known, or
    they are so few that it is not said), `came_back` the counted answers to the questions, if they
    are shown, and `following` the event that comes after it.
    """

    event: Event
    groups: tuple[Group, ...] = ()
    yes: int | None = None
    came_back: Answers = field(default_factory=dict)
    following: Event | None = None


@dataclass(frozen=True, slots=True)
class FollowUpPreview:
    """What would be posted `into` these places: each a channel and a thread in it, or none."""

    said: FollowUp
    into: tuple[tuple[str, str], ...]

    @property
    def with_feedback(self) -> bool:
        """Whether what came back is seen in it: only then it is posted too."""
        return bool(self.said.came_back)


def may_be_posted(event: Event, now: datetime) -> bool:
    """Whether there is something to look back on."""
    return event.status is Status.PUBLISHED and event.has_ended(now)
