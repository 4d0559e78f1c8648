"""Who organizes besides those whom the settings name: added and removed by organizers."""

from datetime import datetime

from bot.domain.replies import Repeated, Reply
from storage import audit, handled_events, members
from storage.database import Connection


def add(
    connection: Connection, organizer: str, user: str, key: str, now: datetime
) -> Reply | Repeated[None]:
    """Make `user` an organizer.

    The caller has checked that `organizer` is one, and that `user` may be one.
    """
    if not handled_events.is_new(connection, key, now):
        return Repeated()
    if user in members.organizers_locked(connection):
        return Reply.ORGANIZER_ALREADY
    members.set_organizer(connection, user, now, organizer=True)
    audit.add(connection, now, organizer, "organizers add", user)
    return Reply.ORGANIZER_ADDED


def remove(
    connection: Connection,
    organizer: str,
    user: str,
    key: str,
    now: datetime,
    *,
    others: bool,
) -> Reply | Repeated[None]:
    """Take from `user` what `add` gave. `others` says whether anybody organizes who was not added.

    The caller has checked that `organizer` is one.
    """
    if not handled_events.is_new(connection, key, now):
        return Repeated()
    added = members.organizers_locked(connection)
    if user not in added:
        return Reply.NOT_ADDED
    if not others and added == [user]:
        return Reply.LAST_ORGANIZER
    members.set_organizer(connection, user, now, organizer=False)
    audit.add(connection, now, organizer, "organizers remove", user)
    return Reply.ORGANIZER_REMOVED
