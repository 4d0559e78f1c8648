"""Claims: what is due is taken by one process at a time, which then writes what became of it."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.deliveries import Delivery, Kind, Settlement, State, next_method
from bot.domain.delivery_outcomes import Sent
from bot.domain.ids import DeliveryId
from storage import pauses
from storage.prepared import Prepared
from storage.tables import UtcDateTime, deliveries

_ROW = (
    deliveries.c.id,
    deliveries.c.kind,
    deliveries.c.target,
    deliveries.c.payload,
    deliveries.c.send_id,
    deliveries.c.attempts,
    deliveries.c.claimed_at,
    deliveries.c.claimed_until,
    deliveries.c.due_at,
    deliveries.c.done_at,
    deliveries.c.lookups,
)
_FIELDS = [column.name for column in _ROW]
_NOW: sa.BindParameter[datetime] = sa.bindparam("now")
# In words, not as values: PostgreSQL, which knows how rare these are among all that was sent, would
# else plan anew each time. https://www.postgresql.org/docs/current/sql-prepare.html
_CLAIMED, _PENDING, _LOOKUP = (
    deliveries.c.state == sa.literal_column(f"'{state.value}'")
    for state in (State.CLAIMED, State.PENDING, State.LOOKUP)
)
# What a newer version added, which runs beside this one while it is deployed, is left to it.
_KNOWN = deliveries.c.kind.in_([sa.literal_column(f"'{kind.value}'") for kind in Kind])
_SELECT_DUE = (
    sa.select(
        deliveries.c.due_at,
        deliveries.c.id,
        deliveries.c.state,
        deliveries.c.kind,
        deliveries.c.target,
    )
    .where(sa.not_(pauses.IN_PEACE), _KNOWN)
    .order_by(deliveries.c.due_at, deliveries.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
# Two statements, because many rows may be pending, and these are found in the order of the index.
_DUE_PENDING = Prepared(_SELECT_DUE.where(_PENDING, deliveries.c.due_at <= _NOW))
_DUE_OTHERWISE = Prepared(
    _SELECT_DUE.where(
        sa.or_(
            sa.and_(_LOOKUP, deliveries.c.due_at <= _NOW),
            sa.and_(_CLAIMED, deliveries.c.claimed_until <= _NOW),
        )
    )
)
_CLAIM = Prepared(
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(
        state=State.CLAIMED.value,
        attempts=deliveries.c.attempts + 1,
        claimed_at=sa.func.coalesce(
            sa.bindparam("claimed_at", type_=UtcDateTime), deliveries.c.claimed_at
        ),
        claimed_until=sa.bindparam("claimed_until"),
    )
    .returning(*_ROW)
)
_HELD = Prepared(
    sa.select(deliveries.c.due_at, deliveries.c.error)
    .where(
        deliveries.c.id == sa.bindparam("id"),
        _CLAIMED,
        deliveries.c.claimed_until == sa.bindparam("claimed_until"),
        deliveries.c.attempts == sa.bindparam("attempts"),
    )
    .with_for_update()
)
_SETTLE = Prepared(
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(
        state=sa.bindparam("state"),
        method=sa.bindparam("next_method"),
        due_at=sa.func.coalesce(sa.bindparam("due_at", type_=UtcDateTime), deliveries.c.due_at),
        attempts=sa.bindparam("tried"),
        lookups=sa.bindparam("looked_up"),
        channel=sa.func.coalesce(sa.bindparam("channel"), deliveries.c.channel),
        ts=sa.func.coalesce(sa.bindparam("ts"), deliveries.c.ts),
        error=sa.bindparam("error"),
        done_at=sa.func.coalesce(sa.bindparam("done_at", type_=UtcDateTime), deliveries.c.done_at),
        claimed_until=None,
    )
)
# The first of two ranges of an index, for many may be pending; few are claimed at once.
_NEXT_DUE = Prepared(
    sa.select(
        *(
            sa.select(deliveries.c.due_at)
            .where(waits, _KNOWN)
            .order_by(deliveries.c.due_at)
            .limit(1)
            .scalar_subquery()
            for waits in (_PENDING, _LOOKUP)
        ),
        sa.select(sa.func.min(deliveries.c.claimed_until))
        .where(_CLAIMED, _KNOWN)
        .scalar_subquery(),
    )
)


@dataclass(frozen=True, slots=True)
class Due:
    """A row that may be claimed; `uncertain` when it is to be looked up."""

    id: DeliveryId
    kind: Kind
    target: str
    uncertain: bool


def due(connection: sa.Connection, now: datetime) -> Due | None:
    """The row that is due longest at `now`, locked; None for none.

    Rows whose channel or method is to be left in peace wait. Of several processes each gets
    another row. A post to be looked up, or whose lease ran out, is `uncertain`.
    """
    found = [
        row
        for statement in (_DUE_PENDING, _DUE_OTHERWISE)
        for row in statement.rows(connection, pauses.at(now))
    ]
    if not found:
        return None
    _, number, state, kind, target = min(found)
    kind = Kind(kind)
    uncertain = state == State.LOOKUP or (state == State.CLAIMED and kind.is_a_post)
    return Due(number, kind, target, uncertain)


def claim(connection: sa.Connection, row: Due, now: datetime) -> Delivery:
    """The row that `due` found, now ours for the length of a lease."""
    values = {
        "of_id": row.id,
        "claimed_at": None if row.uncertain else now,
        "claimed_until": now + row.kind.lease,
    }
    (claimed,) = _CLAIM.rows(connection, values)
    fields = dict(zip(_FIELDS, claimed, strict=True))
    return Delivery(**{**fields, "kind": row.kind}, uncertain=row.uncertain)


def held(connection: sa.Connection, delivery: Delivery) -> tuple[datetime, str | None] | None:
    """The row's present `due_at` and last error, locked, while this claim holds it; else None."""
    values = {
        "id": delivery.id,
        "claimed_until": delivery.claimed_until,
        "attempts": delivery.attempts,
    }
    for due_at, error in _HELD.rows(connection, values):
        return due_at, error
    return None


def settle(
    connection: sa.Connection,
    delivery: Delivery,
    settlement: Settlement,
    done_at: datetime | None,
    sent: Sent | None = None,
) -> None:
    """Write what became of a row that `held` said is ours.

    `done_at` is None when it was not done: what stood there stays.
    """
    _SETTLE.run(
        connection,
        {
            "of_id": delivery.id,
            "state": settlement.state.value,
            "next_method": next_method(delivery.kind, settlement.state),
            "due_at": settlement.due_at,
            "tried": settlement.attempts,
            "looked_up": settlement.lookups,
            "channel": sent.channel if sent else None,
            "ts": sent.ts if sent else None,
            "error": settlement.error,
            "done_at": done_at,
        },
    )


def first_due(connection: sa.Connection) -> datetime | None:
    """When the first of all that waits is due, or was, whatever may be in its way."""
    found = [at for at in _NEXT_DUE.rows(connection, {})[0] if at is not None]
    return min(found, default=None)


def next_due(connection: sa.Connection, now: datetime) -> datetime | None:
    """When the next row may become due: never later than it does; None when none waits."""
    due = first_due(connection)
    if due is None or due > now:
        return due
    return pauses.next_end(connection, now) or due
