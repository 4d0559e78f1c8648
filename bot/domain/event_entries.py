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
_OTHERS = tuple(row for row in EVENT_FIELDS if not row.inputs)


def entry_of(event: Event) -> FormEntry:
    """The event as it stands in the form."""
    start = to_local(event.starts_at, event.timezone)
    end = to_local(event.ends_at, event.timezone)
    days = {"date": start.date(), "end_date": end.date() if end.date() != start.date() else None}
    found = days | {"start": start.time(), "end": end.time()}
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
    return wrong or Event(**values, starts_at=starts_at, ends_at=ends_at)


def _span(
    entry: FormEntry, shown: FormEntry, before: Event | None, wrong: dict[str, Wrong]
) -> tuple[datetime, datetime]:
    """Start and end as instants; what is wrong with them goes into `wrong`."""
    nothing = datetime(1970, 1, 1, tzinfo=UTC)
    found, bad = values_of(_MOMENTS, entry, {}, None)
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
