"""Who somebody is to the bot: their language, and whether they organize."""

from datetime import datetime, timedelta

from bot.domain.members import Member
from bot.domain.wishes import REMEMBERED_DAYS, is_forgotten
from storage import forgotten, handled_events, members
from storage.database import Connection

_REMEMBERED = timedelta(days=REMEMBERED_DAYS)


def member(connection: Connection, user: str) -> Member:
    """What is kept of this user; an empty member when nothing is."""
    return members.get(connection, user) or Member(user)


def set_language(connection: Connection, user: str, language: str, key: str, now: datetime) -> None:
    """Keep the member's language (`de` or `en`), once for each `key`.

    What Slack, or somebody who overheard it, sends again later undoes no newer choice.
    """
    if handled_events.is_new(connection, key, now):
        members.set_language(connection, user, language, now)


def set_reminders(connection: Connection, user: str, key: str, now: datetime, *, on: bool) -> None:
    """Keep whether the member wants direct reminders, once for each `key`.

    Those on their way follow when they are sent.
    """
    if handled_events.is_new(connection, key, now):
        members.set_reminders(connection, user, now, on=on)


def learn_language(connection: Connection, user: str, language: str, now: datetime) -> None:
    """Keep what Slack says of the member's language, unless they have said one themselves.

    Of whoever wanted to be forgotten it is not kept; they are asked about anew each time.
    """
    if is_forgotten(user, forgotten.since(connection, now - _REMEMBERED)):
        return
    members.learn_language(connection, user, language, now)


def organizers(connection: Connection) -> frozenset[str]:
    """The users whom an organizer made organizers."""
    return frozenset(members.organizers(connection))


def is_to_be_welcomed(connection: Connection, user: str, now: datetime) -> bool:
    """Whether the caller may welcome this user, now and once; nobody does any more after it."""
    return members.welcome(connection, user, now)
