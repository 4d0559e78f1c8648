"""A channel, as far as posting in it goes."""

from dataclasses import dataclass
from enum import StrEnum


class Obstacle(StrEnum):
    """Why nothing can be posted in a channel, in Slack's own words."""

    ARCHIVED = "is_archived"
    OUTSIDE = "not_in_channel"  # the bot is not in it
    UNKNOWN = "channel_not_found"  # there is none, or the bot must not know of it


@dataclass(frozen=True, slots=True)
class Place:
    """A channel by its id, or by the name that was not found; None where nothing is in the way."""

    channel: str
    obstacle: Obstacle | None = None
