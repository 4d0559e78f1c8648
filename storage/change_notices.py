"""What people were last told of an event, kept with the delivery that tells them of changes."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.deliveries import State
from bot.domain.delivery_payloads import Payload
from bot.domain.ids import DeliveryId, EventNumber
from bot.domain.rsvps import Answer
from storage.tables import deliveries, rsvps

_CLAIMED = deliveries.c.state == State.CLAIMED.value
_GET = (
    sa.select(deliveries.c.id, deliveries.c.state, deliveries.c.payload)
    .where(deliveries.c.dedupe_key == sa.bindparam("dedupe_key"))
    .with_for_update()
)
_PLAN = (
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(
        # one that is just being told comes back when it is settled, because its time was moved
        state=sa.case((_CLAIMED, deliveries.c.state), else_=State.PENDING.value),
        attempts=sa.case((_CLAIMED, deliveries.c.attempts), else_=0),
        payload=sa.bindparam("payload"),
        due_at=sa.bindparam("due_at"),
        error=None,
    )
)
_REMEMBER = (
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(payload=sa.bindparam("payload"))
)
_CONCERNED = (
    sa.select(rsvps.c.user)
    .where(
        rsvps.c.event == sa.bindparam("event"),
        rsvps.c.answer.in_([Answer.YES.value, Answer.MAYBE.value]),
    )
    .order_by(rsvps.c.user)
)


@dataclass(frozen=True, slots=True)
class Notice:
    """The one delivery that tells of an event's changes, and how it stands."""

    id: DeliveryId
    state: State
    payload: Payload


def get_locked(connection: sa.Connection, dedupe_key: str) -> Notice | None:
    """The notice with this key, locked until the transaction ends; None when there was none."""
    row = connection.execute(_GET, {"dedupe_key": dedupe_key}).one_or_none()
    return Notice(row.id, State(row.state), row.payload) if row else None


def plan(connection: sa.Connection, notice: DeliveryId, payload: Payload, due_at: datetime) -> None:
    """Have it told at this time, whatever it was before."""
    values = {"of_id": notice, "payload": dict(payload), "due_at": due_at}
    connection.execute(_PLAN, values)


def remember(connection: sa.Connection, notice: DeliveryId, payload: Payload) -> None:
    """Keep what was told, and change nothing else."""
    connection.execute(_REMEMBER, {"of_id": notice, "payload": dict(payload)})


def concerned(connection: sa.Connection, event: EventNumber) -> list[str]:
    """Who said yes or maybe, the waiting list included."""
    return list(connection.execute(_CONCERNED, {"event": event}).scalars())
