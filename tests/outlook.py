"""Reads a calendar's times as Outlook does: by TZID, DTSTART, RRULE and the offsets alone.

[MS-STANOICAL], sections 2.2.47 (RRULE) and 2.2.43 to 2.2.46: nothing else of a zone counts.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_STAMP = re.compile(r"^DT(START|END)(?:;TZID=([^:]+))?:(\d{8}T\d{6})(Z?)$", re.MULTILINE)


def times(calendar: bytes) -> list[tuple[datetime, datetime]]:
    """Start and end of each event, in UTC, in the order of the calendar."""
    text = calendar.decode().replace("\r\n ", "").replace("\r\n", "\n")
    zones = {_value(zone, "TZID"): zone for zone in _parts(text, "VTIMEZONE")}
    found = []
    for event in _parts(text, "VEVENT"):
        read = {
            which: _instant(zones.get(zone, ""), stamp, is_utc=bool(utc))
            for which, zone, stamp, utc in _STAMP.findall(event)
        }
        found.append((read["START"], read["END"]))
    return found


def _instant(zone: str, stamp: str, *, is_utc: bool) -> datetime:
    wall = _wall(stamp)
    if is_utc:
        return wall.replace(tzinfo=UTC)
    begun = [
        (onset, _offset(_value(part, "TZOFFSETTO")))
        for kind in ("STANDARD", "DAYLIGHT")
        for part in _parts(zone, kind)
        for onset in _onsets(part, wall.year)
        if onset <= wall
    ]
    _, offset = max(begun)
    return (wall - offset).replace(tzinfo=UTC)


def _onsets(part: str, year: int) -> Iterator[datetime]:
    begins, rule = _wall(_value(part, "DTSTART")), _value(part, "RRULE")
    if not rule:
        yield begins
        return
    says = dict(one.split("=") for one in rule.split(";"))
    assert says.keys() == {"FREQ", "BYDAY", "BYMONTH"}
    assert says["FREQ"] == "YEARLY"
    week, weekday = int(says["BYDAY"][:-2]), _WEEKDAYS.index(says["BYDAY"][-2:])
    for each in (year - 1, year):
        first = begins.replace(year=each, month=int(says["BYMONTH"]), day=1)
        month = [first + timedelta(days=number) for number in range(31)]
        days = [day for day in month if (day.month, day.weekday()) == (first.month, weekday)]
        yield days[week - 1 if week > 0 else week]


def _parts(text: str, name: str) -> list[str]:
    return re.findall(rf"BEGIN:{name}\n(.*?)END:{name}\n", text, re.DOTALL)


def _value(part: str, name: str) -> str:
    found = re.search(rf"^{name}:(.*)$", part, re.MULTILINE)
    return found[1] if found else ""


def _wall(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp)


def _offset(written: str) -> timedelta:
    sign = -1 if written.startswith("-") else 1
    return sign * timedelta(hours=int(written[1:3]), minutes=int(written[3:5]))
