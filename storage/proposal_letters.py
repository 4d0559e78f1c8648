"""Where the letters to organizers about proposals stand, so that they can be taken away again."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.domain.deliveries import Kind, State
from bot.domain.delivery_payloads import Payload
from bot.domain.ids import DeliveryId
from storage.tables import Row, deliveries

Place = tuple[str, str]  # the channel, and the ts of a message in it

_MOST = 50  # letters to one organizer; ours
_MARGIN = timedelta(minutes=1)  # by which Slack's clock may differ from ours
_ON_ITS_WAY = (State.CLAIMED, State.LOOKUP)
_OF_ID = deliveries.c.id == sa.bindparam("of_id")
_KEEP = sa.update(deliveries).where(_OF_ID).values(payload=sa.bindparam("said"))
_KEEP_WITHOUT_TS = _KEEP.values(ts=None)
_PAYLOAD = sa.select(deliveries.c.payload).where(_OF_ID)
_ALL = (
    sa.select(deliveries)
    # in words, not as a value: so an index of these alone is used
    .where(deliveries.c.kind == sa.literal_column(f"'{Kind.PROPOSALS}'"))
    .order_by(deliveries.c.target)  # always in one order, lest two processes lock crosswise
    .with_for_update()
)


def remember(connection: sa.Connection, id_: DeliveryId, place: Place) -> bool:
    """Keep where the letter of this delivery stands; False for one that is outdated already."""
    found: Payload | None = connection.execute(_PAYLOAD, {"of_id": id_}).scalar_one_or_none()
    payload: Payload = found or {}
    letters = payload.get("letters", [])
    if payload.get("outdated"):
        connection.execute(_KEEP_WITHOUT_TS, {"of_id": id_, "said": {"letters": letters}})
        return False
    letters = [*letters, " ".join(place)][-_MOST:]
    connection.execute(_KEEP, {"of_id": id_, "said": {"letters": letters}})
    return True


def take_since(connection: sa.Connection, since: datetime) -> list[Place]:
    """Those that were sent since that time (aware, UTC); they are not remembered any more.

    One that is on its way is outdated from now on.
    """
    taken: list[Place] = []
    earliest = (since - _MARGIN).timestamp()
    for row in connection.execute(_ALL).all():
        known = _letters(row)
        gone = [place for place in known if not _is_before(place[1], earliest)]
        said: Payload = {"letters": [" ".join(place) for place in known if place not in gone]}
        if row.state in _ON_ITS_WAY:
            said["outdated"] = True
        keep = _KEEP_WITHOUT_TS if (row.channel, row.ts) in gone else _KEEP
        connection.execute(keep, {"of_id": row.id, "said": said})
        taken += gone
    return taken


def _is_before(ts: str, earliest: float) -> bool:
    """Whether it is certain that a message was sent before; of a ts that is no number it is not."""
    try:
        return float(ts) < earliest
    except ValueError:
        return False


def _letters(row: Row) -> list[Place]:
    """All of which it is known where they stand, each once."""
    parted = (one.partition(" ") for one in row.payload.get("letters", ()))
    known = [(channel, ts) for channel, _, ts in parted]
    last = [(row.channel, row.ts)] if row.channel and row.ts else []
    return [*dict.fromkeys([*known, *last])]
