"""Reports to organizers of links that were called dead."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.deliveries import Delivery
from bot.domain.link_checks import DeadLink
from bot.domain.outcomes import Withdrawn
from bot.services.contents import Unwanted
from storage import dead_links, members
from storage.database import Connection

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DeadLinkReport:
    """The links that were called dead since this organizer was last told."""

    links: tuple[DeadLink, ...]
    language: str | None


def telling(connection: Connection, delivery: Delivery, now: datetime) -> int | Unwanted:
    """How many there are that organizers may not know; whom to tell is not known yet."""
    return len(dead_links.since(connection, delivery.done_at or _LONG_AGO)) or Withdrawn("none")


def report(connection: Connection, delivery: Delivery, now: datetime) -> DeadLinkReport | Unwanted:
    """Those since the report before this one."""
    found = dead_links.since(connection, delivery.done_at or _LONG_AGO)
    member = members.get(connection, delivery.target)
    if not found:
        return Withdrawn("none")
    return DeadLinkReport(tuple(found), member.language if member else None)
