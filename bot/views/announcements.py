"""An announcement as the channel sees it, and what an organizer is told about it."""

from collections.abc import Iterable

from bot.domain.announcements import Announcement, Draft, Fault
from bot.domain.cards import PlainPost, Post
from bot.domain.events import Closed, Event
from bot.domain.markup import safe
from bot.locales import Texts
from bot.views import rsvps
from bot.views.block_kit import Block
from bot.views.dates import moment
from bot.views.elements import announced_picture, mention
from bot.views.event_parts import name
from bot.views.message import Message, actions, message, section, simple, typed


def on_its_way(event: Event, channel: str, t: Texts) -> Message:
    """That the announcement will stand in the channel in a moment; and the way to more texts."""
    said = t("announce.done", event=name(event, t), channel=mention(channel))
    further = typed(t.plain("announce.texts"), f"texts {event.number}")
    return message(said, [section(said), actions([further])])


def post(said: Post | PlainPost, t: Texts) -> Message:
    """An announcement in a channel: an RSVP message, or the organizer's words and picture alone."""
    if isinstance(said, Post):
        return rsvps.post(said, t)
    words = safe(said.announcement.text)
    blocks: list[Block] = [section(words)]
    if said.announcement.picture:
        blocks.append(announced_picture(said.announcement.picture, t))
    return message(words, blocks)


def sent_off(announcement: Announcement, how: str, t: Texts) -> Message:
    """That an announcement was `posted`, `planned` or `corrected`."""
    when = moment(announcement.planned_at, t) if announcement.planned_at else ""
    return simple(t(f"announce.sent.{how}", channel=mention(announcement.channel), when=when))


def faulty(draft: Draft, faults: Iterable[Fault], t: Texts) -> Message:
    """Why it can't be posted in the channel as it is."""
    why = " ".join(fault(found, draft, t) for found in faults)
    return simple(t("announce.faulty", channel=mention(draft.channel), why=why))


def fault(found: Fault, draft: Draft, t: Texts) -> str:
    """What is said at the field that is at fault (plain text)."""
    return t.plain(f"announce.fault.{found.value}", length=len(safe(draft.text)))


def not_open(event: Event, why: Closed, t: Texts) -> Message:
    """Why an event was not announced."""
    return simple(t(f"announce.closed.{why}", event=name(event, t), number=event.number))
