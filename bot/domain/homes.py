"""What a Home shows: the member's own, and for organizers what waits for them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from bot.domain.announcement_remarks import Listed
from bot.domain.announcements import Announcement
from bot.domain.cards import Card
from bot.domain.deliveries import Kind, State
from bot.domain.events import Closed, Event
from bot.domain.ids import AnnouncementId, DeliveryId, EventNumber
from bot.domain.knowledge import KeptItem, KnowledgeItem
from bot.domain.members import Member
from bot.domain.talk_material import OwnTalk

T = TypeVar("T")


class Which(StrEnum):
    """A list that can be looked at whole, page by page."""

    OWN = "own"
    TALKS = "talks"
    STUCK = "stuck"
    PUBLISHED = "published"
    DRAFTS = "drafts"
    ANNOUNCEMENTS = "announcements"

    @property
    def is_everybodys(self) -> bool:
        """Whether a member sees in it what is their own; the others are for organizers."""
        return self in (Which.OWN, Which.TALKS)


@dataclass(frozen=True, slots=True)
class Stuck:
    """A delivery that Slack refused, or of which nobody knows whether it arrived."""

    id: DeliveryId
    kind: Kind
    target: str
    state: State
    error: str | None
    announcement: AnnouncementId | None = None
    event: EventNumber | None = None  # the number of the event that it is about, if it is about one

    @property
    def posts(self) -> AnnouncementId | None:
        """The announcement that was to be posted; None for all else, as one that is corrected."""
        return self.announcement if self.kind is Kind.ANNOUNCEMENT else None


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """Some of a list: `more` are the entries that follow and are not among them."""

    shown: tuple[T, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for an organizer; `more_…` are how many there are besides those shown."""

    published: Part[Event] = Part()  # coming ones, without the next, whose card stands there
    drafts: Part[Event] = Part()
    begun: tuple[Announcement, ...] = ()
    planned: tuple[Listed, ...] = ()
    proposals: tuple[KnowledgeItem, ...] = ()
    stuck: tuple[Stuck, ...] = ()
    more_announcements: int = 0
    more_stuck: int = 0
    dead_links: int = 0
    over: Card | None = None  # the last event, for what there is of it


@dataclass(frozen=True, slots=True)
class Home:
    """Everything about one member that lasts. `desk` is None for all but organizers."""

    member: Member
    next: Card | None
    own: tuple[Card, ...] = ()
    newest: tuple[KnowledgeItem, ...] = ()
    desk: Desk | None = None
    more_own: int = 0
    proposed: tuple[KeptItem, ...] = ()  # what the member proposed and nobody decided on yet
    has_calendar: bool = False
    closed: Closed | None = None  # why the next event takes no answers, if so
    talks: Part[OwnTalk] = Part()  # those of which the member is the contact
