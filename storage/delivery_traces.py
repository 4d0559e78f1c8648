"""What deliveries hold of one person, or of one event: found, taken back, or made nameless."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.deliveries import Kind, State
from bot.domain.delivery_payloads import Payload
from bot.domain.ids import DeliveryId, EventNumber
from bot.domain.personal_data import SOMEBODY, without
from storage import personal_data
from storage.chunks import chunks
from storage.tables import UtcDateTime, deliveries

_COLUMNS = ("id", "kind", "target", "payload", "state", "send_id", "channel", "ts")
_NOT_KNOWN = (State.CLAIMED, State.LOOKUP, State.UNCERTAIN)
_OF_ID = deliveries.c.id == sa.bindparam("of_id")
_NAMELESS = sa.update(deliveries).where(_OF_ID).values(payload=sa.bindparam("new_payload"))
_PENDING = deliveries.c.state == State.PENDING.value
_NOW_FOR_NOBODY = (
    sa.update(deliveries)
    .where(_OF_ID, deliveries.c.state.in_([State.PENDING, State.CLAIMED]))
    .values(
        target=SOMEBODY,
        # what is just being done need not be done once more
        due_at=sa.case(
            (_PENDING, sa.bindparam("at", type_=UtcDateTime)), else_=deliveries.c.due_at
        ),
    )
)
_PAYLOAD = sa.select(deliveries.c.payload).where(_OF_ID)
_OF_EVENT = sa.select(*(deliveries.c[name] for name in _COLUMNS)).where(
    deliveries.c.state == State.SENT.value,
    deliveries.c.kind.in_(sa.bindparam("kinds", expanding=True)),
    deliveries.c.payload["event"].as_integer() == sa.bindparam("number"),
)
_FOLLOW_UPS = sa.select(*(deliveries.c[name] for name in _COLUMNS)).where(
    # in words, not as a value: so an index of these alone is used
    deliveries.c.kind == sa.literal_column(f"'{Kind.FOLLOW_UP}'"),
    deliveries.c.state == State.SENT.value,
    deliveries.c.payload["event"].as_integer() == sa.bindparam("number"),
    deliveries.c.ts.is_not(None),
)
_DELETE = sa.delete(deliveries).where(deliveries.c.id.in_(sa.bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Trace:
    """A delivery that goes to somebody, or names them; where it stands, if it was sent."""

    id: DeliveryId
    kind: Kind
    target: str
    payload: Payload
    state: State
    send_id: str
    channel: str | None
    ts: str | None

    @property
    def may_arrive(self) -> bool:
        """Whether it may be posted, or have been, without our knowing where it stands."""
        return self.kind.is_a_post and self.state in _NOT_KNOWN


def of_person(connection: sa.Connection, user: str) -> list[Trace]:
    """The deliveries that go to this user, or name them, in the order in which they were made."""
    found = personal_data.of_table(connection, deliveries, user)
    return [_trace(row) for row in sorted(found, key=lambda row: row["id"])]


def of_event(
    connection: sa.Connection, number: EventNumber, kinds: Collection[Kind]
) -> list[Trace]:
    """What was sent of these kinds about this event."""
    found = connection.execute(_OF_EVENT, {"number": number, "kinds": list(kinds)}).mappings()
    return [_trace(dict(row)) for row in found]


def follow_ups(connection: sa.Connection, number: EventNumber) -> list[Trace]:
    """What was posted after this event, wherever it stands."""
    found = connection.execute(_FOLLOW_UPS, {"number": number}).mappings()
    return [_trace(dict(row)) for row in found]


def make_nameless(connection: sa.Connection, id_: DeliveryId, payload: Payload, user: str) -> None:
    """Let the delivery say the same without naming this user."""
    said = {
        name: without(one, user) if isinstance(one, str) else one for name, one in payload.items()
    }
    connection.execute(_NAMELESS, {"of_id": id_, "new_payload": said})


def make_wordless(connection: sa.Connection, id_: DeliveryId) -> None:
    """Let nobody have asked anything with this delivery."""
    connection.execute(_NAMELESS, {"of_id": id_, "new_payload": {"asker": SOMEBODY, "words": ""}})


def is_wordless(connection: sa.Connection, id_: DeliveryId) -> bool:
    """Whether whoever asked with this delivery was forgotten since."""
    payload: Payload = connection.execute(_PAYLOAD, {"of_id": id_}).scalar_one()
    return payload.get("asker") == SOMEBODY


def now_for_nobody(connection: sa.Connection, id_: DeliveryId, at: datetime) -> None:
    """Let what waits be due at `at`, and go to nobody: what it does names no one."""
    connection.execute(_NOW_FOR_NOBODY, {"of_id": id_, "at": at})


def delete(connection: sa.Connection, ids: Collection[DeliveryId]) -> None:
    """Delete these deliveries; what was sent stays in Slack."""
    for some in chunks(ids):
        connection.execute(_DELETE, {"ids": some})


def _trace(row: Mapping[str, Any]) -> Trace:
    said = {"kind": Kind(row["kind"]), "state": State(row["state"])}
    return Trace(**{**{name: row[name] for name in _COLUMNS}, **said})
