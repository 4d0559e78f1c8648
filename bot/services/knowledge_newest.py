"""What has come to the Wissensspeicher last, for a feed."""

from bot.domain.knowledge import Addition
from storage import knowledge
from storage.database import Connection

_MOST = 50  # ours: readers ask more often than that many come


def newest(connection: Connection) -> list[Addition]:
    """The published items that came last, the newest first."""
    return knowledge.newest(connection, _MOST)
