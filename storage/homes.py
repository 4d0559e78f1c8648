"""What a Home shows that nothing else asks for: own events, the newest items, what waits."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.deliveries import STUCK, UNREPORTED, Kind, State
from bot.domain.events import Event, Status
from bot.domain.homes import Part, Stuck
from bot.domain.ids import DeliveryId
from bot.domain.knowledge import KnowledgeItem, Publication
from bot.domain.rsvps import Answer
from bot.domain.visibility import Audience
from storage import events, knowledge, problems
from storage.tables import Row, deliveries, rsvps
from storage.tables import events as _events
from storage.tables import knowledge as _knowledge
from storage.visibility import IS_HERE, seen_by

# How many there are in all, beside each row of a part of them.
_TOTAL = sa.func.count().over().label("total")
_OWN = (
    sa.select(_events.c.number, _TOTAL)
    .where(
        _events.c.number.in_(
            sa.select(rsvps.c.event).where(
                rsvps.c.user == sa.bindparam("user"),
                rsvps.c.answer.in_([Answer.YES.value, Answer.MAYBE.value]),
            )
        ),
        _events.c.status == Status.PUBLISHED.value,
        _events.c.ends_at > sa.bindparam("now"),
    )
    .order_by(_events.c.starts_at, _events.c.number)
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("skip"))
)
_PUBLISHED = (
    sa.select(_events.c.number, _TOTAL)
    .where(
        _events.c.status == Status.PUBLISHED.value,
        _events.c.ends_at > sa.bindparam("now"),
    )
    .order_by(_events.c.starts_at, _events.c.number)
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("skip"))
)
_DRAFTS = (
    sa.select(_events.c.number, _TOTAL)
    .where(_events.c.status == Status.DRAFT.value)
    .order_by(_events.c.starts_at, _events.c.number)
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("skip"))
)
_ITEMS = knowledge.SELECT.order_by(_knowledge.c.id.desc()).limit(sa.bindparam("limit"))
_NEWEST = _ITEMS.where(seen_by(Audience.MEMBERS))
_PROPOSED = _ITEMS.where(_knowledge.c.status == Publication.PROPOSED.value, IS_HERE)
_STUCK_STATES = [state.value for state in STUCK]
_STUCK = (
    sa.select(
        deliveries.c.id,
        deliveries.c.kind,
        deliveries.c.target,
        deliveries.c.payload,
        deliveries.c.state,
        deliveries.c.error,
        _TOTAL,
    )
    .where(
        deliveries.c.state.in_(_STUCK_STATES),
        deliveries.c.kind.not_in([kind.value for kind in UNREPORTED]),
    )
    .order_by(deliveries.c.done_at.desc(), deliveries.c.id.desc())
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("skip"))
)
_STUCK_ONE = (
    sa.select(*(column for column in _STUCK.selected_columns if column.name != "total"))
    .where(deliveries.c.id == sa.bindparam("id"), deliveries.c.state.in_(_STUCK_STATES))
    .with_for_update()
)
_DROP = (
    sa.update(deliveries)
    .where(deliveries.c.id == sa.bindparam("of_id"))
    .values(state=State.WITHDRAWN.value, error=sa.bindparam("reason"))
)


def own_events(
    connection: sa.Connection, user: str, now: datetime, limit: int, skip: int = 0
) -> Part[Event]:
    """The coming events to which this member said yes or maybe, soonest first."""
    values = {"user": user, "now": now, "limit": limit, "skip": skip}
    return _in_order(connection, list(connection.execute(_OWN, values)), skip)


def published_events(
    connection: sa.Connection, now: datetime, limit: int, skip: int = 0
) -> Part[Event]:
    """The published events that have not ended, soonest first."""
    values = {"now": now, "limit": limit, "skip": skip}
    return _in_order(connection, list(connection.execute(_PUBLISHED, values)), skip)


def draft_events(connection: sa.Connection, limit: int, skip: int = 0) -> Part[Event]:
    """The events that are still drafts, soonest first."""
    rows = list(connection.execute(_DRAFTS, {"limit": limit, "skip": skip}))
    return _in_order(connection, rows, skip)


def newest_items(connection: sa.Connection, now: datetime, limit: int) -> list[KnowledgeItem]:
    """The newest knowledge items that members see at `now` (aware, UTC), the newest first."""
    rows = connection.execute(_NEWEST, {"seen_at": now, "limit": limit})
    return [knowledge.item_of(row) for row in rows]


def newest_proposals(connection: sa.Connection, limit: int) -> list[KnowledgeItem]:
    """The newest knowledge items that wait for organizers, the newest first."""
    rows = connection.execute(_PROPOSED, {"limit": limit})
    return [knowledge.item_of(row) for row in rows]


def stuck(connection: sa.Connection, limit: int, skip: int = 0) -> Part[Stuck]:
    """The deliveries that need somebody to decide, the last first."""
    rows = list(connection.execute(_STUCK, {"limit": limit, "skip": skip}))
    return Part(tuple(_stuck(connection, row) for row in rows), _more(rows, skip))


def stuck_one(connection: sa.Connection, delivery: DeliveryId) -> Stuck | None:
    """One of them, locked until the transaction ends; None when it is not stuck any more."""
    row = connection.execute(_STUCK_ONE, {"id": delivery}).one_or_none()
    return _stuck(connection, row) if row else None


def drop(connection: sa.Connection, delivery: DeliveryId, reason: str) -> None:
    """Give up a delivery that `stuck_one` has locked."""
    connection.execute(_DROP, {"of_id": delivery, "reason": reason})


def _in_order(connection: sa.Connection, rows: list[Row], skip: int) -> Part[Event]:
    found = events.get_many(connection, [row[0] for row in rows])
    return Part(tuple(found[row[0]] for row in rows), _more(rows, skip))


def _more(rows: list[Row], skip: int) -> int:
    return rows[0].total - skip - len(rows) if rows else 0


def _stuck(connection: sa.Connection, row: Row) -> Stuck:
    return Stuck(
        row.id,
        Kind(row.kind),
        row.target,
        State(row.state),
        row.error,
        row.payload.get("announcement"),
        problems.about(connection, row.target, row.payload),
    )
