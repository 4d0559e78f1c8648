"""An announcement: an organizer's text about an event, posted as an RSVP message."""

from dataclasses import dataclass
from enum import StrEnum

# Slack cuts nothing below this in a section block: https://docs.slack.dev/reference/block-kit/blocks/section-block
TEXT_LIMIT = 3000


class AnnouncementStatus(StrEnum):
    """Where an announcement stands."""

    PLANNED = "planned"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"  # why, says its delivery: refused, missed, or uncertain whether it stands


@dataclass(frozen=True, slots=True)
class Announcement:
    """An organizer's words, as Slack sent them, and where they go. `event` is a number or None."""

    id: int
    author: str
    text: str
    channel: str
    event: int | None


@dataclass(frozen=True, slots=True)
class RsvpMessage:
    """A posted message whose reactions count as answers to an event."""

    channel: str
    ts: str
    event: int
    announcement: int | None = None
