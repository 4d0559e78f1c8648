"""The items of events, as far as somebody may see them."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import EventNumber
from bot.domain.knowledge import KeptItem
from bot.domain.visibility import Audience
from storage import knowledge_items
from storage.chunks import chunks
from storage.tables import knowledge, rsvp_messages
from storage.visibility import seen_by

_OF_EVENT = {
    audience: knowledge_items.SELECT.where(
        knowledge.c.event == sa.bindparam("number"), seen_by(audience)
    ).order_by(knowledge.c.id)
    for audience in Audience
}
_ALL_OF_EVENT = knowledge_items.SELECT.where(knowledge.c.event == sa.bindparam("number")).order_by(
    knowledge.c.id
)
_SEEN = seen_by(Audience.MEMBERS)
_COUNTS = (
    sa.select(knowledge.c.event, sa.func.count())
    .where(knowledge.c.event.in_(sa.bindparam("numbers", expanding=True)), _SEEN)
    .group_by(knowledge.c.event)
)

_CHANGED = (
    sa.select(rsvp_messages.c.event)
    .join(knowledge, knowledge.c.event == rsvp_messages.c.event)
    .where(knowledge.c.indexed.is_(None))
    .distinct()
)


def of_event(
    connection: sa.Connection,
    number: EventNumber,
    now: datetime,
    by: Audience = Audience.MEMBERS,
) -> list[KeptItem]:
    """The items of an event that these see at `now` (aware, UTC), oldest first."""
    rows = connection.execute(_OF_EVENT[by], {"number": number, "seen_at": now})
    return [knowledge_items.kept_of(row) for row in rows]


def all_of_event(connection: sa.Connection, number: EventNumber) -> list[KeptItem]:
    """All items of an event, whoever sees them and what became of them, oldest first."""
    rows = connection.execute(_ALL_OF_EVENT, {"number": number})
    return [knowledge_items.kept_of(row) for row in rows]


def counts(connection: sa.Connection, numbers: Collection[int], now: datetime) -> dict[int, int]:
    """How many each of these events has that members see; those without any are left out."""
    found: dict[int, int] = {}
    for some in chunks(numbers):
        rows = connection.execute(_COUNTS, {"numbers": some, "seen_at": now})
        found |= {number: count for number, count in rows}  # noqa: C416 - a Result is no mapping
    return found


def changed_just_now(connection: sa.Connection) -> list[EventNumber]:
    """The events with a message in a channel, items of which an import has just written.

    Those are not indexed yet, nor are some that were written a moment before.
    """
    return [EventNumber(number) for number in connection.execute(_CHANGED).scalars()]
