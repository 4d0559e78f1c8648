"""Announcements that are planned or posted: listed, withdrawn, deleted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.announcement_remarks import Listed, contradictions
from bot.domain.announcements import Announcement, AnnouncementStatus
from bot.domain.deliveries import State
from bot.domain.events import Event, Status
from bot.domain.ids import AnnouncementId, EventNumber
from bot.domain.replies import Reply
from bot.services import refreshes
from storage import announcement_posts, announcements, audit, events
from storage.database import Connection

_SHOWN = timedelta(days=30)
_MOST = 1000  # of each sort in the list; nobody pages farther
_DONE = (
    AnnouncementStatus.POSTED,
    AnnouncementStatus.FAILED,
    AnnouncementStatus.UNCERTAIN,
    AnnouncementStatus.GONE,
)
_STANDS = (AnnouncementStatus.PLANNED, AnnouncementStatus.POSTED)


def listing(connection: Connection, author: str, now: datetime) -> tuple[Listed, ...]:
    """What `author` has begun; what is planned, the next first; what was posted, the last first."""
    begun = announcements.of_author(connection, author, AnnouncementStatus.DRAFT, _MOST)
    planned = announcements.waiting(connection, _MOST)
    done = announcements.standing(connection, _DONE, now - _SHOWN, _MOST)
    return _listed(connection, [*begun, *planned, *done])


def planned(connection: Connection, limit: int) -> tuple[Listed, ...]:
    """At most `limit` of what is still to be posted, the next first."""
    return _listed(connection, announcements.waiting(connection, limit))


def unsent(connection: Connection, author: str) -> int:
    """How many are planned, or begun by `author`."""
    return announcements.count_unsent(connection, author)


def outdated(connection: Connection, before: Event, after: Event) -> tuple[Listed, ...]:
    """What is planned or posted about an event and contradicts it since it was changed.

    Of one that does not take place any more, all that is planned: it would not be posted.
    """
    if after.status is not Status.PUBLISHED and before.status is Status.PUBLISHED:
        planned = announcements.about(connection, after.number, (AnnouncementStatus.PLANNED,))
        return tuple(Listed(each) for each in planned)
    found = announcements.about(connection, after.number, _STANDS)
    contradicting = [
        Listed(each, tuple(one for one in contradictions(each.text, after) if one not in known))
        for each in found
        for known in [contradictions(each.text, before)]
    ]
    return tuple(each for each in contradicting if each.remarks)


def is_announced(connection: Connection, number: EventNumber) -> bool:
    """Whether an announcement of this event is planned or posted."""
    return bool(announcements.about(connection, number, _STANDS))


def _listed(connection: Connection, found: Sequence[Announcement]) -> tuple[Listed, ...]:
    """Each with what contradicts its event, as long as it can be mended before it is posted."""
    waiting = {each.event for each in found if each.status is AnnouncementStatus.PLANNED}
    about = events.get_many(connection, [number for number in waiting if number is not None])
    return tuple(
        Listed(each, contradictions(each.text, about[each.event]))
        if each.status is AnnouncementStatus.PLANNED and each.event in about
        else Listed(each)
        for each in found
    )


def get(connection: Connection, id_: AnnouncementId) -> Announcement | None:
    """The announcement, whatever has become of it."""
    return announcements.get(connection, id_)


def take_back(connection: Connection, actor: str, id_: AnnouncementId, now: datetime) -> Reply:
    """Withdraw what is planned, or delete what is posted.

    The caller has checked that `actor` is an organizer. Answers that were given under a message
    stay: whoever gave them did not take them back.
    """
    post = announcement_posts.get(connection, id_)  # locked first, as by whoever sends it
    found = announcements.get(connection, id_)
    if found is None or post is None:
        return Reply.ANNOUNCEMENT_GONE
    if post.state in (State.CLAIMED, State.LOOKUP):
        return Reply.BEING_POSTED
    if found.status is AnnouncementStatus.PLANNED:
        _settled(connection, found, AnnouncementStatus.WITHDRAWN, actor, "withdraw", now)
        return Reply.WITHDRAWN
    if found.status is AnnouncementStatus.POSTED and post.channel and post.ts:
        refreshes.remove(connection, post.channel, post.ts, now)
        _settled(connection, found, AnnouncementStatus.DELETED, actor, "delete", now)
        return Reply.DELETED
    return Reply.ANNOUNCEMENT_GONE


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
