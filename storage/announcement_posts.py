"""Where the post of an announcement stands: its delivery says whether, and under which name."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.domain.deliveries import State
from bot.domain.ids import AnnouncementId, DeliveryId
from storage.tables import deliveries

_OF_KEY = deliveries.c.dedupe_key == sa.bindparam("key")
_GET = (
    sa.select(deliveries.c.id, deliveries.c.state, deliveries.c.channel, deliveries.c.ts)
    .where(_OF_KEY)
    .with_for_update()
)
_MOVE = (
    sa.update(deliveries)
    .where(deliveries.c.dedupe_key == sa.bindparam("of_key"))
    .values(target=sa.bindparam("to"), due_at=sa.bindparam("due"))
)


@dataclass(frozen=True, slots=True)
class AnnouncementPost:
    """The delivery of an announcement; `channel` and `ts` name its message once it is sent."""

    delivery: DeliveryId
    state: State
    channel: str | None
    ts: str | None


def key(id_: AnnouncementId) -> str:
    """The dedupe_key of the delivery that posts this announcement."""
    return f"announcement:{id_}"


def get(connection: sa.Connection, id_: AnnouncementId) -> AnnouncementPost | None:
    """How the post stands, locked until the transaction ends; None when there is none yet."""
    row = connection.execute(_GET, {"key": key(id_)}).one_or_none()
    return AnnouncementPost(row.id, State(row.state), row.channel, row.ts) if row else None


def move(connection: sa.Connection, id_: AnnouncementId, channel: str, due_at: datetime) -> None:
    """Let a post that still waits go to this channel at this time."""
    values = {"of_key": key(id_), "to": channel, "due": due_at}
    connection.execute(_MOVE, values)
