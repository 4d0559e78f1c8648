"""What a card shows of an event to everybody, in two statements: it is asked for most often."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.events import Event
from bot.domain.ids import EventNumber
from bot.domain.rsvps import Counts
from bot.domain.visibility import Audience
from storage import rsvps
from storage.event_rows import COLUMNS, SESSION_COLUMNS, one_of
from storage.events import NEXT_NUMBER
from storage.prepared import Prepared
from storage.tables import events, knowledge, sessions
from storage.visibility import seen_by

_HAS_ITEMS = sa.exists().where(knowledge.c.event == events.c.number, seen_by(Audience.MEMBERS))
_SELECT = (
    sa.select(
        *(events.c[name] for name in COLUMNS),
        events.c.final_counts,
        _HAS_ITEMS.label("has_items"),
        *(sessions.c[name] for name in SESSION_COLUMNS),
    )
    .select_from(events)
    .outerjoin(sessions, sessions.c.event == events.c.number)
    .order_by(sessions.c.position)
)
_OF = Prepared(_SELECT.where(events.c.number == sa.bindparam("number")))
_NEXT = Prepared(_SELECT.where(events.c.number.in_(NEXT_NUMBER)))

# event, counts, whether there is material that members see
Found = tuple[Event, Counts, bool]


def of(connection: sa.Connection, number: EventNumber, now: datetime) -> Found | None:
    """What a card shows at `now` (aware, UTC) of the event with this number; None without one."""
    return _found(connection, _OF.rows(connection, {"number": number, "seen_at": now}))


def of_next(connection: sa.Connection, now: datetime) -> Found | None:
    """The same of the next event at `now` (aware, UTC); None when none is planned."""
    return _found(connection, _NEXT.rows(connection, {"now": now, "seen_at": now}))


def _found(connection: sa.Connection, rows: list[tuple[Any, ...]]) -> Found | None:
    """The rows of one event: they differ only in the talk."""
    if not rows:
        return None
    event = one_of(rows)
    final, has_items = rows[0][len(COLUMNS) :][:2]
    counts = rsvps.counted(connection, event.number) if final is None else Counts.of_final(final)
    return event, counts, bool(has_items)
