"""The text of a calendar file (.ics), pasted or given → a draft of an event.

https://www.rfc-editor.org/rfc/rfc5545
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.invitations.heading import read_heading
from bot.invitations.links import meeting, registration
from bot.invitations.reading import NEEDED, Doubt, InvitationReading, ReadField, StatedChange
from bot.invitations.text import prepare
from bot.vevents import CalendarEvent, events_in


@dataclass(frozen=True, slots=True)
class _Span:
    """When an event is, as wall times at home; a whole day has no hours."""

    date: dt.date | None = None
    end_date: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None


def read_calendar(raw: str, today: dt.date, zone: str) -> InvitationReading:
    """The event in a calendar file, the next one of several, as wall times in `zone` (IANA name).

    What can't be read is missing, and marked as everywhere. Never raises.
    """
    events = sorted(
        _events(raw), key=lambda event: (_is_over(event, today, zone), _begin(event, zone))
    )
    if not events:
        return InvitationReading(doubts=dict.fromkeys(NEEDED, Doubt.MISSING))
    draft = _draft(events[0], zone)
    doubts = {part: Doubt.MISSING for part in NEEDED if getattr(draft, part) is None}
    if any(_span(event, zone) != _span(events[0], zone) for event in events):
        doubts |= dict.fromkeys((ReadField.TITLE, ReadField.DATE), Doubt.NEXT_IN_CALENDAR)
    if events[0].recurs:
        doubts[ReadField.DATE] = Doubt.RECURS
    elif _is_over(events[0], today, zone):
        doubts[ReadField.DATE] = Doubt.IN_THE_PAST
    if events[0].unknown_zone:
        doubts[ReadField.START] = Doubt.OTHER_ZONE
    return replace(draft, doubts=doubts)


def _events(raw: str) -> Iterator[CalendarEvent]:
    """All events in it that have a date."""
    found = (one for one in events_in(raw) if isinstance(one, CalendarEvent))
    return (event for event in found if event.start is not None)


def _draft(event: CalendarEvent, zone: str) -> InvitationReading:
    heading = read_heading(prepare(event.summary).lines)
    place, url = event.location, event.url
    text = prepare("\n".join(filter(None, (event.description, url, place, event.room))))
    rooms, registrations = meeting(text), registration(text)
    if url and url not in rooms:
        registrations.append(url)
    span = _span(event, zone)
    return InvitationReading(
        number=heading.number,
        title=heading.title or event.summary or None,
        date=span.date,
        end_date=span.end_date,
        start=span.start,
        end=span.end,
        location=(place if "://" not in place else "online") or ("online" if rooms else None),
        join_url=rooms[0] if rooms else None,
        registration_url=registrations[0] if registrations else None,
        description=event.description or None,
        state=StatedChange.CANCELLED if event.is_cancelled else None,
    )


def _span(event: CalendarEvent, zone: str) -> _Span:
    start, end = event.start, event.end
    if start is None:
        return _Span()
    if not isinstance(start, dt.datetime):
        # the end of whole days is the day after the last
        last = end - dt.timedelta(days=1) if end is not None else start
        return _Span(start, last if last > start else None)
    begins = _at_home(start, zone)
    ends = _at_home(end, zone) if isinstance(end, dt.datetime) else None
    later = ends.date() if ends and ends.date() > begins.date() else None
    return _Span(begins.date(), later, begins.time(), ends.time() if ends else None)


def _at_home(instant: dt.datetime, zone: str) -> dt.datetime:
    """The wall time at home; one without a zone is one everywhere."""
    if instant.tzinfo is None:
        return instant
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _begin(event: CalendarEvent, zone: str) -> dt.datetime:
    span = _span(event, zone)
    return dt.datetime.combine(span.date or dt.date.max, span.start or dt.time())


def _is_over(event: CalendarEvent, today: dt.date, zone: str) -> bool:
    span = _span(event, zone)
    last = span.end_date or span.date
    return last is not None and last < today
