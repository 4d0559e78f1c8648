"""Deliveries: what is to be sent, claimed by one process at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.deliveries import (
    Delivery,
    Kind,
    Settlement,
    State,
    is_a_post,
    lease,
    method,
    next_method,
)
from bot.domain.outcomes import Sent
from storage import pauses
from storage.tables import UtcDateTime, deliveries
from storage.upsert import insert

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
_NOW: sa.BindParameter[datetime] = sa.bindparam("now")
_CLAIMED = deliveries.c.state == State.CLAIMED.value
_PENDING = deliveries.c.state == State.PENDING.value
_LOOKUP = deliveries.c.state == State.LOOKUP.value
_WAITING = sa.or_(_PENDING, _LOOKUP)
_INSERT = insert(deliveries).values(
    dedupe_key=sa.bindparam("dedupe_key"),
    kind=sa.bindparam("kind"),
    method=sa.bindparam("method"),
    target=sa.bindparam("target"),
    payload=sa.bindparam("payload"),
    due_at=sa.bindparam("due_at"),
    send_id=sa.bindparam("send_id"),
    state=sa.bindparam("state"),
    done_at=sa.bindparam("done_at"),
    attempts=0,
    lookups=0,
)
_ADD = _INSERT.on_conflict_do_nothing()
_STANDING = (
    sa.select(deliveries.c.id, deliveries.c.state, deliveries.c.done_at)
    .where(deliveries.c.dedupe_key == sa.bindparam("dedupe_key"))
    .with_for_update()
)
_HOLD_UNDER_WAY = (
    sa.select(deliveries.c.id)
    .where(
        deliveries.c.kind == sa.bindparam("kind"),
        deliveries.c.state.in_([State.PENDING, State.CLAIMED, State.LOOKUP, State.UNCERTAIN]),
        deliveries.c.claimed_at <= _NOW,
    )
    .with_for_update(read=True)
)
_PUT_BACK = (
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(
        state=State.PENDING.value,
        due_at=sa.bindparam("due_at"),
        # else what was sent the last time would be found when it is looked up
        send_id=sa.bindparam("new_send_id"),
        attempts=0,
        lookups=0,
    )
)
_POSTPONE = (
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(due_at=sa.bindparam("due_at"))
)
_SELECT_DUE = (
    sa.select(
        deliveries.c.id,
        deliveries.c.state,
        deliveries.c.kind,
        deliveries.c.target,
        deliveries.c.due_at,
    )
    .where(sa.not_(pauses.IN_PEACE))
    .order_by(deliveries.c.due_at, deliveries.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
# Two statements, because many rows may be pending, and these are found in the order of the index.
_DUE_PENDING = _SELECT_DUE.where(_PENDING, deliveries.c.due_at <= _NOW)
_DUE_OTHERWISE = _SELECT_DUE.where(
    sa.or_(
        sa.and_(_LOOKUP, deliveries.c.due_at <= _NOW),
        sa.and_(_CLAIMED, deliveries.c.claimed_until <= _NOW),
    )
)
_CLAIM = (
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
_HELD = (
    sa.select(deliveries.c.due_at, deliveries.c.error)
    .where(
        deliveries.c.id == sa.bindparam("id"),
        _CLAIMED,
        deliveries.c.claimed_until == sa.bindparam("claimed_until"),
        deliveries.c.attempts == sa.bindparam("attempts"),
    )
    .with_for_update()
)
_SETTLE = (
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
_NEXT_DUE = sa.select(
    sa.func.min(sa.case((_WAITING, deliveries.c.due_at), else_=deliveries.c.claimed_until))
).where(sa.or_(_WAITING, _CLAIMED))
_FORGET = sa.delete(deliveries).where(
    deliveries.c.done_at < sa.bindparam("before"), sa.not_(sa.or_(_WAITING, _CLAIMED))
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a row with a certain dedupe_key stands."""

    id: int
    state: State
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Due:
    """A row that may be claimed; `uncertain` when it is to be looked up."""

    id: int
    kind: Kind
    target: str
    uncertain: bool


def add(
    connection: sa.Connection,
    *,
    kind: Kind,
    target: str,
    payload: Mapping[str, str | int],
    due_at: datetime,
    dedupe_key: str,
    send_id: str,
) -> None:
    """Insert what is to be sent; nothing happens when the key is there already."""
    rows = [(target, dedupe_key, send_id)]
    add_all(connection, kind=kind, rows=rows, payload=payload, due_at=due_at)


def add_all(
    connection: sa.Connection,
    *,
    kind: Kind,
    rows: Sequence[tuple[str, str, str]],
    payload: Mapping[str, str | int],
    due_at: datetime,
    missed_at: datetime | None = None,
) -> None:
    """Insert the same for many; each row is a target, its dedupe_key and its send_id.

    Nothing happens where the key is there already. With `missed_at` they were missed then.
    """
    common = {
        "kind": kind.value,
        "method": method(kind),
        "payload": dict(payload),
        "due_at": due_at,
        "state": (State.MISSED if missed_at else State.PENDING).value,
        "done_at": missed_at,
    }
    given = [
        {**common, "target": target, "dedupe_key": key, "send_id": send_id}
        for target, key, send_id in rows
    ]
    if given:
        connection.execute(_ADD, given)


def standing(connection: sa.Connection, dedupe_key: str) -> Standing | None:
    """How the row with this key stands, locked until the transaction ends; None without one."""
    row = connection.execute(_STANDING, {"dedupe_key": dedupe_key}).one_or_none()
    return Standing(row.id, State(row.state), row.done_at) if row else None


def hold_under_way(connection: sa.Connection, kind: Kind, now: datetime) -> bool:
    """Whether Slack may have got something of this kind without our knowing its ts yet.

    Nobody else settles such deliveries before the transaction ends.
    """
    return bool(connection.execute(_HOLD_UNDER_WAY, {"kind": kind.value, "now": now}).all())


def put_back(connection: sa.Connection, delivery: int, due_at: datetime, send_id: str) -> None:
    """Make a row that was done pending again, to be sent under a new `send_id`."""
    values = {"of_id": delivery, "due_at": due_at, "new_send_id": send_id}
    connection.execute(_PUT_BACK, values)


def postpone(connection: sa.Connection, delivery: int, due_at: datetime) -> None:
    """Move a row's time without touching its state: a claimed one is then wanted once more."""
    connection.execute(_POSTPONE, {"of_id": delivery, "due_at": due_at})


def due(connection: sa.Connection, now: datetime) -> Due | None:
    """The row that is due longest at `now`, locked; None for none.

    Rows whose channel or method is to be left in peace wait. Of several processes each gets
    another row. A post to be looked up, or whose lease ran out, is `uncertain`.
    """
    found = [
        row
        for statement in (_DUE_PENDING, _DUE_OTHERWISE)
        if (row := connection.execute(statement, pauses.at(now)).one_or_none())
    ]
    if not found:
        return None
    row = min(found, key=lambda row: row.due_at)
    kind, state = Kind(row.kind), State(row.state)
    uncertain = state is State.LOOKUP or (state is State.CLAIMED and is_a_post(kind))
    return Due(row.id, kind, row.target, uncertain)


def claim(connection: sa.Connection, row: Due, now: datetime) -> Delivery:
    """The row that `due` found, now ours for the length of a lease."""
    values = {
        "of_id": row.id,
        "claimed_at": None if row.uncertain else now,
        "claimed_until": now + lease(row.kind),
    }
    fields = connection.execute(_CLAIM, values).one()._asdict()
    return Delivery(**{**fields, "kind": row.kind}, uncertain=row.uncertain)


def held(connection: sa.Connection, delivery: Delivery) -> tuple[datetime, str | None] | None:
    """The row's present `due_at` and last error, locked, while this claim holds it; else None."""
    values = {
        "id": delivery.id,
        "claimed_until": delivery.claimed_until,
        "attempts": delivery.attempts,
    }
    row = connection.execute(_HELD, values).one_or_none()
    return (row.due_at, row.error) if row else None


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
    connection.execute(
        _SETTLE,
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


def next_due(connection: sa.Connection, now: datetime) -> datetime | None:
    """When the next row may become due: never later than it does; None when none waits."""
    due: datetime | None = connection.execute(_NEXT_DUE).scalar_one()
    if due is None or due > now:
        return due
    return pauses.next_end(connection, now) or due


def forget(connection: sa.Connection, before: datetime) -> int:
    """Delete what was done before this time; how many there were."""
    return connection.execute(_FORGET, {"before": before}).rowcount
