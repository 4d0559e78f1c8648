"""Keeping the index: what is stored without it, or by older rules, is indexed in small pieces."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.ids import EventNumber
from bot.domain.search.documents import RULES
from bot.services.refreshes import request_for_material
from storage import events, knowledge, material
from storage import search as index
from storage.database import Connection


def is_behind(connection: Connection, now: datetime) -> bool:
    """Whether there is something to index at `now` (aware, UTC)."""
    return knowledge.any_to_index(connection, RULES, now)


def unused_words(connection: Connection, limit: int) -> list[int]:
    """At most so many words that no item has any more, by their ids."""
    return index.unused_words(connection, limit)


def forget_words(connection: Connection, ids: Collection[int]) -> bool:
    """Delete those of these words that no item has; False if that can't be done now."""
    return index.forget_words(connection, ids)


def index_event(connection: Connection, number: EventNumber, now: datetime) -> None:
    """Index all items of an event at once: what members are not to see any more is in no word."""
    event = events.get(connection, number)
    items = {kept.id: (kept.item, event) for kept in material.all_of_event(connection, number)}
    index.index(connection, items, now)


def index_some(connection: Connection, now: datetime, limit: int) -> int:
    """Index at most `limit` items that are not indexed by the present rules; how many it were.

    Those whose day has come since are shown in the messages of their events too. To be called in a
    loop, each time in a transaction of its own, until it returns 0.
    """
    items = knowledge.to_index(connection, RULES, now, limit)
    if items:
        numbers = {item.event for item in items.values() if item.event is not None}
        of = events.get_many(connection, numbers)
        found = {row: (item, of.get(item.event or 0)) for row, item in items.items()}
        index.index(connection, found, now)
        dated = [item.event for item in items.values() if item.visible_from is not None]
        request_for_material(connection, dated, now)
    return len(items)
