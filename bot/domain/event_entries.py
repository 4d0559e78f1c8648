"""What stands in the form of an event → the event, or what is wrong at which field.

Dates are as `2026-12-07`, times as `15:00`; `end_date` is empty for an event of one day. `talks`
has one talk a line, its parts parted by bars.
"""

from datetime import UTC, datetime

from bot.domain.event_fields import EVENT_FIELDS, INPUTS
from bot.domain.events import Event
from bot.domain.fields import Flaw, FormEntry, Wrong, Wrongs, cleaned, shown_of, values_of
from bot.domain.times import NoSuchLocalTime, to_local, to_utc

FIELDS = tuple(one.form for one in INPUTS)
_MOMENTS = tuple(one for row in EVENT_FIELDS for one in row.inputs)
_CLOSES = tuple(one for row in EVENT_FIELDS if row.name == "closes_at" for one in row.inputs)
_SPAN = tuple(one for one in _MOMENTS if one not in _CLOSES)
_OTHERS = tuple(row for row in EVENT_FIELDS if not row.inputs)


def entry_of(event: Event) -> FormEntry:
    """The event as it stands in the form."""
    start = to_local(event.starts_at, event.timezone)
    end = to_local(event.ends_at, event.timezone)
    days = {"date": start.date(), "end_date": end.date() if end.date() != start.date() else None}
    found = days | {"start": start.time(), "end": end.time()}
    closes = to_local(event.closes_at, event.timezone) if event.closes_at else None
    found |= {"closes_date": closes and closes.date(), "closes_time": closes and closes.time()}
    return shown_of(EVENT_FIELDS, event) | {
        row.form: row.shown(found[row.form]) for row in _MOMENTS
    }


def entry_like(event: Event) -> FormEntry:
    """What stands in the form of a new event that is to be like this one: what mostly stays."""
    shown = entry_of(event)
    return {row.form: shown[row.form] for row in INPUTS if row.stays}


def event_of(entry: FormEntry, before: Event | None) -> Event | Wrongs:
    """The event that the form describes, or what is wrong, by the names of the fields.

    `before` is the stored event that is edited: a field that was left alone keeps to the letter
    what is stored, seconds, the second pass of an hour and an address without https among it.
    """
    entry = cleaned(entry, FIELDS)
    shown = cleaned(entry_of(before), FIELDS) if before is not None else {}
    if before is not None:
        entry["number"] = shown["number"]
    values, wrong = values_of(_OTHERS, entry, shown, before)
    starts_at, ends_at = _span(entry, shown, before, wrong)
    closes_at = _closes(entry, shown, before, starts_at, wrong)
    return wrong or Event(**values, starts_at=starts_at, ends_at=ends_at, closes_at=closes_at)


def _span(
    entry: FormEntry, shown: FormEntry, before: Event | None, wrong: dict[str, Wrong]
) -> tuple[datetime, datetime]:
    """Start and end as instants; what is wrong with them goes into `wrong`."""
    nothing = datetime(1970, 1, 1, tzinfo=UTC)
    found, bad = values_of(_SPAN, entry, {}, None)
    wrong |= bad
    if bad or "timezone" in wrong:
        return nothing, nothing
    day, zone = found["date"], entry["timezone"]
    starts = datetime.combine(day, found["start"])
    ends = datetime.combine(found["end_date"] or day, found["end"])
    if before is not None:
        typed, stood = _wall_times(entry), _wall_times(shown)
        starts = _wall(before.starts_at, before, zone) if typed[:2] == stood[:2] else starts
        ends = _wall(before.ends_at, before, zone) if typed[2:] == stood[2:] else ends
    starts_at = _instant(starts, zone, "start", wrong)
    ends_at = _instant(ends, zone, "end", wrong)
    if "start" not in wrong and "end" not in wrong and ends_at <= starts_at:
        wrong["end"] = Wrong(Flaw.END)
    return starts_at, ends_at


def _closes(
    entry: FormEntry,
    shown: FormEntry,
    before: Event | None,
    starts_at: datetime,
    wrong: dict[str, Wrong],
) -> datetime | None:
    """Until when answers are taken; what is wrong with it goes into `wrong`."""
    found, bad = values_of(_CLOSES, entry, {}, None)
    day, time = found["closes_date"], found["closes_time"]
    if bad or (day is None and time is None):
        wrong |= bad
        return None
    missing = {"closes_date": day, "closes_time": time}
    wrong |= {name: Wrong(Flaw.REQUIRED) for name, value in missing.items() if value is None}
    if wrong:  # what it would have to be compared with may be wrong too
        return None
    closes, zone = datetime.combine(day, time), entry["timezone"]
    was = before.closes_at if before is not None else None
    if before is not None and was and all(entry[one] == shown[one] for one in missing):
        closes = _wall(was, before, zone)
    closes_at = _instant(closes, zone, "closes_time", wrong)
    if not wrong and closes_at > starts_at:
        wrong["closes_time"] = Wrong(Flaw.CLOSES)
    return closes_at


def _wall_times(entry: FormEntry) -> tuple[str, ...]:
    """Day and time of the start, and of the end."""
    return entry["date"], entry["start"], entry["end_date"] or entry["date"], entry["end"]


def _wall(instant: datetime, before: Event, zone: str) -> datetime:
    """What clocks showed, with its seconds; the second pass of an hour in the same zone only."""
    wall = to_local(instant, before.timezone).replace(tzinfo=None)
    return wall if zone == before.timezone else wall.replace(fold=0)


def _instant(local: datetime, zone: str, name: str, wrong: dict[str, Wrong]) -> datetime:
    try:
        return to_utc(local, zone)
    except NoSuchLocalTime:
        wrong[name] = Wrong(Flaw.CLOCK_CHANGE, f"{local:%H:%M}")
        return local.replace(tzinfo=UTC)
