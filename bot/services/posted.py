"""Announcements that are planned or posted: listed, withdrawn, deleted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.announcements import Announcement, AnnouncementStatus
from bot.domain.deliveries import State
from bot.services import refreshes
from bot.services.drafts import Gone
from bot.services.publishing import BeingPosted
from storage import announcements, audit, posts
from storage.database import Connection

_SHOWN = timedelta(days=30)
# So many of each that a list stays within Slack's 100 blocks: the next, and the last ones.
PLANNED, DONE = 25, 15


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It will not be posted."""

    announcement: Announcement


@dataclass(frozen=True, slots=True)
class Deleted:
    """It goes from the channel in a moment."""

    announcement: Announcement


Outcome = Withdrawn | Deleted | BeingPosted | Gone


def listing(connection: Connection, now: datetime) -> tuple[Announcement, ...]:
    """What is planned, the next first; then what was posted or could not be, the last first."""
    done = (
        AnnouncementStatus.POSTED,
        AnnouncementStatus.FAILED,
        AnnouncementStatus.UNCERTAIN,
        AnnouncementStatus.GONE,
    )
    found = announcements.standing(connection, done, now - _SHOWN, DONE)
    return (*planned(connection, PLANNED), *found)


def planned(connection: Connection, limit: int) -> tuple[Announcement, ...]:
    """At most `limit` of what is still to be posted, the next first."""
    return tuple(announcements.waiting(connection, limit))


def get(connection: Connection, announcement: int) -> Announcement | None:
    """The announcement, whatever has become of it."""
    return announcements.get(connection, announcement)


def take_back(connection: Connection, actor: str, announcement: int, now: datetime) -> Outcome:
    """Withdraw what is planned, or delete what is posted.

    The caller has checked that `actor` is an organizer. Answers that were given under a message
    stay: whoever gave them did not take them back.
    """
    post = posts.get(connection, announcement)  # locked first, as by whoever sends it
    found = announcements.get(connection, announcement)
    if found is None or post is None:
        return Gone()
    if post.state in (State.CLAIMED, State.LOOKUP):
        return BeingPosted()
    if found.status is AnnouncementStatus.PLANNED:
        _settled(connection, found, AnnouncementStatus.WITHDRAWN, actor, "withdraw", now)
        return Withdrawn(found)
    if found.status is AnnouncementStatus.POSTED and post.channel and post.ts:
        refreshes.remove(connection, post.channel, post.ts, now)
        _settled(connection, found, AnnouncementStatus.DELETED, actor, "delete", now)
        return Deleted(found)
    return Gone()


def _settled(
    connection: Connection,
    found: Announcement,
    status: AnnouncementStatus,
    actor: str,
    action: str,
    now: datetime,
) -> None:
    announcements.set_status(connection, found.id, status)
    audit.add(connection, now, actor, f"{action} announcement", f"announcement {found.id}")
