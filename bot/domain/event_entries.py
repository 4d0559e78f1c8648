"""What stands in the form of an event → the event, or what is wrong at which field."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from bot.domain import event_fields, limits
from bot.domain.event_fields import Fault, Wrong
from bot.domain.events import Event, Session
from bot.domain.times import NoSuchLocalTime, to_local, to_utc


@dataclass(frozen=True, slots=True)
class Entry:
    """The fields of the form as text, empty where nothing stands.

    Dates are as `2026-12-07`, times as `15:00`; `end_date` is empty for an event of one day.
    `talks` has one talk a line, its parts parted by bars.
    """

    number: str = ""
    title: str = ""
    date: str = ""
    start: str = ""
    end: str = ""
    end_date: str = ""
    timezone: str = ""
    location: str = ""
    join_url: str = ""
    registration_url: str = ""
    host: str = ""
    capacity: str = ""
    talks: str = ""
    description: str = ""
    status: str = ""


FIELDS = tuple(field.name for field in fields(Entry))


Faults = Mapping[str, Wrong]


def entry_of(event: Event) -> Entry:
    """The event as it stands in the form."""
    start = to_local(event.starts_at, event.timezone)
    end = to_local(event.ends_at, event.timezone)
    return Entry(
        number=str(event.number),
        title=event.title,
        date=start.date().isoformat(),
        start=f"{start:%H:%M}",
        end=f"{end:%H:%M}",
        end_date=end.date().isoformat() if end.date() != start.date() else "",
        timezone=event.timezone,
        location=event.location or "",
        join_url=event.join_url or "",
        registration_url=event.registration_url or "",
        host=event.host or "",
        capacity=str(event.capacity) if event.capacity is not None else "",
        talks="\n".join(map(talk_line, event.sessions)),
        description=event.description or "",
        status=event.status.value,
    )


def talk_line(session: Session) -> str:
    """A talk as one line: topic, speaker, role and organisation between bars."""
    parts = [session.talk, session.speaker, session.role, session.organisation]
    while parts and not parts[-1]:
        parts.pop()
    return " | ".join((part or "").replace("|", "/") for part in parts)


def cleaned(entry: Entry) -> Entry:
    """The entry as it is compared and stored: composed, without control characters or edges."""
    values = {name: event_fields.clean(getattr(entry, name)) for name in FIELDS}
    return Entry(**values)


def event_of(entry: Entry, before: Event | None) -> Event | Faults:
    """The event that the form describes, or what is wrong, by the names of the fields.

    `before` is the stored event that is edited: a field that was left alone keeps to the letter
    what is stored, seconds, the second pass of an hour and an address without https among it.
    """
    entry = cleaned(entry)
    old = cleaned(entry_of(before)) if before is not None else None
    wrong: dict[str, Wrong] = {}

    def taken(name: str, parse: Callable[[str], object]) -> object:
        written = getattr(entry, name)
        if old is not None and written == getattr(old, name):
            return getattr(before, name)
        found = parse(written) if written else None
        if isinstance(found, Wrong):
            wrong[name] = found
        return found

    number = before.number if before is not None else taken("number", event_fields.whole_number)
    for name in ("number", "title", "date", "start", "end", "timezone", "status"):
        if not getattr(entry, name) and not (name == "number" and before is not None):
            wrong[name] = Wrong(Fault.REQUIRED)
    values: dict[str, Any] = {
        "number": number,
        "title": taken("title", event_fields.line(limits.TITLE)),
        "timezone": taken("timezone", event_fields.zone),
        "status": taken("status", event_fields.status(before)),
        "location": taken("location", event_fields.line(limits.LINE)),
        "join_url": taken("join_url", event_fields.https),
        "registration_url": taken("registration_url", event_fields.https),
        "host": taken("host", event_fields.line(limits.LINE)),
        "capacity": taken("capacity", event_fields.whole_number),
        "description": taken("description", event_fields.paragraph),
        "sessions": _sessions(entry.talks, before, wrong),
    }
    starts_at, ends_at = _span(entry, old, before, wrong)
    if wrong:
        return wrong
    return Event(**values, starts_at=starts_at, ends_at=ends_at)


def _span(
    entry: Entry, old: Entry | None, before: Event | None, wrong: dict[str, Wrong]
) -> tuple[datetime, datetime]:
    """Start and end as instants; what is wrong with them goes into `wrong`."""
    nothing = datetime(1970, 1, 1, tzinfo=UTC)
    days = {name: _parsed(event_fields.day, entry, name, wrong) for name in ("date", "end_date")}
    times = {name: _parsed(event_fields.clock, entry, name, wrong) for name in ("start", "end")}
    day, start, end = days["date"], times["start"], times["end"]
    if wrong.keys() & {"date", "end_date", "start", "end", "timezone"}:
        return nothing, nothing
    assert isinstance(day, dt.date)
    assert isinstance(start, dt.time)
    assert isinstance(end, dt.time)
    last = days["end_date"] or day
    assert isinstance(last, dt.date)
    starts, ends = datetime.combine(day, start), datetime.combine(last, end)
    if before is not None and old is not None:
        if (entry.date, entry.start) == (old.date, old.start):
            starts = _wall(before.starts_at, before, entry)
        if (entry.end_date or entry.date, entry.end) == (old.end_date or old.date, old.end):
            ends = _wall(before.ends_at, before, entry)
    starts_at = _instant(starts, entry.timezone, "start", wrong)
    ends_at = _instant(ends, entry.timezone, "end", wrong)
    if "start" not in wrong and "end" not in wrong and ends_at <= starts_at:
        wrong["end"] = Wrong(Fault.END)
    return starts_at, ends_at


def _wall(instant: datetime, before: Event, entry: Entry) -> datetime:
    """What clocks showed, with its seconds; the second pass of an hour in the same zone only."""
    wall = to_local(instant, before.timezone).replace(tzinfo=None)
    return wall if entry.timezone == before.timezone else wall.replace(fold=0)


def _instant(local: datetime, zone: str, name: str, wrong: dict[str, Wrong]) -> datetime:
    try:
        return to_utc(local, zone)
    except NoSuchLocalTime:
        wrong[name] = Wrong(Fault.CLOCK_CHANGE, f"{local:%H:%M}")
        return local.replace(tzinfo=UTC)


def _parsed(
    parse: Callable[[str], object], entry: Entry, name: str, wrong: dict[str, Wrong]
) -> object:
    written = getattr(entry, name)
    found = parse(written) if written else None
    if isinstance(found, Wrong):
        wrong[name] = found
    return found


def _sessions(written: str, before: Event | None, wrong: dict[str, Wrong]) -> tuple[Session, ...]:
    """The talks, one a line; lines and parts that were not changed stay as they are stored."""
    known: dict[str, list[Session]] = {}
    stood: dict[str, str] = {}
    for one in before.sessions if before else ():
        known.setdefault(event_fields.clean(talk_line(one)), []).append(one)
        stood |= {part.replace("|", "/"): part for part in astuple(one) if part}
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if len(lines) > limits.MOST_SESSIONS:
        wrong["talks"] = Wrong(Fault.TALKS, str(limits.MOST_SESSIONS))
    found = []
    for number, line in enumerate(lines, start=1):
        same = known.get(line)
        talk = same.pop(0) if same else event_fields.session(line, number, stood)
        if isinstance(talk, Wrong):
            wrong.setdefault("talks", talk)
        else:
            found.append(talk)
    return tuple(found)
