"""The messages in Slack that take answers to an event: their reactions and buttons count."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.announcements import RsvpMessage
from bot.domain.events import Hours
from bot.domain.ids import EventNumber
from storage.prepared import Prepared
from storage.tables import events, rsvp_messages
from storage.upsert import insert

_SELECT = sa.select(
    rsvp_messages.c.channel,
    rsvp_messages.c.ts,
    rsvp_messages.c.event,
    rsvp_messages.c.announcement,
    rsvp_messages.c.open,
    rsvp_messages.c.starts_at,
    rsvp_messages.c.ends_at,
    rsvp_messages.c.timezone,
)
_GET = Prepared(
    _SELECT.where(
        rsvp_messages.c.channel == sa.bindparam("channel"), rsvp_messages.c.ts == sa.bindparam("ts")
    )
)
_OPEN = rsvp_messages.c.open.is_(True)
_OF_EVENT = Prepared(
    _SELECT.where(_OPEN, rsvp_messages.c.event == sa.bindparam("event")).order_by(
        rsvp_messages.c.ts
    )
)
# by number: SQLite would rather look through all messages
_LIVELY = _SELECT.where(
    _OPEN,
    rsvp_messages.c.event.in_(
        sa.select(events.c.number).where(events.c.ends_at > sa.bindparam("after"))
    ),
).order_by(rsvp_messages.c.ts)
_IS_OVER = events.c.ends_at <= sa.bindparam("now")
_IS_CLOSED = sa.func.coalesce(events.c.closes_at, events.c.ends_at) <= sa.bindparam("now")
# Two ranges of an index each: most messages are of events that are over, and say so.
_AWAKE = _SELECT.join(events, events.c.number == rsvp_messages.c.event).where(
    _OPEN,
    rsvp_messages.c.over.is_(False),
    sa.or_(_IS_OVER, rsvp_messages.c.closed != _IS_CLOSED),
)
_WOKEN = _SELECT.where(
    _OPEN,
    rsvp_messages.c.over.is_(True),
    rsvp_messages.c.event.in_(
        sa.select(events.c.number).where(events.c.ends_at > sa.bindparam("now"))
    ),
)
_OUTLIVED = sa.union_all(_AWAKE, _WOKEN).order_by("ts")
_ANY_OUTLIVED = Prepared(sa.select(sa.or_(_AWAKE.exists(), _WOKEN.exists())))
_TURN = sa.update(rsvp_messages).where(
    rsvp_messages.c.channel == sa.bindparam("of_channel"),
    rsvp_messages.c.ts == sa.bindparam("of_ts"),
)
_EVENT = events.c.number == rsvp_messages.c.event
_TURN = _TURN.values(
    over=sa.select(_IS_OVER).where(_EVENT).scalar_subquery(),
    closed=sa.select(_IS_CLOSED).where(_EVENT).scalar_subquery(),
)
_ADD = insert(rsvp_messages).on_conflict_do_nothing()
_CLOSE = (
    sa.update(rsvp_messages)
    .where(
        rsvp_messages.c.channel == sa.bindparam("of_channel"),
        rsvp_messages.c.ts == sa.bindparam("of_ts"),
    )
    .values(open=False)
)


def add(connection: sa.Connection, message: RsvpMessage) -> None:
    """Remember that reactions to this message count; nothing happens the second time."""
    connection.execute(
        _ADD,
        {
            "channel": message.channel,
            "ts": message.ts,
            "event": message.event,
            "announcement": message.announcement,
            "open": message.is_open,
            **(asdict(message.posted) if message.posted else {}),
        },
    )


def get(connection: sa.Connection, channel: str, ts: str) -> RsvpMessage | None:
    """The RSVP message of this name, or None for any other message."""
    rows = _GET.rows(connection, {"channel": channel, "ts": ts})
    return _message(rows[0]) if rows else None


def of_event(connection: sa.Connection, event: EventNumber) -> list[RsvpMessage]:
    """The messages about this event that are still there, oldest first."""
    return [_message(row) for row in _OF_EVENT.rows(connection, {"event": event})]


def lively(connection: sa.Connection, after: datetime) -> list[RsvpMessage]:
    """The messages still there whose event ends, or ended, after this time; oldest first."""
    return [_message(row) for row in connection.execute(_LIVELY, {"after": after})]


def outlived(connection: sa.Connection, now: datetime) -> list[RsvpMessage]:
    """The messages still there that do not show yet how far their event is.

    That it is over, or takes no answers any more; or that it is so no longer.
    """
    return [_message(row) for row in connection.execute(_OUTLIVED, {"now": now})]


def any_outlived(connection: sa.Connection, now: datetime) -> bool:
    """Whether there is one of them."""
    return bool(_ANY_OUTLIVED.rows(connection, {"now": now})[0][0])


def turn(connection: sa.Connection, channel: str, ts: str, now: datetime) -> None:
    """Remember that the message was asked to show how far its event is at `now`."""
    connection.execute(_TURN, {"of_channel": channel, "of_ts": ts, "now": now})


def close(connection: sa.Connection, channel: str, ts: str) -> None:
    """Remember that the message is gone from Slack."""
    connection.execute(_CLOSE, {"of_channel": channel, "of_ts": ts})


def _message(row: Sequence[Any]) -> RsvpMessage:
    channel, ts, event, announcement, is_open, starts_at, ends_at, timezone = row
    posted = Hours(starts_at, ends_at, timezone) if starts_at else None
    return RsvpMessage(channel, ts, event, announcement, is_open, posted)
