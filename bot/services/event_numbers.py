"""Which events of a calendar are stored already, and which numbers the others get."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.domain.ids import EventNumber
from bot.domain.times import NoSuchLocalTime, to_utc
from bot.files.contents import CalendarEntry, EventEntry, FileFault, FileFaults
from storage import event_uids, events
from storage.database import Connection


def numbered(
    connection: Connection, entries: Sequence[EventEntry | CalendarEntry], default_zone: str
) -> list[EventEntry]:
    """All entries with their numbers, read only; `default_zone` is that of times without one.

    A calendar's event is known by its UID; else its title names its number; else it is what has
    the same title and start; else it gets the next number, in the order of the starts. Raises
    FileFaults where two are the same event.
    """
    calendar = [entry for entry in entries if isinstance(entry, CalendarEntry)]
    if not calendar:
        return [entry for entry in entries if isinstance(entry, EventEntry)]
    numbers = _known(connection, calendar, default_zone)
    following = max((events.highest_number(connection), *numbers.values()))
    for entry in sorted(calendar, key=lambda entry: _start(entry, default_zone)):
        if entry.line not in numbers:
            following += 1
            numbers[entry.line] = EventNumber(following)
    _refuse_doubled(calendar, numbers)
    return [
        entry if isinstance(entry, EventEntry) else entry.numbered(numbers[entry.line])
        for entry in entries
    ]


def _known(
    connection: Connection, calendar: Sequence[CalendarEntry], default_zone: str
) -> dict[int, EventNumber]:
    """The numbers that are known or said, by the entries' lines."""
    stored = event_uids.numbers_of(connection, [entry.uid for entry in calendar if entry.uid])
    named = set(stored.values())
    alike = {
        (event.title, event.starts_at): event.number
        for event in events.all_events(connection)
        if event.number not in named
    }
    found = {
        entry.line: stored.get(entry.uid)
        or entry.said
        or alike.get((entry.given["title"], _start(entry, default_zone)))
        for entry in calendar
    }
    return {line: number for line, number in found.items() if number}


def _start(entry: CalendarEntry, default_zone: str) -> datetime:
    """When it begins; a wall time that does not exist is a fault elsewhere."""
    starts: datetime = entry.given["starts"]
    if starts.tzinfo is not None:
        return starts.astimezone(UTC)
    try:
        return to_utc(starts, entry.given.get("timezone", default_zone))
    except NoSuchLocalTime:
        return starts.replace(tzinfo=UTC)


def _refuse_doubled(calendar: Sequence[CalendarEntry], numbers: Mapping[int, EventNumber]) -> None:
    lines: dict[EventNumber, int] = {}
    faults = []
    for entry in calendar:
        number = numbers[entry.line]
        if (earlier := lines.setdefault(number, entry.line)) != entry.line:
            message = f"this is event {number}, as the one in line {earlier}; keep one of the two"
            faults.append(FileFault(entry.line, message, entry=entry.line))
    if faults:
        raise FileFaults(faults)
