"""Announcements that are still being written: kept, and shown as they will look."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.announcement_remarks import Remark, remarks
from bot.domain.announcements import Announcement, AnnouncementStatus, Draft
from bot.domain.cards import PlainPost, Post
from bot.domain.events import why_closed, why_off
from bot.domain.ids import AnnouncementId, EventNumber
from bot.domain.replies import NoSuchEvent, Reply
from bot.services.announcements import NotAnnounced
from storage import announcements, events, handled_events, rsvps
from storage.database import Connection

# So many unfinished ones are shown to their author; older ones come up when these are done.
BEGUN = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft will look like, and what is doubtful about it. `of` is what it changes."""

    draft: Announcement
    post: Post | PlainPost
    remarks: tuple[Remark, ...]
    of: Announcement | None = None


def unfinished(connection: Connection, author: str) -> tuple[Announcement, ...]:
    """What this organizer began to write and did not send, the newest first."""
    return tuple(announcements.of_author(connection, author, AnnouncementStatus.DRAFT, BEGUN))


def keep(
    connection: Connection,
    author: str,
    draft: Draft,
    of: AnnouncementId | None,
    into: AnnouncementId | None,
    key: str,
    now: datetime,
) -> AnnouncementId | NotAnnounced | NoSuchEvent:
    """Keep what an organizer has written so far; its id, or why it can't be about its event.

    It is written `into` their draft of this id, else it is a new one, once for each `key`: what
    was begun in another form stays as it is. With `of` it is to change that announcement.
    """
    refusal = closed(connection, draft.event, now)
    if refusal is not None and of is None:
        return refusal
    written = own(connection, author, into)
    status = AnnouncementStatus.DRAFT if of is None else AnnouncementStatus.CHANGE
    if written is None and not handled_events.is_new(connection, key, now):
        written = _kept_before(connection, author, status, key)
    if written is None:
        added = announcements.add(connection, author, draft, status, now)
        handled_events.is_new(connection, _kept_as(key, added), now)
        return added
    announcements.change(connection, written.id, draft, now)
    return written.id


def _kept_before(
    connection: Connection, author: str, status: AnnouncementStatus, key: str
) -> Announcement | None:
    """The draft that was made under this key: a form that was refused is sent again."""
    for written in announcements.of_author(connection, author, status, BEGUN):
        if handled_events.was_seen(connection, _kept_as(key, written.id)):
            return written
    return None


def _kept_as(key: str, draft: AnnouncementId) -> str:
    return f"{key}:{draft}"


def preview(
    connection: Connection,
    author: str,
    draft: AnnouncementId | None,
    of: AnnouncementId | None,
    now: datetime,
) -> Preview | Reply:
    """The post that would come of this organizer's draft."""
    written = own(connection, author, draft)
    original = announcements.get(connection, of) if of is not None else None
    if written is None or (of is not None and original is None):
        return Reply.ANNOUNCEMENT_GONE
    event = events.get(connection, written.event) if written.event is not None else None
    picture = written.picture
    doubts = remarks(
        written.text,
        has_picture=picture is not None,
        alt_text=picture.alt if picture else "",
        event=event,
    )
    post: Post | PlainPost = PlainPost(written)
    if event is not None:
        counts = rsvps.counts(connection, event.number)
        post = Post(event, counts, written, closed=why_closed(event, now))
    return Preview(written, post, tuple(doubts), original)


def said_by(announcement: Announcement, *, at_once: bool) -> Draft:
    """What an announcement says, to be written on."""
    return Draft(
        announcement.text,
        announcement.channel,
        announcement.event,
        announcement.picture,
        None if at_once else announcement.planned_at,
    )


def discard(connection: Connection, author: str, draft: AnnouncementId) -> Reply:
    """Throw away what this organizer has written, if there is anything."""
    written = own(connection, author, draft)
    if written is None:
        return Reply.ANNOUNCEMENT_GONE
    announcements.delete(connection, written.id)
    return Reply.DISCARDED


def own(connection: Connection, author: str, draft: AnnouncementId | None) -> Announcement | None:
    """A draft of this author; nobody sends off or sees what another has not finished."""
    written = announcements.get_locked(connection, draft) if draft is not None else None
    unsent = (AnnouncementStatus.DRAFT, AnnouncementStatus.CHANGE)
    if written is None or written.author != author or written.status not in unsent:
        return None
    return written


def closed(
    connection: Connection, number: EventNumber | None, now: datetime
) -> NotAnnounced | NoSuchEvent | None:
    """Why this event can't be announced; None when it can, or when there is none."""
    if number is None:
        return None
    event = events.get(connection, number)
    if event is None:
        return NoSuchEvent(number)
    why = why_off(event, now)
    return NotAnnounced(event, why) if why else None
