"""What a Home shows: the member's own, and for organizers what waits for them."""

from dataclasses import dataclass

from bot.domain.announcements import Announcement
from bot.domain.cards import Card
from bot.domain.deliveries import Kind, State
from bot.domain.events import Event
from bot.domain.knowledge import KnowledgeItem
from bot.domain.members import Member


@dataclass(frozen=True, slots=True)
class Stuck:
    """A delivery that Slack refused, or of which nobody knows whether it arrived."""

    id: int
    kind: Kind
    target: str
    state: State
    error: str | None
    announcement: int | None = None

    @property
    def posts(self) -> int | None:
        """The announcement that was to be posted; None for all else, as one that is corrected."""
        return self.announcement if self.kind is Kind.ANNOUNCEMENT else None


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for an organizer."""

    drafts: tuple[Event, ...] = ()
    begun: tuple[Announcement, ...] = ()
    planned: tuple[Announcement, ...] = ()
    proposals: tuple[KnowledgeItem, ...] = ()
    stuck: tuple[Stuck, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """Everything about one member that lasts. `desk` is None for all but organizers."""

    member: Member
    next: Card | None
    own: tuple[Card, ...] = ()
    newest: tuple[KnowledgeItem, ...] = ()
    desk: Desk | None = None
