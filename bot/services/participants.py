"""Who comes to an event, for organizers: to be looked at, and to be taken away as a file."""

from datetime import datetime

from bot.domain.attendance import Attendance
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent, Repeated, Reply
from bot.domain.rsvps import Answer
from bot.services import files
from storage import audit, events, rsvps
from storage.database import Connection


def attendance(
    connection: Connection, number: EventNumber | None, now: datetime
) -> Attendance | NoSuchEvent:
    """The answers to an event, drafts included; to the next one without a number."""
    coming = events.next_event(connection, now) if number is None else None
    event = coming if number is None else events.get(connection, number)
    if event is None:
        return NoSuchEvent(number)
    counts = rsvps.counts(connection, event.number)
    if counts.are_final:
        return Attendance(event, final=counts)
    there = [rsvp for rsvp in rsvps.of_event(connection, event.number) if not rsvp.waitlisted_at]
    yes, maybe, no = (tuple(rsvp for rsvp in there if rsvp.answer is one) for one in Answer)
    waiting = tuple(rsvps.waiting(connection, event.number))
    return Attendance(event, yes, maybe, no, waiting)


def look(
    connection: Connection, organizer: str, number: EventNumber | None, now: datetime
) -> Attendance | NoSuchEvent:
    """The same for an organizer who looks at the names; each look at some stands in the audit."""
    found = attendance(connection, number, now)
    if isinstance(found, Attendance) and found.final is None:
        audit.add(connection, now, organizer, "who", f"event {found.event.number}")
    return found


def export(
    connection: Connection, organizer: str, number: EventNumber | None, key: str, now: datetime
) -> Attendance | NoSuchEvent | Reply | Repeated[None]:
    """The same for a file, once for each `key`; that it was taken away stands in the audit.

    The caller has checked that `organizer` is one.
    """
    refusal = files.refusal(connection, organizer, key, now)
    if refusal is not None:
        return refusal
    found = attendance(connection, number, now)
    if isinstance(found, Attendance):
        audit.add(connection, now, organizer, "export", f"event {found.event.number}")
    return found
