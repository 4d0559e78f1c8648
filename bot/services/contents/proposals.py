"""Letters about proposals: to organizers what waits, to the proposer what became of theirs."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.deliveries import Delivery
from bot.domain.knowledge import KeptItem
from bot.domain.outcomes import Withdrawn
from bot.services.contents import Unwanted
from storage import members, proposals
from storage.database import Connection

SHOWN = 5  # in a letter; all stand in the list that it leads to


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first of what waits, and how many there are in all."""

    items: tuple[KeptItem, ...]
    total: int
    language: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the organizer `by` decided of a proposal, perhaps with a word about it."""

    kept: KeptItem
    by: str
    word: str
    language: str | None


def proposed(connection: Connection, delivery: Delivery, now: datetime) -> int | Unwanted:
    """How many wait; whom to tell is not known yet."""
    return proposals.count(connection) or Withdrawn("nothing waits")


def waiting(connection: Connection, delivery: Delivery, now: datetime) -> Waiting | Unwanted:
    """What waits now."""
    found = proposals.waiting(connection, SHOWN)
    if not found:
        return Withdrawn("nothing waits")
    language = _language(connection, delivery.target)
    return Waiting(tuple(found), proposals.count(connection), language)


def decided(connection: Connection, delivery: Delivery, now: datetime) -> Verdict | Unwanted:
    """What was decided, if that still holds."""
    kept = proposals.get(connection, int(delivery.payload["item"]))
    if kept is None or kept.item.status.value != delivery.payload["status"]:
        return Withdrawn("it was decided otherwise since")
    by, word = str(delivery.payload["by"]), str(delivery.payload["word"])
    return Verdict(kept, by, word, _language(connection, delivery.target))


def _language(connection: Connection, user: str) -> str | None:
    member = members.get(connection, user)
    return member.language if member else None
