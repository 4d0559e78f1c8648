"""Who said what to an event."""

from dataclasses import dataclass

from bot.domain.events import Event
from bot.domain.rsvps import Rsvp


@dataclass(frozen=True, slots=True)
class Attendance:
    """All answers to an event; those who wait stand in their order and not among the yeses."""

    event: Event
    yes: tuple[Rsvp, ...] = ()
    maybe: tuple[Rsvp, ...] = ()
    no: tuple[Rsvp, ...] = ()
    waiting: tuple[Rsvp, ...] = ()

    @property
    def groups(self) -> dict[str, tuple[Rsvp, ...]]:
        """The answers under what they are, in the order in which they are shown."""
        return {"yes": self.yes, "waiting": self.waiting, "maybe": self.maybe, "no": self.no}

    @property
    def users(self) -> frozenset[str]:
        """Everybody who answered."""
        return frozenset(rsvp.user for rsvps in self.groups.values() for rsvp in rsvps)
