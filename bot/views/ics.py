"""Calendars as iCalendar files (RFC 5545), for subscriptions and to be opened once."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

from bot.domain import clock_changes
from bot.domain.calendar import Dated, Entry
from bot.domain.events import Event, Status
from bot.domain.limits import LATEST_YEAR
from bot.domain.rsvps import Answer
from bot.domain.visibility import Audience, programme
from bot.locales import Texts
from bot.views.event_parts import name, said_of

_HOUR = timedelta(hours=1)
# Calendars are asked to look again after this; they take it as advice.
# https://www.rfc-editor.org/rfc/rfc7986#section-5.7
_REFRESH = _HOUR
_END = b"END:VCALENDAR\r\n"
# Everything that some reader takes for the end of a line.
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# https://www.rfc-editor.org/rfc/rfc5545#section-3.1: no control characters but the tab
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f]+")
_UTC = ZoneInfo("UTC")
_UTC_NAMES = ("UTC", "Etc/UTC")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# From when on zones are described, as calendars are used to it: before any event of ours.
_BEGINNING = datetime.combine(date(1970, 1, 1), time())


def calendar(entries: Iterable[Entry], title: str, t: Texts) -> bytes:
    """All `entries` as one calendar of this title.

    The same entries always give the same bytes. A part that was made before is not made again:
    folding its lines is what takes time.
    """
    listed = list(entries)
    frame = _frame(title, t)
    zones = [_zone(zone) for zone in _named_zones(listed)]
    parts = [_part(entry, entry.event.revision, t) for entry in listed]
    return b"".join([frame.removesuffix(_END), *zones, *parts, _END])


@lru_cache(maxsize=64)
def _frame(title: str, t: Texts) -> bytes:
    frame = icalendar.Calendar()
    frame.add("prodid", f"-//LabCamp//LabCamp bot//{t.language.upper()}")
    frame.add("version", "2.0")
    frame.add("calscale", "GREGORIAN")
    # the older names are those that Apple, Google and Outlook read
    for field in ("name", "x-wr-calname"):
        frame.add(field, _clean(title))
    frame.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    frame.add("x-published-ttl", "PT1H")
    return _written(frame)


def _named_zones(entries: list[Entry]) -> list[ZoneInfo]:
    zones = (_home(entry.event) for entry in entries)
    return sorted({zone for zone in zones if zone is not _UTC}, key=lambda zone: zone.key)


def _home(event: Event) -> ZoneInfo:
    """The zone by whose clocks an event is written.

    UTC where there is no rule by which its clocks change in its years. Outlook takes nothing else
    from a zone than its rules ([MS-STANOICAL], 2.2.47 and 2.2.48), so what needs a list of days
    would stand an hour off there.
    """
    zone = _UTC if event.timezone in _UTC_NAMES else ZoneInfo(event.timezone)
    years = {event.starts_at.astimezone(UTC).year, event.ends_at.astimezone(UTC).year}
    return zone if all(clock_changes.holds(zone, year) for year in years) else _UTC


@lru_cache(maxsize=64)
def _zone(zone: ZoneInfo) -> bytes:
    """A zone with the rules by which its clocks change every year."""
    made = icalendar.Timezone()
    made.add("tzid", zone.key)
    for change in clock_changes.yearly(zone) or ():
        summer = change.after > change.before
        part = icalendar.TimezoneDaylight() if summer else icalendar.TimezoneStandard()
        day = f"{change.week}{_WEEKDAYS[change.weekday]}"
        rule = {"freq": "yearly", "byday": day, "bymonth": change.month}
        part.add("rrule", rule)
        _begin(part, change.by_old_clocks(_BEGINNING.year), change.before, change.after)
        part.add("tzname", change.name)
        made.add_component(part)
    if not made.subcomponents:  # its clocks stay as they are
        always = _BEGINNING.replace(year=LATEST_YEAR, tzinfo=zone)
        offset = always.utcoffset() or timedelta(0)
        part = icalendar.TimezoneStandard()
        _begin(part, _BEGINNING, offset, offset)
        part.add("tzname", always.tzname())
        made.add_component(part)
    return _written(made)


def _begin(part: icalendar.Component, at: datetime, before: timedelta, after: timedelta) -> None:
    part.add("dtstart", at)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)


@lru_cache(maxsize=2048)
def _part(entry: Entry, revision: int, t: Texts) -> bytes:
    """One event; `revision` is named because events that differ only there count as equal."""
    event = entry.event
    zone = _home(event)
    part = icalendar.Event()
    part.add("uid", f"labcamp-{event.number}@labcamp-bot")
    part.add("dtstamp", entry.revised_at.replace(microsecond=0))
    part.add("last-modified", entry.revised_at.replace(microsecond=0))
    part.add("sequence", revision)
    part.add("summary", one_line(_summary(event, t)))
    part.add("dtstart", _moment(event.starts_at, zone))
    part.add("dtend", _moment(event.ends_at, zone))
    part.add("status", _status(entry))
    if event.status is Status.CANCELLED:
        part.add("transp", "TRANSPARENT")
    if event.location:
        part.add("location", one_line(event.location))
    part.add("description", details(entry, t))
    link = (event.join_url if entry.may_join else None) or event.registration_url
    if link and _ADDRESS.fullmatch(link):
        part.add("url", link)
    return _written(part)


def _moment(instant: datetime, zone: ZoneInfo) -> datetime:
    """An instant by the clocks of the event's home; in UTC within an hour after they changed.

    In the hour that autumn brings twice, a time of a zone always means the first pass
    (https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5); and of a change's own hour some readers
    think by the new clocks, where section 3.6.5 means the old ones.
    """
    local = instant.astimezone(zone)
    changed = local.utcoffset() != (instant - _HOUR).astimezone(zone).utcoffset()
    return instant if changed else local


def _written(component: icalendar.Component) -> bytes:
    text: bytes = component.to_ical()
    return text


def _summary(event: Event, t: Texts) -> str:
    """The event's name; many calendars show no status, so it says that the event is cancelled."""
    if event.status is Status.CANCELLED:
        return t.plain("calendar.cancelled", event=name(event, t))
    return name(event, t)


def _status(entry: Entry) -> str:
    if entry.event.status is Status.CANCELLED:
        return "CANCELLED"
    rsvp = entry.rsvp
    unsure = rsvp is not None and (rsvp.answer is Answer.MAYBE or rsvp.waitlisted_at is not None)
    return "TENTATIVE" if unsure else "CONFIRMED"


def details(entry: Dated, t: Texts) -> str:
    """What stands below an event in a calendar, as plain text."""
    event, rsvp = entry.event, entry.rsvp
    parts = []
    if rsvp is not None and rsvp.waitlisted_at is not None:
        parts.append(t.plain("calendar.waiting"))
    if entry.may_join and event.join_url:
        parts.append(t.plain("event.join", url=event.join_url))
    if event.description:
        parts.append(event.description)
    if event.accessibility:
        parts.append(t.plain("event.accessibility", what=event.accessibility))
    # a calendar leaves Slack: whoever it is shared with sees what stands in it
    if seen := programme(event, Audience.PUBLIC):
        talks = [t.plain("calendar.talks"), *(f"• {said_of(talk)}" for talk in seen)]
        parts.append("\n".join(talks))
    if event.host:
        parts.append(t.plain("event.host", host=event.host))
    if event.registration_url:
        parts.append(t.plain("calendar.registration", url=event.registration_url))
    return _clean("\n\n".join(parts))


def one_line(text: str) -> str:
    """`text` without control characters, and without an end of line."""
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    """`text` without what a calendar can't carry; the library escapes the rest."""
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", text))
