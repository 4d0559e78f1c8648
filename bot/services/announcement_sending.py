"""Sending off what was written and looked at: posted, planned, or in place of what stood there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.causes import new_send_id
from bot.domain.announcements import Announcement, AnnouncementStatus, Draft, place_faults
from bot.domain.channels import Place
from bot.domain.deliveries import State
from bot.domain.ids import AnnouncementId, EventNumber
from bot.domain.replies import NoSuchEvent, Repeated, Reply
from bot.services import announcement_drafts, refreshes
from bot.services.announcements import Faulty, NotAnnounced, send
from storage import announcement_posts, announcements, audit, deliveries, handled_events
from storage.announcement_posts import AnnouncementPost
from storage.database import Connection

CHANGEABLE = (
    AnnouncementStatus.PLANNED,
    AnnouncementStatus.POSTED,
    AnnouncementStatus.FAILED,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was looked at before sending off: imprints of the draft and of what it changes."""

    draft: int | None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The draft says something else than when it was looked at."""


@dataclass(frozen=True, slots=True)
class OriginalChanged:
    """What the draft changes was changed by somebody else since it was looked at."""


class Dispatch(StrEnum):
    """What happens to what was sent off."""

    POSTED = "posted"  # it will stand in the channel in a moment
    PLANNED = "planned"  # it will be posted at its time
    CORRECTED = "corrected"  # what stands in the channel changes in a moment


@dataclass(frozen=True, slots=True)
class SentOff:
    """It is posted, planned or corrected."""

    announcement: Announcement
    how: Dispatch


NotSentOff = Reply | NoSuchEvent | NotAnnounced | Faulty
Outcome = SentOff | NotSentOff | Rewritten | OriginalChanged | Repeated[None]


def publish(
    connection: Connection,
    author: str,
    draft: AnnouncementId | None,
    of: AnnouncementId | None,
    seen: Seen,
    key: str,
    now: datetime,
    *,
    at_once: bool,
    place: Place | None = None,
) -> Outcome:
    """Send off a draft: post it, plan it, or let `of` say what it says. Once for each `key`.

    Only what was `seen` is sent off. `place` is what `channel_of` named, as far as it is known. The
    caller has checked that `author` is an organizer.
    """
    written = announcement_drafts.own(connection, author, draft)
    if written is None:
        if handled_events.was_seen(connection, key):
            return Repeated()
        return Reply.ANNOUNCEMENT_GONE
    said = announcement_drafts.said_by(written, at_once=at_once)
    if said.imprint != seen.draft:
        return Rewritten()
    if said.planned_at and said.planned_at <= now:
        return Reply.TIME_PASSED
    found = tuple(place_faults(place, stands=_standing(connection, of) is not None))
    if found:
        return Faulty(said, found)
    if of is None:
        return _published(connection, author, written.id, said, key, now)
    return _changed(connection, author, written.id, said, of, seen.of, key, now)


def channel_of(
    connection: Connection, author: str, draft: AnnouncementId | None, of: AnnouncementId | None
) -> str | None:
    """Where a draft of this author will stand, or what it changes stands; None without a draft."""
    written = announcement_drafts.own(connection, author, draft)
    return (_standing(connection, of) or written).channel if written else None


def _standing(connection: Connection, of: AnnouncementId | None) -> Announcement | None:
    found = announcements.get(connection, of) if of is not None else None
    return found if found and found.status is AnnouncementStatus.POSTED else None


def _published(
    connection: Connection, author: str, draft: AnnouncementId, said: Draft, key: str, now: datetime
) -> Outcome:
    refusal = announcement_drafts.closed(connection, said.event, now)
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
    connection: Connection,
    author: str,
    draft: AnnouncementId,
    said: Draft,
    of: AnnouncementId,
    seen: int | None,
    key: str,
    now: datetime,
) -> Outcome:
    post = announcement_posts.get(connection, of)  # locked first, as by whoever sends it
    original = announcements.get(connection, of)
    if original is None or post is None:
        return Reply.ANNOUNCEMENT_GONE
    if post.state in (State.CLAIMED, State.LOOKUP):
        return Reply.BEING_POSTED
    if original.status not in CHANGEABLE:
        return Reply.ANNOUNCEMENT_GONE
    if announcement_drafts.said_by(original, at_once=False).imprint != seen:
        return OriginalChanged()
    stands = original.status is AnnouncementStatus.POSTED
    refusal = None if stands else announcement_drafts.closed(connection, said.event, now)
    if refusal is not None:
        return refusal
    if not handled_events.is_new(connection, key, now):
        return Repeated()
    audit.add(connection, now, author, "change announcement", _subject(of, original.event))
    announcements.delete(connection, draft)
    if stands:
        return _corrected(connection, original, said, post, now)
    announcements.change(connection, of, said, now)
    _sent_anew(connection, original, post, said, now)
    return _sent_off(connection, of, said)


def _sent_anew(
    connection: Connection,
    original: Announcement,
    post: AnnouncementPost,
    said: Draft,
    now: datetime,
) -> None:
    """Let a post that waits, or was refused or missed, go to its channel at its time."""
    due_at = said.planned_at or now
    if original.status is AnnouncementStatus.FAILED:
        announcements.set_status(connection, original.id, AnnouncementStatus.PLANNED)
        deliveries.put_back(connection, post.delivery, due_at, new_send_id())
    announcement_posts.move(connection, original.id, said.channel, due_at)


def _corrected(
    connection: Connection,
    original: Announcement,
    said: Draft,
    post: AnnouncementPost,
    now: datetime,
) -> Outcome:
    """Let what stands in the channel have other words and another picture; all else stays."""
    kept = Draft(said.text, original.channel, original.event, said.picture, original.planned_at)
    announcements.change(connection, original.id, kept, now)
    if post.channel and post.ts:
        _refresh(connection, original, post.channel, post.ts, now)
    return SentOff(original, Dispatch.CORRECTED)


def _refresh(
    connection: Connection, original: Announcement, channel: str, ts: str, now: datetime
) -> None:
    if original.event is None:
        refreshes.request(connection, channel, ts, original.id, now)
    else:
        refreshes.request_for_event(connection, original.event, now)


def _sent_off(connection: Connection, announcement: AnnouncementId, said: Draft) -> SentOff:
    stored = announcements.get(connection, announcement)
    assert stored is not None  # it was written in this transaction
    return SentOff(stored, Dispatch.PLANNED if said.planned_at else Dispatch.POSTED)


def _subject(announcement: AnnouncementId, event: EventNumber | None) -> str:
    return f"event {event}" if event is not None else f"announcement {announcement}"
