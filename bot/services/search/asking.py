"""A question that nothing was found for goes to the organizers, once for each click."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.domain.deliveries import ORGANIZERS, Kind
from bot.domain.delivery_payloads import Payload
from bot.domain.replies import Reply
from bot.services.daily_limits import ALL_QUESTIONS, QUESTIONS, is_left
from bot.services.deliveries import add
from storage import deliveries, handled_events
from storage.database import Connection

PAUSE = timedelta(minutes=1)  # between two questions of one person


def ask(connection: Connection, user: str, words: str, key: str, now: datetime) -> Reply:
    """Have the organizers told what `user` looks for, once for each `key`."""
    if handled_events.was_seen(connection, key):
        return Reply.ASKED
    minute = int(now.timestamp() // PAUSE.total_seconds())
    if not handled_events.is_new(connection, f"asked:{user}:{minute}", now):
        return Reply.JUST_ASKED
    if not (
        is_left(connection, f"questions:{user}", QUESTIONS, now)
        and is_left(connection, "questions", ALL_QUESTIONS, now)
    ):
        return Reply.ASKED_ENOUGH
    handled_events.is_new(connection, key, now)
    payload: Payload = {"asker": user, "words": words, "key": key}
    add(connection, Kind.ASKED, ORGANIZERS, payload, now, _key(key))
    return Reply.ASKED


def tell_each(
    connection: Connection,
    users: Collection[str],
    now: datetime,
    asker: str,
    words: str,
    key: str,
) -> None:
    """Put the question on the table for each of these organizers, if it stands still."""
    if deliveries.standing(connection, _key(key)) is None:
        return  # who asked is forgotten
    payload: Payload = {"asker": asker, "words": words}
    for user in sorted(users):
        add(connection, Kind.QUESTION, user, payload, now, f"question:{key}:{user}")


def _key(key: str) -> str:
    return f"asked:{key}"
