"""Putting deliveries on the table: once, or as often as they are wanted."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from bot.domain.deliveries import REFRESH_PACE, Kind, State
from storage import deliveries
from storage.database import Connection


def add(
    connection: Connection,
    kind: Kind,
    target: str,
    payload: Mapping[str, str | int],
    now: datetime,
    dedupe_key: str,
) -> None:
    """Put something to be sent at once on the table; nothing happens if the key is there."""
    deliveries.add(
        connection,
        kind=kind,
        target=target,
        payload=payload,
        due_at=now,
        dedupe_key=dedupe_key,
        send_id=secrets.token_hex(16),
    )


def add_again(
    connection: Connection,
    kind: Kind,
    target: str,
    payload: Mapping[str, str | int],
    now: datetime,
    dedupe_key: str,
) -> None:
    """Put something on the table that is sent as often as it is wanted, coalesced.

    One row serves all wishes: one that waits is left as it is, one that is just being sent is
    sent once more, one that is done comes back, never sooner than REFRESH_PACE after the last.
    """
    row = deliveries.standing(connection, dedupe_key)
    if row is None:
        add(connection, kind, target, payload, now, dedupe_key)
    elif row.state is State.CLAIMED:
        deliveries.postpone(connection, row.id, now + REFRESH_PACE)
    elif row.state is not State.PENDING:
        earliest = row.done_at + REFRESH_PACE if row.done_at else now
        # never later than that either: the clock may have been moved back since
        deliveries.put_back(connection, row.id, min(max(now, earliest), now + REFRESH_PACE))
