"""Figures for whoever looks from outside: what is due and not done yet, and the events."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.deliveries import State
from bot.domain.events import Status
from storage.tables import deliveries, events

_NOW: sa.BindParameter[datetime] = sa.bindparam("now")
# A claim that ran out is due as well. Each is one range of the index on state and due_at.
_DUE = (
    sa.and_(deliveries.c.state == State.PENDING.value, deliveries.c.due_at <= _NOW),
    sa.and_(deliveries.c.state == State.LOOKUP.value, deliveries.c.due_at <= _NOW),
    sa.and_(
        deliveries.c.state == State.CLAIMED.value,
        deliveries.c.due_at <= _NOW,
        deliveries.c.claimed_until <= _NOW,
    ),
)
# The first of each range; of min() PostgreSQL would not see that the index begins with it.
OLDEST_DUE = sa.select(
    *(
        sa.select(deliveries.c.due_at)
        .where(is_due)
        .order_by(deliveries.c.due_at)
        .limit(1)
        .scalar_subquery()
        for is_due in _DUE
    )
)
DUE = sa.select(
    *(
        sa.select(sa.func.count()).select_from(deliveries).where(is_due).scalar_subquery()
        for is_due in _DUE
    )
)
_EVENTS = sa.select(events.c.status, sa.func.count()).group_by(events.c.status)


def oldest_due(connection: sa.Connection, now: datetime) -> datetime | None:
    """Since when the oldest delivery is due that is not done; None when nothing is due.

    It may only wait for its turn: Slack wants one post a second in a channel.
    """
    found = connection.execute(OLDEST_DUE, {"now": now}).one()
    return min((due_at for due_at in found if due_at is not None), default=None)


def due(connection: sa.Connection, now: datetime) -> int:
    """How many deliveries are due and not done."""
    return sum(connection.execute(DUE, {"now": now}).one())


def events_by_status(connection: sa.Connection) -> dict[Status, int]:
    """How many events there are of each status."""
    return {Status(status): number for status, number in connection.execute(_EVENTS)}
