"""What the contact of a talk decides about its items: who sees them, and that nobody does."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from bot.domain.ids import ItemId
from bot.domain.knowledge import Visibility
from bot.domain.visibility import Decision
from storage import events, knowledge_items, search
from storage.tables import Row, UtcDateTime, knowledge

_OF_ID = sa.update(knowledge).where(knowledge.c.id == sa.bindparam("of_id"))
_DECIDE = _OF_ID.values(decided=True)
_SHOW_TO = _DECIDE.values(visibility=sa.bindparam("shown_to"), visible_from=None, withdrawn_at=None)
# Whoever else had proposed it has nothing to do with it any more.
_BY_OTHERS = sa.case(
    (knowledge.c.proposed_by == sa.bindparam("by"), knowledge.c.proposed_by), else_=None
)
_TAKE_BACK = _DECIDE.values(withdrawn_at=sa.bindparam("at"), proposed_by=_BY_OTHERS)

_DECISIONS = sa.select(
    knowledge.c.id,
    knowledge.c.url_key,
    knowledge.c.visibility,
    knowledge.c.visible_from,
    knowledge.c.withdrawn_at,
)
_DECIDED = _DECISIONS.where(knowledge.c.decided.is_(True))
_OF_KEY = _DECISIONS.add_columns(knowledge.c.decided).where(
    knowledge.c.url_key == sa.bindparam("key")
)
_TAKE_OVER = _DECIDE.values(
    visibility=sa.bindparam("shown_to"),
    visible_from=sa.bindparam("shown_from", type_=UtcDateTime),
    withdrawn_at=sa.bindparam("at", type_=UtcDateTime),
)


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


def decisions(connection: sa.Connection) -> dict[str, Decision]:
    """What contacts have decided, by the normalised addresses of the items.

    Nothing where the tables are older than that.
    """
    there = sa.inspect(connection)
    name, column = knowledge.name, knowledge.c.withdrawn_at.name
    if not there.has_table(name) or column not in {one["name"] for one in there.get_columns(name)}:
        return {}
    return {row.url_key: _decision(row) for row in connection.execute(_DECIDED)}


def take_over(connection: sa.Connection, decided: Mapping[str, Decision], now: datetime) -> int:
    """Let these decisions hold for the items that there are; how many that changed.

    Where another decision stands, what is right by both holds.
    """
    changed = 0
    for key, decision in decided.items():
        row = connection.execute(_OF_KEY, {"key": key}).one_or_none()
        if row is None:
            continue
        stands = _decision(row)
        after = decision.narrowed(stands) if row.decided else decision
        if (after, True) != (stands, row.decided):
            connection.execute(
                _TAKE_OVER,
                {
                    "of_id": row.id,
                    "shown_to": after.visibility.value,
                    "shown_from": after.visible_from,
                    "at": after.withdrawn_at,
                },
            )
            index(connection, row.id, now)
            changed += 1
    return changed


def _decision(row: Row) -> Decision:
    return Decision(Visibility(row.visibility), row.visible_from, row.withdrawn_at)
