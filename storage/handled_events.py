"""What was handled before: the trigger ids of commands and clicks.

Reactions need no line here: to take one in twice changes nothing.
"""

from datetime import datetime

import sqlalchemy as sa

from storage.prepared import Prepared
from storage.tables import handled_events
from storage.upsert import insert

_REMEMBER = Prepared(
    insert(handled_events)
    .values(key=sa.bindparam("key"), seen_at=sa.bindparam("seen_at"))
    .on_conflict_do_nothing()
    .returning(handled_events.c.key)
)
_SEEN = Prepared(sa.select(handled_events.c.key).where(handled_events.c.key == sa.bindparam("key")))
_FORGET = sa.delete(handled_events).where(handled_events.c.seen_at < sa.bindparam("before"))


def is_new(connection: sa.Connection, key: str, now: datetime) -> bool:
    """Whether `key` comes for the first time; remembers it in the same transaction."""
    return bool(_REMEMBER.rows(connection, {"key": key, "seen_at": now}))


def was_seen(connection: sa.Connection, key: str) -> bool:
    """Whether `key` was remembered before; does not remember it."""
    return bool(_SEEN.rows(connection, {"key": key}))


def forget(connection: sa.Connection, before: datetime) -> int:
    """Delete what was seen before this time; how many there were."""
    return connection.execute(_FORGET, {"before": before}).rowcount
