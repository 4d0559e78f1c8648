"""Announcements, and the messages in Slack that came of them."""

from datetime import datetime

import sqlalchemy as sa

from bot.domain.announcements import Announcement, AnnouncementStatus, RsvpMessage
from storage.tables import Row, announcements, events, rsvp_messages
from storage.upsert import insert

_ADD = sa.insert(announcements).returning(announcements.c.id)
_GET = sa.select(announcements).where(announcements.c.id == sa.bindparam("id"))
_SET_STATUS = (
    sa.update(announcements)
    .where(announcements.c.id == sa.bindparam("of_id"))
    .values(status=sa.bindparam("status"))
)
_SELECT_MESSAGE = sa.select(
    rsvp_messages.c.channel,
    rsvp_messages.c.ts,
    rsvp_messages.c.event,
    rsvp_messages.c.announcement,
)
_MESSAGE = _SELECT_MESSAGE.where(
    rsvp_messages.c.channel == sa.bindparam("channel"), rsvp_messages.c.ts == sa.bindparam("ts")
)
_OPEN = rsvp_messages.c.open.is_(True)
_MESSAGES_OF = _SELECT_MESSAGE.where(
    _OPEN, rsvp_messages.c.event == sa.bindparam("event")
).order_by(rsvp_messages.c.ts)
_LIVELY = (
    _SELECT_MESSAGE.join(events, events.c.number == rsvp_messages.c.event)
    .where(_OPEN, events.c.ends_at > sa.bindparam("after"))
    .order_by(rsvp_messages.c.ts)
)
_ADD_MESSAGE = insert(rsvp_messages).on_conflict_do_nothing()
_CLOSE_MESSAGE = (
    sa.update(rsvp_messages)
    .where(
        rsvp_messages.c.channel == sa.bindparam("of_channel"),
        rsvp_messages.c.ts == sa.bindparam("of_ts"),
    )
    .values(open=False)
)


def add(
    connection: sa.Connection,
    *,
    author: str,
    text: str,
    channel: str,
    event: int | None,
    planned_at: datetime,
) -> int:
    """Store a planned announcement; its id."""
    values = {
        "author": author,
        "text": text,
        "channel": channel,
        "event": event,
        "planned_at": planned_at,
        "status": AnnouncementStatus.PLANNED.value,
    }
    added: int = connection.execute(_ADD, values).scalar_one()
    return added


def get(connection: sa.Connection, announcement: int) -> Announcement | None:
    """The announcement with this id, or None."""
    row = connection.execute(_GET, {"id": announcement}).one_or_none()
    return Announcement(row.id, row.author, row.text, row.channel, row.event) if row else None


def set_status(connection: sa.Connection, announcement: int, status: AnnouncementStatus) -> None:
    """Say where the announcement stands now."""
    connection.execute(_SET_STATUS, {"of_id": announcement, "status": status.value})


def add_message(connection: sa.Connection, message: RsvpMessage) -> None:
    """Remember that reactions to this message count; nothing happens the second time."""
    connection.execute(
        _ADD_MESSAGE,
        {
            "channel": message.channel,
            "ts": message.ts,
            "event": message.event,
            "announcement": message.announcement,
            "open": True,
        },
    )


def message(connection: sa.Connection, channel: str, ts: str) -> RsvpMessage | None:
    """The RSVP message of this name, or None for any other message."""
    row = connection.execute(_MESSAGE, {"channel": channel, "ts": ts}).one_or_none()
    return _message(row) if row else None


def messages_of(connection: sa.Connection, event: int) -> list[RsvpMessage]:
    """The messages about this event that are still there, oldest first."""
    return [_message(row) for row in connection.execute(_MESSAGES_OF, {"event": event})]


def lively_messages(connection: sa.Connection, after: datetime) -> list[RsvpMessage]:
    """The messages still there whose event ends, or ended, after this time; oldest first."""
    return [_message(row) for row in connection.execute(_LIVELY, {"after": after})]


def close_message(connection: sa.Connection, channel: str, ts: str) -> None:
    """Remember that the message is gone from Slack."""
    connection.execute(_CLOSE_MESSAGE, {"of_channel": channel, "of_ts": ts})


def _message(row: Row) -> RsvpMessage:
    return RsvpMessage(row.channel, row.ts, row.event, row.announcement)
