"""Announcements that are still being written: kept, shown as they will look, and sent off."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.announcement_checks import Remark, remarks
from bot.domain.announcements import Announcement, AnnouncementStatus, Draft
from bot.domain.cards import PlainPost, Post
from bot.domain.deliveries import State
from bot.domain.events import Closed, why_closed
from bot.services import refreshes
from bot.services.announcements import NoSuchEvent, NotAnnounced, Repeated, send
from storage import announcements, audit, events, handled_events, posts, rsvps
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft will look like, and what is doubtful about it. `of` is what it changes."""

    draft: Announcement
    post: Post | PlainPost
    remarks: tuple[Remark, ...]
    of: Announcement | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such announcement any more, or it can't be changed any more."""


@dataclass(frozen=True, slots=True)
class BeingPosted:
    """It is being posted at this moment, or nobody knows yet whether it was."""


@dataclass(frozen=True, slots=True)
class Posted:
    """It will stand in the channel in a moment."""

    announcement: Announcement


@dataclass(frozen=True, slots=True)
class Planned:
    """It will be posted at its time."""

    announcement: Announcement


@dataclass(frozen=True, slots=True)
class Corrected:
    """What stands in the channel changes in a moment."""

    announcement: Announcement


@dataclass(frozen=True, slots=True)
class TimePassed:
    """The planned time has come while it was looked at."""


Outcome = (
    Posted
    | Planned
    | Corrected
    | TimePassed
    | BeingPosted
    | Gone
    | NoSuchEvent
    | NotAnnounced
    | Repeated
)


def unfinished(connection: Connection, author: str) -> Announcement | None:
    """What this organizer began to write and did not send; None when there is nothing."""
    return announcements.newest_of(connection, author, AnnouncementStatus.DRAFT)


def keep(
    connection: Connection, author: str, draft: Draft, of: int | None, now: datetime
) -> int | NotAnnounced | NoSuchEvent:
    """Keep what an organizer has written so far; its id, or why it can't be about its event.

    Everybody has one unfinished announcement, and one unfinished change of another: `of`.
    """
    refusal = _closed(connection, draft.event, now)
    if refusal is not None and of is None:
        return refusal
    status = AnnouncementStatus.DRAFT if of is None else AnnouncementStatus.CHANGE
    kept = announcements.newest_of(connection, author, status)
    if kept is None:
        return announcements.add(connection, author, draft, status, now)
    announcements.change(connection, kept.id, draft, now)
    return kept.id


def preview(
    connection: Connection, author: str, draft: int, of: int | None, now: datetime
) -> Preview | Gone:
    """The post that would come of this organizer's draft."""
    written = _own(connection, author, draft)
    original = announcements.get(connection, of) if of is not None else None
    if written is None or (of is not None and original is None):
        return Gone()
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


def publish(
    connection: Connection,
    author: str,
    draft: int,
    of: int | None,
    key: str,
    now: datetime,
    *,
    at_once: bool,
) -> Outcome:
    """Send off a draft: post it, plan it, or let `of` say what it says. Once for each `key`.

    The caller has checked that `author` is an organizer.
    """
    written = _own(connection, author, draft)
    if written is None:
        return Gone()
    if not at_once and written.planned_at and written.planned_at <= now:
        return TimePassed()
    said = said_by(written, at_once=at_once)
    if of is None:
        return _published(connection, author, written.id, said, key, now)
    return _changed(connection, author, written.id, said, of, key, now)


def said_by(announcement: Announcement, *, at_once: bool) -> Draft:
    """What an announcement says, to be written on."""
    return Draft(
        announcement.text,
        announcement.channel,
        announcement.event,
        announcement.picture,
        None if at_once else announcement.planned_at,
    )


def discard(connection: Connection, author: str, draft: int) -> bool:
    """Throw away what this organizer has written; whether there was anything."""
    written = _own(connection, author, draft)
    if written is not None:
        announcements.delete(connection, written.id)
    return written is not None


def _published(
    connection: Connection, author: str, draft: int, said: Draft, key: str, now: datetime
) -> Outcome:
    refusal = _closed(connection, said.event, now)
    if refusal is not None:
        return refusal
    if not handled_events.is_new(connection, key, now):
        return Repeated()
    announcements.change(connection, draft, said, now)
    announcements.set_status(connection, draft, AnnouncementStatus.PLANNED)
    send(connection, draft, said.channel, said.planned_at or now)
    audit.add(connection, now, author, "announce", _subject(draft, said.event))
    return _sent_off(connection, draft, said)


def _changed(
    connection: Connection, author: str, draft: int, said: Draft, of: int, key: str, now: datetime
) -> Outcome:
    post = posts.get(connection, of)  # locked first, as by whoever sends it
    original = announcements.get(connection, of)
    if original is None or post is None:
        return Gone()
    if post.state in (State.CLAIMED, State.LOOKUP):
        return BeingPosted()
    if not handled_events.is_new(connection, key, now):
        return Repeated()
    audit.add(connection, now, author, "change announcement", _subject(of, original.event))
    if original.status is AnnouncementStatus.POSTED and post.channel and post.ts:
        kept = Draft(said.text, original.channel, original.event, said.picture, original.planned_at)
        announcements.change(connection, of, kept, now)
        announcements.delete(connection, draft)
        _refresh(connection, original, post.channel, post.ts, now)
        return Corrected(original)
    if original.status is not AnnouncementStatus.PLANNED:
        return Gone()
    refusal = _closed(connection, said.event, now)
    if refusal is not None:
        return refusal
    announcements.change(connection, of, said, now)
    announcements.delete(connection, draft)
    posts.move(connection, of, said.channel, said.planned_at or now)
    return _sent_off(connection, of, said)


def _refresh(
    connection: Connection, original: Announcement, channel: str, ts: str, now: datetime
) -> None:
    if original.event is None:
        refreshes.request_for_post(connection, channel, ts, original.id, now)
    else:
        refreshes.request_for_event(connection, original.event, now)


def _sent_off(connection: Connection, announcement: int, said: Draft) -> Posted | Planned:
    stored = announcements.get(connection, announcement)
    assert stored is not None  # it was written in this transaction
    return Planned(stored) if said.planned_at else Posted(stored)


def _own(connection: Connection, author: str, draft: int) -> Announcement | None:
    """A draft of this author; nobody sends off or sees what another has not finished."""
    written = announcements.get_locked(connection, draft)
    unsent = (AnnouncementStatus.DRAFT, AnnouncementStatus.CHANGE)
    if written is None or written.author != author or written.status not in unsent:
        return None
    return written


def _closed(
    connection: Connection, number: int | None, now: datetime
) -> NotAnnounced | NoSuchEvent | None:
    """Why this event can't be announced; None when it can, or when there is none."""
    if number is None:
        return None
    event = events.get(connection, number)
    if event is None:
        return NoSuchEvent(number)
    closed: Closed | None = why_closed(event, now)
    return NotAnnounced(event, closed) if closed else None


def _subject(announcement: int, event: int | None) -> str:
    return f"event {event}" if event is not None else f"announcement {announcement}"
