"""The fields of an event and of its talks, one row each: all that lists them is made from here."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.domain import fields, limits
from bot.domain.events import Arrival, Session, Status
from bot.domain.fields import FieldKind, FieldRow, Flaw, Wrong
from bot.domain.knowledge import Visibility
from bot.domain.renamed_talks import renamed

_BAR = re.compile(r"\s*\|\s*")
_PARTS = 4  # of a talk's line, beside its contact


def talk_line(talk: Session) -> str:
    """A talk as one line: topic, speaker, role and organisation between bars, then its contact.

    Where the topic is open it begins with a bar.
    """
    line = " | ".join((part or "").replace("|", "/") for part in _texts(talk))
    line = line.rstrip(" |").lstrip()
    return f"{line} | @{talk.contact}" if talk.contact else line


def _texts(talk: Session) -> tuple[str | None, ...]:
    return talk.talk, talk.speaker, talk.role, talk.organisation


def too_heavy(talks: Sequence[Session]) -> bool:
    """Whether talks are so long that no form could be opened with them."""
    parts = (part for talk in talks for part in _texts(talk) if part)
    return sum(len(json.dumps(part)) for part in parts) > limits.TALKS_WEIGHT


def _talks(written: str, before: Sequence[Session]) -> tuple[Session, ...] | Wrong:
    """Talks, one a line; lines and parts that were not changed stay as they are stored."""
    known: dict[str, list[Session]] = {}
    stood: dict[str, str] = {}
    for one in before:
        known.setdefault(fields.clean(talk_line(one)), []).append(one)
        stood |= {part.replace("|", "/"): part for part in _texts(one) if part}
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
    return Wrong(Flaw.TALKS_HEAVY) if too_heavy(found) else with_answers(found, before)


def like_before(talks: Sequence[Session], before: Sequence[Session]) -> tuple[Session, ...]:
    """The talks of a file; one that names no contact keeps that which the same talk had before."""
    known = {fields.folded(one.name): one.contact for one in before}
    known |= {fields.folded(now.name): was.contact for was, now in renamed(before, talks)}
    found = (
        replace(one, contact=one.contact or known.get(fields.folded(one.name))) for one in talks
    )
    return with_answers(tuple(found), before)


def with_answers(talks: Sequence[Session], before: Sequence[Session]) -> tuple[Session, ...]:
    """The talks, of which nothing is asked any more where that was said of the same before.

    Who sees one stays as it was too, where nothing else is said of that.
    """
    none = {fields.folded(one.name) for one in before if one.no_material}
    none |= {fields.folded(now.name) for was, now in renamed(before, talks) if was.no_material}
    asked = (replace(one, no_material=fields.folded(one.name) in none) for one in talks)
    return _seen_as_before(tuple(asked), before)


def _seen_as_before(talks: Sequence[Session], before: Sequence[Session]) -> tuple[Session, ...]:
    """A talk of another name is seen by no more people than those in whose place it may stand."""
    known = {fields.folded(one.name): one for one in before}
    kept = {fields.folded(one.name) for one in talks}
    gone = [one for name, one in known.items() if name not in kept]
    order = (None, *Visibility)
    who = max((one.visibility for one in gone), key=order.index, default=None)
    day = max((one.visible_from for one in gone if one.visible_from), default=None)
    instead = Session(visibility=who, visible_from=day)
    return tuple(
        talk if talk.visibility or talk.visible_from else _seen_as(talk, known, instead)
        for talk in talks
    )


def _seen_as(talk: Session, known: Mapping[str, Session], instead: Session) -> Session:
    like = known.get(fields.folded(talk.name), instead)
    return replace(
        talk, visibility=like.visibility, visible_from=like.visible_from, shown=like.shown
    )


def _session(line: str, number: str, stood: dict[str, str]) -> Session | Wrong:
    """A talk from its line; `stood` has parts that are stored otherwise than a line shows them."""
    split = [part for part in _BAR.split(line) if part in stood or not part.startswith("@")]
    named = [part for part in _BAR.split(line) if part not in split]
    contact = [part.removeprefix("@") for part in named]
    if len(contact) > 1 or any(isinstance(fields.PERSON.read(one), Wrong) for one in contact):
        return Wrong(Flaw.CONTACT, named[-1])
    parts = [stood.get(part, fields.on_one_line(part)) for part in split] or [""]
    if len(parts) > _PARTS:
        return Wrong(Flaw.TALK_PARTS, number)
    if parts[0] == "?" and "?" not in stood:
        parts[0] = ""
    if not any(parts[:2]):
        return Wrong(Flaw.TOPIC, number)
    if any(len(part) > limits.LINE for part in parts):
        return Wrong(Flaw.TALK_LONG, number)
    speaker, role, organisation, *_ = (*(part or None for part in parts[1:]), None, None, None)
    return Session(parts[0], speaker, role, organisation, next(iter(contact), None))


# Dates and times of the clock make an instant together; a file has them as one wall time.
MOMENT = FieldKind(str)
TALKS = FieldKind(
    str,
    _talks,
    lambda talks: "\n".join(map(talk_line, talks)),
    limit=limits.MOST_SESSIONS * 4 * (limits.LINE + 3),
    bulk=2,
    nothing=(),
)
SESSION_FIELDS = (
    FieldRow("talk", fields.line()),
    FieldRow("speaker", fields.line()),
    FieldRow("role", fields.line()),
    FieldRow("organisation", fields.line()),
    FieldRow("contact", fields.PERSON),
    FieldRow("visibility", fields.choice(Visibility)),
    FieldRow("visible_from", fields.DAY),  # by the clocks of the event's zone
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

_ARRIVAL = replace(fields.choice(Arrival), nothing=Arrival.PROPOSED)

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
    FieldRow("material", _ARRIVAL, defaulted=True, told=False, stays=True),
)
INPUTS = tuple(one for row in EVENT_FIELDS for one in row.inputs or (row,))
# In the order of a file, where what is long comes last.
FILED_EVENT = tuple(sorted(EVENT_FIELDS, key=lambda row: row.kind.bulk))
