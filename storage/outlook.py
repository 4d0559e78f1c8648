"""What was sent lately, and what waits to be sent: for those who look ahead, and change nothing."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.deliveries import Kind, State
from bot.domain.delivery_payloads import Payload
from storage.tables import Row, deliveries

_ROW = sa.select(
    deliveries.c.kind,
    deliveries.c.payload,
    deliveries.c.state,
    deliveries.c.due_at,
    deliveries.c.done_at,
    deliveries.c.claimed_at,
    deliveries.c.claimed_until,
)
_WAITING = [State.PENDING.value, State.LOOKUP.value, State.CLAIMED.value]
_DONE = [State.SENT.value, State.MISSED.value, State.REFUSED.value, State.UNCERTAIN.value]
_KNOWN = deliveries.c.kind.in_([kind.value for kind in Kind])
_AHEAD = _ROW.where(deliveries.c.state.in_(_WAITING), _KNOWN).order_by(deliveries.c.due_at)
_BEHIND = _ROW.where(
    deliveries.c.state.in_(_DONE), _KNOWN, deliveries.c.done_at >= sa.bindparam("after")
).order_by(deliveries.c.done_at)


@dataclass(frozen=True, slots=True)
class OutlookDelivery:
    """A delivery: what it carries, and how it stands. Times are aware and UTC."""

    kind: Kind
    payload: Payload
    state: State
    due_at: datetime
    done_at: datetime | None
    claimed_at: datetime | None
    claimed_until: datetime | None


def waiting(connection: sa.Connection) -> list[OutlookDelivery]:
    """All that is to be done or under way, in the order in which it is due."""
    return [_standing(row) for row in connection.execute(_AHEAD)]


def done(connection: sa.Connection, after: datetime) -> list[OutlookDelivery]:
    """All that came to an end since this time, well or not, in its order."""
    return [_standing(row) for row in connection.execute(_BEHIND, {"after": after})]


def _standing(row: Row) -> OutlookDelivery:
    kind, payload, state, *times = row
    return OutlookDelivery(Kind(kind), payload, State(state), *times)
