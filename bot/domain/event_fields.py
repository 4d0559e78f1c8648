"""The fields of an event and of its talks, one row each: all that lists them is made from here."""

import json
import re
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from bot.domain import fields, limits
from bot.domain.events import Session, Status
from bot.domain.fields import FieldKind, FieldRow, Flaw, Wrong

_BAR = re.compile(r"\s*\|\s*")


def talk_line(*parts: str | None) -> str:
    """A talk as one line: topic, speaker, role and organisation between bars.

    Where the topic is open it begins with a bar.
    """
    return " | ".join((part or "").replace("|", "/") for part in parts).rstrip(" |").lstrip()


def too_heavy(talks: Sequence[Session]) -> bool:
    """Whether talks are so long that no form could be opened with them."""
    parts = (part for talk in talks for part in astuple(talk) if part)
    return sum(len(json.dumps(part)) for part in parts) > limits.TALKS_WEIGHT


def _talks(written: str, before: Sequence[Session]) -> tuple[Session, ...] | Wrong:
    """Talks, one a line; lines and parts that were not changed stay as they are stored."""
    known: dict[str, list[Session]] = {}
    stood: dict[str, str] = {}
    for one in before:
        known.setdefault(fields.clean(talk_line(*astuple(one))), []).append(one)
        stood |= {part.replace("|", "/"): part for part in astuple(one) if part}
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if len(lines) > limits.MOST_SESSIONS:
        return Wrong(Flaw.TALKS, str(limits.MOST_SESSIONS))
    found: list[Session] = []
    for number, line in enumerate(lines, start=1):
        same = known.get(line)
        talk = same.pop(0) if same else _session(line, str(number), stood)
        if isinstance(talk, Wrong):
            return talk
        found.append(talk)
    return Wrong(Flaw.TALKS_HEAVY) if too_heavy(found) else tuple(found)


def _session(line: str, number: str, stood: dict[str, str]) -> Session | Wrong:
    """A talk from its line; `stood` has parts that are stored otherwise than a line shows them."""
    parts = [stood.get(part, fields.on_one_line(part)) for part in _BAR.split(line)]
    if len(parts) > len(SESSION_FIELDS):
        return Wrong(Flaw.TALK_PARTS, number)
    if parts[0] == "?" and "?" not in stood:
        parts[0] = ""
    if not any(parts[:2]):
        return Wrong(Flaw.TOPIC, number)
    if any(len(part) > limits.LINE for part in parts):
        return Wrong(Flaw.TALK_LONG, number)
    return Session(parts[0], *((part or None) for part in parts[1:]))


# Dates and times of the clock make an instant together; a file has them as one wall time.
MOMENT = FieldKind(str)
TALKS = FieldKind(
    str,
    _talks,
    lambda talks: "\n".join(talk_line(*astuple(one)) for one in talks),
    limit=limits.MOST_SESSIONS * 4 * (limits.LINE + 3),
    bulk=2,
    nothing=(),
)
SESSION_FIELDS = (
    FieldRow("talk", fields.line()),
    FieldRow("speaker", fields.line()),
    FieldRow("role", fields.line()),
    FieldRow("organisation", fields.line()),
)
_START = (
    FieldRow("date", fields.DAY, required=True),
    FieldRow("start", fields.CLOCK, required=True, stays=True),
)
_END = (FieldRow("end", fields.CLOCK, required=True, stays=True), FieldRow("end_date", fields.DAY))
_CLOSES = (FieldRow("closes_date", fields.DAY), FieldRow("closes_time", fields.CLOCK))
_WHEN: dict[str, Any] = {"required": True, "always_told": True, "notice": "when"}
# Cancelling has a form of its own, with a reason.
_STATUS = fields.choice(Status, Status.CANCELLED)

# In the order of the form.
EVENT_FIELDS = (
    FieldRow("number", fields.NUMBER, required=True, told=False),
    FieldRow("title", fields.line(limits.TITLE), required=True),
    FieldRow("starts_at", MOMENT, file="starts", inputs=_START, **_WHEN),
    FieldRow("ends_at", MOMENT, file="ends", inputs=_END, **_WHEN),
    FieldRow("timezone", fields.ZONE, defaulted=True, stays=True, **_WHEN),
    FieldRow("location", fields.line(), always_told=True, stays=True),
    FieldRow("join_url", fields.address(https=True), always_told=True, secret=True, stays=True),
    FieldRow("registration_url", fields.address(https=True)),
    FieldRow("host", fields.line()),
    FieldRow("capacity", fields.NUMBER, stays=True),
    FieldRow("closes_at", MOMENT, file="closes", notice="closes", inputs=_CLOSES),
    FieldRow("sessions", TALKS, form="talks", notice="talks"),
    FieldRow("description", fields.paragraph(limits.PARAGRAPH)),
    FieldRow("accessibility", fields.paragraph(limits.PARAGRAPH), stays=True),
    FieldRow("status", _STATUS, required=True, defaulted=True, always_told=True),
)
INPUTS = tuple(one for row in EVENT_FIELDS for one in row.inputs or (row,))
# In the order of a file, where what is long comes last.
FILED_EVENT = tuple(sorted(EVENT_FIELDS, key=lambda row: row.kind.bulk))
