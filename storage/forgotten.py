"""Who wanted to be forgotten, as keyed hashes."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from bot.domain.wishes import Wish
from storage.prepared import Prepared
from storage.tables import forgotten
from storage.upsert import insert

_ADD = insert(forgotten).on_conflict_do_nothing()
_SELECT = sa.select(forgotten.c.digest, forgotten.c.key, forgotten.c.at)
_SINCE = Prepared(_SELECT.where(forgotten.c.at >= sa.bindparam("at")))
_ALL = _SELECT.order_by(forgotten.c.at)
_FORGET = sa.delete(forgotten).where(forgotten.c.at < sa.bindparam("before"))


def add(connection: sa.Connection, wish: Wish) -> None:
    """Remember a wish; one that is known already stays."""
    connection.execute(_ADD, {"digest": wish.digest, "key": wish.key, "at": wish.at})


def since(connection: sa.Connection, at: datetime) -> list[Wish]:
    """The wishes at or after this time: of what was done then, they are to be asked."""
    return [Wish(*row) for row in _SINCE.rows(connection, {"at": at})]


def remembered(connection: sa.Connection) -> list[Wish]:
    """All wishes that are still known, oldest first."""
    return [Wish(*row) for row in connection.execute(_ALL)]


def unknown(connection: sa.Connection, wishes: Collection[Wish]) -> list[Wish]:
    """Those of these wishes that are not remembered here."""
    known = {row.digest for row in connection.execute(_ALL)}
    return [wish for wish in wishes if wish.digest not in known]


def forget(connection: sa.Connection, before: datetime) -> int:
    """Delete the wishes from before this time; how many there were."""
    return connection.execute(_FORGET, {"before": before}).rowcount
