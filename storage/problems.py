"""Deliveries that went wrong, for those who are told of them."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.deliveries import PROBLEMS, UNREPORTED, Kind, Problem, State
from bot.domain.delivery_payloads import Payload
from bot.domain.ids import EventNumber
from storage import announcements, rsvp_messages
from storage.tables import EVER, deliveries

# A planned reminder that was missed stands there once more for each recipient.
_UNLISTED = [kind.value for kind in (*UNREPORTED, Kind.FAN_OUT)]
_SINCE = (
    sa.select(
        deliveries.c.kind,
        deliveries.c.target,
        deliveries.c.state,
        deliveries.c.error,
        deliveries.c.payload,
    )
    .where(
        deliveries.c.state.in_([state.value for state in PROBLEMS]),
        deliveries.c.kind.not_in(_UNLISTED),
        deliveries.c.done_at > sa.bindparam("after"),
        deliveries.c.done_at <= sa.bindparam("until"),
    )
    .order_by(deliveries.c.done_at, deliveries.c.id)
)


def since(connection: sa.Connection, after: datetime, until: datetime = EVER) -> list[Problem]:
    """The deliveries that were refused, uncertain or missed between these, oldest first."""
    rows = connection.execute(_SINCE, {"after": after, "until": until})
    return [
        Problem(
            Kind(row.kind),
            row.target,
            State(row.state),
            row.error,
            about(connection, row.target, row.payload),
        )
        for row in rows.all()
    ]


def about(connection: sa.Connection, target: str, payload: Payload) -> EventNumber | None:
    """The event that a delivery is about: itself, its announcement, or the message it is for."""
    if "event" in payload:
        return payload["event"]
    if "announcement" in payload:
        announced = announcements.get(connection, payload["announcement"])
        return announced.event if announced else None
    message = rsvp_messages.get(connection, target, payload.get("ts", ""))
    return message.event if message else None
