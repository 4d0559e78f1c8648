"""Who may see a knowledge item, and from when on: the one rule that all outlets go by.

In SQL it stands in `storage/visibility.py`.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

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


def is_seen(item: KnowledgeItem, by: Audience, now: datetime) -> bool:
    """Whether these see the item at `now` (aware, UTC): organizers all that is published.

    What the contact of its talk took back nobody sees.
    """
    if item.withdrawn or item.status is not Publication.PUBLISHED:
        return False
    if item.visibility not in SHOWN_TO[by]:
        return False
    return by is Audience.ORGANIZERS or item.visible_from is None or item.visible_from <= now


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
