"""Old data goes away by itself."""

from datetime import datetime, timedelta

from bot.domain.deliveries import Kind
from bot.domain.feedback import ASKED_DAYS, SENTENCE_DAYS
from bot.domain.wishes import REMEMBERED_DAYS
from storage import (
    announcements,
    audit,
    deliveries,
    feedback,
    forgotten,
    handled_events,
    pauses,
    reactions,
)
from storage.database import Connection

_HANDLED = timedelta(days=7)
_DONE = timedelta(days=90)
_AUDIT = timedelta(days=365)
_WISHES = timedelta(days=REMEMBERED_DAYS)
_ASKED = timedelta(days=ASKED_DAYS)
_SENTENCES = timedelta(days=SENTENCE_DAYS)
_STRAYS = timedelta(days=1)


def forget(connection: Connection, now: datetime) -> dict[str, int]:
    """Delete what is older than it is kept; how many rows of each table."""
    return {
        "handled_events": handled_events.forget(connection, now - _HANDLED),
        "announcements": announcements.forget(connection, now - _DONE),
        "deliveries": deliveries.forget(connection, now - _DONE),
        "pauses": pauses.forget(connection, now),
        "audit": audit.forget(connection, now - _AUDIT),
        "wishes": forgotten.forget(connection, now - _WISHES),
        "feedback_asked": feedback.forget_asked(connection, now - _ASKED),
        "feedback_letters": deliveries.forget_kind(connection, Kind.FEEDBACK, now - _ASKED),
        "feedback_sentences": feedback.forget_sentences(connection, now - _SENTENCES),
        "reactions": reactions.forget_strays(connection, now - _STRAYS),
    }
