"""Proposals: the knowledge items that wait for organizers."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.knowledge import KeptItem, Publication
from storage.knowledge_items import SELECT, kept_of
from storage.tables import knowledge as _knowledge

_WAITS = _knowledge.c.status == Publication.PROPOSED.value
_WAITING = (
    SELECT.where(_WAITS)
    .order_by(_knowledge.c.id)
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("offset"))
)
_COUNT = sa.select(sa.func.count()).select_from(_knowledge).where(_WAITS)
_COUNT_OF = _COUNT.where(_knowledge.c.proposed_by == sa.bindparam("user"))
_NEWER = sa.select(sa.exists().where(_WAITS, _knowledge.c.added_at > sa.bindparam("after")))


def waiting(connection: sa.Connection, limit: int, offset: int = 0) -> list[KeptItem]:
    """What waits for organizers, the oldest first."""
    rows = connection.execute(_WAITING, {"limit": limit, "offset": offset})
    return [kept_of(row) for row in rows]


def count(connection: sa.Connection) -> int:
    """How many wait."""
    return int(connection.execute(_COUNT).scalar_one())


def count_of(connection: sa.Connection, user: str) -> int:
    """How many of this member's wait."""
    return int(connection.execute(_COUNT_OF, {"user": user}).scalar_one())


def has_newer(connection: sa.Connection, after: datetime) -> bool:
    """Whether something waits that was added after this time."""
    return bool(connection.execute(_NEWER, {"after": after}).scalar_one())
