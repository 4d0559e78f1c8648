"""Deliveries: what is to be sent, claimed by one process at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.domain.deliveries import (
    METHODS,
    PROBLEMS,
    Delivery,
    Kind,
    Problem,
    Sent,
    Settlement,
    State,
    lease,
)
from storage.tables import Row, UtcDateTime, deliveries, pauses
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
    deliveries.c.done_at,
)
_LONGEST_PAUSE = timedelta(hours=1)
_NOW: sa.BindParameter[datetime] = sa.bindparam("now")
_PENDING = deliveries.c.state == State.PENDING.value
_CLAIMED = deliveries.c.state == State.CLAIMED.value
# A scope is a method of the Web API, or a method and the channel or user it is called for.
_IN_PEACE = (
    sa.exists()
    # one that lies far ahead is from a clock that was moved back since
    .where(pauses.c.until > _NOW, pauses.c.until <= sa.bindparam("horizon"))
    .where(
        pauses.c.scope.in_([deliveries.c.method, deliveries.c.method + " " + deliveries.c.target])
    )
)
_INSERT = insert(deliveries).values(
    dedupe_key=sa.bindparam("dedupe_key"),
    kind=sa.bindparam("kind"),
    method=sa.bindparam("method"),
    target=sa.bindparam("target"),
    payload=sa.bindparam("payload"),
    due_at=sa.bindparam("due_at"),
    send_id=sa.bindparam("send_id"),
    state=State.PENDING.value,
    attempts=0,
    lookups=0,
)
_ADD = _INSERT.on_conflict_do_nothing()
_STANDING = (
    sa.select(deliveries.c.id, deliveries.c.state, deliveries.c.due_at, deliveries.c.done_at)
    .where(deliveries.c.dedupe_key == sa.bindparam("dedupe_key"))
    .with_for_update()
)
_PUT_BACK = (
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(state=State.PENDING.value, due_at=sa.bindparam("due_at"), attempts=0, lookups=0)
)
_POSTPONE = (
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(due_at=sa.bindparam("due_at"))
)
_DUE = (
    sa.select(deliveries.c.id, deliveries.c.state, deliveries.c.kind)
    .where(
        sa.or_(
            sa.and_(_PENDING, deliveries.c.due_at <= _NOW),
            sa.and_(_CLAIMED, deliveries.c.claimed_until <= _NOW),
        ),
        sa.not_(_IN_PEACE),
    )
    .order_by(deliveries.c.due_at, deliveries.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(
        state=State.CLAIMED.value,
        attempts=deliveries.c.attempts + 1,
        claimed_at=sa.bindparam("claimed_at"),
        claimed_until=sa.bindparam("claimed_until"),
    )
    .returning(*_ROW)
)
_HELD = (
    sa.select(deliveries.c.due_at, deliveries.c.error)
    .where(
        deliveries.c.id == sa.bindparam("id"),
        _CLAIMED,
        deliveries.c.claimed_at == sa.bindparam("claimed_at"),
    )
    .with_for_update()
)
_SETTLE = (
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(
        state=sa.bindparam("state"),
        due_at=sa.func.coalesce(sa.bindparam("due_at", type_=UtcDateTime), deliveries.c.due_at),
        channel=sa.func.coalesce(sa.bindparam("channel"), deliveries.c.channel),
        ts=sa.func.coalesce(sa.bindparam("ts"), deliveries.c.ts),
        error=sa.bindparam("error"),
        done_at=sa.func.coalesce(sa.bindparam("done_at", type_=UtcDateTime), deliveries.c.done_at),
        claimed_until=None,
    )
)
_PAUSE = insert(pauses).values(scope=sa.bindparam("scope"), until=sa.bindparam("until"))
_PAUSE = _PAUSE.on_conflict_do_update(
    index_elements=["scope"],
    set_={"until": _PAUSE.excluded.until},
    where=pauses.c.until < _PAUSE.excluded.until,  # a shorter one never ends a longer one
)
_NEXT_DUE = sa.select(
    sa.func.min(sa.case((_PENDING, deliveries.c.due_at), else_=deliveries.c.claimed_until))
).where(sa.or_(_PENDING, _CLAIMED))
_FORGET_PAUSES = sa.delete(pauses).where(pauses.c.until < sa.bindparam("before"))
_NEXT_END_OF_PAUSE = sa.select(sa.func.min(pauses.c.until)).where(pauses.c.until > _NOW)
_PROBLEMS = (
    sa.select(deliveries.c.kind, deliveries.c.target, deliveries.c.state, deliveries.c.error)
    .where(
        deliveries.c.state.in_([state.value for state in PROBLEMS]),
        deliveries.c.kind != Kind.PROBLEMS.value,
        deliveries.c.done_at > sa.bindparam("after"),
    )
    .order_by(deliveries.c.done_at, deliveries.c.id)
)
_FORGET = sa.delete(deliveries).where(
    deliveries.c.done_at < sa.bindparam("before"), sa.not_(sa.or_(_PENDING, _CLAIMED))
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a row with a certain dedupe_key stands."""

    id: int
    state: State
    due_at: datetime
    done_at: datetime | None


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
    values = {
        "kind": kind.value,
        "method": METHODS[kind],
        "target": target,
        "payload": dict(payload),
        "due_at": due_at,
        "dedupe_key": dedupe_key,
        "send_id": send_id,
    }
    connection.execute(_ADD, values)


def standing(connection: sa.Connection, dedupe_key: str) -> Standing | None:
    """How the row with this key stands, locked until the transaction ends; None without one."""
    row = connection.execute(_STANDING, {"dedupe_key": dedupe_key}).one_or_none()
    return Standing(row.id, State(row.state), row.due_at, row.done_at) if row else None


def put_back(connection: sa.Connection, delivery: int, due_at: datetime) -> None:
    """Make a row that was done pending again."""
    connection.execute(_PUT_BACK, {"of_id": delivery, "due_at": due_at})


def postpone(connection: sa.Connection, delivery: int, due_at: datetime) -> None:
    """Move a row's time without touching its state: a claimed one is then wanted once more."""
    connection.execute(_POSTPONE, {"of_id": delivery, "due_at": due_at})


def claim(connection: sa.Connection, now: datetime) -> Delivery | None:
    """The row that is due longest at `now`, now ours for the length of a lease; None for none.

    Rows whose channel or method is to be left in peace wait. Of several processes each gets
    another row. A row whose lease ran out comes back `interrupted`.
    """
    due = connection.execute(_DUE, {"now": now, "horizon": now + _LONGEST_PAUSE}).one_or_none()
    if due is None:
        return None
    claimed_until = now + lease(Kind(due.kind))
    values = {"of_id": due.id, "claimed_at": now, "claimed_until": claimed_until}
    row = connection.execute(_CLAIM, values).one()
    return _delivery(row, interrupted=due.state == State.CLAIMED.value)


def held(connection: sa.Connection, delivery: Delivery) -> tuple[datetime, str | None] | None:
    """The row's present `due_at` and last error, locked, while this claim holds it; else None."""
    values = {"id": delivery.id, "claimed_at": delivery.claimed_at}
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
            "due_at": settlement.due_at,
            "channel": sent.channel if sent else None,
            "ts": sent.ts if sent else None,
            "error": settlement.error,
            "done_at": done_at,
        },
    )


def pause_method(connection: sa.Connection, kind: Kind, until: datetime) -> None:
    """Call the method that serves `kind` no more until this time."""
    connection.execute(_PAUSE, {"scope": METHODS[kind], "until": until})


def pause_target(connection: sa.Connection, kind: Kind, target: str, until: datetime) -> None:
    """Call the method that serves `kind` no more for this channel or user until this time."""
    connection.execute(_PAUSE, {"scope": f"{METHODS[kind]} {target}", "until": until})


def forget_pauses(connection: sa.Connection, before: datetime) -> int:
    """Delete the pauses that ended before this time; how many there were."""
    return connection.execute(_FORGET_PAUSES, {"before": before}).rowcount


def next_due(connection: sa.Connection, now: datetime) -> datetime | None:
    """When the next row may become due: never later than it does; None when none waits."""
    due: datetime | None = connection.execute(_NEXT_DUE).scalar_one()
    if due is None or due > now:
        return due
    pause_ends: datetime | None = connection.execute(_NEXT_END_OF_PAUSE, {"now": now}).scalar_one()
    return pause_ends or due


def problems(connection: sa.Connection, after: datetime) -> list[Problem]:
    """The deliveries that were refused, uncertain or missed after this time, oldest first."""
    rows = connection.execute(_PROBLEMS, {"after": after})
    return [Problem(Kind(row.kind), row.target, State(row.state), row.error) for row in rows]


def forget(connection: sa.Connection, before: datetime) -> int:
    """Delete what was done before this time; how many there were."""
    return connection.execute(_FORGET, {"before": before}).rowcount


def _delivery(row: Row, *, interrupted: bool) -> Delivery:
    fields = row._asdict()
    return Delivery(**{**fields, "kind": Kind(fields["kind"])}, interrupted=interrupted)
