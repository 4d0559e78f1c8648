"""A LabCamp event, its sessions, and what can be said of it at a given time."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.ids import EventNumber
from bot.domain.knowledge import Visibility


class Status(StrEnum):
    """Where an event stands in its life; only a published one takes answers."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Arrival(StrEnum):
    """What becomes of material that the contact of a talk gives."""

    PROPOSED = "proposed"  # organizers look at it first
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Session:
    """One talk (Input) of an event. `talk` is its topic, empty while only the speaker is known."""

    talk: str = ""
    speaker: str | None = None
    role: str | None = None
    organisation: str | None = None
    # Who is asked for its material, and that they said there is none: nothing that people are told.
    contact: str | None = field(default=None, repr=False)
    no_material: bool = field(default=False, compare=False, repr=False)
    # Who sees it, and its material at most (bot.domain.visibility); all where nobody has said.
    visibility: Visibility | None = field(default=None, repr=False)
    visible_from: date | None = field(default=None, repr=False)  # nobody sees it before that day
    shown: Visibility = field(default=Visibility.PUBLIC, compare=False, repr=False)  # as of now

    @property
    def name(self) -> str:
        """What it goes by: its topic, or who speaks as long as that is open."""
        return self.talk or self.speaker or ""

    @property
    def by(self) -> str:
        """Who speaks, with role and organisation, as far as it is known."""
        return ", ".join(part for part in (self.speaker, self.role, self.organisation) if part)


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when (aware, UTC), and the zone whose clocks are meant (IANA name)."""

    starts_at: datetime
    ends_at: datetime
    timezone: str


@dataclass(frozen=True, slots=True)
class Event:
    """One LabCamp. Times are aware and UTC; `timezone` is where it is at home (IANA name)."""

    number: EventNumber
    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    status: Status = Status.DRAFT
    description: str | None = None
    location: str | None = None
    join_url: str | None = None
    registration_url: str | None = None
    host: str | None = None
    capacity: int | None = None
    accessibility: str | None = None
    material: Arrival = Arrival.PROPOSED
    closes_at: datetime | None = None  # from then on it takes no answers; without it, from its end
    sessions: tuple[Session, ...] = ()
    revision: int = field(default=0, compare=False)  # raised by storage with every change

    @property
    def hours(self) -> Hours:
        """When it takes place."""
        return Hours(self.starts_at, self.ends_at, self.timezone)

    def has_ended(self, now: datetime) -> bool:
        """Whether the event is over at `now` (aware, UTC); its last instant counts as over."""
        return self.ends_at <= now


class Closed(StrEnum):
    """Why an event takes no answers."""

    DRAFT = "draft"
    CANCELLED = "cancelled"
    PAST = "past"
    CLOSED = "closed"  # it takes place all the same


def why_closed(event: Event, now: datetime) -> Closed | None:
    """Why `event` takes no answers at `now` (aware, UTC), or None when it does."""
    if event.status is Status.DRAFT:
        return Closed.DRAFT
    if event.status is Status.CANCELLED:
        return Closed.CANCELLED
    if event.has_ended(now):
        return Closed.PAST
    is_closed = event.closes_at is not None and event.closes_at <= now
    return Closed.CLOSED if is_closed else None


def why_off(event: Event, now: datetime) -> Closed | None:
    """Why `event` is nothing to look forward to at `now`, or None when it is, answers or not."""
    closed = why_closed(event, now)
    return None if closed is Closed.CLOSED else closed
