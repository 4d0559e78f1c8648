"""What has come to the Wissensspeicher last: for a feed, and as an example of what is found."""

from datetime import datetime

from bot.domain.command_parser import parse
from bot.domain.commands import Search
from bot.domain.knowledge import Addition
from bot.domain.visibility import Audience, seen_at
from storage import knowledge
from storage.database import Connection
from storage.kept import kept

_MOST = 50  # ours: readers ask more often than that many come


def newest(connection: Connection, now: datetime, by: Audience = Audience.PUBLIC) -> list[Addition]:
    """The items that came last and that these see at `now` (aware, UTC), the newest first."""
    return kept(connection, knowledge.newest, by, seen_at(now), _MOST)


def example(connection: Connection, now: datetime) -> str | None:
    """A word that finds something: the newest tag of one plain word; None where there is none."""
    found = newest(connection, now, Audience.MEMBERS)
    tags = (tag for addition in found for tag in addition.item.tags)
    # a tag may also be a word that means something else when it is typed
    return next((tag for tag in tags if tag.isalpha() and parse(f"kb {tag}") == Search(tag)), None)
