"""Who said what to an event."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.events import Event
from bot.domain.rsvps import Counts, Rsvp
from bot.domain.times import to_local


@dataclass(frozen=True, slots=True)
class Attendance:
    """All answers to an event; those who wait stand in their order and not among the yeses."""

    event: Event
    yes: tuple[Rsvp, ...] = ()
    maybe: tuple[Rsvp, ...] = ()
    no: tuple[Rsvp, ...] = ()
    waiting: tuple[Rsvp, ...] = ()
    final: Counts | None = None  # all that is left once the answers are gone

    @property
    def groups(self) -> dict[str, tuple[Rsvp, ...]]:
        """The answers under what they are, in the order in which they are shown."""
        return {"yes": self.yes, "waiting": self.waiting, "maybe": self.maybe, "no": self.no}

    @property
    def users(self) -> frozenset[str]:
        """Everybody who answered."""
        return frozenset(rsvp.user for rsvps in self.groups.values() for rsvp in rsvps)


def kept_until(event: Event, days: int) -> date:
    """The last day, where the event is at home, on which a list of its answers may be kept.

    The bot itself keeps them for as many `days` after the event (LABCAMP_RETENTION_DAYS).
    """
    return to_local(event.ends_at + timedelta(days=days), event.timezone).date()
