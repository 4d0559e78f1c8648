"""What one member is shown of all that is kept of them, and nothing of anybody else."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.ids import EventNumber
from bot.domain.personal_data import LEFT_OUT, Personal, Purpose, Relation

# What says nothing of a person, but makes clear what their row is about.
_ALONG: dict[str, Collection[str]] = {
    "knowledge": ("kind", "event", "status"),
    "topics": ("status", "added_at"),
    "sessions": ("event", "no_material"),
}
# What stands in a row of theirs and may be about somebody else.
_OF_OTHERS: dict[str, Collection[str]] = {"sessions": ("speaker", "role", "organisation")}
# Of a row that is somebody else's and only names the member: what tells of the member too.
_OF_NAMED: dict[str, Collection[str]] = {
    "audit": ("at", "action"),
    "deliveries": ("kind", "due_at", "state", "done_at"),
}
# What of a payload (bot.domain.delivery_payloads) concerns whoever it goes to, asked, or decided.
_RECEIVED = ("event", "item", "rule", "status", "word", "reason")
_ASKED = ("event", "words")
_DECIDED = ("event", "item", "status", "word")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_ID = re.compile(r"(?<!\w)([UW][A-Z0-9]+)(?!\w)")
# Beside these a member has only what every new one has who has done nothing yet.
_LEARNED = {"user", "language", "since"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What one row of a table holds of the member, by column, for one purpose.

    `until` is when its time is over, where that is known.
    """

    table: str
    purpose: Purpose
    values: Mapping[str, Any]
    until: datetime | None = None

    @property
    def is_of_asking(self) -> bool:
        """Whether it is there of whoever did no more than ask the bot something."""
        if self.table == "members":
            chosen = {name: self.values[name] for name in self.values if name not in _LEARNED}
            return all(value == (name == "reminders") for name, value in chosen.items())
        return self.purpose in (Purpose.ONCE, Purpose.PACE)


@dataclass(frozen=True, slots=True)
class OwnData:
    """All that is kept of `user`; `titles` are those of the events that are named in it.

    `retention_days` is how long answers are kept after their event.
    """

    user: str
    kept: tuple[Kept, ...]
    titles: Mapping[EventNumber, str]
    retention_days: int

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing but what asking for it leaves behind."""
        return all(one.is_of_asking for one in self.kept)


def shown_to(
    user: str, table: str, row: Mapping[str, Any], about: Mapping[str, Personal], *, own: bool
) -> dict[Purpose, dict[str, Any]]:
    """What of this row `user` may see, by what it is kept for; `about` is what its columns hold.

    `own` says whether the row is theirs; else it names them.
    """
    shown: dict[Purpose, dict[str, Any]] = {}
    of_others = {
        name
        for name, said in about.items()
        if said.relation is Relation.OWNER and row[name] != user and own
    }
    main = next(
        said.purpose
        for name, said in about.items()
        if said.relation is not Relation.OTHERS and name not in of_others
    )
    along = {main.since, *(_ALONG if own else _OF_NAMED).get(table, ())}
    for name, value in row.items():
        said = about.get(name)
        tells = said is not None and (own or said.relation in (Relation.NAMES, Relation.MENTIONS))
        if name in of_others or name in _OF_OTHERS.get(table, ()):
            continue
        if value is not None and (tells or name in along):
            purpose = main if said is None or said.relation is Relation.OTHERS else said.purpose
            part = None if said is None else said.relation
            shown.setdefault(purpose, {})[name] = _without_others(value, user, part, own=own)
    return shown


def _without_others(value: Any, user: str, part: Relation | None, *, own: bool) -> Any:
    """The same without what is another person's: their ids, and what only they said."""
    if isinstance(value, dict):
        by_role = {value.get("by"): _DECIDED, value.get("asker"): _ASKED}
        fields = _RECEIVED if own else by_role.get(user, ())
        return {
            name: _without_others(value[name], user, None, own=own)
            for name in fields
            if value.get(name)
        }
    if isinstance(value, str):
        named = _ID if part is Relation.NAMES else _MENTION
        return named.sub(lambda found: found[0] if found[1] == user else LEFT_OUT, value)
    return value
