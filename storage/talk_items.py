"""What the contact of a talk decides about its items: who sees them, and that nobody does."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import ItemId
from bot.domain.knowledge import Visibility
from storage import events, knowledge_items, search
from storage.tables import knowledge

_OF_ID = sa.update(knowledge).where(knowledge.c.id == sa.bindparam("of_id"))
_DECIDE = _OF_ID.values(decided=True)
_SHOW_TO = _DECIDE.values(visibility=sa.bindparam("shown_to"), visible_from=None, withdrawn_at=None)
# Whoever else had proposed it has nothing to do with it any more.
_BY_OTHERS = sa.case(
    (knowledge.c.proposed_by == sa.bindparam("by"), knowledge.c.proposed_by), else_=None
)
_TAKE_BACK = _DECIDE.values(withdrawn_at=sa.bindparam("at"), proposed_by=_BY_OTHERS)


def decide(connection: sa.Connection, item: ItemId) -> None:
    """Leave it to the contact who sees this item."""
    connection.execute(_DECIDE, {"of_id": item})


def show_to(connection: sa.Connection, item: ItemId, visibility: Visibility) -> None:
    """Have these see the item at once, also if it was taken back."""
    connection.execute(_SHOW_TO, {"of_id": item, "shown_to": visibility.value})


def take_back(connection: sa.Connection, item: ItemId, user: str, now: datetime) -> None:
    """Let the item come out nowhere, as this user, the contact of its talk, wants it."""
    connection.execute(_TAKE_BACK, {"of_id": item, "by": user, "at": now})


def index(connection: sa.Connection, item: ItemId, now: datetime) -> None:
    """Let the item be found by whoever may see it now, and by nobody else."""
    kept = knowledge_items.get(connection, item)
    if kept is not None:
        number = kept.item.event
        event = None if number is None else events.get(connection, number)
        search.index(connection, {item: (kept.item, event)}, now)
