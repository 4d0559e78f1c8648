"""The messages in Slack that take answers to an event: their reactions and buttons count."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.announcements import RsvpMessage
from bot.domain.events import Hours
from bot.domain.ids import EventNumber
from storage.chunks import chunks
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
_NOW: sa.BindParameter[datetime] = sa.bindparam("now")
_FROM, _UNTIL = rsvp_messages.c.holds_from, rsvp_messages.c.holds_until
# The beginning of one index and the end of another, however many messages there are.
_OUTLIVED = _SELECT.where(_OPEN, sa.or_(_UNTIL <= _NOW, _FROM > _NOW)).order_by(rsvp_messages.c.ts)
_HORIZON = Prepared(
    sa.select(
        sa.select(sa.func.max(_FROM)).where(_OPEN).scalar_subquery(),
        sa.select(sa.func.min(_UNTIL)).where(_OPEN).scalar_subquery(),
    )
)
_ENDS, _CLOSES = events.c.ends_at, sa.func.coalesce(events.c.closes_at, events.c.ends_at)


def _holds(
    is_over: sa.ColumnElement[bool], is_closed: sa.ColumnElement[bool]
) -> dict[str, sa.ScalarSelect[Any]]:
    """Between which times of its event it holds that a message says this of it."""
    holds = {
        "holds_from": sa.case((is_over, _ENDS), (is_closed, _CLOSES)),
        "holds_until": sa.case((is_over, None), (is_closed, _ENDS), else_=_CLOSES),
    }
    of_event = events.c.number == rsvp_messages.c.event
    return {name: sa.select(at).where(of_event).scalar_subquery() for name, at in holds.items()}


_TURN = (
    sa.update(rsvp_messages)
    .where(
        rsvp_messages.c.channel == sa.bindparam("of_channel"),
        rsvp_messages.c.ts == sa.bindparam("of_ts"),
    )
    .values(_holds(_ENDS <= _NOW, _CLOSES <= _NOW))
)
_FOLLOW = (
    sa.update(rsvp_messages)
    .where(_OPEN, rsvp_messages.c.event.in_(sa.bindparam("events", expanding=True)))
    .values(_holds(_UNTIL.is_(None), _FROM.is_not(None)))
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

    It ends when the first event closes or does; it begins where the clock would have to be moved
    back to.
    """

    since: datetime | None
    before: datetime | None

    def holds(self, now: datetime) -> bool:
        """Whether no message is outlived at `now`."""
        return (self.since is None or self.since <= now) and (
            self.before is None or now < self.before
        )


def add(connection: sa.Connection, message: RsvpMessage) -> None:
    """Remember that reactions to this message count; nothing happens the second time.

    It says that answers are taken. Whoever calls has locked its event, so that nobody moves it.
    """
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
    follow(connection, [message.event])


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
    return Horizon(*_HORIZON.rows(connection, {})[0])


def turn(connection: sa.Connection, channel: str, ts: str, now: datetime) -> None:
    """Remember that the message was asked to show how far its event is at `now`."""
    connection.execute(_TURN, {"of_channel": channel, "of_ts": ts, "now": now})


def follow(connection: sa.Connection, numbers: Iterable[EventNumber]) -> None:
    """Let the messages about these events know their times, which may be others than before.

    What a message was asked to show stays: it is outlived if that is not so any more.
    """
    for some in chunks(numbers):
        connection.execute(_FOLLOW, {"events": some})


def close(connection: sa.Connection, channel: str, ts: str) -> None:
    """Remember that the message is gone from Slack."""
    connection.execute(_CLOSE, {"of_channel": channel, "of_ts": ts})


def _message(row: Sequence[Any]) -> RsvpMessage:
    channel, ts, event, announcement, is_open, starts_at, ends_at, timezone = row
    posted = Hours(starts_at, ends_at, timezone) if starts_at else None
    return RsvpMessage(channel, ts, event, announcement, is_open, posted)
