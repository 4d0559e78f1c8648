"""Changes of an event that people are told of: from what they were last told to what is now."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.event_fields import EVENT_FIELDS
from bot.domain.events import Event, Hours
from bot.domain.fields import FieldRow
from bot.domain.visibility import Audience, shown_to

# Edits within this time make one notice.
TOGETHER = timedelta(minutes=10)
# … but nobody is told later than this before the beginning, unless it was changed later still.
_IN_TIME = timedelta(minutes=15)


# Single facts first, then links, then what is long.
_TOLD = sorted(
    (row for row in EVENT_FIELDS if row.told),
    key=lambda row: (
        not row.always_told,
        row.kind.bulk > 0,
        row.kind.is_address,
    ),
)
# What can change, by its name, in the order in which it is told.
PARTS = tuple(dict.fromkeys(row.notice for row in _TOLD))
_ALWAYS = frozenset(row.notice for row in _TOLD if row.always_told)
# Of these only that they changed is said: they are long, or not for everybody.
UNSHOWN = frozenset(row.notice for row in _TOLD if row.secret or row.kind.bulk)

# An event as people know it, by field. What is not shown is only a sign of itself.
Known = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """What people knew, what is so now, in which parts that differs, and why it is cancelled."""

    event: Event
    before: Known
    after: Known
    parts: tuple[str, ...]
    reason: str


def told_of(event: Event) -> Known:
    """The event as people are told of it now."""
    told = shown_to(event, Audience.MEMBERS)
    return {row.form: _kept(row, getattr(told, row.name)) for row in _TOLD}


def _kept(row: FieldRow, value: Any) -> Any:
    """The value of a field as JSON has it."""
    if row.kind.bulk:
        return _sign("" if value is None else str(value))
    if row.secret and value is not None:
        return _sign(value)
    return value.isoformat() if isinstance(value, datetime) else value


def hours_of(known: Known) -> Hours:
    """When it took place, as far as people knew."""
    starts_at, ends_at = (datetime.fromisoformat(known[name]) for name in ("starts_at", "ends_at"))
    return Hours(starts_at, ends_at, known["timezone"])


def written(known: Known) -> str:
    """`known` as a delivery keeps it."""
    return json.dumps(known, ensure_ascii=False)


def read(text: str) -> Known:
    """What `written` wrote; a field that there was not yet had nothing in it."""
    told: Known = json.loads(text)
    return {row.form: _kept(row, row.kind.nothing) for row in _TOLD} | dict(told)


def changed(before: Known, after: Known) -> frozenset[str]:
    """What is another than it was."""
    return frozenset(row.notice for row in _TOLD if before[row.form] != after[row.form])


def to_tell(before: Known, after: Known, others: Collection[str]) -> tuple[str, ...]:
    """The changes that people are told of, in order: `others` are those asked for besides."""
    different = changed(before, after) & (_ALWAYS | frozenset(others))
    return tuple(part for part in PARTS if part in different)


def due(before: Event, after: Event, now: datetime) -> datetime:
    """When a change made at `now` is told: soon enough for whoever is on the way already."""
    starts = [event.starts_at for event in (before, after) if event.starts_at > now]
    latest = min((start - _IN_TIME for start in starts), default=now + TOGETHER)
    return min(now + TOGETHER, max(now, latest))


def _sign(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
