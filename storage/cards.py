"""All that a card shows of an event, in one statement: it is asked for most often."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.events import Event, Status
from bot.domain.ids import EventNumber
from bot.domain.knowledge import Publication
from bot.domain.rsvps import Answer, Counts, Rsvp, Via
from storage.events import COLUMNS, event_of, session_of
from storage.prepared import Prepared
from storage.tables import events, knowledge, rsvps, sessions

_own = rsvps.alias("own")


def _count(*conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[Any]:
    return (
        sa.select(sa.func.count()).where(rsvps.c.event == events.c.number, *conditions)
    ).scalar_subquery()


_WAITS = rsvps.c.waitlisted_at.is_not(None)
_YES, _MAYBE, _NO = (rsvps.c.answer == answer.value for answer in Answer)
_HAS_ITEMS = sa.exists().where(
    knowledge.c.event == events.c.number, knowledge.c.status == Publication.PUBLISHED.value
)
_SELECT = (
    sa.select(
        *(events.c[name] for name in COLUMNS),
        _own.c.answer.label("own_answer"),
        _own.c.via.label("own_via"),
        _own.c.updated_at.label("own_updated_at"),
        _own.c.waitlisted_at.label("own_waitlisted_at"),
        _count(_YES, sa.not_(_WAITS)).label("yes"),
        _count(_MAYBE).label("maybe"),
        _count(_NO).label("no"),
        _count(_WAITS).label("waiting"),
        events.c.final_counts,
        _HAS_ITEMS.label("has_items"),
        sessions.c.talk,
        sessions.c.speaker,
        sessions.c.role,
        sessions.c.organisation,
    )
    .select_from(events)
    .outerjoin(_own, sa.and_(_own.c.event == events.c.number, _own.c.user == sa.bindparam("user")))
    .outerjoin(sessions, sessions.c.event == events.c.number)
    .order_by(sessions.c.position)
)
_OF = Prepared(_SELECT.where(events.c.number == sa.bindparam("number")))
_next = events.alias("next")
_NEXT = Prepared(
    _SELECT.where(
        events.c.number
        == sa.select(_next.c.number)
        .where(_next.c.status == Status.PUBLISHED.value, _next.c.ends_at > sa.bindparam("now"))
        .order_by(_next.c.starts_at, _next.c.number)
        .limit(1)
        .scalar_subquery()
    )
)

# event, counts, the member's own answer, whether there is published material
Found = tuple[Event, Counts, Rsvp | None, bool]


def of(connection: sa.Connection, number: EventNumber, user: str) -> Found | None:
    """What a card shows of the event with this number to this member; None without one."""
    return _found(_OF.rows(connection, {"number": number, "user": user}), user)


def of_next(connection: sa.Connection, user: str, now: datetime) -> Found | None:
    """The same of the next event at `now` (aware, UTC); None when none is planned."""
    return _found(_NEXT.rows(connection, {"user": user, "now": now}), user)


def _found(rows: list[tuple[Any, ...]], user: str) -> Found | None:
    """The rows of one event: they differ only in the session."""
    if not rows:
        return None
    first = rows[0]
    talks = tuple(session_of(row) for row in rows) if first[-4] is not None else ()
    answer, via, updated_at, waitlisted_at, *counts, final, has_items = first[len(COLUMNS) : -4]
    own = Rsvp(user, Answer(answer), Via(via), updated_at, waitlisted_at) if answer else None
    counted = Counts(*counts) if final is None else Counts.of_final(final)
    return event_of(first, talks), counted, own, bool(has_items)
