"""Where a text about an event goes: newsletter, homepage, social networks, mail; and what it is of.

Whatever goes there is for all the world.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.announcement_remarks import Listed
from bot.domain.calendar import Entry
from bot.domain.events import Event, Hours, Status
from bot.domain.material import Group
from bot.domain.visibility import Audience, programme


class Outlet(StrEnum):
    """Where a text goes."""

    NEWSLETTER = "newsletter"
    HOMEPAGE = "homepage"
    SOCIAL = "social"
    MAIL = "mail"


class Occasion(StrEnum):
    """What a text is there for."""

    INVITATION = "invitation"
    RECAP = "recap"
    CANCELLATION = "cancellation"


@dataclass(frozen=True, slots=True)
class OutletSource:
    """All that texts about an event are made of, without anything that is not for all the world.

    `groups` are its public material by talk, `moved_from` the hours with which it was announced
    where those are others, `changed_at` (aware, UTC) is when it was changed last. The texts say how
    things are `at` this time (aware, UTC).
    """

    event: Event
    at: datetime
    changed_at: datetime
    groups: tuple[Group, ...] = ()
    moved_from: Hours | None = None

    @property
    def occasion(self) -> Occasion:
        """What its texts are there for."""
        if self.event.status is Status.CANCELLED:
            return Occasion.CANCELLATION
        return Occasion.RECAP if self.event.has_ended(self.at) else Occasion.INVITATION

    @property
    def registration(self) -> str | None:
        """Where people register who are invited; None as soon as nobody can any more."""
        closes = self.event.closes_at
        closed = closes is not None and closes <= self.at
        invites = self.occasion is Occasion.INVITATION and not closed
        return self.event.registration_url if invites else None

    @property
    def entry(self) -> Entry:
        """The event as everybody's calendar has it."""
        return Entry(self.event, self.changed_at)


def for_all(event: Event) -> Event:
    """The event as it may be told to all: without the link to the meeting, or whom to ask.

    And without talks that only members see, or nobody yet.
    """
    seen = programme(event, Audience.PUBLIC)
    public = {"contact": None, "no_material": False, "visibility": None, "visible_from": None}
    talks = tuple(replace(talk, **public) for talk in seen)  # type: ignore[arg-type]
    return replace(event, join_url=None, sessions=talks)


@dataclass(frozen=True, slots=True)
class CheckedSource:
    """A source, and what is planned or posted in Slack about the event and contradicts it."""

    source: OutletSource
    outdated: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class NotPublished:
    """The event never was published: no text about it goes anywhere."""

    event: Event


@dataclass(frozen=True, slots=True)
class Output:
    """One text about an event, and the end of its name as a file: `newsletter.md`."""

    outlet: Outlet
    name: str
    text: str


class TemplateTrouble(StrEnum):
    """What may be the matter with a community's own templates."""

    BROKEN = "broken"
    UNUSED = "unused"  # none of ours is called so
    NO_FOLDER = "no-folder"


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """What is the matter with a template; `line` counts from 1, 0 where it is not known.

    `what` is what Jinja says of it, or the name of ours that one which is unused may mean.
    """

    trouble: TemplateTrouble
    file: str
    line: int = 0
    what: str = ""
