"""Fields of events and items: what kinds there are, and how each is read, in a form and in a file.

A kind reads a text as a value, or says what is wrong with it; the form and the file word that.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain import limits
from bot.domain.addresses import is_web_address
from bot.domain.invisible_signs import readable, trimmed
from bot.domain.times import is_zone
from bot.domain.values import number_or_none

# https://docs.slack.dev/reference/objects/user-object
_PERSON = re.compile(r"[UW][A-Z0-9]{2,}")

# What stands in a form, by field; empty, or not there, where nothing stands.
FormEntry = dict[str, str]


class Flaw(StrEnum):
    """What can be wrong with a field."""

    REQUIRED = "required"
    NUMBER = "number"
    TOO_LONG = "too_long"
    DATE = "date"
    TIME = "time"
    ZONE = "zone"
    CLOCK_CHANGE = "clock_change"
    END = "end"
    CLOSES = "closes"
    ADDRESS = "address"
    CHOICE = "choice"
    CONTACT = "contact"
    CONTACT_UNSURE = "contact_unsure"
    TOPIC = "topic"
    TALK_PARTS = "talk_parts"
    TALK_LONG = "talk_long"
    TALKS = "talks"
    TALKS_HEAVY = "talks_heavy"
    TAG_LONG = "tag_long"
    TAGS = "tags"
    INVITATION = "invitation"
    FILE_AND_TEXT = "file_and_text"
    FILE_LARGE = "file_large"
    FILE_NOT_GOT = "file_not_got"
    FILE_NO_TEXT = "file_no_text"
    FILE_NO_EVENT = "file_no_event"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a field; `detail` is the limit, the line or the like that was missed."""

    flaw: Flaw
    detail: str = ""


Wrongs = Mapping[str, Wrong]


@dataclass(frozen=True, slots=True)
class FieldKind:
    """How a field holds its value.

    `read` gives the value of a text that is clean and not empty, or what is Wrong with it; `typed`
    does so with what was typed into a form, given what is stored, and `shown` is the way back.
    `limit` is how many characters a form has room for. What has `bulk` takes many lines: a file
    has it last, lists of entries (2) behind paragraphs (1).
    """

    read: Callable[[str], Any]
    typed: Callable[[str, Any], Any] | None = None  # as `read`, where nothing else is said
    shown: Callable[[Any], str] = str
    limit: int = limits.LINE
    bulk: int = 0
    nothing: Any = None  # the value of a field that is empty
    is_address: bool = False
    choices: tuple[StrEnum, ...] = ()
    barred: tuple[StrEnum, ...] = ()  # what a form makes of nothing


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A row of the table of fields. `name` is that of the attribute and of the column.

    One that is `defaulted` may be left out of a file, and is never empty there. Of changes people
    are told on request, or always; not what is `secret`, for it is not for everybody. What `stays`
    is mostly the same the next time. `form`, `file` and `notice` are its names there; `inputs` are
    fields of a form that make it together.
    """

    name: str
    kind: FieldKind
    required: bool = False
    defaulted: bool = False
    told: bool = True
    always_told: bool = False
    secret: bool = False
    stays: bool = False
    form: str = ""
    file: str = ""
    notice: str = ""
    inputs: tuple["FieldRow", ...] = ()

    def __post_init__(self) -> None:
        for unnamed in ("form", "file", "notice"):
            object.__setattr__(self, unnamed, getattr(self, unnamed) or self.name)

    def shown(self, value: Any) -> str:
        """The value as it stands in a form."""
        return "" if value is None else self.kind.shown(value)


def line(limit: int = limits.LINE) -> FieldKind:
    """A text without line breaks; what is typed gets single spaces."""
    fits = _fitting(limit)
    return FieldKind(fits, lambda typed, _: fits(on_one_line(typed)), limit=limit)


def paragraph(limit: int) -> FieldKind:
    """A text that may have line breaks."""
    return FieldKind(_fitting(limit), limit=limit, bulk=1)


def address(*, https: bool = False) -> FieldKind:
    """A web address; what is typed may have to be `https`, without what ends a link in mrkdwn."""

    def typed(written: str, _before: str | None) -> str | Wrong:
        insecure = not written.lower().startswith("https:") or set("<>|") & set(written)
        return Wrong(Flaw.ADDRESS) if https and insecure else _address(written)

    return FieldKind(_address, typed, limit=limits.URL, is_address=True)


def choice(of: type[StrEnum], *barred: StrEnum) -> FieldKind:
    """One of the values of an enumeration; a form makes nothing one of the `barred` ones."""

    def read(written: str) -> StrEnum | Wrong:
        return next((one for one in of if one.value == written), Wrong(Flaw.CHOICE))

    def typed(written: str, _before: StrEnum) -> StrEnum | Wrong:
        return Wrong(Flaw.CHOICE) if written in barred else read(written)

    return FieldKind(read, typed, choices=tuple(of), barred=barred)


def _fitting(limit: int) -> Callable[[str], str | Wrong]:
    too_long = Wrong(Flaw.TOO_LONG, str(limit))
    return lambda written: written if len(written) <= limit else too_long


def _address(written: str) -> str | Wrong:
    found = _fitting(limits.URL)(written)
    return found if isinstance(found, Wrong) or is_web_address(found) else Wrong(Flaw.ADDRESS)


def _number(written: str) -> int | Wrong:
    return number_or_none(written) or Wrong(Flaw.NUMBER, str(limits.LARGEST_NUMBER))


def _zone(written: str) -> str | Wrong:
    return written if is_zone(written) else Wrong(Flaw.ZONE)


def _day(written: str) -> dt.date | Wrong:
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        return Wrong(Flaw.DATE)
    return day if limits.EARLIEST_YEAR <= day.year <= limits.LATEST_YEAR else Wrong(Flaw.DATE)


def _clock(written: str) -> dt.time | Wrong:
    try:
        time = dt.time.fromisoformat(written)
    except ValueError:
        return Wrong(Flaw.TIME)
    return time if time.tzinfo is None else Wrong(Flaw.TIME)


# From 1 to the largest of ours, when typed with # before it or not; the IANA name of a zone.
NUMBER = FieldKind(_number, lambda typed, _: _number(typed.removeprefix("#").strip()), limit=6)
ZONE = FieldKind(_zone)
# A member's id.
PERSON = FieldKind(
    lambda written: written if _PERSON.fullmatch(written) else Wrong(Flaw.CONTACT, written)
)
# As Slack's pickers write them.
DAY = FieldKind(_day)
CLOCK = FieldKind(_clock, shown="{:%H:%M}".format)


def shown_of(rows: Iterable[FieldRow], thing: object) -> FormEntry:
    """An event or item as it stands in its form, as far as its fields stand there themselves."""
    return {row.form: row.shown(getattr(thing, row.name)) for row in rows if not row.inputs}


def values_of(
    rows: Iterable[FieldRow], entry: FormEntry, shown: FormEntry, before: object
) -> tuple[dict[str, Any], dict[str, Wrong]]:
    """The values of an `entry`, and what is wrong in it; both cleaned.

    A field that says what it was `shown` with keeps to the letter what `before` has.
    """
    values: dict[str, Any] = {}
    for row in rows:
        written, kind = entry[row.form], row.kind
        stored = kind.nothing if before is None else getattr(before, row.name)
        if before is not None and written == shown[row.form]:
            values[row.name] = stored
        elif written:
            values[row.name] = kind.typed(written, stored) if kind.typed else kind.read(written)
        else:
            values[row.name] = Wrong(Flaw.REQUIRED) if row.required else kind.nothing
    wrong = {row.form: found for row in rows if isinstance(found := values[row.name], Wrong)}
    return values, wrong


def cleaned(entry: FormEntry, names: Iterable[str]) -> FormEntry:
    """The entry as it is compared and stored: composed, without control characters or edges."""
    return {name: clean(entry.get(name, "")) for name in names}


def on_one_line(text: str) -> str:
    """`text` with single spaces for whatever parts its words."""
    return trimmed(" ".join(text.split()))


def folded(text: str) -> str:
    """What two texts have in common that differ in case and spaces alone."""
    return " ".join(text.casefold().split())


def clean(written: str) -> str:
    """`written` with one sort of line break, without edges and what nobody sees."""
    return trimmed(readable(written))
