"""What was said to the bot and is answered: each once, however often Slack brings it."""

from datetime import datetime

from storage import handled_events
from storage.database import Connection


def was_answered(connection: Connection, event_id: str) -> bool:
    """Whether what came in this event of Slack's has, or may have, its answer."""
    return handled_events.was_seen(connection, _key(event_id))


def is_to_be_answered(connection: Connection, event_id: str, now: datetime) -> bool:
    """Whether the caller may answer, now and once; nobody else does any more."""
    return handled_events.is_new(connection, _key(event_id), now)


def _key(event_id: str) -> str:
    return f"answer:{event_id}"  # not the id alone: that is the key of what the words did
