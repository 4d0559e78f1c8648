"""What deliveries hold of one person, or of one event: found, taken back, or made nameless."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.deliveries import Kind, State
from bot.domain.delivery_payloads import Payload
from bot.domain.ids import DeliveryId, EventNumber
from bot.domain.personal_data import SOMEBODY
from storage import personal_data
from storage.chunks import chunks
from storage.tables import deliveries

_OF_ID = deliveries.c.id == sa.bindparam("of_id")
_NAMELESS = sa.update(deliveries).where(_OF_ID).values(payload=sa.bindparam("new_payload"))
_NOW_FOR_NOBODY = (
    sa.update(deliveries)
    .where(_OF_ID, deliveries.c.state == State.PENDING.value)
    .values(target=SOMEBODY, due_at=sa.bindparam("at"))
)
_OF_EVENT = sa.select(
    *(deliveries.c[name] for name in ("id", "kind", "target", "payload", "channel", "ts"))
).where(
    deliveries.c.state == State.SENT.value,
    deliveries.c.kind.in_(sa.bindparam("kinds", expanding=True)),
    deliveries.c.payload["event"].as_integer() == sa.bindparam("number"),
)
_DELETE = sa.delete(deliveries).where(deliveries.c.id.in_(sa.bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Trace:
    """A delivery that goes to somebody, or names them; where it stands, if it was sent."""

    id: DeliveryId
    kind: Kind
    target: str
    payload: Payload
    channel: str | None
    ts: str | None


def of_person(connection: sa.Connection, user: str) -> list[Trace]:
    """The deliveries that go to this user, or name them, in the order in which they were made."""
    found = personal_data.of_table(connection, deliveries, user)
    names = ("id", "target", "payload", "channel", "ts")
    return [
        Trace(kind=Kind(row["kind"]), **{name: row[name] for name in names})
        for row in sorted(found, key=lambda row: row["id"])
    ]


def of_event(
    connection: sa.Connection, number: EventNumber, kinds: Collection[Kind]
) -> list[Trace]:
    """What was sent of these kinds about this event."""
    return [
        Trace(row.id, Kind(row.kind), row.target, row.payload, row.channel, row.ts)
        for row in connection.execute(_OF_EVENT, {"number": number, "kinds": list(kinds)})
    ]


def make_nameless(connection: sa.Connection, id_: DeliveryId, payload: Payload) -> None:
    """Let the delivery say the same, with nobody named as who decided it."""
    said = {**payload, "by": SOMEBODY}
    connection.execute(_NAMELESS, {"of_id": id_, "new_payload": said})


def now_for_nobody(connection: sa.Connection, id_: DeliveryId, at: datetime) -> None:
    """Let what waits be due at `at`, and go to nobody: what it does names no one."""
    connection.execute(_NOW_FOR_NOBODY, {"of_id": id_, "at": at})


def delete(connection: sa.Connection, ids: Collection[DeliveryId]) -> None:
    """Delete these deliveries; what was sent stays in Slack."""
    for some in chunks(ids):
        connection.execute(_DELETE, {"ids": some})
