"""By which UIDs calendars know events."""

from collections.abc import Collection

import sqlalchemy as sa

from bot.domain.ids import EventNumber
from storage.chunks import chunks
from storage.tables import events

_NUMBERS_OF = sa.select(events.c.uid, events.c.number).where(
    events.c.uid.in_(sa.bindparam("uids", expanding=True))
)
_KEEP = (
    sa.update(events)
    .where(events.c.number == sa.bindparam("of_number"))
    .values(uid=sa.bindparam("by_uid"))
)


def numbers_of(connection: sa.Connection, uids: Collection[str]) -> dict[str, EventNumber]:
    """The numbers of the events that a calendar knows by these UIDs."""
    found: dict[str, EventNumber] = {}
    for some in chunks(uids):
        rows = connection.execute(_NUMBERS_OF, {"uids": some})
        found |= {row.uid: EventNumber(row.number) for row in rows}
    return found


def keep(connection: sa.Connection, number: EventNumber, uid: str) -> None:
    """Know the event by this UID from now on; that is no change of it."""
    connection.execute(_KEEP, {"of_number": number, "by_uid": uid})
