"""The text of a calendar file (.ics) that somebody pasted → a draft of an event.

https://www.rfc-editor.org/rfc/rfc5545
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from bot.invitations.heading import read_heading
from bot.invitations.links import meeting, registration
from bot.invitations.reading import NEEDED, Change, Doubt, InvitationReading, ReadField
from bot.invitations.text import prepare

_BEGINS = re.compile(r"^BEGIN:V(?:CALENDAR|EVENT)\s*$", re.MULTILINE)
_EVENT = re.compile(r"^BEGIN:VEVENT\s*$.*?^END:VEVENT\s*$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Span:
    """When an event is, as wall times at home; a whole day has no hours."""

    date: dt.date | None = None
    end_date: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None


def is_calendar(raw: str) -> bool:
    """Whether a text is a calendar file."""
    return _BEGINS.search(raw) is not None


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
    if "METHOD:CANCEL" in raw:
        draft = replace(draft, state=Change.CANCELLED)
    doubts = {part: Doubt.MISSING for part in NEEDED if getattr(draft, part) is None}
    if (
        any(_span(event, zone) != _span(events[0], zone) for event in events)
        or "rrule" in events[0]
    ):
        doubts[ReadField.DATE] = Doubt.SEVERAL
    elif _is_over(events[0], today, zone):
        doubts[ReadField.DATE] = Doubt.IN_THE_PAST
    return replace(draft, doubts=doubts)


def _events(raw: str) -> Iterator[Event]:
    """All events in it that have a date; what stands around them may be torn off."""
    for block in _EVENT.findall(raw):
        try:
            found = [
                one for one in Calendar.from_ical(block).walk("VEVENT") if isinstance(one, Event)
            ]
            yield from (one for one in found if _instant(one, "dtstart") is not None)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
            continue  # no calendar, whatever its first line says


def _draft(event: Event, zone: str) -> InvitationReading:
    summary, description = _text(event, "summary"), _text(event, "description")
    heading = read_heading(prepare(summary).lines)
    text = prepare(
        "\n".join(filter(None, (description, _text(event, "url"), _text(event, "location"))))
    )
    rooms, registrations = meeting(text), registration(text)
    place, url = _text(event, "location"), _text(event, "url")
    if url and url not in rooms:
        registrations.append(url)
    span = _span(event, zone)
    return InvitationReading(
        number=heading.number,
        title=heading.title or summary or None,
        date=span.date,
        end_date=span.end_date,
        start=span.start,
        end=span.end,
        location=(place if "://" not in place else "online") or ("online" if rooms else None),
        join_url=rooms[0] if rooms else None,
        registration_url=registrations[0] if registrations else None,
        description=description or None,
        state=Change.CANCELLED if _text(event, "status").upper() == "CANCELLED" else None,
    )


def _span(event: Event, zone: str) -> _Span:
    start, end = _instant(event, "dtstart"), _instant(event, "dtend")
    if start is None:
        return _Span()
    if end is None and (length := event.get("duration")) is not None:
        end = start + length.dt
    if not isinstance(start, dt.datetime):
        # the end of whole days is the day after the last
        last = end - dt.timedelta(days=1) if end is not None else start
        return _Span(start, last if last > start else None)
    begins = _at_home(start, zone)
    ends = _at_home(end, zone) if isinstance(end, dt.datetime) else None
    later = ends.date() if ends and ends.date() > begins.date() else None
    return _Span(begins.date(), later, begins.time(), ends.time() if ends else None)


def _instant(event: Event, name: str) -> dt.date | None:
    """A date or a datetime of the event, if it is one."""
    found = getattr(event.get(name), "dt", None)
    return found if isinstance(found, dt.date) else None


def _at_home(instant: dt.datetime, zone: str) -> dt.datetime:
    """The wall time at home; one without a zone is one everywhere."""
    if instant.tzinfo is None:
        return instant
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _begin(event: Event, zone: str) -> dt.datetime:
    span = _span(event, zone)
    return dt.datetime.combine(span.date or dt.date.max, span.start or dt.time())


def _is_over(event: Event, today: dt.date, zone: str) -> bool:
    span = _span(event, zone)
    last = span.end_date or span.date
    return last is not None and last < today


def _text(event: Event, name: str) -> str:
    found = event.get(name)
    return str(found[0] if isinstance(found, list) else found or "").strip()
