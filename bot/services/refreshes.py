"""Posted messages follow what they are about: one coalesced refresh for each message."""

from datetime import datetime

from bot.domain.deliveries import Kind
from bot.services.deliveries import add_again
from storage import announcements
from storage.database import Connection


def request_for_event(connection: Connection, number: int, now: datetime) -> None:
    """Have every message about this event refreshed soon."""
    for message in announcements.messages_of(connection, number):
        key = f"refresh:{message.channel}:{message.ts}"
        add_again(connection, Kind.REFRESH, message.channel, {"ts": message.ts}, now, key)


def request_for_post(
    connection: Connection, channel: str, ts: str, id_: int, now: datetime
) -> None:
    """Have the message of this announcement, which is about no event, refreshed soon."""
    payload: dict[str, str | int] = {"ts": ts, "announcement": id_}
    add_again(connection, Kind.REFRESH, channel, payload, now, f"refresh:{channel}:{ts}")


def remove(connection: Connection, channel: str, ts: str, now: datetime) -> None:
    """Have a message taken from the channel; from now on nobody's reaction to it counts."""
    announcements.close_message(connection, channel, ts)
    add_again(connection, Kind.REMOVAL, channel, {"ts": ts}, now, f"removal:{channel}:{ts}")


def message_is_gone(connection: Connection, channel: str, ts: str) -> None:
    """Remember that somebody deleted the message in Slack: it is not refreshed any more."""
    announcements.close_message(connection, channel, ts)
