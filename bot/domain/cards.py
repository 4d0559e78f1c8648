"""What a card shows: an event together with what one member, or the channel, may see of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.announcements import Announcement
from bot.domain.events import Closed, Event, Hours
from bot.domain.material import Group
from bot.domain.rsvps import Counts, Rsvp

PAGE_SIZE = 8  # events in a list


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What a member has answered to an event. `position` counts the waiting list from 1."""

    event: Event
    rsvp: Rsvp
    position: int | None = None

    @property
    def may_join(self) -> bool:
        """Whether the member is shown the join link: yes or maybe, but not the waiting list."""
        return self.rsvp.gets_the_join_link


@dataclass(frozen=True, slots=True)
class Card:
    """An event as one member sees it. `position` counts the waiting list from 1.

    `groups` are the items of the event, by talk.
    """

    event: Event
    counts: Counts
    rsvp: Rsvp | None = None
    position: int | None = None
    groups: tuple[Group, ...] = ()

    @property
    def own(self) -> OwnAnswer | None:
        """The member's own answer; None for whoever has not answered."""
        return OwnAnswer(self.event, self.rsvp, self.position) if self.rsvp else None

    @property
    def may_join(self) -> bool:
        """Whether the member is shown the join link."""
        return self.own is not None and self.own.may_join


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some of the events. `number` counts from 1; `items` says how many items each has."""

    events: tuple[Event, ...]
    past: bool
    number: int
    has_more: bool
    items: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlainPost:
    """An announcement without an event as the channel sees it: nothing to answer."""

    announcement: Announcement


@dataclass(frozen=True, slots=True)
class Post:
    """An RSVP message as the channel sees it; once the event is over with its items, by talk.

    `moved_from` is when the event was to take place as the message was posted, if that is another
    time.
    """

    event: Event
    counts: Counts
    announcement: Announcement | None = None
    closed: Closed | None = None
    groups: tuple[Group, ...] = ()
    moved_from: Hours | None = None
