"""What the bot shows in the channel: announcements, their counts, and the emoji under them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.deps import Deps
from bot.domain.announcements import POST_GRACE, Announcement, AnnouncementStatus
from bot.domain.cards import PlainPost, Post
from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import (
    EVENT_OVER,
    MESSAGE_GONE,
    PICTURE_LEFT_OUT,
    PICTURE_NOT_LOADED,
    TIME_OVER,
    TOO_OLD,
    Attempt,
    Missed,
    Refused,
    Sent,
    Withdrawn,
)
from bot.domain.events import Closed, why_closed, why_off
from bot.domain.ids import AnnouncementId
from bot.domain.material import by_session
from bot.jobs.sending import Call, Unwanted, as_decided, calls, posts, unless_gone
from bot.locales import Texts
from bot.services import refreshes
from bot.views.announcements import post
from storage import announcements, events, material, rsvp_messages, rsvps
from storage.database import Connection


def announcement(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Post | PlainPost] | Unwanted:
    """The event as it is now, with the organizer's text; or the text alone."""
    announced = announcements.get(connection, delivery.payload["announcement"])
    if announced is None:
        return Withdrawn("the announcement is gone")
    if announced.status is AnnouncementStatus.WITHDRAWN:
        return Withdrawn("an organizer withdrew it")
    if announced.event is None:
        return _plain(announced, now)
    event = events.get(connection, announced.event)
    if event is None:
        return Withdrawn("the event is gone")
    closed = why_off(event, now)
    if closed is Closed.PAST:
        return Missed(EVENT_OVER)
    if closed is not None:  # planned, and not posted: the organizers are told
        return Missed(f"the event is {closed}")
    counts, closed = rsvps.counts(connection, event.number), why_closed(event, now)
    return (Post(event, counts, announced, closed),)


def _plain(announced: Announcement, now: datetime) -> tuple[PlainPost] | Unwanted:
    if announced.planned_at and now > announced.planned_at + POST_GRACE:
        return Missed(TIME_OVER)
    return (PlainPost(announced),)


def refresh(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Post | PlainPost] | Unwanted:
    """What a message in the channel is to show now."""
    message = rsvp_messages.get(connection, delivery.target, delivery.payload["ts"])
    if message is None:
        return _plain_refresh(connection, delivery)
    event = events.get(connection, message.event)
    said = announcements.get(connection, message.announcement) if message.announcement else None
    if said is not None and said.status is AnnouncementStatus.GONE:
        return Missed(MESSAGE_GONE)
    if event is None or not message.is_open:
        return Withdrawn("the message is gone")
    counts, closed = rsvps.counts(connection, event.number), why_closed(event, now)
    over = closed is Closed.PAST
    items = material.of_event(connection, event.number, now) if over else []
    groups = by_session(event.sessions, items)
    moved_from = None if message.posted == event.hours else message.posted
    return (Post(event, counts, said, closed, groups, moved_from),)


def _plain_refresh(connection: Connection, delivery: Delivery) -> tuple[PlainPost] | Unwanted:
    """A message about no event: only its words and picture can have changed."""
    number = delivery.payload.get("announcement")
    announced = announcements.get(connection, number) if number is not None else None
    if announced is None or announced.status is not AnnouncementStatus.POSTED:
        return Withdrawn("the announcement is gone")
    return (PlainPost(announced),)


def _refresh(deps: Deps, delivery: Delivery, t: Texts, said: Post | PlainPost) -> Call:
    update = partial(deps.slack.update, delivery.target, delivery.payload["ts"])
    whole, bare = partial(update, post(said, t)), partial(update, post(_bare(said), t))
    announced = said.announcement.id if said.announcement else None
    call = partial(_refreshed, deps, announced, whole, bare)
    if isinstance(said, Post) and said.closed is Closed.PAST:
        return partial(_last_shown, deps, delivery, announced, call)
    return call


def _bare(said: Post | PlainPost) -> Post | PlainPost:
    """The same without its picture."""
    if said.announcement is None:
        return said
    return replace(said, announcement=replace(said.announcement, picture=None))


async def _refreshed(
    deps: Deps,
    announced: AnnouncementId | None,
    whole: Callable[[], Awaitable[Attempt]],
    bare: Callable[[], Awaitable[Attempt]],
) -> Attempt | Missed | Withdrawn:
    """The outcome of showing a message anew: counts go on without a picture that is lost."""
    outcome = await whole()
    if outcome == Refused(PICTURE_NOT_LOADED):
        outcome = await bare()
        if isinstance(outcome, Sent):
            return Refused(PICTURE_LEFT_OUT)
    if outcome == TOO_OLD:
        return Withdrawn("Slack lets the message be changed no longer")
    if outcome != Refused(MESSAGE_GONE):
        return outcome
    by_us = await deps.db.read(refreshes.was_deleted, announced)
    return Withdrawn(MESSAGE_GONE) if by_us else Missed(MESSAGE_GONE)


async def _last_shown(
    deps: Deps,
    delivery: Delivery,
    announced: AnnouncementId | None,
    call: Callable[[], Awaitable[Attempt | Missed | Withdrawn]],
) -> Attempt | Missed | Withdrawn:
    """The outcome of `call`: that the message of an event that is over is gone, nobody misses."""
    outcome = await call()
    if outcome != Missed(MESSAGE_GONE):
        return outcome
    gone = partial(refreshes.mark_gone, channel=delivery.target, ts=delivery.payload["ts"])
    await deps.db.write(lambda connection: gone(connection, id_=announced))
    return Withdrawn(MESSAGE_GONE)


def seed(connection: Connection, delivery: Delivery, now: datetime) -> tuple[str, str]:
    """The message (its ts), and an emoji that members then need only click; right as it was."""
    return delivery.payload["ts"], delivery.payload["emoji"]


def _seed(deps: Deps, delivery: Delivery, t: Texts, ts: str, emoji: str) -> Call:
    call = partial(deps.slack.add_reaction, delivery.target, ts, emoji)
    return partial(unless_gone, deps, delivery.target, ts, call)


def _removal(deps: Deps, delivery: Delivery, t: Texts) -> Call:
    """Take away the message that an organizer deleted; that is not taken back."""
    ts = delivery.payload["ts"]
    call = partial(deps.slack.delete, delivery.target, ts)
    return partial(unless_gone, deps, delivery.target, ts, call)


KINDS = {
    Kind.ANNOUNCEMENT: posts(announcement, post),
    Kind.REFRESH: calls(refresh, _refresh),
    Kind.SEED: calls(seed, _seed),
    Kind.REMOVAL: calls(as_decided, _removal),
}
