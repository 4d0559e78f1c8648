"""Calendars (.ics) as calendars and event sites write them: each event with all that it says."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.domain.events import Status
from bot.domain.guesses import event_named
from bot.domain.limits import EARLIEST_YEAR, LATEST_YEAR, PARAGRAPH
from bot.domain.rooms import is_meeting
from bot.domain.times import zone_names
from bot.files.contents import CalendarEntry, FileFault, FileFaults, Found, LeftOut
from bot.files.fields import shown
from bot.files.forms import EVENT
from bot.files.leniency import paragraph
from bot.files.nodes import Scalar
from bot.files.pages import whole
from bot.files.source import Source
from bot.vevents import CalendarEvent, Unreadable, events_in, home_zone

_NAMED = re.compile(
    r"\s*(?:lab\s?camp\s*(?:#|nr\.?|no\.?)?|#)\s*[0-9]+\s*[:–—|-]*\s*", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/li|/div)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|a|b|i|u|ul|ol|li|div|span|strong|em|html-blob|h[1-6])\b[^<>]*>", re.IGNORECASE
)
_LAST_MINUTE = dt.timedelta(minutes=1)


def entries(source: Source) -> Iterator[Found]:
    """The events of a calendar, and what is wrong with it."""
    try:
        raw = whole(source)
        found = list(events_in(raw))
        if not found:
            raise FileFaults([FileFault(1, "there is no event (VEVENT) in this calendar")])
        lines: dict[str, int] = {}
        for event in found:
            yield from _entry(event, home_zone(raw), lines)
    except FileFaults as fatal:
        yield from fatal.ending()


def _entry(event: CalendarEvent | Unreadable, home: str, lines: dict[str, int]) -> Iterator[Found]:
    """The event; `lines` says where each UID stood already."""
    if isinstance(event, Unreadable):
        yield FileFault(event.line, "this event can't be read; export the calendar anew")
        return
    name = shown(event.summary or event.uid)
    if event.instead:
        message = f"the date of {name} that stands for one of a series; only the first is read"
        yield LeftOut(event.line, message)
        return
    if event.uid and lines.setdefault(event.uid, event.line) != event.line:
        message = f"{name} is in line {lines[event.uid]} already (the same UID); keep one of them"
        yield FileFault(event.line, message)
        return
    draft = _Draft(event.line)
    _fill(draft, event, home)
    yield from (FileFault(event.line, f"{name}: {message}") for message in draft.faults)
    if not draft.faults:
        yield from (LeftOut(event.line, f"{what} of {name}") for what in draft.left_out)
        where = dict.fromkeys(draft.given, event.line)
        number = event_named(event.summary)
        yield CalendarEntry(event.uid, number, event.line, draft.given, where)


@dataclass(slots=True)
class _Draft:
    """An event as far as it was read."""

    line: int
    given: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def say(self, name: str, text: str) -> None:
        """Take a field in as strictly as any file's."""
        if not text.strip():
            return
        try:
            self.given[name] = EVENT[name].parse(Scalar(text, self.line, quoted=True), name)
        except FileFaults as found:
            self.faults += [fault.message for fault in found.faults]


def _fill(draft: _Draft, event: CalendarEvent, home: str) -> None:
    title = " ".join(event.summary.split())
    draft.say("title", _NAMED.sub("", title, count=1) if _NAMED.match(title) else title)
    if "title" not in draft.given and not draft.faults:
        draft.say("title", title)
    if not title:
        draft.faults.append("it has no SUMMARY, which would be its title; add one")
    _fill_times(draft, event, home)
    _fill_place(draft, event)
    text = paragraph(_TAG.sub("", _BREAK.sub("\n", event.description)))
    draft.say("description", text)
    if len(event.description) > PARAGRAPH and len(text) == PARAGRAPH:
        draft.left_out.append(f"what is beyond {PARAGRAPH:,} characters of the description")
    if event.is_cancelled:
        draft.given["status"] = Status.CANCELLED
    if event.recurs:
        draft.left_out.append("all dates but the first (recurrences are not read)")


def _fill_times(draft: _Draft, event: CalendarEvent, home: str) -> None:
    start, end = event.start, event.end
    if start is None:
        draft.faults.append("it has no DTSTART that can be read; add one")
    elif not EARLIEST_YEAR <= start.year <= LATEST_YEAR:
        draft.faults.append(f"its year must be from {EARLIEST_YEAR} to {LATEST_YEAR}")
    elif event.unknown_zone:
        draft.faults.append(f"the time zone {shown(event.unknown_zone)} is not known; name another")
    elif not isinstance(start, dt.datetime):
        begins = dt.datetime.combine(start, dt.time())
        last = end if end is not None and end > start else start + dt.timedelta(days=1)
        draft.given["starts"] = begins
        draft.given["ends"] = dt.datetime.combine(last, dt.time()) - _LAST_MINUTE
        draft.left_out.append(
            "the hours: whole days stand from 00:00 to 23:59; set them. The event"
        )
    elif not isinstance(end, dt.datetime):
        draft.faults.append("it has no end; add DTEND or DURATION")
    else:
        draft.given |= {"starts": start, "ends": end}
    zone = getattr(getattr(start, "tzinfo", None), "key", home)
    if (home if zone == "UTC" else zone) in zone_names():
        draft.given["timezone"] = home if zone == "UTC" else zone


def _fill_place(draft: _Draft, event: CalendarEvent) -> None:
    """Where it takes place; a meeting's address is for those who come, and for nobody else."""
    place = " ".join(event.location.split())
    said = (event.room, event.url, place, event.description)
    links = [link.rstrip(".,;)") for text in said for link in _ADDRESS.findall(text)]
    rooms = [link for link in links if link == event.room or is_meeting(link)]
    if _ADDRESS.search(place):
        place = "online" if rooms else ""
        if not rooms:
            rooms = _ADDRESS.findall(event.location)
    draft.say("location", place or ("online" if rooms else ""))
    for name, url in (
        ("join_url", next(iter(rooms), "")),
        ("registration_url", event.url if event.url not in rooms else ""),
    ):
        if url.startswith("https://"):
            draft.say(name, url)
        elif url:
            draft.left_out.append(f"the address {shown(url)}, which is not https,")
