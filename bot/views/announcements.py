"""An announcement as the channel sees it, and what an organizer is told about it."""

from slack_sdk.models.blocks import Block

from bot.domain.announcements import Announcement
from bot.domain.cards import PlainPost, Post
from bot.domain.events import Closed, Event
from bot.domain.markup import safe
from bot.locales import Texts
from bot.views import rsvps
from bot.views.dates import moment
from bot.views.elements import announced_picture, mention
from bot.views.event_parts import name
from bot.views.message import Message, message, section, simple


def on_its_way(event: Event, channel: str, t: Texts) -> Message:
    """That the announcement will stand in the channel in a moment."""
    return simple(t("announce.done", event=name(event, t), channel=mention(channel)))


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


def too_long(length: int, limit: int, t: Texts) -> Message:
    """That the text does not fit."""
    return simple(t("announce.too.long", length=length, limit=limit))


def not_open(event: Event, why: Closed, t: Texts) -> Message:
    """Why an event was not announced."""
    return simple(t(f"announce.closed.{why}", event=name(event, t), number=event.number))
