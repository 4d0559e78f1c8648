"""Knowledge items; the normalised address is what makes two items the same."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import ItemId
from bot.domain.knowledge import (
    Addition,
    ItemKind,
    KnowledgeItem,
    Publication,
    Visibility,
    normalised_url,
)
from bot.domain.knowledge_fields import ITEM_FIELDS
from bot.domain.visibility import Audience, bound
from storage import bulk, events, search, talk_bounds
from storage.bulk import Rows
from storage.chunks import chunks
from storage.prepared import Prepared
from storage.tables import Row, UtcDateTime, knowledge
from storage.upsert import insert
from storage.visibility import IS_HERE, seen_by

_COLUMNS = tuple(row.name for row in ITEM_FIELDS)
_DECIDED = ("decided", "decided_by", "withdrawn_by")
_BESIDE = ("url_key", "dead_since", *_DECIDED, "withdrawn_at", "talk_shown")
SELECT = sa.select(*(knowledge.c[name] for name in (*_COLUMNS, *_BESIDE)))
_ALL = SELECT.where(IS_HERE).order_by(knowledge.c.id)
_BY_KEY = SELECT.where(knowledge.c.url_key.in_(sa.bindparam("keys", expanding=True)))
_WITH_ID = sa.select(knowledge.c.id, *SELECT.selected_columns)
_BY_IDS = _WITH_ID.where(
    knowledge.c.id.in_(sa.bindparam("ids", expanding=True)), seen_by(Audience.MEMBERS)
)
_NEWEST = {
    audience: sa.select(*SELECT.selected_columns, knowledge.c.added_at)
    .where(seen_by(audience))
    .order_by(knowledge.c.id.desc())
    .limit(sa.bindparam("limit"))
    for audience in Audience
}
_ID = sa.select(knowledge.c.id, knowledge.c.withdrawn_at).where(
    knowledge.c.url_key == sa.bindparam("key")
)
# Any number, as long as it is always the same.
_LOCK = 7_265_629
_STALE = sa.or_(
    knowledge.c.indexed.is_(None),
    sa.and_(knowledge.c.indexed < sa.bindparam("rules"), knowledge.c.indexed > search.DAY_TO_COME),
    sa.and_(
        knowledge.c.indexed == search.DAY_TO_COME,
        knowledge.c.visible_from <= sa.bindparam("seen_at", type_=UtcDateTime),
    ),
    knowledge.c.indexed > sa.bindparam("rules"),
)
_ANY_STALE = Prepared(sa.select(knowledge.c.id).where(_STALE).limit(1))
_TO_INDEX = _WITH_ID.where(_STALE).limit(sa.bindparam("limit")).with_for_update(skip_locked=True)
_INSERT = sa.insert(knowledge)
_UPDATE = (
    sa.update(knowledge)
    .where(knowledge.c.url_key == sa.bindparam("of_key"))
    .values({name: sa.bindparam(name) for name in (*_COLUMNS, "talk_shown")})
)
_ONE: sa.ColumnElement[int] = sa.literal_column("1")
# Who sees it is left to the contact of its talk, where they have decided.
_LEFT_ALONE = ("visibility", "visible_from")


def _gives(name: str) -> sa.ColumnElement[bool]:
    given = sa.bindparam(f"gives_{name}", type_=sa.Integer) == _ONE
    return sa.and_(given, knowledge.c.decided.is_(False)) if name in _LEFT_ALONE else given


_new = (
    insert(knowledge)
    .values({name: sa.bindparam(name) for name in ("url_key", *_COLUMNS, "added_at")})
    .inline()  # nobody asks for the new ids
)
_MERGE = _new.on_conflict_do_update(
    index_elements=["url_key"],
    set_={
        "url": _new.excluded.url,
        **{
            name: sa.case(
                (_gives(name), _new.excluded[name]),
                else_=knowledge.c[name],
            )
            for name in _COLUMNS
            if name != "url"
        },
        "indexed": sa.null(),
        # until all of them follow their talks
        "talk_shown": sa.literal_column(f"'{Visibility.PUBLIC}'"),
    },
)


def get_many(connection: sa.Connection, urls: Collection[str]) -> dict[str, KnowledgeItem]:
    """The items with these addresses (in any spelling) that there are, by normalised address."""
    return by_keys(connection, {normalised_url(url) for url in urls})


def by_keys(connection: sa.Connection, keys: Collection[str]) -> dict[str, KnowledgeItem]:
    """The items with these normalised addresses that there are."""
    found: dict[str, KnowledgeItem] = {}
    for some in chunks(keys):
        for row in connection.execute(_BY_KEY, {"keys": some}):
            found[row.url_key] = item_of(row)
    return found


def seen_of(
    connection: sa.Connection, ids: Collection[ItemId], now: datetime
) -> dict[ItemId, KnowledgeItem]:
    """Those of the items with these ids that members see at `now` (aware, UTC)."""
    rows = connection.execute(_BY_IDS, {"ids": list(ids), "seen_at": now})
    return {row.id: item_of(row) for row in rows}


def all_items(connection: sa.Connection) -> list[KnowledgeItem]:
    """All items, proposed and rejected ones too, oldest first; none that was taken back."""
    return [item_of(row) for row in connection.execute(_ALL)]


def newest(connection: sa.Connection, by: Audience, now: datetime, limit: int) -> list[Addition]:
    """The items that came last and that these see at `now` (aware, UTC), the newest first."""
    rows = connection.execute(_NEWEST[by], {"seen_at": now, "limit": limit})
    return [Addition(row.url_key, item_of(row), row.added_at) for row in rows]


def save(connection: sa.Connection, item: KnowledgeItem, now: datetime) -> None:
    """Insert the item, as added at `now` (aware, UTC), or replace the one with this address.

    It is found from then on.
    """
    key = normalised_url(item.url)
    # locked: what is said of the event is indexed too, and must not change until then
    event = None if item.event is None else events.get_locked(connection, item.event)
    item = replace(item, talk_shown=bound(item.session, event.sessions if event else ()))
    values = {name: getattr(item, name) for name in _COLUMNS} | {"tags": list(item.tags)}
    values["talk_shown"] = item.talk_shown.value
    if connection.execute(_UPDATE, {**values, "of_key": key}).rowcount == 0:
        connection.execute(_INSERT, {**values, "url_key": key, "added_at": now})
    row, withdrawn_at = connection.execute(_ID, {"key": key}).one()
    stands = replace(item, withdrawn=withdrawn_at is not None)
    search.index(connection, {row: (stands, event)}, now)


def any_to_index(connection: sa.Connection, rules: int, now: datetime) -> bool:
    """Whether there are items that are not indexed by these rules, or whose day has come."""
    return bool(_ANY_STALE.rows(connection, {"rules": rules, "seen_at": now}))


def to_index(
    connection: sa.Connection, rules: int, now: datetime, limit: int
) -> dict[ItemId, KnowledgeItem]:
    """Some of them, by id, locked until the transaction ends.

    Those that somebody else has locked are left out: they are being indexed, or will be.
    """
    rows = connection.execute(_TO_INDEX, {"rules": rules, "seen_at": now, "limit": limit})
    return {row.id: item_of(row) for row in rows}


def save_many(connection: sa.Connection, rows: Rows, now: datetime) -> None:
    """Insert very many items, as added at `now`; of those that are there change what is given.

    A row has the columns of an item and its `url_key`, and for each that may be left out
    `gives_…`, 1 or 0. They are found when they are indexed (`to_index`).
    """
    if connection.dialect.name != "sqlite":  # there only one writes at a time
        # two that have the same items in different orders would wait for each other
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        connection.execute(sa.text("SET LOCAL timezone = 'UTC'"))  # that of the rows' times
    bulk.write(connection, _MERGE, rows, {"added_at": now})
    for number in talk_bounds.events(connection):
        talk_bounds.follow(connection, number, events.sessions_of(connection, [number])[number])


def item_of(row: Row) -> KnowledgeItem:
    """The item in a row of SELECT."""
    fields = {name: getattr(row, name) for name in _COLUMNS}
    kind, status = ItemKind(fields["kind"]), Publication(fields["status"])
    fields |= {"kind": kind, "status": status, "tags": tuple(fields["tags"])}
    fields["visibility"] = Visibility(fields["visibility"])
    said = {name: getattr(row, name) for name in _DECIDED} | {"dead": row.dead_since is not None}
    withdrawn, talk_shown = row.withdrawn_at is not None, Visibility(row.talk_shown)
    return KnowledgeItem(**fields, **said, withdrawn=withdrawn, talk_shown=talk_shown)
