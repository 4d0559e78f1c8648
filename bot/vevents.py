"""The events of a calendar (iCalendar, https://www.rfc-editor.org/rfc/rfc5545), one by one."""

import datetime as dt
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from icalendar import Calendar, Event

from bot.domain.times import zone_names

_BEGINS = re.compile(r"^BEGIN:V(?:CALENDAR|EVENT)\s*$", re.MULTILINE)
_HOME = re.compile(r"^X-WR-TIMEZONE:[ \t]*(\S+)[ \t]*$", re.MULTILINE)
_CANCELS = re.compile(r"^METHOD:CANCEL\s*$", re.MULTILINE)
_ZONE = re.compile(r"^TZID(?:;[^:\n]*)?:(.*)$", re.MULTILINE)
_OWN = "\u241f"  # stands in no zone's name
# What icalendar raises for what is no calendar, whatever its first line says; also for a zone whose
# name is that of a folder.
_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, OSError)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """A VEVENT, which begins in `line` (from 1); texts are empty where nothing is said.

    `start` and `end` are dates for whole days, the end not included. A datetime without a zone is
    a wall time anywhere, or one of the `unknown_zone`. `recurs` says that it comes again, `instead`
    that it stands for one date of such.
    """

    line: int
    uid: str = ""
    summary: str = ""
    description: str = ""
    location: str = ""
    url: str = ""
    room: str = ""  # the address of the meeting, where a program says it in a property of its own
    start: dt.date | None = None
    end: dt.date | None = None
    unknown_zone: str = ""
    recurs: bool = False
    instead: bool = False
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A VEVENT that is none, or has no end; it begins in this line."""

    line: int


def is_calendar(raw: str) -> bool:
    """Whether a text is a calendar, or a part of one."""
    return _BEGINS.search(raw) is not None


def home_zone(raw: str) -> str:
    """The zone that a calendar names for all its events (IANA name, mostly); empty for none."""
    found = _HOME.search(raw)
    return found[1] if found else ""


def events_in(raw: str) -> Iterator[CalendarEvent | Unreadable]:
    """All events in a text, whatever stands around them or is torn off. Never raises."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    zones = _own_zones(text)
    cancels = _CANCELS.search(text) is not None
    for line, block in _blocks(text, "VEVENT"):
        needed = [zone for zone in zones if zone.name in block]
        for zone in needed:
            block = zone.used_in(block)  # noqa: PLW2901
        event = _parsed("".join(zone.block for zone in needed), block) if block else None
        yield _read(event, line, cancels=cancels) if event else Unreadable(line)


@dataclass(frozen=True, slots=True)
class _Zone:
    """A zone that a calendar describes (`block`) and nobody else knows.

    icalendar keeps each by its name, for ever: so it gets one that only this description has.
    """

    name: str
    own_name: str
    block: str

    def used_in(self, event: str) -> str:
        """The event, with the zone under its own name."""
        named = rf"(;TZID=\"?){re.escape(self.name)}(?=\"?[;:])"
        return re.sub(named, lambda found: found[1] + self.own_name, event, flags=re.IGNORECASE)


def _own_zones(text: str) -> list[_Zone]:
    blocks = [block for _, block in _blocks(text, "VTIMEZONE") if block]
    named = {found[1].strip(): block for block in blocks if (found := _ZONE.search(block))}
    return [_zone(name, block) for name, block in named.items() if name not in zone_names()]


def _zone(name: str, block: str) -> _Zone:
    own = f"{name}{_OWN}{sha256(block.encode()).hexdigest()}"
    return _Zone(name, own, _ZONE.sub(lambda _: f"TZID:{own}", block, count=1))


def _blocks(text: str, name: str) -> Iterator[tuple[int, str]]:
    """Each component of this name and the line of its beginning; empty where it has no end."""
    lines: list[str] = []
    begun = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.rstrip().upper() == f"BEGIN:{name}":
            if begun:
                yield begun, ""
            begun, lines = number, []
        if begun:
            lines.append(line)
        if begun and line.rstrip().upper() == f"END:{name}":
            yield begun, "\n".join((*lines, ""))
            begun = 0
    if begun:
        yield begun, ""


def _parsed(zones: str, block: str) -> Event | None:
    try:
        with warnings.catch_warnings():  # of zones whose names it guesses
            warnings.simplefilter("ignore")
            calendar = Calendar.from_ical(f"BEGIN:VCALENDAR\n{zones}{block}END:VCALENDAR\n")
            found = [one for one in calendar.walk("VEVENT") if isinstance(one, Event)]
            return found[0] if found else None
    except _BROKEN:
        return None


def _read(event: Event, line: int, *, cancels: bool) -> CalendarEvent:
    start = _instant(event, "dtstart")
    return CalendarEvent(
        line,
        _text(event, "uid"),
        _text(event, "summary"),
        _text(event, "description"),
        _text(event, "location"),
        _text(event, "url"),
        _text(event, "x-google-conference") or _text(event, "x-microsoft-skypeteamsmeetingurl"),
        start,
        _end(event, start),
        _unknown_zone(event, start),
        "rrule" in event or "rdate" in event,
        "recurrence-id" in event,
        cancels or _text(event, "status").upper() == "CANCELLED",
    )


def _instant(event: Event, name: str) -> dt.date | None:
    """A date or a datetime of the event, if it is one."""
    found = _value(event, name)
    return found if isinstance(found, dt.date) else None


def _value(event: Event, name: str) -> object:
    """What a property stands for, as Python has it; None where it can't be read."""
    try:
        return getattr(event.get(name), "dt", None)
    except _BROKEN:
        return None


def _end(event: Event, start: dt.date | None) -> dt.date | None:
    length = _value(event, "duration")
    if "dtend" not in event and start is not None and isinstance(length, dt.timedelta):
        return start + length
    end = _instant(event, "dtend")
    is_whole = not isinstance(start, dt.datetime)
    return end if is_whole is not isinstance(end, dt.datetime) else None


def _unknown_zone(event: Event, start: dt.date | None) -> str:
    """The zone that is named for the start where nothing is known of it."""
    if not isinstance(start, dt.datetime) or start.tzinfo is not None:
        return ""
    return str(event["dtstart"].params.get("TZID", "")).partition(_OWN)[0]


def _text(event: Event, name: str) -> str:
    found = event.get(name)
    return str(found[0] if isinstance(found, list) else found or "").strip()
