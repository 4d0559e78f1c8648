"""Proposals: the knowledge items that wait for organizers."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import ItemId
from bot.domain.knowledge import KeptItem, Publication
from storage import search
from storage.knowledge_items import SELECT, kept_of
from storage.tables import knowledge as _knowledge
from storage.visibility import IS_HERE

_WAITS = sa.and_(_knowledge.c.status == Publication.PROPOSED.value, IS_HERE)
_WAITING = (
    SELECT.where(_WAITS)
    .order_by(_knowledge.c.id)
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("offset"))
)
_OF_MEMBER = (
    SELECT.where(_WAITS, _knowledge.c.proposed_by == sa.bindparam("user"))
    .order_by(_knowledge.c.id)
    .limit(sa.bindparam("limit"))
)
_COUNT = sa.select(sa.func.count()).select_from(_knowledge).where(_WAITS)
_COUNT_OF = _COUNT.where(_knowledge.c.proposed_by == sa.bindparam("user"))
_NEWER = sa.select(
    sa.exists().where(
        _WAITS,
        _knowledge.c.added_at > sa.bindparam("after"),
        _knowledge.c.added_at <= sa.bindparam("until"),
    )
)

_CAME_AT = sa.select(_knowledge.c.added_at).where(_knowledge.c.id == sa.bindparam("id"))
_FIRST_CAME_AT = sa.select(sa.func.min(_knowledge.c.added_at)).where(
    _knowledge.c.proposed_by == sa.bindparam("user")
)
_UNPUBLISHED = sa.select(_knowledge.c.id).where(
    _knowledge.c.proposed_by == sa.bindparam("user"),
    _knowledge.c.status != Publication.PUBLISHED.value,
)
_DELETE = sa.delete(_knowledge).where(_knowledge.c.id.in_(sa.bindparam("ids", expanding=True)))


def waiting(connection: sa.Connection, limit: int, offset: int = 0) -> list[KeptItem]:
    """What waits for organizers, the oldest first."""
    rows = connection.execute(_WAITING, {"limit": limit, "offset": offset})
    return [kept_of(row) for row in rows]


def of_member(connection: sa.Connection, user: str, limit: int) -> list[KeptItem]:
    """What waits of this member's, the oldest first."""
    rows = connection.execute(_OF_MEMBER, {"user": user, "limit": limit})
    return [kept_of(row) for row in rows]


def count(connection: sa.Connection) -> int:
    """How many wait."""
    return int(connection.execute(_COUNT).scalar_one())


def count_of(connection: sa.Connection, user: str) -> int:
    """How many of this member's wait."""
    return int(connection.execute(_COUNT_OF, {"user": user}).scalar_one())


def has_newer(connection: sa.Connection, after: datetime, until: datetime) -> bool:
    """Whether something waits that was added between these times."""
    return bool(connection.execute(_NEWER, {"after": after, "until": until}).scalar_one())


def came_at(connection: sa.Connection, kept: ItemId) -> datetime:
    """When this proposal came (aware, UTC)."""
    at: datetime = connection.execute(_CAME_AT, {"id": kept}).scalar_one()
    return at


def first_came_at(connection: sa.Connection, user: str) -> datetime | None:
    """When the first came of which it is known that this member proposed it; None for none."""
    at: datetime | None = connection.execute(_FIRST_CAME_AT, {"user": user}).scalar_one()
    return at


def withdraw_all(connection: sa.Connection, user: str) -> None:
    """Delete what this member proposed and nobody published, and its words from the index."""
    ids = list(connection.execute(_UNPUBLISHED, {"user": user}).scalars())
    if ids:
        delete(connection, ids)


def delete(connection: sa.Connection, ids: Sequence[ItemId]) -> None:
    """Delete these proposals, and their words from the index."""
    search.take_out(connection, ids)
    connection.execute(_DELETE, {"ids": ids})
