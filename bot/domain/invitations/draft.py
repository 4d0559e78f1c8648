"""What reading an invitation gives: a draft of an event, and where somebody has to look again."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Field(StrEnum):
    """The parts of an event that an invitation can name."""

    NUMBER = "number"
    TITLE = "title"
    DATE = "date"
    END_DATE = "end_date"
    START = "start"
    END = "end"
    LOCATION = "location"
    JOIN_URL = "join_url"
    REGISTRATION_URL = "registration_url"
    HOST = "host"
    CAPACITY = "capacity"
    TALKS = "talks"
    DESCRIPTION = "description"


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


# What an event can't do without: its absence is a doubt, that of a host is not.
NEEDED = (Field.NUMBER, Field.TITLE, Field.DATE, Field.START, Field.END)


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk as far as it was read; `topic` is None when only the person is named."""

    topic: str | None
    speaker: str | None = None
    role: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An event as far as its invitation says it; None is what it does not say.

    Dates and times are wall times in the zone that the reader was given. `end_date` is set only
    when it is another day than `date`.
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
    talks: tuple[Talk, ...] = ()
    description: str | None = None
    doubts: Mapping[Field, Doubt] = field(default_factory=dict)
