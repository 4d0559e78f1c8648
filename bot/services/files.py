"""Files that a person asked for: sent once for each wish, and deleted from Slack after a day."""

from datetime import datetime

from bot.domain.deliveries import Kind
from bot.domain.files import KEPT
from bot.services import deliveries
from storage import handled_events
from storage.database import Connection


def is_new(connection: Connection, key: str, now: datetime) -> bool:
    """Whether this wish (its trigger_id) was not heard before: Slack may send one twice."""
    return handled_events.is_new(connection, key, now)


def forget_later(connection: Connection, user: str, file: str, now: datetime) -> None:
    """Have the file with this id, which `user` is about to get, deleted when its time is over."""
    key = f"file:{file}"
    deliveries.add(connection, Kind.FILE, user, {"file": file}, now + KEPT, key)


def apologize(connection: Connection, user: str, key: str, now: datetime) -> None:
    """Have `user` told by direct message that the file of this wish can't be sent now."""
    deliveries.add(connection, Kind.UNSENT, user, {}, now, f"unsent:{key}")
