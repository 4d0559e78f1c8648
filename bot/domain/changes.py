"""Changes of an event that people are told of: from what they were last told to what is now."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.events import Event

# Edits within this time make one notice.
TOGETHER = timedelta(minutes=10)
# … but nobody is told later than this before the beginning, unless it was changed later still.
_IN_TIME = timedelta(minutes=15)


class Part(StrEnum):
    """What can change; of the first four everybody concerned is told, of the others on request."""

    STATUS = "status"
    WHEN = "when"
    LOCATION = "location"
    JOIN_URL = "join_url"
    TITLE = "title"
    HOST = "host"
    CAPACITY = "capacity"
    REGISTRATION_URL = "registration_url"
    TALKS = "talks"
    DESCRIPTION = "description"


ALWAYS_TOLD = (Part.STATUS, Part.WHEN, Part.LOCATION, Part.JOIN_URL)


@dataclass(frozen=True, slots=True)
class Told:
    """An event as people know it. What is long, or not for everybody, is only a sign of itself."""

    starts_at: str
    ends_at: str
    timezone: str
    status: str
    location: str | None
    join_url: str | None
    title: str
    host: str | None
    capacity: int | None
    registration_url: str | None
    talks: str
    description: str

    @property
    def span(self) -> tuple[datetime, datetime, str]:
        """Start and end (aware, UTC) and the zone."""
        return (
            datetime.fromisoformat(self.starts_at),
            datetime.fromisoformat(self.ends_at),
            self.timezone,
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """What people knew, what is so now, in which parts that differs, and why it is cancelled."""

    event: Event
    before: Told
    after: Told
    parts: tuple[Part, ...]
    reason: str


def told_of(event: Event) -> Told:
    """The event as people are told of it now."""
    return Told(
        starts_at=event.starts_at.isoformat(),
        ends_at=event.ends_at.isoformat(),
        timezone=event.timezone,
        status=event.status.value,
        location=event.location,
        join_url=_sign(event.join_url) if event.join_url else None,
        title=event.title,
        host=event.host,
        capacity=event.capacity,
        registration_url=event.registration_url,
        talks=_sign(repr(event.sessions)),
        description=_sign(event.description or ""),
    )


def written(told: Told) -> str:
    """`told` as a delivery keeps it."""
    return json.dumps(asdict(told), ensure_ascii=False)


def read(text: str) -> Told:
    """What `written` wrote."""
    return Told(**json.loads(text))


def changed(before: Told, after: Told) -> frozenset[Part]:
    """What is another than it was."""
    return frozenset(part for part in Part if _of(before, part) != _of(after, part))


def to_tell(before: Told, after: Told, others: Collection[Part]) -> tuple[Part, ...]:
    """The changes that people are told of, in order: `others` are those asked for besides."""
    different = changed(before, after)
    return tuple(
        part for part in Part if part in different and (part in ALWAYS_TOLD or part in others)
    )


def due(before: Event, after: Event, now: datetime) -> datetime:
    """When a change made at `now` is told: soon enough for whoever is on the way already."""
    starts = [event.starts_at for event in (before, after) if event.starts_at > now]
    latest = min((start - _IN_TIME for start in starts), default=now + TOGETHER)
    return min(now + TOGETHER, max(now, latest))


def _of(told: Told, part: Part) -> object:
    return told.span if part is Part.WHEN else getattr(told, part.value)


def _sign(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
