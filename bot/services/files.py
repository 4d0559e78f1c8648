"""Files that a person asked for: sent once for each wish, and deleted from Slack after a day."""

from datetime import datetime

from bot.domain.deliveries import Kind
from bot.domain.files import KEPT
from bot.domain.personal_data import SOMEBODY
from bot.domain.replies import Repeated, Reply
from bot.services import deliveries
from bot.services.daily_limits import FILES, is_left
from bot.services.forgetting import was_forgotten
from storage import handled_events
from storage.database import Connection


def refusal(
    connection: Connection, user: str, key: str, now: datetime
) -> Reply | Repeated[None] | None:
    """Why `user` gets no file for this wish; None where they do, once for each `key`."""
    if not handled_events.is_new(connection, key, now):
        return Repeated()
    left = is_left(connection, f"files:{user}", FILES, now)
    return None if left else Reply.FILES_ENOUGH


def forget_later(
    connection: Connection, user: str, file: str, wanted_at: datetime, now: datetime
) -> bool:
    """Have the file with this id, which `user` is about to get, deleted when its time is over.

    Whoever wanted to be forgotten since they wanted the file does not get it: False, and it is
    deleted at once.
    """
    is_sent = not was_forgotten(connection, user, wanted_at)
    whose, due_at = (user, now + KEPT) if is_sent else (SOMEBODY, now)
    deliveries.add(connection, Kind.FILE, whose, {"file": file}, due_at, f"file:{file}")
    return is_sent


def apologize(
    connection: Connection, user: str, key: str, wanted_at: datetime, now: datetime
) -> None:
    """Have `user` told by direct message that the file of this wish can't be sent now.

    Not whoever wanted to be forgotten since.
    """
    if was_forgotten(connection, user, wanted_at):
        return
    deliveries.add(connection, Kind.UNSENT, user, {}, now, f"unsent:{key}")
