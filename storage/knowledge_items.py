"""Knowledge items by their id: looked up, added, changed."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import EventNumber, ItemId
from bot.domain.knowledge import KeptItem, KnowledgeItem, normalised_url
from storage import dead_links, knowledge
from storage.tables import Row
from storage.tables import knowledge as _knowledge
from storage.upsert import insert

SELECT = knowledge.SELECT.add_columns(_knowledge.c.id, _knowledge.c.proposed_by)
_GET = SELECT.where(_knowledge.c.id == sa.bindparam("id"))
_GET_LOCKED = _GET.with_for_update()
_BY_KEY_LOCKED = SELECT.where(_knowledge.c.url_key == sa.bindparam("key")).with_for_update()
_ADD = (
    insert(_knowledge)
    .values(
        {
            name: sa.bindparam(name)
            for name in ("url_key", "url", "title", "kind", "tags", "status", "added_at")
        }
        | {"proposed_by": sa.bindparam("proposed_by")}
    )
    .on_conflict_do_nothing()
    .returning(_knowledge.c.id)
)
_SESSIONS = sa.select(_knowledge.c.id, _knowledge.c.session).where(
    _knowledge.c.event == sa.bindparam("number"), _knowledge.c.session.is_not(None)
)
_NAME_SESSION = (
    sa.update(_knowledge)
    .where(_knowledge.c.id == sa.bindparam("of_id"))
    .values(session=sa.bindparam("talk"), indexed=None)
)
_MOVE = (
    sa.update(_knowledge)
    .where(_knowledge.c.id == sa.bindparam("of_id"))
    .values(url_key=sa.bindparam("new_key"))
)


def add(
    connection: sa.Connection, item: KnowledgeItem, proposed_by: str | None, now: datetime
) -> ItemId | None:
    """Insert an item as added at `now` (aware, UTC); its id, or None where its address is known.

    Of two who add the same address at once the second waits for the first, and gets None.
    """
    values = {
        "url_key": normalised_url(item.url),
        "url": item.url,
        "title": item.title,
        "kind": item.kind.value,
        "tags": list(item.tags),
        "status": item.status.value,
        "added_at": now,
        "proposed_by": proposed_by,
    }
    added = connection.execute(_ADD, values).scalar_one_or_none()
    if added is not None:
        knowledge.save(connection, item, now)
    return added


def sessions_of(connection: sa.Connection, number: EventNumber) -> dict[ItemId, str]:
    """What talk each item of this event belongs to, of those that belong to one."""
    return {row.id: row.session for row in connection.execute(_SESSIONS, {"number": number})}


def name_session(connection: sa.Connection, kept: ItemId, talk: str | None) -> None:
    """Let an item belong to this talk, or to none; it is indexed anew by whoever indexes next."""
    connection.execute(_NAME_SESSION, {"of_id": kept, "talk": talk})


def change(connection: sa.Connection, kept: ItemId, item: KnowledgeItem, now: datetime) -> None:
    """Replace the item of this id, which the caller has locked, even by one of another address."""
    key = normalised_url(item.url)
    dead_links.forget_if_moved(connection, kept, key)
    connection.execute(_MOVE, {"of_id": kept, "new_key": key})
    knowledge.save(connection, item, now)


def get(connection: sa.Connection, kept: ItemId) -> KeptItem | None:
    """The item of this id; None without one."""
    row = connection.execute(_GET, {"id": kept}).one_or_none()
    return kept_of(row) if row else None


def get_locked(connection: sa.Connection, kept: ItemId) -> KeptItem | None:
    """As `get`, locked until the transaction ends."""
    row = connection.execute(_GET_LOCKED, {"id": kept}).one_or_none()
    return kept_of(row) if row else None


def by_url_locked(connection: sa.Connection, url: str) -> KeptItem | None:
    """The item of this address in any spelling, locked; None without one."""
    row = connection.execute(_BY_KEY_LOCKED, {"key": normalised_url(url)}).one_or_none()
    return kept_of(row) if row else None


def kept_of(row: Row) -> KeptItem:
    """The item in a row of SELECT."""
    fields = row._asdict()
    kept, proposed_by = fields["id"], fields["proposed_by"]
    return KeptItem(kept, knowledge.item_of(row), proposed_by)
