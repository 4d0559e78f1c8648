"""How often a day somebody may have the bot write to others or make files.

Ours: a community's needs are far below, and one guest's clicks are not to fill others' inboxes.
"""

from datetime import UTC, datetime

from storage import handled_events
from storage.database import Connection

QUESTIONS = 10  # to the organizers, of one person
ALL_QUESTIONS = 50  # of everybody
FILES = 20  # of one person


def is_left(connection: Connection, what: str, limit: int, now: datetime) -> bool:
    """Whether `what` may be done once more on this day (UTC); counts it in the same transaction."""
    day = now.astimezone(UTC).date()
    return any(
        handled_events.is_new(connection, f"{what}:{day}:{time}", now) for time in range(limit)
    )
