"""Our calendars, as the package ical reads them, which had no part in writing them.

It is imported when a test asks: else all would wait a second for it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ical.calendar import Calendar


def read_calendar(calendar: bytes) -> "Calendar":
    """The calendar in this file; raises when it breaks the standard."""
    from ical.calendar_stream import IcsCalendarStream

    return IcsCalendarStream.calendar_from_ics(calendar.decode())
