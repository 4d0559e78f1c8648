"""Who comes to an event, for organizers: to be looked at, and to be taken away as a file."""

from datetime import datetime

from bot.domain.attendance import Attendance
from bot.domain.events import Event
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent, Repeated, Reply
from bot.domain.rsvps import Answer
from bot.services import files
from storage import audit, events, rsvps
from storage.database import Connection


def attendance(
    connection: Connection, number: EventNumber | None, now: datetime
) -> Attendance | NoSuchEvent:
    """The answers to an event, drafts included; to the next one without a number.

    They may be many: to be read aside.
    """
    event = _event(connection, number, now)
    if event is None:
        return NoSuchEvent(number)
    counts = rsvps.counts(connection, event.number)
    if counts.are_final:
        return Attendance(event, final=counts)
    there = [rsvp for rsvp in rsvps.of_event(connection, event.number) if not rsvp.waitlisted_at]
    yes, maybe, no = (tuple(rsvp for rsvp in there if rsvp.answer is one) for one in Answer)
    waiting = tuple(rsvps.waiting(connection, event.number))
    return Attendance(event, yes, maybe, no, waiting)


def looked(connection: Connection, organizer: str, number: EventNumber, now: datetime) -> None:
    """Write in the audit that an organizer looks at the names; to be called before they do."""
    audit.add(connection, now, organizer, "who", f"event {number}")


def export(
    connection: Connection, organizer: str, number: EventNumber | None, key: str, now: datetime
) -> EventNumber | NoSuchEvent | Reply | Repeated[None]:
    """The event whose answers may be made a file now, once for each `key`; it stands in the audit.

    The caller has checked that `organizer` is one.
    """
    refusal = files.refusal(connection, organizer, key, now)
    if refusal is not None:
        return refusal
    event = _event(connection, number, now)
    if event is None:
        return NoSuchEvent(number)
    audit.add(connection, now, organizer, "export", f"event {event.number}")
    return event.number


def _event(connection: Connection, number: EventNumber | None, now: datetime) -> Event | None:
    if number is None:
        return events.next_event(connection, now)
    return events.get(connection, number)
