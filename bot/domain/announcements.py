"""An announcement: an organizer's words, with or without an event, and what they must be like."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.channels import Obstacle, Place
from bot.domain.events import Hours
from bot.domain.ids import AnnouncementId, EventNumber
from bot.domain.markup import safe

# Slack cuts nothing below this in a section block: https://docs.slack.dev/reference/block-kit/blocks/section-block
TEXT_LIMIT = 3000
# https://docs.slack.dev/reference/block-kit/blocks/image-block
PICTURE_URL_LIMIT = 3000
ALT_TEXT_LIMIT = 2000
# Nobody plans farther ahead; a slip of the year does.
FARTHEST = timedelta(days=366)
# How late a planned post without an event still goes out when the bot was away.
POST_GRACE = timedelta(days=1)

_ADDRESS = re.compile(r"https://[^\s/?#]+\.[^\s/?#]+([/?#]\S*)?")
HASHTAGS = ("#LabCamp", "#OeffentlichesGestalten")


class AnnouncementStatus(StrEnum):
    """Where an announcement stands."""

    DRAFT = "draft"
    CHANGE = "change"  # of another announcement, not yet confirmed
    PLANNED = "planned"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"  # refused or missed: it was not posted
    UNCERTAIN = "uncertain"  # nobody knows whether it was posted
    DELETED = "deleted"
    GONE = "gone"  # somebody deleted it in Slack itself


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its https address; `alt` says what is to be seen, and may be empty."""

    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an announcement says and where it goes; `planned_at` is None for at once."""

    text: str
    channel: str
    event: EventNumber | None = None
    picture: Picture | None = None
    planned_at: datetime | None = None

    @property
    def imprint(self) -> int:
        """A number below 2**31 that says whether it is still what was looked at."""
        return zlib.crc32(repr(self).encode()) & 0x7FFFFFFF


@dataclass(frozen=True, slots=True)
class Announcement:
    """An organizer's words, as Slack sent them, and where they go. `event` is a number or None."""

    id: AnnouncementId
    author: str
    text: str
    channel: str
    event: EventNumber | None
    planned_at: datetime | None = None
    status: AnnouncementStatus = AnnouncementStatus.PLANNED
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class RsvpMessage:
    """A posted message whose reactions count as answers to an event, while it `is_open`.

    `posted` are the hours that it was posted with, None where nobody kept them.
    """

    channel: str
    ts: str
    event: EventNumber
    announcement: AnnouncementId | None = None
    is_open: bool = True
    posted: Hours | None = None


class Fault(StrEnum):
    """Why an announcement can't be posted as it is; the value is the field that is at fault."""

    NO_TEXT = "text-empty"
    TOO_LONG = "text-long"
    BAD_PICTURE = "picture-address"
    LONG_PICTURE = "picture-long"
    LONG_ALT = "alt-long"
    PAST = "moment-past"
    TOO_FAR = "moment-far"
    TOO_LATE = "moment-late"
    ARCHIVED = "channel-archived"
    OUTSIDE = "channel-outside"
    UNKNOWN = "channel-unknown"

    @property
    def field(self) -> str:
        """The field of the form that is at fault."""
        return self.value.partition("-")[0]


_OBSTACLES = {
    Obstacle.ARCHIVED: Fault.ARCHIVED,
    Obstacle.OUTSIDE: Fault.OUTSIDE,
    Obstacle.UNKNOWN: Fault.UNKNOWN,
}


def faults(
    draft: Draft,
    now: datetime,
    ends_at: datetime | None = None,
    place: Place | None = None,
) -> Iterator[Fault]:
    """What has to be mended before `draft`, about an event that `ends_at`, can be posted.

    `place` is its channel, as far as it is known.
    """
    yield from place_faults(place)
    if not without_hashtags(draft.text)[0].strip():
        yield Fault.NO_TEXT
    if len(safe(draft.text)) > TEXT_LIMIT:
        yield Fault.TOO_LONG
    if draft.picture:
        if not _ADDRESS.fullmatch(draft.picture.url):
            yield Fault.BAD_PICTURE
        if len(draft.picture.url) > PICTURE_URL_LIMIT:
            yield Fault.LONG_PICTURE
        if len(draft.picture.alt) > ALT_TEXT_LIMIT:
            yield Fault.LONG_ALT
    if draft.planned_at and draft.planned_at <= now:
        yield Fault.PAST
    if draft.planned_at and draft.planned_at > now + FARTHEST:
        yield Fault.TOO_FAR
    elif draft.planned_at and ends_at and draft.planned_at >= ends_at > now:
        yield Fault.TOO_LATE


def place_faults(place: Place | None, *, stands: bool = False) -> Iterator[Fault]:
    """Why nothing can be posted there, or changed that `stands` there; Slack may not have said."""
    if place is None or place.obstacle is None:
        return
    if not stands or place.obstacle is Obstacle.ARCHIVED:  # from outside it can be changed too
        yield _OBSTACLES[place.obstacle]


def with_hashtags(text: str, chosen: frozenset[str]) -> str:
    """`text` with the chosen hashtags in a line of their own at its end."""
    missing = [tag for tag in HASHTAGS if tag in chosen and tag.lower() not in text.lower()]
    return f"{text}\n\n{' '.join(missing)}" if missing else text


def without_hashtags(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` without the line that `with_hashtags` put there, and the hashtags in it."""
    body, gap, last = text.rpartition("\n\n")
    tags = tuple(last.split(" "))
    # only a line that would come back as it is: what somebody wrote themselves stays in the text
    return (body, tags) if gap and with_hashtags(body, frozenset(tags)) == text else (text, ())
