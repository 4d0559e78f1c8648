"""The material of one talk: when its contact is asked for it, and what is theirs to decide."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.events import Event, Session
from bot.domain.fields import folded
from bot.domain.ids import EventNumber
from bot.domain.knowledge import KeptItem, KnowledgeItem, Publication, Visibility
from bot.domain.knowledge_entries import sign
from bot.domain.times import instant_of, to_local

_HOUR = time(10)  # as organizers are asked
_AGAIN = timedelta(days=3)
MOST_TURNS = 2  # so often a contact may have themselves asked again


@dataclass(frozen=True, slots=True)
class OwnTalk:
    """A talk as its contact sees it, with all that there is of it, seen by others or not."""

    event: Event
    session: Session
    items: tuple[KeptItem, ...] = ()


def of_contact(event: Event | None, talk: str, user: str) -> Session | None:
    """The talk of this sign if this user is its contact; None where they are not.

    What somebody was asked may have been renamed since: then it is the only talk that they have.
    """
    sessions = event.sessions if event is not None else ()
    of_sign = [one for one in sessions if sign(one.name) == talk]
    own = [one for one in of_sign or sessions if one.contact == user]
    return own[0] if own and (of_sign or len(own) == 1) else None


def items_of(session: Session, items: Sequence[KeptItem]) -> tuple[KeptItem, ...]:
    """Those of an event's items that are of this talk and that its contact decides about.

    What organizers have rejected is none of them.
    """
    return tuple(
        kept
        for kept in items
        if folded(kept.item.session or "") == folded(session.name)
        and kept.item.status is not Publication.REJECTED
    )


def is_theirs(item: KnowledgeItem, user: str | None) -> bool:
    """Whether the contact of its talk decides who sees an item: nobody else did before them."""
    return not item.decided or item.decided_by == user


def open_to(item: KnowledgeItem, user: str | None) -> tuple[Visibility, ...]:
    """To whom the contact of its talk may show an item: to no more people than others allowed.

    Whoever takes it back may show it again, nobody else; who sees it then is left to whoever
    decided that, and stays as it was. So an organizer who makes themselves the contact shows
    nothing that the one before them did not want to be seen.
    """
    if item.withdrawn and item.withdrawn_by != user:
        return ()
    if is_theirs(item, user):
        return tuple(Visibility)
    return (item.visibility,) if item.withdrawn else ()


def is_asked(session: Session, unwilling: Collection[str]) -> bool:
    """Whether the contact of a talk is asked; else the organizers are."""
    has_contact = session.contact is not None and session.contact not in unwilling
    return has_contact and not session.no_material


def again(event: Event, now: datetime) -> datetime:
    """When a contact is asked again who wants that at `now`: three days later at ten (UTC).

    By the clocks of the event's zone.
    """
    day = to_local(now + _AGAIN, event.timezone).date()
    return instant_of(datetime.combine(day, _HOUR), event.timezone)


def key(number: EventNumber, day: str, talk: str, user: str, turn: int) -> str:
    """What one question is known by: nobody is asked twice for the same."""
    return f"talk_material:{number}:{day}:{talk}:{user}:{turn}"
