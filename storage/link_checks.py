"""Which links are to be asked, by which process, and what came of it."""

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import ItemId
from bot.domain.link_checks import Link, Standing
from storage.tables import Row, knowledge
from storage.visibility import PUBLISHED

_ROW = (
    knowledge.c.id,
    knowledge.c.url,
    knowledge.c.checked_at,
    knowledge.c.failures,
    knowledge.c.dead_since,
    knowledge.c.check_at,
)
_PUBLISHED = sa.select(*_ROW).where(PUBLISHED)
# Two statements: where NULL stands in an index is not the same in both databases.
_DUE = (
    _PUBLISHED.where(knowledge.c.check_at <= sa.bindparam("now"))
    .order_by(knowledge.c.check_at, knowledge.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_NEW = (
    _PUBLISHED.where(knowledge.c.check_at.is_(None))
    .order_by(knowledge.c.id)
    .limit(sa.bindparam("most"))
    .with_for_update(skip_locked=True)
)
_PUT_OFF = (
    sa.update(knowledge)
    .where(knowledge.c.id == sa.bindparam("of_id"))
    .values(check_at=sa.bindparam("until"))
)
# Whoever changed the address, or said that all is well, has taken the claim from us.
_CLAIMED = (
    knowledge.c.id == sa.bindparam("of_id"),
    knowledge.c.url == sa.bindparam("of_url"),
    knowledge.c.check_at == sa.bindparam("claimed_until"),
)
_SETTLE = (
    sa.update(knowledge)
    .where(*_CLAIMED)
    .values(
        {
            name: sa.bindparam(f"new_{name}")
            for name in ("checked_at", "check_at", "failures", "dead_since", "answer")
        }
    )
)
_GIVE_BACK = sa.update(knowledge).where(*_CLAIMED).values(check_at=sa.bindparam("until"))
_ALIVE = (
    _PUBLISHED.where(
        knowledge.c.check_at.is_not(None),
        knowledge.c.checked_at.is_not(None),
        knowledge.c.answer.is_(None),
    )
    .order_by(knowledge.c.check_at.desc())
    .limit(sa.bindparam("most"))
)


def due(connection: sa.Connection, now: datetime, most: int) -> list[Link]:
    """At most so many links that are to be asked, locked; those that wait longest first.

    Of several processes each gets others. New ones come after those whose time it is.
    """
    rows = connection.execute(_DUE, {"now": now, "most": most}).all()
    if len(rows) < most:
        rows = [*rows, *connection.execute(_NEW, {"most": most - len(rows)})]
    return [_link(row) for row in rows]


def put_off(connection: sa.Connection, times: Iterable[tuple[ItemId, datetime]]) -> None:
    """Let these (ids, each with its time), which `due` has locked, be asked later."""
    rows = [{"of_id": id_, "until": until} for id_, until in times]
    if rows:
        connection.execute(_PUT_OFF, rows)


def settle(connection: sa.Connection, link: Link, standing: Standing) -> bool:
    """Write what came of asking; False, and nothing, when the claim is not ours any more."""
    new = {f"new_{name}": getattr(standing, name) for name in Standing.__slots__}
    return connection.execute(_SETTLE, {**_claim(link), **new}).rowcount == 1


def give_back(connection: sa.Connection, link: Link, until: datetime) -> None:
    """Let a claimed link that was not asked be asked from `until` on."""
    connection.execute(_GIVE_BACK, {**_claim(link), "until": until})


def alive(connection: sa.Connection, most: int) -> list[Link]:
    """At most so many links that were alive when they were last asked, the last ones first."""
    return [_link(row) for row in connection.execute(_ALIVE, {"most": most})]


def _claim(link: Link) -> dict[str, object]:
    return {"of_id": link.id, "of_url": link.url, "claimed_until": link.claimed_until}


def _link(row: Row) -> Link:
    return Link(row.id, row.url, row.checked_at, row.failures, row.dead_since, row.check_at)
