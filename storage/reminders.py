"""Reminders: which are planned, whom they go to, and which went out lately."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.deliveries import Kind, State
from bot.domain.ids import DeliveryId, EventNumber
from bot.domain.reminders import Reminder
from bot.domain.rsvps import Answer
from storage.chunks import chunks
from storage.prepared import Prepared
from storage.tables import Row, deliveries, members, rsvps

# in words, not as a value: so an index of these alone is used
_PLANNED = deliveries.c.kind == sa.literal_column(f"'{Kind.FAN_OUT}'")
_PENDING = deliveries.c.state == State.PENDING.value
_SELECT = sa.select(
    deliveries.c.id, deliveries.c.dedupe_key, deliveries.c.state, deliveries.c.payload
).where(_PLANNED)
_TO_COME = _SELECT.where(_PENDING).order_by(deliveries.c.id).with_for_update()
_STANDING = (
    _SELECT.where(deliveries.c.dedupe_key.in_(sa.bindparam("keys", expanding=True)))
    .order_by(deliveries.c.id)
    .with_for_update()
)
_WITHDRAW = (
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(
        state=State.WITHDRAWN.value,
        done_at=sa.bindparam("now"),
        error="the event or the settings were changed",
    )
)
_PLAN_AGAIN = (
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(
        state=State.PENDING.value,
        due_at=sa.bindparam("due_at"),
        payload=sa.bindparam("payload"),
        attempts=0,
        done_at=None,
        error=None,
    )
)
_SENT_SINCE = Prepared(
    sa.select(deliveries.c.payload)
    .where(
        _PLANNED,
        deliveries.c.state == State.SENT.value,
        deliveries.c.due_at > sa.bindparam("after"),
        deliveries.c.due_at <= sa.bindparam("now"),
    )
    .order_by(deliveries.c.due_at.desc())
)
_WISHES = (
    sa.select(rsvps.c.user)
    .outerjoin(members, members.c.user == rsvps.c.user)
    .where(
        rsvps.c.event == sa.bindparam("event"),
        rsvps.c.answer.in_(sa.bindparam("answers", expanding=True)),
        rsvps.c.waitlisted_at.is_(None),
        sa.func.coalesce(members.c.reminders, sa.true()),
    )
    .order_by(rsvps.c.user)
)


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """A reminder that fans out at its hour, and how it stands."""

    id: DeliveryId
    key: str
    state: State
    reminder: Reminder


def to_come(connection: sa.Connection) -> list[PlannedReminder]:
    """All that are still to come, locked until the transaction ends."""
    return [_planned(row) for row in connection.execute(_TO_COME)]


def standing(connection: sa.Connection, keys: Collection[str]) -> dict[str, PlannedReminder]:
    """How those with these keys stand, locked; without those that were never planned."""
    found = {}
    for some in chunks(sorted(keys)):
        for row in connection.execute(_STANDING, {"keys": some}):
            found[row.dedupe_key] = _planned(row)
    return found


def withdraw(connection: sa.Connection, planned: DeliveryId, now: datetime) -> None:
    """Let one go that is still to come."""
    connection.execute(_WITHDRAW, {"of_id": planned, "now": now})


def plan_again(connection: sa.Connection, planned: DeliveryId, reminder: Reminder) -> None:
    """Have one that was withdrawn, or is still to come, fan out at this reminder's hour."""
    values = {"of_id": planned, "due_at": reminder.due_at, "payload": reminder.payload()}
    connection.execute(_PLAN_AGAIN, values)


def fanned_out(connection: sa.Connection, after: datetime, now: datetime) -> list[Reminder]:
    """Those that went out after `after`, of all events, the newest first."""
    rows = _SENT_SINCE.rows(connection, {"after": after, "now": now})
    return [Reminder.of(payload) for (payload,) in rows]


def recipients(
    connection: sa.Connection, event: EventNumber, answers: Collection[Answer]
) -> list[str]:
    """Who gave one of these answers, is not on the waiting list, and wants to be reminded."""
    values = {"event": event, "answers": [answer.value for answer in answers]}
    return list(connection.execute(_WISHES, values).scalars())


def _planned(row: Row) -> PlannedReminder:
    return PlannedReminder(row.id, row.dedupe_key, State(row.state), Reminder.of(row.payload))
