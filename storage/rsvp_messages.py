"""The messages in Slack that take answers to an event: their reactions and buttons count."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
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
_OF_THE_AWAKE = (
    sa.select(sa.func.min(events.c.ends_at))
    .select_from(rsvp_messages)
    .join(events, events.c.number == rsvp_messages.c.event)
    .where(_OPEN, rsvp_messages.c.over.is_(False))
)
_HORIZON = Prepared(
    sa.select(
        _OF_THE_AWAKE.scalar_subquery(),
        _OF_THE_AWAKE.with_only_columns(sa.func.min(events.c.closes_at))
        .where(rsvp_messages.c.closed.is_(False))
        .scalar_subquery(),
        _OF_THE_AWAKE.with_only_columns(
            sa.func.max(sa.func.coalesce(events.c.closes_at, events.c.ends_at))
        )
        .where(rsvp_messages.c.closed.is_(True))
        .scalar_subquery(),
        # backwards through the events to come, to the first whose message says that it is over
        sa.select(events.c.ends_at)
        .where(
            sa.exists().where(
                rsvp_messages.c.event == events.c.number, _OPEN, rsvp_messages.c.over.is_(True)
            )
        )
        .order_by(events.c.ends_at.desc())
        .limit(1)
        .scalar_subquery(),
    )
)
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


@dataclass(frozen=True, slots=True)
class Horizon:
    """From when on, and until when, all messages show how far their events are.

    It ends when the first event does; it begins where the clock would have to be moved back to.
    """

    since: datetime | None
    before: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether no message is outlived at `now`."""
        return (self.since is None or self.since <= now) and (
            self.before is None or now < self.before
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


def horizon(connection: sa.Connection) -> Horizon:
    """Between which times there is none of them, as long as nothing is written."""
    ends_at, closes_at, closed_until, over_until = _HORIZON.rows(connection, {})[0]
    before = [at for at in (ends_at, closes_at) if at is not None]
    since = [at for at in (closed_until, over_until) if at is not None]
    return Horizon(max(since, default=None), min(before, default=None))


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
