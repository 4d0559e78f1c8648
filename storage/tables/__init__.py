"""The tables. Each column says beside it what it has to do with people: that is the register."""

from typing import Any

import sqlalchemy as sa

from storage.tables.columns import EVER, UtcDateTime, metadata, personal
from storage.tables.deliveries import deliveries, pauses, troubles
from storage.tables.events import (
    announcements,
    events,
    reactions,
    rsvp_messages,
    rsvps,
    sessions,
)
from storage.tables.feedback import (
    feedback,
    feedback_asked,
    feedback_marks,
    feedback_rounds,
)
from storage.tables.knowledge import knowledge, postings, words
from storage.tables.people import audit, feeds, forgotten, handled_events, members
from storage.tables.topics import topic_votes, topics

Row = sa.Row[*tuple[Any, ...]]

__all__ = [
    "EVER",
    "Row",
    "UtcDateTime",
    "announcements",
    "audit",
    "deliveries",
    "events",
    "feedback",
    "feedback_asked",
    "feedback_marks",
    "feedback_rounds",
    "feeds",
    "forgotten",
    "handled_events",
    "knowledge",
    "members",
    "metadata",
    "pauses",
    "personal",
    "postings",
    "reactions",
    "rsvp_messages",
    "rsvps",
    "sessions",
    "topic_votes",
    "topics",
    "troubles",
    "words",
]
