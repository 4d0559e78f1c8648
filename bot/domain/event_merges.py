"""Two organizers with one form: what the second typed and what the first saved meanwhile."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.event_entries import FIELDS, Entry, cleaned

_LENGTH = 8  # hexadecimal digits: fifteen of them fit into a modal's metadata, with room to spare


@dataclass(frozen=True, slots=True)
class Merged:
    """What the second is shown: `entry`, and which fields the first changed meanwhile.

    Of those, the second had changed the `clashing` ones too: there stands what the second typed.
    """

    entry: Entry
    changed: tuple[str, ...]
    clashing: tuple[str, ...]


def seen(entry: Entry) -> dict[str, str]:
    """A short sign of every field, by which one can tell later whether it was changed."""
    entry = cleaned(entry)
    return {name: _sign(getattr(entry, name)) for name in FIELDS}


def merged(typed: Entry, signs: Mapping[str, str], stored: Entry) -> Merged:
    """What was `typed` into a form that had shown the values of `signs`, and what is `stored` now.

    A field that only one of both changed has that change.
    """
    typed, stored = cleaned(typed), cleaned(stored)
    now, mine = seen(stored), seen(typed)
    changed = tuple(
        name for name in FIELDS if now[name] != signs.get(name) and now[name] != mine[name]
    )
    clashing = tuple(name for name in changed if mine[name] != signs.get(name))
    taken = {name: getattr(stored, name) for name in changed if name not in clashing}
    return Merged(replace(typed, **taken), changed, clashing)


def _sign(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:_LENGTH]
