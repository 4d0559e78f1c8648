"""What a restored database can't know: whether what was due since its backup was sent."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.deliveries import Kind, State, next_method
from bot.domain.delivery_outcomes import TOO_LATE
from storage.tables import deliveries

_POSTS = [kind.value for kind in Kind if kind.is_a_post]
# One of these becomes a post to each of many members: who got it already is not to be found out.
_TO_MANY = (Kind.FAN_OUT, Kind.CHANGE, Kind.NUDGING, Kind.FEEDBACK_ASKING, Kind.MATERIAL_ASKING)
_FANNED_OUT = [kind.value for kind in _TO_MANY]
_DUE = sa.and_(
    deliveries.c.state == State.PENDING.value, deliveries.c.due_at <= sa.bindparam("now")
)
_LOOK_UP = (
    sa.update(deliveries)
    .where(_DUE, deliveries.c.kind.in_(_POSTS))
    .values(
        state=State.LOOKUP.value,
        method=next_method(Kind.ANNOUNCEMENT, State.LOOKUP),
        claimed_at=deliveries.c.due_at,  # since then it may stand in Slack
        due_at=sa.bindparam("now"),
        lookups=0,
    )
)
_MISS = (
    sa.update(deliveries)
    .where(_DUE, deliveries.c.kind.in_(_FANNED_OUT))
    .values(state=State.MISSED.value, error=TOO_LATE, done_at=sa.bindparam("now"))
)


def look_up_what_was_due(connection: sa.Connection, now: datetime) -> int:
    """Have posts that were due looked up in Slack before they are sent; how many there are."""
    return connection.execute(_LOOK_UP, {"now": now}).rowcount


def miss_what_was_due(connection: sa.Connection, now: datetime) -> int:
    """Leave out what was due to be sent to each of many members; how many there are."""
    return connection.execute(_MISS, {"now": now}).rowcount
