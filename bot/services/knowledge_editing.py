"""Changing knowledge items: by whoever organizes, one after the other."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.deliveries import Kind
from bot.domain.delivery_payloads import Payload
from bot.domain.ids import EventNumber, ItemId
from bot.domain.knowledge import KeptItem, KnowledgeItem, Publication, normalised_url
from bot.domain.knowledge_entries import seen
from bot.domain.replies import AddressTaken, Overtaken, Repeated, Reply
from bot.services.deliveries import add
from bot.services.refreshes import request_for_material
from storage import audit, events, handled_events, knowledge_items
from storage.database import Connection

_ACTIONS = {
    Publication.PUBLISHED: "kb publish",
    Publication.REJECTED: "kb reject",
    Publication.PROPOSED: "kb change",
}


@dataclass(frozen=True, slots=True)
class ItemSaved:
    """The item is changed."""

    kept: KeptItem


Change = ItemSaved | AddressTaken | Overtaken[KeptItem] | Reply | Repeated[KeptItem]


def get(connection: Connection, kept: ItemId) -> KeptItem | None:
    """The item of this id, whatever its status."""
    return knowledge_items.get(connection, kept)


def last_actor(connection: Connection, kept: ItemId) -> str | None:
    """Which organizer did something to this item last, as far as it is known."""
    return audit.last_actor(connection, subject(kept))


def change(
    connection: Connection,
    actor: str,
    kept: ItemId,
    item: KnowledgeItem,
    sign: str,
    key: str,
    now: datetime,
) -> Change:
    """Make the item of this id another one, once for each `key`, if it still has this `sign`.

    The caller has checked that `actor` is an organizer.
    """
    found = locked(connection, kept, item.event)
    if found is None:
        return Reply.ITEM_GONE
    if found.item.withdrawn:
        return Reply.ITEM_WITHDRAWN
    if handled_events.was_seen(connection, key):
        return Repeated(found)
    if seen(found.item) != sign:
        # of what contacts decide the audit knows nothing: it may have been them
        by = None if found.item.decided else last_actor(connection, kept)
        return Overtaken(found, by)
    if normalised_url(item.url) != normalised_url(found.item.url):
        there = knowledge_items.by_url_locked(connection, item.url)
        if there is not None:
            return AddressTaken(there.item.title)
    handled_events.is_new(connection, key, now)
    after = replace(found, item=item)
    if after != found:
        save(connection, actor, found, after, now)
    return ItemSaved(after)


def locked(connection: Connection, kept: ItemId, event: EventNumber | None) -> KeptItem | None:
    """The item, locked after its event and the one that it is to be of: as a change of an event.

    Whoever changes an event locks it first and then its items, which are indexed anew.
    """
    seen_before = knowledge_items.get(connection, kept)
    if seen_before is None:
        return None
    numbers = {number for number in (seen_before.item.event, event) if number is not None}
    for number in sorted(numbers):
        events.get_locked(connection, number)
    return knowledge_items.get_locked(connection, kept)


def save(
    connection: Connection,
    actor: str,
    before: KeptItem,
    after: KeptItem,
    now: datetime,
    word: str = "",
) -> None:
    """Keep `after` in place of `before`; its proposer is told what was decided, with a `word`."""
    knowledge_items.change(connection, after.id, after.item, now)
    request_for_material(connection, [before.item.event, after.item.event], now)
    status = after.item.status
    decided = status is not before.item.status
    action = _ACTIONS[status] if decided else "kb change"
    audit.add(connection, now, actor, action, subject(after.id))
    matters = status is Publication.PUBLISHED or before.item.status is Publication.PROPOSED
    if decided and matters and after.proposed_by not in (None, actor):
        payload: Payload = {"item": after.id, "status": status.value, "by": actor, "word": word}
        key = f"decided:{after.id}:{status}"
        add(connection, Kind.DECIDED, str(after.proposed_by), payload, now, key)


def subject(kept: ItemId) -> str:
    """What the audit calls this item."""
    return f"item {kept}"
