"""The index of the Wissensspeicher: the words that there are, and the items in which they stand.

`postings` is read backwards along its primary key: for one word that is the order of an answer,
title first, the newest event first. So the best hundred of a common word cost as much as those of
a rare one.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from bot.domain.events import Event
from bot.domain.ids import ItemId
from bot.domain.knowledge import KnowledgeItem
from bot.domain.search.documents import RULES, document
from storage import bulk
from storage.chunks import chunks
from storage.prepared import Prepared
from storage.tables import knowledge, postings, words
from storage.upsert import insert
from storage.value_lists import among, read_through

# Any number, as long as it is always the same.
_LOCK = 7_265_628
# What `knowledge.indexed` says of an item that has no words yet because nobody is to see it before
# its day: it is indexed when that has come.
DAY_TO_COME = 0
_UNUSED_LOCK = 7_265_630
# Stands behind all words, as one that no item has: SQLite gives the id of the last word again when
# that is deleted, and whoever knows the vocabulary would take the new word for the old one.
_END = "."
# To read all postings of an item takes as long as to read so many of one word: those lie together.
_AN_ITEM = 50

_TEXT = 200  # characters of a description by which it is told from others

Posting = tuple[Any, ...]  # word, field, event, item

_COLUMNS = (postings.c.word, postings.c.field, postings.c.event, postings.c.item)
_LAST_WORD = Prepared(sa.select(sa.func.coalesce(sa.func.max(words.c.id), 0)))
_WORDS_AFTER = (
    sa.select(words.c.id, words.c.word)
    .where(words.c.id > sa.bindparam("known"))
    .order_by(words.c.id)
)
_WORD_IDS = Prepared(sa.select(words.c.word, words.c.id).where(among(words.c.word, "some")))
_OF_WORDS = sa.select(*_COLUMNS).where(among(postings.c.word, "words"))
_ORDER = (postings.c.field.desc(), postings.c.event.desc(), postings.c.item.desc())
_LIMIT = sa.bindparam("limit", type_=sa.Integer)
_COUNTS = sa.select(postings.c.word, sa.func.count()).group_by(postings.c.word)
_COUNTS_OF = Prepared(_COUNTS.where(among(postings.c.word, "words")))
_COMMON = Prepared(_COUNTS.having(sa.func.count() >= sa.bindparam("at_least", type_=sa.Integer)))
_USED = Prepared(
    sa.select(words.c.id).where(
        among(words.c.id, "words"), sa.exists().where(postings.c.word == words.c.id)
    )
)
_BEST_OF_ONE = Prepared(
    sa.select(*_COLUMNS)
    .where(postings.c.word == sa.bindparam("word"))
    .order_by(*_ORDER)
    .limit(_LIMIT)
)
_BEST = Prepared(_OF_WORDS.order_by(*_ORDER).limit(_LIMIT))
_ALL = Prepared(_OF_WORDS)
_WITHIN_BY_WORD = Prepared(
    sa.select(*_COLUMNS)
    .select_from(read_through(postings.c.item, "items"))
    .where(among(postings.c.word, "words"))
)
_WITHIN_BY_ITEM = Prepared(
    sa.select(*_COLUMNS)
    .select_from(read_through(postings.c.word, "words"))
    .where(among(postings.c.item, "items"))
)
_BEGINNINGS = Prepared(
    sa.select(knowledge.c.id, sa.func.substr(knowledge.c.description, 1, _TEXT)).where(
        among(knowledge.c.id, "items"), knowledge.c.description.is_not(None)
    )
)
_ADD_WORDS = insert(words).on_conflict_do_nothing()
_NOWHERE = sa.not_(sa.exists().where(postings.c.word == words.c.id))
_UNUSED = sa.select(words.c.id).where(words.c.word != _END, _NOWHERE).limit(_LIMIT)
_DELETE_WORDS = sa.delete(words).where(
    words.c.id.in_(sa.bindparam("ids", expanding=True)), _NOWHERE
)
_DELETE_END = sa.delete(words).where(words.c.word == _END)
_DELETE = Prepared(sa.delete(postings).where(among(postings.c.item, "items")))
_MARK = Prepared(
    sa.update(knowledge)
    .where(among(knowledge.c.id, "items"))
    .values(indexed=sa.bindparam("rules", type_=sa.Integer))
)
_FORGET_EVENTS = Prepared(
    sa.update(knowledge).where(among(knowledge.c.event, "numbers")).values(indexed=None)
)


def last_word(connection: sa.Connection) -> int:
    """The greatest id of a word; 0 for none."""
    return int(_LAST_WORD.rows(connection, {})[0][0])


def words_after(connection: sa.Connection, known: int) -> Iterator[tuple[int, str]]:
    """The ids and words with a greater id than `known`, in their order."""
    for row in connection.execute(_WORDS_AFTER, {"known": known}):
        yield row.id, row.word


def word_ids(connection: sa.Connection, some: Iterable[str]) -> dict[str, int]:
    """The ids of these words; those that there were not are added.

    On PostgreSQL who adds words waits until all that others have added is there: so words come to
    light in the order of their ids, and readers need ask only for greater ones.
    """
    wanted = set(some)
    found = _there(connection, wanted)
    missing = sorted(wanted - found.keys())
    if missing:
        if connection.dialect.name != "sqlite":  # on SQLite only one writes at a time
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        connection.execute(_ADD_WORDS, [{"word": word} for word in missing])
        found |= _there(connection, missing)
    return found


def _there(connection: sa.Connection, wanted: Collection[str]) -> dict[str, int]:
    return dict(_WORD_IDS.rows(connection, {"some": wanted}))


def index(
    connection: sa.Connection,
    items: Mapping[ItemId, tuple[KnowledgeItem, Event | None]],
    now: datetime,
) -> None:
    """Give items (by id, each with its event) the postings that they should have, and no others.

    Those whose day has not come at `now` (aware, UTC) have none.
    """
    if connection.dialect.name != "sqlite":  # there only one writes at a time
        # no word is deleted from when it is looked up until an item has it
        lock = sa.text("SELECT pg_advisory_xact_lock_shared(:lock)")
        connection.execute(lock, {"lock": _UNUSED_LOCK})
    early = [row for row, (item, _) in items.items() if (item.visible_from or now) > now]
    documents = {
        row: document(item, event) for row, (item, event) in items.items() if row not in early
    }
    ids = word_ids(connection, {word for found in documents.values() for word in found})
    _DELETE.run(connection, {"items": items})
    _MARK.run(connection, {"items": documents, "rules": RULES})
    _MARK.run(connection, {"items": early, "rules": DAY_TO_COME})
    rows: list[Posting] = []
    for row, found in documents.items():
        event = items[row][0].event or 0
        rows += [(ids[word], int(field), event, row) for word, field in found.items()]
    rows.sort(key=itemgetter(0))  # by word, as `postings` is
    bulk.add(connection, _COLUMNS, rows)


def unused_words(connection: sa.Connection, limit: int) -> list[int]:
    """The ids of at most so many words that no item has any more."""
    return list(connection.execute(_UNUSED, {"limit": limit}).scalars())


def forget_words(connection: sa.Connection, ids: Collection[int]) -> bool:
    """Delete those of these words that no item has; False while somebody indexes on PostgreSQL.

    Names can stand among them. A process that knew one goes on knowing an id that means nothing,
    and never anything else: no other word gets it.
    """
    if connection.dialect.name != "sqlite":
        lock = sa.text("SELECT pg_try_advisory_xact_lock(:lock)")
        if not connection.execute(lock, {"lock": _UNUSED_LOCK}).scalar_one():
            return False
    elif last_word(connection) in ids:
        connection.execute(_DELETE_END)
        connection.execute(_ADD_WORDS, [{"word": _END}])
    for some in chunks(ids):
        connection.execute(_DELETE_WORDS, {"ids": some})
    return True


def take_out(connection: sa.Connection, items: Collection[ItemId]) -> None:
    """Let these items be found no more: they are about to be deleted."""
    _DELETE.run(connection, {"items": items})


def forget_events(connection: sa.Connection, numbers: Collection[int]) -> None:
    """Have the items of these events indexed anew, by whoever indexes next."""
    _FORGET_EVENTS.run(connection, {"numbers": numbers})


def counts(connection: sa.Connection, of: Collection[int]) -> dict[int, int]:
    """How many postings each of these words has, if any."""
    return dict(_COUNTS_OF.rows(connection, {"words": of}))


def used(connection: sa.Connection, of: Collection[int]) -> set[int]:
    """Those of the words that an item has."""
    return {row[0] for row in _USED.rows(connection, {"words": of})} if of else set()


def common(connection: sa.Connection, at_least: int) -> dict[int, int]:
    """The words that have so many postings, and how many. All are read: some 0.1 us each."""
    return dict(_COMMON.rows(connection, {"at_least": at_least}))


def best_of_one(connection: sa.Connection, word: int, limit: int) -> list[Posting]:
    """The first postings of a word in the order of an answer; however common it is, at once."""
    return _BEST_OF_ONE.rows(connection, {"word": word, "limit": limit})


def best(connection: sa.Connection, of: Collection[int], limit: int) -> list[Posting]:
    """The first postings of these words in the order of an answer; all of them are sorted."""
    return _BEST.rows(connection, {"words": of, "limit": limit})


def all_of(connection: sa.Connection, of: Collection[int]) -> list[Posting]:
    """All postings of these words, in no order."""
    return _ALL.rows(connection, {"words": of})


def within(
    connection: sa.Connection, of: Mapping[int, int], items: Collection[ItemId]
) -> list[Posting]:
    """The postings of words in these items, in no order; `of` says how many each has, about."""
    by_word = sum(of.values()) <= _AN_ITEM * len(items)
    statement = _WITHIN_BY_WORD if by_word else _WITHIN_BY_ITEM
    return statement.rows(connection, {"words": of, "items": items})


def beginnings(connection: sa.Connection, items: Collection[ItemId]) -> dict[ItemId, str]:
    """How the descriptions of these items begin, of those that have one."""
    return dict(_BEGINNINGS.rows(connection, {"items": items}))
