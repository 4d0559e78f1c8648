"""The talks of which somebody is the contact, and what they said of them."""

import sqlalchemy as sa

from bot.domain.events import Session
from bot.domain.ids import EventNumber
from storage.tables import sessions

_TALKS_OF = (
    sa.select(sessions.c.event, sessions.c.position, sa.func.count().over().label("total"))
    .where(sessions.c.contact == sa.bindparam("user"))
    .order_by(sessions.c.event.desc(), sessions.c.position)
    .limit(sa.bindparam("limit"))
    .offset(sa.bindparam("skip"))
)
_SET_NO_MATERIAL = (
    sa.update(sessions)
    .where(
        sessions.c.event == sa.bindparam("of_event"),
        sessions.c.contact == sa.bindparam("of_user"),
        sessions.c.talk == sa.bindparam("of_talk"),
        sa.func.coalesce(sessions.c.speaker, "") == sa.bindparam("of_speaker"),
    )
    .values(no_material=sa.bindparam("none", type_=sa.Boolean))
)


def talks_of(
    connection: sa.Connection, user: str, limit: int, skip: int
) -> tuple[list[tuple[EventNumber, int]], int]:
    """Some talks (event, position from 1) of which this user is the contact; how many follow.

    The highest number comes first.
    """
    rows = list(
        connection.execute(_TALKS_OF, {"user": user, "limit": limit, "skip": skip}),
    )
    found = [(EventNumber(row.event), row.position) for row in rows]
    return found, rows[0].total - skip - len(rows) if rows else 0


def set_no_material(
    connection: sa.Connection, number: EventNumber, user: str, session: Session, *, none: bool
) -> None:
    """Keep whether there is no material of this talk; that is no change of its event."""
    of = {"of_event": number, "of_user": user, "of_talk": session.talk}
    speaker = session.speaker or ""
    connection.execute(_SET_NO_MATERIAL, {**of, "of_speaker": speaker, "none": none})
