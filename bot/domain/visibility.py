"""Who may see a talk or a knowledge item, and from when on: the rules that all outlets go by.

That of items stands in SQL in `storage/visibility.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.domain.events import Event, Session
from bot.domain.fields import folded
from bot.domain.knowledge import KnowledgeItem, Publication, Visibility
from bot.domain.times import instant_of, to_local

# Midnight comes at a quarter of an hour in every zone that there is.
_PACE = timedelta(minutes=15)


class Audience(StrEnum):
    """Who looks."""

    PUBLIC = "public"
    MEMBERS = "members"
    ORGANIZERS = "organizers"


SHOWN_TO = {
    Audience.PUBLIC: (Visibility.PUBLIC,),
    Audience.MEMBERS: (Visibility.PUBLIC, Visibility.MEMBERS),
    Audience.ORGANIZERS: tuple(Visibility),
}

_NARROWEST_FIRST = (Visibility.NOBODY, Visibility.MEMBERS, Visibility.PUBLIC)


@dataclass(frozen=True, slots=True)
class Decision:
    """What the contact of its talk has decided about an item: who sees it, and from when on (UTC).

    `withdrawn_at` (aware, UTC) is when it was taken back, None where it is not. Who decided, and
    who took it back, is None where nobody knows it any more: then nobody shows more of it.
    """

    visibility: Visibility
    visible_from: datetime | None = None
    withdrawn_at: datetime | None = None
    decided_by: str | None = None
    withdrawn_by: str | None = None

    def narrowed(self, other: "Decision") -> "Decision":
        """What is right by both decisions, of which nobody knows which one is the later."""
        return Decision(
            min(self.visibility, other.visibility, key=_NARROWEST_FIRST.index),
            max(filter(None, (self.visible_from, other.visible_from)), default=None),
            self.withdrawn_at or other.withdrawn_at,
            self.decided_by if self.decided_by == other.decided_by else None,
            self.withdrawn_by if self.withdrawn_at else other.withdrawn_by,
        )


def is_seen(item: KnowledgeItem, by: Audience, now: datetime) -> bool:
    """Whether these see the item at `now` (aware, UTC): organizers all that is published.

    What the contact of its talk took back nobody sees.
    """
    if item.withdrawn or item.status is not Publication.PUBLISHED:
        return False
    if item.visibility not in SHOWN_TO[by] or item.talk_shown not in SHOWN_TO[by]:
        return False
    return by is Audience.ORGANIZERS or item.visible_from is None or item.visible_from <= now


def programme(event: Event, by: Audience = Audience.MEMBERS) -> tuple[Session, ...]:
    """The talks of an event that these see: whatever lists talks goes by it.

    Without an audience it is for whoever is in Slack; what leaves Slack is for the public.
    """
    shown = SHOWN_TO[by]
    # also of one that was not stored yet, of which nobody has looked at the day
    return tuple(
        one for one in event.sessions if {one.shown, one.visibility or one.shown} <= set(shown)
    )


def shown_to(event: Event, by: Audience) -> Event:
    """The event with these talks alone."""
    return replace(event, sessions=programme(event, by))


def shown_now(session: Session, zone: str, now: datetime) -> Visibility:
    """Who sees a talk at `now` (aware, UTC); its day begins by the clocks of its event's `zone`."""
    if session.visible_from is not None and beginning(session.visible_from, zone) > now:
        return Visibility.NOBODY
    return session.visibility or Visibility.PUBLIC


def is_any_hidden(before: Event, after: Event, now: datetime) -> bool:
    """Whether members saw a talk before that they do not see at `now` (aware, UTC)."""
    was = {folded(one.name) for one in programme(before)}
    return any(
        folded(one.name) in was
        for one in after.sessions
        if shown_now(one, after.timezone, now) not in SHOWN_TO[Audience.MEMBERS]
    )


def days_to_come(event: Event, now: datetime) -> list[datetime]:
    """The instants after `now` (aware, UTC) from which on talks are seen, each once."""
    days = {one.visible_from for one in event.sessions if one.visible_from is not None}
    found = (beginning(day, event.timezone) for day in days)
    return sorted(instant for instant in found if instant > now)


def bound(talk: str | None, sessions: Iterable[Session]) -> Visibility:
    """Who sees at most what belongs to this talk, as far as an event has one of this name."""
    of_it = [one.shown for one in sessions if talk and folded(one.name) == folded(talk)]
    return strictest(of_it)


def strictest(found: Iterable[Visibility]) -> Visibility:
    """What the fewest see; PUBLIC for none."""
    order = list(Visibility)
    return max(found, key=order.index, default=Visibility.PUBLIC)


def seen_at(now: datetime) -> datetime:
    """The last instant until `now` at which a day may have begun anywhere (aware, UTC).

    What is seen then is seen now: so what was read for it may be kept for a while.
    """
    return now - (now - datetime.min.replace(tzinfo=now.tzinfo)) % _PACE


def beginning(day: date, zone: str) -> datetime:
    """The instant (aware, UTC) at which this day begins by the clocks of `zone` (IANA name)."""
    return instant_of(datetime.combine(day, time()), zone)


def day_of(instant: datetime, zone: str) -> date:
    """The day that clocks in `zone` show at `instant` (aware)."""
    return to_local(instant, zone).date()
