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


def message_is_gone(connection: Connection, channel: str, ts: str) -> None:
    """Remember that somebody deleted the message in Slack: it is not refreshed any more."""
    announcements.close_message(connection, channel, ts)
