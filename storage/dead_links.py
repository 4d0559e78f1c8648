"""The links that are called dead, and what organizers do about them. Nothing is ever deleted."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import ItemId
from bot.domain.link_checks import DeadLink
from storage.tables import EVER, Row, knowledge
from storage.visibility import PUBLISHED

_DEAD = sa.and_(knowledge.c.dead_since.is_not(None), PUBLISHED)
_SELECT = sa.select(
    knowledge.c.id,
    knowledge.c.title,
    knowledge.c.url,
    knowledge.c.event,
    knowledge.c.dead_since,
    knowledge.c.checked_at,
    knowledge.c.answer,
).where(_DEAD)
_PAGE = (
    _SELECT.order_by(knowledge.c.dead_since.desc(), knowledge.c.id.desc())
    .limit(sa.bindparam("most"))
    .offset(sa.bindparam("skipped"))
)
_SINCE = _SELECT.where(
    knowledge.c.dead_since > sa.bindparam("after"), knowledge.c.dead_since <= sa.bindparam("until")
).order_by(knowledge.c.dead_since, knowledge.c.id)
_ONE = _SELECT.where(knowledge.c.id == sa.bindparam("of_id")).with_for_update()
_COUNT = sa.select(sa.func.count()).select_from(knowledge).where(_DEAD)
_UNKNOWN = {"checked_at": None, "check_at": None, "failures": 0, "answer": None, "dead_since": None}
_OF_ID = knowledge.c.id == sa.bindparam("of_id")
_FORGET_CHECKS = sa.update(knowledge).where(_OF_ID).values(_UNKNOWN)
_FORGET_IF_MOVED = _FORGET_CHECKS.where(knowledge.c.url_key != sa.bindparam("new_key"))


def count(connection: sa.Connection) -> int:
    """How many there are."""
    found: int = connection.execute(_COUNT).scalar_one()
    return found


def page(connection: sa.Connection, most: int, skipped: int) -> list[DeadLink]:
    """At most so many after those that are skipped; the last that were called dead first."""
    rows = connection.execute(_PAGE, {"most": most, "skipped": skipped})
    return [_dead_link(row) for row in rows]


def since(connection: sa.Connection, after: datetime, until: datetime = EVER) -> list[DeadLink]:
    """Those that were called dead between these times, oldest first."""
    rows = connection.execute(_SINCE, {"after": after, "until": until})
    return [_dead_link(row) for row in rows]


def one(connection: sa.Connection, item: ItemId) -> DeadLink | None:
    """One of them, locked until the transaction ends; None when it is not dead any more."""
    row = connection.execute(_ONE, {"of_id": item}).one_or_none()
    return _dead_link(row) if row else None


def forget_checks(connection: sa.Connection, item: ItemId) -> None:
    """Take the link as one that was never asked: it is asked anew soon."""
    connection.execute(_FORGET_CHECKS, {"of_id": item})


def forget_if_moved(connection: sa.Connection, item: ItemId, key: str) -> None:
    """To be called before the item gets `key`: what another address answered says nothing of it."""
    connection.execute(_FORGET_IF_MOVED, {"of_id": item, "new_key": key})


def _dead_link(row: Row) -> DeadLink:
    return DeadLink(*row)
