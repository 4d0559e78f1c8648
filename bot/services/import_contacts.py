"""Contacts of talks in a file: whoever wanted to be forgotten is not named again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.domain.events import Event
from bot.domain.wishes import is_forgotten
from bot.files.contents import CalendarEntry, EventEntry, LeftOut
from bot.services.import_spooling import Merged
from storage import forgotten, members
from storage.database import Connection


def without_forgotten(
    connection: Connection, made: Sequence[Merged[Event]]
) -> tuple[Merged[Event], ...]:
    """The same, read only; talks have no contact who wanted to be forgotten, as in `forget-me`.

    Who is the contact already stays: organizers chose them since. So does whoever has come back,
    and is a member again.
    """
    wishes = forgotten.remembered(connection)
    if not wishes:
        return tuple(made)

    def is_named_again(user: str) -> bool:
        return is_forgotten(user, wishes) and members.get(connection, user) is None

    return tuple(replace(one, after=_without(one, is_named_again)) for one in made)


def _without(one: Merged[Event], is_named_again: Callable[[str], bool]) -> Event:
    stand = {talk.contact for talk in one.before.sessions} if one.before else set()
    named = {talk.contact for talk in one.after.sessions if talk.contact} - stand
    gone = {user for user in named if user and is_named_again(user)}
    talks = (
        replace(talk, contact=None) if talk.contact in gone else talk for talk in one.after.sessions
    )
    return replace(one.after, sessions=tuple(talks)) if gone else one.after


def left_out(
    entries: Sequence[EventEntry | CalendarEntry], made: Sequence[Merged[Event]]
) -> Iterator[LeftOut]:
    """What is said of each contact in the file who is not taken; `made` is of these entries."""
    for entry, event in zip(entries, made, strict=True):
        for said, taken in zip(entry.given.get("sessions", ()), event.after.sessions, strict=False):
            if said.contact and taken.contact is None:
                yield LeftOut(
                    entry.lines["sessions"],
                    f"the contact of '{said.name}' in event {event.after.number} asked to be "
                    "forgotten: take the line 'contact' out of the file; if they want to be asked "
                    "again, choose them under Contacts in Slack",
                )
