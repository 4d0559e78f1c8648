"""Proposals for the Wissensspeicher: listed, published, rejected."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.deliveries import ORGANIZERS, Kind
from bot.domain.delivery_outcomes import Sent
from bot.domain.ids import DeliveryId, ItemId
from bot.domain.knowledge import KeptItem, Publication
from bot.domain.proposals import PAGE_SIZE, ProposalPage
from bot.domain.replies import Reply
from bot.services.deliveries import add_gathered
from bot.services.knowledge_editing import last_actor, locked, save
from bot.services.refreshes import take_away
from storage import proposal_letters, proposals
from storage.database import Connection

# Proposals within this time are told to the organizers in one message.
GATHERING = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Decided:
    """It is published or rejected now: its status says which."""

    kept: KeptItem


@dataclass(frozen=True, slots=True)
class AlreadyDecided:
    """Somebody (`by`, as far as it is known) has decided before; nothing was done."""

    kept: KeptItem
    by: str | None


Decision = Decided | AlreadyDecided | Reply


def page(connection: Connection, number: int) -> ProposalPage:
    """The `number`th page (from 1) of what waits, the oldest first; the last one beyond it."""
    total = proposals.count(connection)
    number = max(1, min(number, -(-total // PAGE_SIZE)))
    found = proposals.waiting(connection, PAGE_SIZE, (number - 1) * PAGE_SIZE)
    return ProposalPage(tuple(found), number, total)


def decide(
    connection: Connection,
    actor: str,
    kept: ItemId,
    status: Publication,
    now: datetime,
    *,
    word: str = "",
) -> Decision:
    """Publish or reject what waits; its proposer is told, with the organizer's `word`.

    The caller has checked that `actor` is an organizer.
    """
    found = locked(connection, kept, None)
    if found is None or found.item.withdrawn:
        return Reply.ITEM_GONE
    if found.item.status is not Publication.PROPOSED:
        return AlreadyDecided(found, last_actor(connection, kept))
    after = replace(found, item=replace(found.item, status=status))
    save(connection, actor, found, after, now, word)
    return Decided(after)


def withdraw(connection: Connection, user: str, kept: ItemId, now: datetime) -> Reply:
    """Delete what `user` proposed, as long as nobody has decided on it; letters with it, too."""
    found = locked(connection, kept, None)
    waits = found is not None and found.item.status is Publication.PROPOSED
    if found is None or not waits or found.proposed_by != user:
        return Reply.ITEM_GONE
    came_at = proposals.came_at(connection, found.id)
    proposals.delete(connection, [found.id])
    take_letters_back(connection, came_at, now)
    return Reply.PROPOSAL_WITHDRAWN


def take_letters_back(connection: Connection, since: datetime, now: datetime) -> None:
    """Have letters deleted that may show what came at that time and is taken back now.

    What else waits is told anew.
    """
    _take_away(connection, proposal_letters.take_since(connection, since), now)


def letter_sent(connection: Connection, id_: DeliveryId, sent: Sent, now: datetime) -> None:
    """Remember where a letter stands; one that shows what was taken back since goes at once."""
    place = sent.channel, sent.ts
    if not proposal_letters.remember(connection, id_, place):
        _take_away(connection, [place], now)


def _take_away(connection: Connection, letters: list[tuple[str, str]], now: datetime) -> None:
    for channel, ts in letters:
        take_away(connection, channel, ts, now)
    if letters and proposals.count(connection):
        tell_of_proposals(connection, now)


def tell_of_proposals(connection: Connection, now: datetime) -> None:
    """Have the organizers told soon of what waits."""
    add_gathered(connection, Kind.PROPOSED, ORGANIZERS, now, GATHERING)
