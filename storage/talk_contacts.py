"""The talks of which somebody is the contact, and what they said of them."""

import sqlalchemy as sa

from bot.domain.events import Session
from bot.domain.ids import EventNumber
from storage.tables import sessions

_EVENTS_OF = (
    sa.select(sessions.c.event)
    .where(sessions.c.contact == sa.bindparam("user"))
    .distinct()
    .order_by(sessions.c.event.desc())
    .limit(sa.bindparam("limit"))
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


def events_of(connection: sa.Connection, user: str, limit: int) -> list[EventNumber]:
    """The events with talks of which this user is the contact, the highest number first."""
    rows = connection.execute(_EVENTS_OF, {"user": user, "limit": limit})
    return [EventNumber(number) for number in rows.scalars()]


def set_no_material(
    connection: sa.Connection, number: EventNumber, user: str, session: Session, *, none: bool
) -> None:
    """Keep whether there is no material of this talk; that is no change of its event."""
    of = {"of_event": number, "of_user": user, "of_talk": session.talk}
    speaker = session.speaker or ""
    connection.execute(_SET_NO_MATERIAL, {**of, "of_speaker": speaker, "none": none})
