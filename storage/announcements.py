"""Announcements: what they say, where they stand, and the messages in Slack that came of them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.announcements import (
    Announcement,
    AnnouncementStatus,
    Draft,
    Picture,
    RsvpMessage,
)
from storage.tables import Row, announcements, events, rsvp_messages
from storage.upsert import insert

_COLUMNS = (
    "id",
    "author",
    "text",
    "channel",
    "event",
    "planned_at",
    "status",
    "picture_url",
    "picture_alt",
)
_SAID = ("text", "channel", "event", "planned_at", "picture_url", "picture_alt")
_SELECT = sa.select(*(announcements.c[name] for name in _COLUMNS))
_OF_ID = announcements.c.id == sa.bindparam("of_id")
_ADD = sa.insert(announcements).returning(announcements.c.id)
_GET = _SELECT.where(announcements.c.id == sa.bindparam("id"))
_GET_LOCKED = _GET.with_for_update()
_SET_STATUS = sa.update(announcements).where(_OF_ID).values(status=sa.bindparam("status"))
_PLAN_ANEW = sa.update(announcements).where(_OF_ID).values(planned_at=sa.bindparam("at"))
_CHANGE = sa.update(announcements).where(_OF_ID).values({n: sa.bindparam(n) for n in _SAID})
_DELETE = sa.delete(announcements).where(_OF_ID)
_BY_AUTHOR = (
    _SELECT.where(
        announcements.c.author == sa.bindparam("author"),
        announcements.c.status == sa.bindparam("status"),
    )
    .order_by(announcements.c.id.desc())
    .limit(sa.bindparam("limit"))
)
_ABOUT = _SELECT.where(
    announcements.c.event == sa.bindparam("event"),
    announcements.c.status.in_(sa.bindparam("statuses", expanding=True)),
).order_by(announcements.c.planned_at, announcements.c.id)
_STANDING = (
    _SELECT.where(
        announcements.c.status.in_(sa.bindparam("statuses", expanding=True)),
        announcements.c.planned_at > sa.bindparam("after"),
    )
    .order_by(announcements.c.planned_at.desc(), announcements.c.id.desc())
    .limit(sa.bindparam("limit"))
)
_COUNT_UNSENT = sa.select(sa.func.count()).where(
    (announcements.c.status == AnnouncementStatus.PLANNED.value)
    | (
        (announcements.c.status == AnnouncementStatus.DRAFT.value)
        & (announcements.c.author == sa.bindparam("author"))
    )
)
_WAITING = (
    _SELECT.where(announcements.c.status == AnnouncementStatus.PLANNED.value)
    .order_by(announcements.c.planned_at, announcements.c.id)
    .limit(sa.bindparam("limit"))
)
_FORGET = sa.delete(announcements).where(
    announcements.c.planned_at < sa.bindparam("before"),
    announcements.c.status != AnnouncementStatus.PLANNED.value,
    # as long as counts change, the message is shown anew with its words
    announcements.c.event.is_(None)
    | announcements.c.event.in_(
        sa.select(events.c.number).where(events.c.ends_at < sa.bindparam("before"))
    ),
)
_SELECT_MESSAGE = sa.select(
    rsvp_messages.c.channel,
    rsvp_messages.c.ts,
    rsvp_messages.c.event,
    rsvp_messages.c.announcement,
    rsvp_messages.c.open,
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
    author: str,
    draft: Draft,
    status: AnnouncementStatus,
    now: datetime,
) -> int:
    """Store an announcement; its id. What is to go out at once is planned for `now`."""
    values = {**_said(draft, now), "author": author, "status": status.value}
    added: int = connection.execute(_ADD, values).scalar_one()
    return added


def change(connection: sa.Connection, announcement: int, draft: Draft, now: datetime) -> None:
    """Let the announcement say what `draft` says."""
    connection.execute(_CHANGE, {**_said(draft, now), "of_id": announcement})


def get(connection: sa.Connection, announcement: int) -> Announcement | None:
    """The announcement with this id, or None."""
    return _one(connection.execute(_GET, {"id": announcement}).one_or_none())


def get_locked(connection: sa.Connection, announcement: int) -> Announcement | None:
    """As `get`; nobody else changes it until this transaction ends."""
    return _one(connection.execute(_GET_LOCKED, {"id": announcement}).one_or_none())


def of_author(
    connection: sa.Connection, author: str, status: AnnouncementStatus, limit: int
) -> list[Announcement]:
    """At most `limit` announcements of this author that stand there, the newest first."""
    values = {"author": author, "status": status.value, "limit": limit}
    return [_announcement(row) for row in connection.execute(_BY_AUTHOR, values)]


def about(
    connection: sa.Connection, event: int, statuses: Collection[AnnouncementStatus]
) -> list[Announcement]:
    """The announcements of this event that stand there, in the order of their times."""
    values = {"event": event, "statuses": [one.value for one in statuses]}
    return [_announcement(row) for row in connection.execute(_ABOUT, values)]


def standing(
    connection: sa.Connection,
    statuses: Collection[AnnouncementStatus],
    after: datetime,
    limit: int,
) -> list[Announcement]:
    """At most `limit` announcements that stand there and were planned for after this time.

    The last ones first.
    """
    values = {"statuses": [one.value for one in statuses], "after": after, "limit": limit}
    return [_announcement(row) for row in connection.execute(_STANDING, values)]


def waiting(connection: sa.Connection, limit: int) -> list[Announcement]:
    """At most `limit` announcements that are still to be posted, the next one first."""
    return [_announcement(row) for row in connection.execute(_WAITING, {"limit": limit})]


def count_unsent(connection: sa.Connection, author: str) -> int:
    """How many are still to be posted, or drafts of this author."""
    counted: int = connection.execute(_COUNT_UNSENT, {"author": author}).scalar_one()
    return counted


def set_status(connection: sa.Connection, announcement: int, status: AnnouncementStatus) -> None:
    """Say where the announcement stands now."""
    connection.execute(_SET_STATUS, {"of_id": announcement, "status": status.value})


def plan_anew(connection: sa.Connection, announcement: int, at: datetime) -> None:
    """Let the announcement be one for this time."""
    connection.execute(_PLAN_ANEW, {"of_id": announcement, "at": at})


def delete(connection: sa.Connection, announcement: int) -> None:
    """Forget a draft."""
    connection.execute(_DELETE, {"of_id": announcement})


def forget(connection: sa.Connection, before: datetime) -> int:
    """Delete what was to be posted before this time and waits no more; how many there were."""
    return connection.execute(_FORGET, {"before": before}).rowcount


def add_message(connection: sa.Connection, message: RsvpMessage) -> None:
    """Remember that reactions to this message count; nothing happens the second time."""
    connection.execute(
        _ADD_MESSAGE,
        {
            "channel": message.channel,
            "ts": message.ts,
            "event": message.event,
            "announcement": message.announcement,
            "open": message.is_open,
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


def _said(draft: Draft, now: datetime) -> dict[str, Any]:
    return {
        "text": draft.text,
        "channel": draft.channel,
        "event": draft.event,
        "planned_at": draft.planned_at or now,
        "picture_url": draft.picture.url if draft.picture else None,
        "picture_alt": draft.picture.alt if draft.picture else None,
    }


def _one(row: Row | None) -> Announcement | None:
    return _announcement(row) if row else None


def _announcement(row: Row) -> Announcement:
    return Announcement(
        row.id,
        row.author,
        row.text,
        row.channel,
        row.event,
        row.planned_at,
        AnnouncementStatus(row.status),
        Picture(row.picture_url, row.picture_alt or "") if row.picture_url else None,
    )


def _message(row: Row) -> RsvpMessage:
    return RsvpMessage(row.channel, row.ts, row.event, row.announcement, row.open)
