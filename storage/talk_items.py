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
_BY = sa.bindparam("by", type_=sa.Text)
_DECIDE = _OF_ID.values(decided=True, decided_by=_BY)
_SHOW_AGAIN = _OF_ID.values(withdrawn_at=None, withdrawn_by=None)
_SHOW_TO = _DECIDE.values(
    visibility=sa.bindparam("shown_to"), visible_from=None, withdrawn_at=None, withdrawn_by=None
)
# Whoever else had proposed it has nothing to do with it any more.
_BY_OTHERS = sa.case((knowledge.c.proposed_by == _BY, knowledge.c.proposed_by), else_=None)
# How far it was seen stays the decision of whoever made it.
_FIRST = sa.case((knowledge.c.decided.is_(True), knowledge.c.decided_by), else_=_BY)
_TAKE_BACK = _OF_ID.values(
    decided=True,
    decided_by=_FIRST,
    withdrawn_at=sa.bindparam("at"),
    withdrawn_by=_BY,
    proposed_by=_BY_OTHERS,
)

_DECISIONS = sa.select(
    knowledge.c.id,
    knowledge.c.url_key,
    knowledge.c.visibility,
    knowledge.c.visible_from,
    knowledge.c.withdrawn_at,
    knowledge.c.decided_by,
    knowledge.c.withdrawn_by,
)
_OF_KEY = _DECISIONS.add_columns(knowledge.c.decided).where(
    knowledge.c.url_key == sa.bindparam("key")
)
_TAKE_OVER = _DECIDE.values(
    withdrawn_by=sa.bindparam("back_by", type_=sa.Text),
    visibility=sa.bindparam("shown_to"),
    visible_from=sa.bindparam("shown_from", type_=UtcDateTime),
    withdrawn_at=sa.bindparam("at", type_=UtcDateTime),
)


def decide(connection: sa.Connection, item: ItemId, user: str) -> None:
    """Leave it to this user, the contact of its talk, who sees this item."""
    connection.execute(_DECIDE, {"of_id": item, "by": user})


def show_to(connection: sa.Connection, item: ItemId, user: str, visibility: Visibility) -> None:
    """Have these see the item at once, as this user decides, also if it was taken back."""
    connection.execute(_SHOW_TO, {"of_id": item, "by": user, "shown_to": visibility.value})


def show_again(connection: sa.Connection, item: ItemId) -> None:
    """Let the item that was taken back be seen as it was decided before."""
    connection.execute(_SHOW_AGAIN, {"of_id": item})


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

    Nothing where the tables are older than that; where they do not say who it was, nobody.
    """
    there = sa.inspect(connection)
    if not there.has_table(knowledge.name):
        return {}
    columns = {one["name"] for one in there.get_columns(knowledge.name)}
    if knowledge.c.withdrawn_at.name not in columns:
        return {}
    known = (
        column if column.name in columns else sa.null().label(column.name)
        for column in _DECISIONS.selected_columns
    )
    decided = sa.select(*known).where(knowledge.c.decided.is_(True))
    return {row.url_key: _decision(row) for row in connection.execute(decided)}


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
                    "by": after.decided_by,
                    "back_by": after.withdrawn_by,
                },
            )
            index(connection, row.id, now)
            changed += 1
    return changed


def _decision(row: Row) -> Decision:
    return Decision(
        Visibility(row.visibility),
        row.visible_from,
        row.withdrawn_at,
        row.decided_by,
        row.withdrawn_by,
    )
