"""The fields of the form of an event: from a text to a value, or to what is wrong with it."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain import limits
from bot.domain.addresses import is_web_address
from bot.domain.events import Event, Session, Status
from bot.domain.invisible import trimmed
from bot.domain.times import is_zone

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BAR = re.compile(r"\s*\|\s*")


class Fault(StrEnum):
    """What can be wrong with a field."""

    REQUIRED = "required"
    NUMBER = "number"
    TAKEN = "taken"
    TOO_LONG = "too_long"
    DATE = "date"
    TIME = "time"
    ZONE = "zone"
    CLOCK_CHANGE = "clock_change"
    END = "end"
    HTTPS = "https"
    STATUS = "status"
    TOPIC = "topic"
    TALK_PARTS = "talk_parts"
    TALK_LONG = "talk_long"
    TALKS = "talks"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a field; `detail` is the limit, the line or the like that was missed."""

    fault: Fault
    detail: str = ""


def session(line: str, number: int, stood: Mapping[str, str]) -> Session | Wrong:
    """A talk from its line; `number` is the line's, from 1.

    `stood` has parts that are stored otherwise than a line can show them.
    """
    parts = [stood.get(part, on_one_line(part)) for part in _BAR.split(line)]
    if len(parts) > 4:
        return Wrong(Fault.TALK_PARTS, str(number))
    if not parts[0] or (parts[0] == "?" and "?" not in stood):
        return Wrong(Fault.TOPIC, str(number))
    if any(len(part) > limits.LINE for part in parts):
        return Wrong(Fault.TALK_LONG, str(number))
    return Session(parts[0], *((part or None) for part in parts[1:]))


def line(limit: int) -> Callable[[str], str | Wrong]:
    """A text without line breaks of at most `limit` characters."""

    def parse(written: str) -> str | Wrong:
        line = on_one_line(written)
        return line if len(line) <= limit else Wrong(Fault.TOO_LONG, str(limit))

    return parse


def paragraph(written: str) -> str | Wrong:
    """A text that may have line breaks."""
    if len(written) > limits.PARAGRAPH:
        return Wrong(Fault.TOO_LONG, str(limits.PARAGRAPH))
    return written


def whole_number(written: str) -> int | Wrong:
    """A number from 1 to the largest of ours, with # before it or not."""
    digits = written.removeprefix("#").strip()
    good = digits.isascii() and digits.isdigit() and len(digits) <= 6 and int(digits) > 0
    return int(digits) if good else Wrong(Fault.NUMBER, str(limits.LARGEST_NUMBER))


def day(written: str) -> dt.date | Wrong:
    """A date as Slack's picker writes it."""
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        return Wrong(Fault.DATE)
    return day if limits.EARLIEST_YEAR <= day.year <= limits.LATEST_YEAR else Wrong(Fault.DATE)


def clock(written: str) -> dt.time | Wrong:
    """A time as Slack's picker writes it."""
    try:
        time = dt.time.fromisoformat(written)
    except ValueError:
        return Wrong(Fault.TIME)
    return time if time.tzinfo is None else Wrong(Fault.TIME)


def zone(written: str) -> str | Wrong:
    """The IANA name of a time zone that is known here."""
    return written if is_zone(written) else Wrong(Fault.ZONE)


def status(before: Event | None) -> Callable[[str], Status | Wrong]:
    """A form makes nothing cancelled: that has a form of its own, with a reason."""

    def parse(written: str) -> Status | Wrong:
        allowed = [Status.DRAFT, Status.PUBLISHED]
        if before is not None and before.status is Status.CANCELLED:
            allowed.append(Status.CANCELLED)
        return next((one for one in allowed if one.value == written), Wrong(Fault.STATUS))

    return parse


def https(written: str) -> str | Wrong:
    """An https address that is safe to show as a link."""
    secure = written[:6].lower() == "https:" and is_web_address(written)
    if not secure or any(sign in "<>|" for sign in written):
        return Wrong(Fault.HTTPS)
    return written if len(written) <= limits.URL else Wrong(Fault.TOO_LONG, str(limits.URL))


def on_one_line(text: str) -> str:
    """`text` with single spaces for whatever parts its words."""
    return trimmed(" ".join(text.split()))


def clean(written: str) -> str:
    """`written` with one sort of line break, without edges and what nobody sees."""
    text = written.replace("\r\n", "\n").replace("\r", "\n")
    return trimmed(_CONTROL.sub("", text))
