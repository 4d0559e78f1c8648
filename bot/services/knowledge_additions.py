"""Putting a new item into the Wissensspeicher: published by organizers, proposed by members."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.events import Event, Status
from bot.domain.guesses import event_around
from bot.domain.ids import EventNumber
from bot.domain.knowledge import KeptItem, KnowledgeItem, Publication
from bot.domain.replies import Repeated, TooMany
from bot.services.knowledge_editing import subject
from bot.services.proposals import tell_of_proposals
from bot.services.refreshes import request_for_material
from storage import audit, events, handled_events, knowledge, knowledge_items, proposals
from storage.database import Connection

# Of one member. Organizers look at all of them by hand.
MOST_WAITING = 20
# As many as a menu takes beside "none" and the one that an item names already.
_MENU = 98


@dataclass(frozen=True, slots=True)
class Added:
    """It is published, or it waits as a proposal: its status says which."""

    kept: KeptItem


@dataclass(frozen=True, slots=True)
class Known:
    """There is an item of this address already; nothing was done."""

    kept: KeptItem


Outcome = Added | Known | TooMany | Repeated[KeptItem]


def add(
    connection: Connection,
    user: str,
    item: KnowledgeItem,
    key: str,
    now: datetime,
    *,
    organizes: bool,
) -> Outcome:
    """Keep a new item, once for each `key`. `organizes` says that the caller has checked that."""
    status = Publication.PUBLISHED if organizes else Publication.PROPOSED
    by = None if organizes else user
    outcome = _add(connection, by, replace(item, status=status), key, now)
    if isinstance(outcome, Added) and organizes:
        audit.add(connection, now, user, "kb add", subject(outcome.kept.id))
    return outcome


def contribute(
    connection: Connection,
    user: str,
    item: KnowledgeItem,
    key: str,
    now: datetime,
    *,
    at_once: bool,
) -> Outcome:
    """Keep an item that the contact of its talk gives, once for each `key`.

    It is published `at_once`, or waits as a proposal.
    """
    status = Publication.PUBLISHED if at_once else Publication.PROPOSED
    return _add(connection, user, replace(item, status=status), key, now)


def _add(
    connection: Connection,
    proposed_by: str | None,
    item: KnowledgeItem,
    key: str,
    now: datetime,
) -> Outcome:
    there = knowledge_items.by_url_locked(connection, item.url)
    if handled_events.was_seen(connection, key):
        return Repeated(there)
    if there is not None:
        return Known(there)
    waits = item.status is Publication.PROPOSED
    if waits and proposals.count_of(connection, proposed_by or "") >= MOST_WAITING:
        return TooMany(MOST_WAITING)
    added = knowledge_items.add(connection, item, proposed_by, now)
    if added is None:  # somebody else was faster by a moment
        there = knowledge_items.by_url_locked(connection, item.url)
        assert there is not None
        return Known(there)
    handled_events.is_new(connection, key, now)
    if waits:
        tell_of_proposals(connection, now)
    else:
        request_for_material(connection, [item.event], now)
    return Added(KeptItem(added, item, proposed_by))


def menu(connection: Connection, now: datetime, named: EventNumber | None) -> tuple[Event, ...]:
    """The events that an item can be of, the last first; the one that it names is among them.

    Drafts are nobody's business yet, and what was cancelled left nothing behind.
    """
    coming = events.page(connection, now, past=False, limit=_MENU, offset=0)
    past = events.page(connection, now, past=True, limit=_MENU, offset=0)
    found = [*reversed(coming), *past]
    return tuple(
        event for event in found if event.status is Status.PUBLISHED or event.number == named
    )[:_MENU]


def event(connection: Connection, number: EventNumber | None) -> Event | None:
    """The event of this number, whose talks can be chosen; no draft."""
    found = events.get(connection, number) if number is not None else None
    return found if found is not None and found.status is not Status.DRAFT else None


def known(connection: Connection, urls: Collection[str]) -> dict[str, KnowledgeItem]:
    """Those of these addresses that there are items of, whatever their status, normalised."""
    return knowledge.get_many(connection, urls)


def probable_event(
    connection: Connection, named: EventNumber | None, at: datetime
) -> EventNumber | None:
    """The event that something shared `at` that time is most likely about, if any.

    The one that is named; else the one around which it was shared.
    """
    if event(connection, named) is not None:
        return named
    beside = events.next_event(connection, at), events.last_event(connection, at)
    return event_around([one for one in beside if one is not None], at)
