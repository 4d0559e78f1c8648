"""Posted messages follow what they are about: one coalesced refresh for each message."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.announcements import AnnouncementStatus
from bot.domain.deliveries import Kind
from bot.domain.delivery_payloads import Payload
from bot.domain.ids import AnnouncementId, EventNumber
from bot.services.deliveries import add_again
from storage import announcements, delivery_traces, events, rsvp_messages
from storage.database import Connection
from storage.kept import kept


def request_for_event(connection: Connection, number: EventNumber, now: datetime) -> None:
    """Have every message about this event refreshed soon."""
    for message in rsvp_messages.of_event(connection, number):
        request(connection, message.channel, message.ts, message.announcement, now)


def request_for_material(
    connection: Connection, numbers: Iterable[EventNumber | None], now: datetime
) -> None:
    """Have the messages of those of these events that are over show what material there is now."""
    for number in sorted({number for number in numbers if number is not None}):
        event = events.get(connection, number)
        if event is not None and event.has_ended(now):
            request_for_event(connection, number, now)
            request_for_follow_ups(connection, number, now)


def request_for_follow_ups(connection: Connection, number: EventNumber, now: datetime) -> None:
    """Have what was posted after this event show what there is now."""
    for trace in delivery_traces.follow_ups(connection, number):
        request_for_follow_up(connection, trace.channel or "", trace.ts or "", trace.payload, now)


def request_for_follow_up(
    connection: Connection, channel: str, ts: str, posted: Payload, now: datetime
) -> None:
    """The same for one message, which was `posted` with this payload."""
    payload: Payload = {**posted, "ts": ts}
    kind = Kind.FOLLOW_UP_REFRESH
    add_again(connection, kind, channel, payload, now, f"{kind}:{channel}:{ts}")


def follow_up_is_gone(connection: Connection, number: EventNumber, channel: str, ts: str) -> None:
    """Forget a message that was posted after this event: now there may be another one."""
    found = delivery_traces.follow_ups(connection, number)
    gone = [trace.id for trace in found if (trace.channel, trace.ts) == (channel, ts)]
    delivery_traces.delete(connection, gone)


def replace_follow_up(
    connection: Connection, number: EventNumber, channel: str, ts: str, now: datetime
) -> None:
    """Have a message taken away that Slack does not let be changed; there may be another one."""
    follow_up_is_gone(connection, number, channel, ts)
    take_away(connection, channel, ts, now)


def any_outlived(connection: Connection, now: datetime) -> bool:
    """Whether a message has not been asked yet to show that its event is over."""
    return not kept(connection, rsvp_messages.horizon).holds(now)


def request_for_outlived(connection: Connection, now: datetime) -> None:
    """Have each message show, once, that its event is over or closed; or that it is so no more."""
    # nobody saves these meanwhile, and what another process has seen to is not seen to again
    events.lock(connection, {message.event for message in rsvp_messages.outlived(connection, now)})
    for message in rsvp_messages.outlived(connection, now):
        request(connection, message.channel, message.ts, message.announcement, now)
        rsvp_messages.turn(connection, message.channel, message.ts, now)


def request(
    connection: Connection, channel: str, ts: str, id_: AnnouncementId | None, now: datetime
) -> None:
    """Have this message, of the announcement of this id, refreshed soon."""
    payload: Payload = {"ts": ts}
    if id_ is not None:
        payload["announcement"] = id_
    add_again(connection, Kind.REFRESH, channel, payload, now, f"refresh:{channel}:{ts}")


def remove(connection: Connection, channel: str, ts: str, now: datetime) -> None:
    """Have a message taken from the channel; from now on nobody's reaction to it counts."""
    rsvp_messages.close(connection, channel, ts)
    take_away(connection, channel, ts, now)


def take_away(connection: Connection, channel: str, ts: str, at: datetime) -> None:
    """Have a message of the bot's deleted in Slack, at that time."""
    add_again(connection, Kind.REMOVAL, channel, {"ts": ts}, at, f"removal:{channel}:{ts}")


def message_is_gone(connection: Connection, channel: str, ts: str, now: datetime) -> None:
    """Remember that somebody deleted the message in Slack, and have the organizers told, once.

    It is not refreshed any more, and reactions to it do not count.
    """
    message = rsvp_messages.get(connection, channel, ts)
    if message is not None and message.is_open:
        mark_gone(connection, channel, ts, message.announcement)
        # this last one finds it gone: that is what is told
        request(connection, channel, ts, message.announcement, now)


def mark_gone(connection: Connection, channel: str, ts: str, id_: AnnouncementId | None) -> None:
    """Let the message be gone, and with it the announcement of this id."""
    rsvp_messages.close(connection, channel, ts)
    found = announcements.get_locked(connection, id_) if id_ is not None else None
    if found is not None and found.status is AnnouncementStatus.POSTED:
        announcements.set_status(connection, found.id, AnnouncementStatus.GONE)


def was_deleted(connection: Connection, id_: AnnouncementId | None) -> bool:
    """Whether an organizer had the message of this announcement deleted: then it is not missed."""
    found = announcements.get(connection, id_) if id_ is not None else None
    return found is not None and found.status is AnnouncementStatus.DELETED
