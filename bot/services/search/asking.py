"""A question that nothing was found for goes to the organizers, once for each click."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.deliveries import Kind
from bot.services.deliveries import add
from storage import handled_events
from storage.database import Connection

PAUSE = timedelta(minutes=1)  # between two questions of one person


@dataclass(frozen=True, slots=True)
class Asked:
    """The organizers will be told."""


@dataclass(frozen=True, slots=True)
class JustAsked:
    """Somebody has asked within the last minute; nothing was sent."""


def ask(
    connection: Connection, user: str, words: str, key: str, now: datetime
) -> Asked | JustAsked:
    """Have the organizers told what `user` looks for, once for each `key`."""
    if handled_events.was_seen(connection, key):
        return Asked()
    minute = int(now.timestamp() // PAUSE.total_seconds())
    if not handled_events.is_new(connection, f"asked:{user}:{minute}", now):
        return JustAsked()
    handled_events.is_new(connection, key, now)
    payload = {"asker": user, "words": words, "key": key}
    add(connection, Kind.ASKED, "organizers", payload, now, f"asked:{key}")
    return Asked()


def tell_each(
    connection: Connection,
    users: Collection[str],
    now: datetime,
    *,
    asker: str,
    words: str,
    key: str,
) -> None:
    """Put the question on the table for each of these organizers."""
    for user in sorted(users):
        payload = {"asker": asker, "words": words}
        add(connection, Kind.QUESTION, user, payload, now, f"question:{key}:{user}")
