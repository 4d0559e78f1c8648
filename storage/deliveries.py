"""Deliveries: what is to be sent is put on the table, put back, and forgotten when it is done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.deliveries import Kind, State
from bot.domain.delivery_payloads import Payload
from bot.domain.ids import DeliveryId
from storage.chunks import chunks
from storage.prepared import Prepared
from storage.tables import deliveries, events
from storage.upsert import insert

_NOW: sa.BindParameter[datetime] = sa.bindparam("now")
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
_STANDING = Prepared(
    sa.select(deliveries.c.id, deliveries.c.state, deliveries.c.done_at)
    .where(deliveries.c.dedupe_key == sa.bindparam("dedupe_key"))
    .with_for_update()
)
_KNOWN_KEYS = sa.select(deliveries.c.dedupe_key).where(
    deliveries.c.dedupe_key.in_(sa.bindparam("dedupe_keys", expanding=True))
)
_HOLD_UNDER_WAY = (
    sa.select(deliveries.c.id)
    .where(
        # in words, not as a value: so an index of these alone is used
        deliveries.c.kind == sa.literal_column(f"'{Kind.ANNOUNCEMENT}'"),
        deliveries.c.state.in_([State.PENDING, State.CLAIMED, State.LOOKUP, State.UNCERTAIN]),
        deliveries.c.claimed_at <= _NOW,
    )
    .with_for_update(read=True)
)
_PUT_BACK = Prepared(
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
_POSTPONE = Prepared(
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(due_at=sa.bindparam("due_at"))
)
# Nobody is asked twice for an event, however long it is still to come. What was posted after one
# follows its material as long as it stands there.
_STILL_NEEDED = sa.or_(
    sa.and_(
        deliveries.c.kind == Kind.NUDGE.value,
        sa.exists().where(
            events.c.number == deliveries.c.payload["event"].as_integer(),
            events.c.ends_at > sa.bindparam("before"),
        ),
    ),
    sa.and_(
        deliveries.c.kind == Kind.FOLLOW_UP.value,
        deliveries.c.state == State.SENT.value,
    ),
)
# Nothing is done before it is due, but what is withdrawn: so an index leads to what is old.
_DONE = deliveries.c.state.in_([State.SENT, State.REFUSED, State.UNCERTAIN, State.MISSED])
_FORGET = sa.delete(deliveries).where(
    deliveries.c.done_at < sa.bindparam("before"),
    sa.or_(
        sa.and_(_DONE, deliveries.c.due_at < sa.bindparam("before")),
        deliveries.c.state == State.WITHDRAWN,
    ),
    sa.not_(_STILL_NEEDED),
)

_FORGET_KIND = sa.delete(deliveries).where(
    deliveries.c.kind == sa.bindparam("kind"),
    deliveries.c.done_at < sa.bindparam("before"),
    sa.or_(
        sa.and_(_DONE, deliveries.c.due_at < sa.bindparam("before")),
        deliveries.c.state == State.WITHDRAWN,
    ),
)


@dataclass(frozen=True, slots=True)
class DeliveryStanding:
    """How a row with a certain dedupe_key stands."""

    id: DeliveryId
    state: State
    done_at: datetime | None


def add(
    connection: sa.Connection,
    *,
    kind: Kind,
    rows: Sequence[tuple[str, str, str]],
    payload: Payload,
    due_at: datetime,
    missed_at: datetime | None = None,
) -> None:
    """Insert what is to be sent, the same for each row: a target, its dedupe_key and its send_id.

    Nothing happens where the key is there already. With `missed_at` they were missed then.
    """
    common = {
        "kind": kind.value,
        "method": kind.method,
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


def standing(connection: sa.Connection, dedupe_key: str) -> DeliveryStanding | None:
    """How the row with this key stands, locked until the transaction ends; None without one."""
    for id_, state, done_at in _STANDING.rows(connection, {"dedupe_key": dedupe_key}):
        return DeliveryStanding(id_, State(state), done_at)
    return None


def hold_announcements(connection: sa.Connection, now: datetime) -> bool:
    """Whether Slack may have got an announcement without our knowing its ts yet.

    Nobody else settles such deliveries before the transaction ends.
    """
    return bool(connection.execute(_HOLD_UNDER_WAY, {"now": now}).all())


def known_keys(connection: sa.Connection, dedupe_keys: Collection[str]) -> set[str]:
    """Those of these keys that a row has, whatever became of it."""
    found: set[str] = set()
    for some in chunks(dedupe_keys):
        found.update(connection.execute(_KNOWN_KEYS, {"dedupe_keys": some}).scalars())
    return found


def put_back(connection: sa.Connection, id_: DeliveryId, due_at: datetime, send_id: str) -> None:
    """Make a row that was done pending again, to be sent under a new `send_id`."""
    values = {"of_id": id_, "due_at": due_at, "new_send_id": send_id}
    _PUT_BACK.run(connection, values)


def postpone(connection: sa.Connection, id_: DeliveryId, due_at: datetime) -> None:
    """Move a row's time without touching its state: a claimed one is then wanted once more."""
    _POSTPONE.run(connection, {"of_id": id_, "due_at": due_at})


def forget(connection: sa.Connection, before: datetime) -> int:
    """Delete what was done before this time; how many there were."""
    return connection.execute(_FORGET, {"before": before}).rowcount


def forget_kind(connection: sa.Connection, kind: Kind, before: datetime) -> int:
    """The same, of one kind alone that is not kept as long as others."""
    return connection.execute(_FORGET_KIND, {"kind": kind.value, "before": before}).rowcount
