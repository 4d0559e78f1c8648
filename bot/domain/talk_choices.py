"""What organizers choose for the talks of an event in forms of their own, by the signs of talks.

As it stands in a form: a contact is an id, or empty; who sees a talk is as `members`, or
`members 2027-01-15` from that day on.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.events import Event, Session
from bot.domain.fields import FormEntry
from bot.domain.knowledge import Visibility
from bot.domain.knowledge_entries import sign
from bot.domain.values import day, one_of

_visibility = one_of(Visibility)


@dataclass(frozen=True, slots=True)
class TalkChoice:
    """One of these forms: what stands in it of an event, and the event with what was chosen.

    Talks of which nothing was chosen stay as they are. The audit calls it `action`.
    """

    entry_of: Callable[[Event], FormEntry]
    chosen: Callable[[Event, FormEntry], Event]
    action: str


def written(who: Visibility, begins: date | None) -> str:
    """Who sees a talk, and from which day on, as it stands in a form."""
    return who.value if begins is None else f"{who} {begins}"


def who_sees(choice: str) -> tuple[Visibility, date | None]:
    """What was written so. Raises NotOurs for anything else."""
    who, _, begins = choice.partition(" ")
    return _visibility(who), day(begins) if begins else None


def _entry_of(event: Event, value: Callable[[Session], str]) -> FormEntry:
    # of two talks with one name the form shows the first
    return {sign(one.name): value(one) for one in reversed(event.sessions)}


def _contacts(event: Event) -> FormEntry:
    return _entry_of(event, lambda talk: talk.contact or "")


def _with_contacts(event: Event, entry: FormEntry) -> Event:
    talks = (
        replace(one, contact=entry.get(sign(one.name), one.contact) or None)
        for one in event.sessions
    )
    return replace(event, sessions=tuple(talks))


def _seen(talk: Session) -> str:
    return written(talk.visibility or Visibility.PUBLIC, talk.visible_from)


def _with_seen(event: Event, entry: FormEntry) -> Event:
    talks = (_seen_as(one, entry.get(sign(one.name), _seen(one))) for one in event.sessions)
    return replace(event, sessions=tuple(talks))


def _seen_as(talk: Session, choice: str) -> Session:
    if choice == _seen(talk):  # of which nobody has said who sees it, nobody has yet
        return talk
    visibility, visible_from = who_sees(choice)
    return replace(talk, visibility=visibility, visible_from=visible_from)


CONTACTS = TalkChoice(_contacts, _with_contacts, "contacts")
WHO_SEES = TalkChoice(lambda event: _entry_of(event, _seen), _with_seen, "talks seen")
