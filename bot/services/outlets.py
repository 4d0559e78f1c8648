"""What texts about an event for outside are made of."""

from datetime import datetime

from bot.domain.announcement_remarks import Listed, contradictions
from bot.domain.announcements import AnnouncementStatus
from bot.domain.events import Event, Hours
from bot.domain.ids import EventNumber
from bot.domain.material import by_session
from bot.domain.outlets import CheckedSource, NotPublished, OutletSource, for_all
from bot.domain.replies import NoSuchEvent
from bot.domain.visibility import Audience
from storage import announcements, calendar, events, material, rsvp_messages
from storage.database import Connection

_STANDS = (AnnouncementStatus.PLANNED, AnnouncementStatus.POSTED)


def source(
    connection: Connection, number: EventNumber | None, now: datetime
) -> CheckedSource | NotPublished | NoSuchEvent:
    """What is public of an event, and which announcements contradict it.

    Without a number it is the next event, or the last one as long as none is planned. Of one that
    never was published nothing goes out.
    """
    event = _event(connection, number, now)
    if event is None:
        return NoSuchEvent(number)
    entries = calendar.one(connection, event.number, "")
    if not entries:
        return NotPublished(event)
    items = material.of_event(connection, event.number, now, Audience.PUBLIC)
    moved = _moved_from(connection, event)
    public = OutletSource(
        for_all(event),
        now,
        entries[0].changed_at,
        by_session(event.sessions, items),
        moved,
    )
    found = announcements.about(connection, event.number, _STANDS)
    listed = (Listed(each, contradictions(each.text, event, moved)) for each in found)
    return CheckedSource(public, tuple(each for each in listed if each.remarks))


def _event(connection: Connection, number: EventNumber | None, now: datetime) -> Event | None:
    if number is not None:
        return events.get(connection, number)
    return events.next_event(connection, now) or events.last_event(connection, now)


def _moved_from(connection: Connection, event: Event) -> Hours | None:
    """The hours with which it was announced last, where they are others by now."""
    messages = rsvp_messages.of_event(connection, event.number)
    hours = [message.posted for message in messages if message.posted is not None]
    return hours[-1] if hours and hours[-1] != event.hours else None
