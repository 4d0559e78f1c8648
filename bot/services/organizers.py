"""Who organizes besides those whom the settings name: added and removed by organizers."""

from dataclasses import dataclass
from datetime import datetime

from storage import audit, handled_events, members
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Added:
    """They are an organizer now."""


@dataclass(frozen=True, slots=True)
class Already:
    """They were one before; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Removed:
    """They are none any more."""


@dataclass(frozen=True, slots=True)
class NotAdded:
    """They were never added, so they can't be removed."""


@dataclass(frozen=True, slots=True)
class LastOne:
    """Nobody would be left; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """Slack sent the same command before; nothing was changed."""


def add(
    connection: Connection, organizer: str, user: str, key: str, now: datetime
) -> Added | Already | Repeated:
    """Make `user` an organizer.

    The caller has checked that `organizer` is one, and that `user` may be one.
    """
    if not handled_events.is_new(connection, key, now):
        return Repeated()
    if user in members.organizers_locked(connection):
        return Already()
    members.set_organizer(connection, user, organizer=True)
    audit.add(connection, now, organizer, "organizers add", user)
    return Added()


def remove(
    connection: Connection,
    organizer: str,
    user: str,
    key: str,
    now: datetime,
    *,
    others: bool,
) -> Removed | NotAdded | LastOne | Repeated:
    """Take from `user` what `add` gave. `others` says whether anybody organizes who was not added.

    The caller has checked that `organizer` is one.
    """
    if not handled_events.is_new(connection, key, now):
        return Repeated()
    added = members.organizers_locked(connection)
    if user not in added:
        return NotAdded()
    if not others and added == [user]:
        return LastOne()
    members.set_organizer(connection, user, organizer=False)
    audit.add(connection, now, organizer, "organizers remove", user)
    return Removed()
