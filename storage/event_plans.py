"""Which events were changed since what follows from them was planned, by whoever it was.

Each says so of itself (docs/decisions/0028-an-event-says-that-it-was-changed.md).
"""

import sqlalchemy as sa

from bot.domain.ids import EventNumber
from storage.chunks import chunks
from storage.prepared import Prepared
from storage.tables import events

# In the words of an index that holds these alone: most of the time there is none. PostgreSQL, which
# thinks of most numbers that they differ, goes by it when it is asked for the least.
_UNPLANNED = events.c.planned != events.c.revision
_LAST = sa.select(sa.func.coalesce(sa.func.max(events.c.planning), 0))
_STANDING = Prepared(
    sa.select(
        _LAST.scalar_subquery(),
        sa.select(sa.func.min(events.c.planned)).where(_UNPLANNED).scalar_subquery(),
    )
)
# In the order in which all lock them: so nobody waits for who waits for them. A sum is in no index:
# so SQLite does not look through all of them, in their order.
_LOCK = sa.select(events.c.number).where(_UNPLANNED).order_by(events.c.number + 0).with_for_update()
_TAKE = (
    sa.update(events)
    .where(events.c.number.in_(sa.bindparam("numbers", expanding=True)))
    .values(planned=events.c.revision, planning=_LAST.scalar_subquery() + 1)
)


def last_planning(connection: sa.Connection) -> int | None:
    """The number of the last planning; None while an event was changed since.

    It is another one whenever an event is another one than it was.
    """
    planning, unplanned = _STANDING.rows(connection, {})[0]
    return planning if unplanned is None else None


def take_changed(connection: sa.Connection) -> list[EventNumber]:
    """The numbers of all such events, locked; when this transaction ends they are none any more.

    Whoever calls plans what follows from them.
    """
    numbers = list(connection.execute(_LOCK).scalars())
    for some in chunks(numbers):
        connection.execute(_TAKE, {"numbers": some})
    return [EventNumber(number) for number in numbers]
