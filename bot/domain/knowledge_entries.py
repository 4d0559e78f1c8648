"""What stands in the form of a knowledge item → the item, or what is wrong at which field.

`event` is its number, `session` the sign of its talk; both may be NONE. Commas part tags. The day
from which it is seen is as `2027-01-15`.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.events import Session
from bot.domain.fields import DAY, Flaw, FormEntry, Wrong, Wrongs, cleaned, shown_of, values_of
from bot.domain.knowledge import KnowledgeItem, Publication, Visibility
from bot.domain.knowledge_fields import ITEM_FIELDS
from bot.domain.visibility import beginning, day_of

NONE = "none"  # what a menu says for no event and no session
_SIGN = 16  # hexadecimal digits; an option's value may have 150 signs
# What a form may make of an item that stands there; the first is offered first.
NEXT: Mapping[Publication, tuple[Publication, ...]] = {
    Publication.PROPOSED: (Publication.PUBLISHED, Publication.PROPOSED),
    Publication.PUBLISHED: (Publication.PUBLISHED, Publication.REJECTED),
    Publication.REJECTED: (Publication.REJECTED, Publication.PUBLISHED),
}
FIELDS = tuple(row.name for row in ITEM_FIELDS)
_MENUS = ("event", "session", "status", "visibility")
_DAY = tuple(row for row in ITEM_FIELDS if row.kind is DAY)
_WRITTEN = tuple(row for row in ITEM_FIELDS if row.name not in _MENUS and row not in _DAY)


@dataclass(frozen=True, slots=True)
class Customs:
    """What the settings say of items: who sees new ones, and where days are at home."""

    visibility: Visibility
    zone: str


def sign(text: str) -> str:
    """A short sign of a talk, or of whatever else has no id."""
    return hashlib.sha256(text.encode()).hexdigest()[:_SIGN]


def seen(item: KnowledgeItem) -> str:
    """A sign by which one can tell later whether the item was changed, or its contact decided."""
    return sign(f"{item!r} {item.decided}")


def talks(sessions: Sequence[Session], item: KnowledgeItem | None = None) -> tuple[str, ...]:
    """The talks that can be chosen, each once; the one that an item names already is among them."""
    named = [item.session] if item is not None and item.session else []
    return tuple(dict.fromkeys([*(session.name for session in sessions), *named]))


def entry_of(item: KnowledgeItem, zone: str) -> FormEntry:
    """The item as it stands in the form, its day by the clocks of `zone` (IANA name)."""
    seen_from = item.visible_from
    return shown_of(ITEM_FIELDS, item) | {
        "visible_from": day_of(seen_from, zone).isoformat() if seen_from else "",
        "event": str(item.event) if item.event is not None else NONE,
        "session": sign(item.session) if item.session else NONE,
        "status": NEXT[item.status][0].value,
    }


def item_of(
    entry: FormEntry,
    events: Collection[int],
    talks: Sequence[str],
    customs: Customs,
    before: KnowledgeItem | None = None,
) -> KnowledgeItem | Wrongs:
    """The item that the form describes, or what is wrong, by the names of the fields.

    `events` and `talks` are what could be chosen. `before` is the stored item that is changed: a
    field that was left alone keeps to the letter what is stored. A new one is published (whether
    its author may do that is not decided here), and seen by whom the form or else `customs` says.
    """
    entry = cleaned(entry, FIELDS)
    shown = cleaned(entry_of(before, customs.zone), FIELDS) if before is not None else {}
    values, wrong = values_of(_WRITTEN, entry, shown, before)
    if before is not None and before.decided:  # that is not asked in the form
        entry |= {row.form: shown[row.form] for row in _DAY}
    days, bad = values_of(_DAY, entry, shown, before)
    wrong |= bad
    for name, day in days.items():
        is_typed = isinstance(day, date) and not isinstance(day, datetime)
        values[name] = beginning(day, customs.zone) if is_typed else day
    menus: dict[str, Mapping[str, object]] = {
        "event": {NONE: None, "": None, **{str(number): number for number in events}},
        "session": {NONE: None, "": None, **{sign(talk): talk for talk in talks}},
        "status": _statuses(before),
        "visibility": {
            "": customs.visibility if before is None else before.visibility,
            **{one.value: one for one in Visibility},
        },
    }
    wrong |= {name: Wrong(Flaw.CHOICE) for name in menus if entry[name] not in menus[name]}
    values |= {name: menu.get(entry[name]) for name, menu in menus.items()}
    return wrong or KnowledgeItem(**values)


def _statuses(before: KnowledgeItem | None) -> Mapping[str, Publication]:
    """What may become of an item; of a new one there is nothing to choose."""
    if before is None:
        return dict.fromkeys(("", *Publication), Publication.PUBLISHED)
    allowed = {status.value: status for status in (*NEXT[before.status], before.status)}
    return {"": before.status, **allowed}
