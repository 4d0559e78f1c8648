"""What reading an invitation gives: a draft of an event, and where somebody has to look again."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.event_fields import INPUTS
from bot.domain.events import Session, Status
from bot.domain.fields import FormEntry


class ReadField(StrEnum):
    """The parts of an event that may have to be looked at again."""

    NUMBER = "number"
    TITLE = "title"
    DATE = "date"
    START = "start"
    END = "end"
    LOCATION = "location"
    HOST = "host"
    CAPACITY = "capacity"
    JOIN_URL = "join_url"
    REGISTRATION_URL = "registration_url"
    TALKS = "talks"


class Doubt(StrEnum):
    """Why a part has to be looked at again."""

    MISSING = "missing"
    YEAR_GUESSED = "year_guessed"
    WEEKDAY_DIFFERS = "weekday_differs"
    NO_SUCH_DATE = "no_such_date"
    SEVERAL = "several"
    IN_THE_PAST = "in_the_past"
    NEXT_DAY = "next_day"
    CLOCK_CHANGE = "clock_change"
    OTHER_ZONE = "other_zone"
    NO_TOPIC = "no_topic"
    UNSURE = "unsure"
    NEXT_IN_CALENDAR = "next_in_calendar"
    RECURS = "recurs"


class StatedChange(StrEnum):
    """What the text says has become of the event."""

    CANCELLED = "cancelled"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class ReadName:
    """A place or a host; `sure` where a label or a clear word says that it is one."""

    value: str | None = None
    sure: bool = True


NOT_SAID = ReadName()


# What an event can't do without: its absence is a doubt, that of a host is not.
NEEDED = (ReadField.NUMBER, ReadField.TITLE, ReadField.DATE, ReadField.START, ReadField.END)


@dataclass(frozen=True, slots=True)
class InvitationReading:
    """An event as far as its invitation says it; None is what it does not say.

    Dates and times are wall times in the zone that the reader was given. `end_date` is set only
    when it is another day than `date`. A session's talk is empty when only the person is named.
    """

    number: int | None = None
    title: str | None = None
    date: dt.date | None = None
    end_date: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None
    location: str | None = None
    join_url: str | None = None
    registration_url: str | None = None
    host: str | None = None
    capacity: int | None = None
    talks: tuple[Session, ...] = ()
    description: str | None = None
    state: StatedChange | None = None
    doubts: Mapping[ReadField, Doubt] = field(default_factory=dict)


def entry_of_reading(draft: InvitationReading, timezone: str) -> FormEntry:
    """What was read of an invitation, as it stands in the form."""
    read = [(row, getattr(draft, row.form, None)) for row in INPUTS]
    found = {row.form: row.shown(value)[: row.kind.limit] for row, value in read}
    return found | {"timezone": timezone, "status": Status.DRAFT.value}
