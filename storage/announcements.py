"""Announcements: what they say, and where they stand."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.announcements import (
    Announcement,
    AnnouncementStatus,
    Draft,
    Picture,
)
from bot.domain.ids import AnnouncementId, EventNumber
from storage.tables import Row, announcements, events

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
_DELETE_DRAFTS = sa.delete(announcements).where(
    announcements.c.author == sa.bindparam("author"),
    announcements.c.status.in_([AnnouncementStatus.DRAFT.value, AnnouncementStatus.CHANGE.value]),
)
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


def add(
    connection: sa.Connection,
    author: str,
    draft: Draft,
    status: AnnouncementStatus,
    now: datetime,
) -> AnnouncementId:
    """Store an announcement; its id. What is to go out at once is planned for `now`."""
    values = {**_said(draft, now), "author": author, "status": status.value}
    added: AnnouncementId = connection.execute(_ADD, values).scalar_one()
    return added


def change(connection: sa.Connection, id_: AnnouncementId, draft: Draft, now: datetime) -> None:
    """Let the announcement say what `draft` says."""
    connection.execute(_CHANGE, {**_said(draft, now), "of_id": id_})


def get(connection: sa.Connection, id_: AnnouncementId) -> Announcement | None:
    """The announcement with this id, or None."""
    return _one(connection.execute(_GET, {"id": id_}).one_or_none())


def get_locked(connection: sa.Connection, id_: AnnouncementId) -> Announcement | None:
    """As `get`; nobody else changes it until this transaction ends."""
    return _one(connection.execute(_GET_LOCKED, {"id": id_}).one_or_none())


def of_author(
    connection: sa.Connection, author: str, status: AnnouncementStatus, limit: int
) -> list[Announcement]:
    """At most `limit` announcements of this author that stand there, the newest first."""
    values = {"author": author, "status": status.value, "limit": limit}
    return [_announcement(row) for row in connection.execute(_BY_AUTHOR, values)]


def about(
    connection: sa.Connection, event: EventNumber, statuses: Collection[AnnouncementStatus]
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


def delete_drafts(connection: sa.Connection, author: str) -> None:
    """Delete what this author began to write and nobody else has seen."""
    connection.execute(_DELETE_DRAFTS, {"author": author})


def set_status(connection: sa.Connection, id_: AnnouncementId, status: AnnouncementStatus) -> None:
    """Say where the announcement stands now."""
    connection.execute(_SET_STATUS, {"of_id": id_, "status": status.value})


def plan_anew(connection: sa.Connection, id_: AnnouncementId, at: datetime) -> None:
    """Let the announcement be one for this time."""
    connection.execute(_PLAN_ANEW, {"of_id": id_, "at": at})


def delete(connection: sa.Connection, id_: AnnouncementId) -> None:
    """Forget a draft."""
    connection.execute(_DELETE, {"of_id": id_})


def forget(connection: sa.Connection, before: datetime) -> int:
    """Delete what was to be posted before this time and waits no more; how many there were."""
    return connection.execute(_FORGET, {"before": before}).rowcount


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
