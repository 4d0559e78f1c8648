"""The published items of events."""

from collections.abc import Collection

import sqlalchemy as sa

from bot.domain.ids import EventNumber
from bot.domain.knowledge import KeptItem, Publication
from storage import knowledge_items
from storage.chunks import chunks
from storage.prepared import Prepared
from storage.tables import knowledge, rsvp_messages

_PUBLISHED = knowledge.c.status == Publication.PUBLISHED.value
_OF_EVENT = knowledge_items.SELECT.where(
    knowledge.c.event == sa.bindparam("number"), _PUBLISHED
).order_by(knowledge.c.id)
_ANY = Prepared(
    sa.select(knowledge.c.id)
    .where(knowledge.c.event == sa.bindparam("number"), _PUBLISHED)
    .limit(1)
)
_COUNTS = (
    sa.select(knowledge.c.event, sa.func.count())
    .where(knowledge.c.event.in_(sa.bindparam("numbers", expanding=True)), _PUBLISHED)
    .group_by(knowledge.c.event)
)

_CHANGED = (
    sa.select(rsvp_messages.c.event)
    .join(knowledge, knowledge.c.event == rsvp_messages.c.event)
    .where(knowledge.c.indexed.is_(None))
    .distinct()
)


def of_event(connection: sa.Connection, number: EventNumber) -> list[KeptItem]:
    """The published items of an event, oldest first."""
    return [
        knowledge_items.kept_of(row) for row in connection.execute(_OF_EVENT, {"number": number})
    ]


def any_of(connection: sa.Connection, number: EventNumber) -> bool:
    """Whether an event has published items."""
    return bool(_ANY.rows(connection, {"number": number}))


def counts(connection: sa.Connection, numbers: Collection[int]) -> dict[int, int]:
    """How many each of these events has; those without any are left out."""
    found: dict[int, int] = {}
    for some in chunks(numbers):
        rows = connection.execute(_COUNTS, {"numbers": some})
        found |= {number: count for number, count in rows}  # noqa: C416 - a Result is no mapping
    return found


def changed_just_now(connection: sa.Connection) -> list[EventNumber]:
    """The events with a message in a channel, items of which an import has just written.

    Those are not indexed yet, nor are some that were written a moment before.
    """
    return [EventNumber(number) for number in connection.execute(_CHANGED).scalars()]
