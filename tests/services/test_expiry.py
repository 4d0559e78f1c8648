"""How long things are kept."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.deliveries import Kind
from bot.domain.delivery_outcomes import Sent
from bot.services import claims, deliveries, expiry
from storage import audit, handled_events
from tests.builders import ELEVEN, NOON

DAY = timedelta(days=1)


A_MOMENT = timedelta(seconds=1)


def test_everything_is_kept_its_time_and_then_forgotten(connection: sa.Connection) -> None:
    handled_events.is_new(connection, "key", NOON)
    audit.add(connection, NOON, "U9", "announce", "event 11")
    deliveries.add(connection, Kind.PLACE, "U1", {"event": ELEVEN}, NOON, "done")
    delivery = claims.claim(connection, NOON)
    assert delivery is not None
    claims.settle(connection, delivery, Sent("D1", "1.1"), NOON)
    deliveries.add(connection, Kind.PLACE, "U2", {"event": ELEVEN}, NOON, "waits")
    kept = {"handled_events": 7, "deliveries": 90, "audit": 365}
    for table, days in kept.items():
        assert expiry.forget(connection, NOON + days * DAY)[table] == 0
        assert expiry.forget(connection, NOON + days * DAY + A_MOMENT)[table] == 1
    waiting = claims.claim(connection, NOON)
    assert waiting is not None
    assert waiting.target == "U2"
