"""Two organizers with one form: what the second typed and what the first saved meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from bot.domain.event_entries import FIELDS
from bot.domain.fields import FormEntry, cleaned

_LENGTH = 8  # hexadecimal digits: those of all fields fit into a modal's metadata with ease


@dataclass(frozen=True, slots=True)
class MergedEntry:
    """What the second is shown: `entry`, and which fields the first changed meanwhile.

    Of those, the second had changed the `clashing` ones too: there stands what the second typed.
    """

    entry: FormEntry
    changed: tuple[str, ...]
    clashing: tuple[str, ...]


def seen(entry: FormEntry, names: Iterable[str] = FIELDS) -> dict[str, str]:
    """A short sign of every field, by which one can tell later whether it was changed."""
    digests = [(name, sha256(value.encode())) for name, value in cleaned(entry, names).items()]
    return {name: digest.hexdigest()[:_LENGTH] for name, digest in digests}


def merged(
    typed: FormEntry, signs: Mapping[str, str], stored: FormEntry, names: Sequence[str] = FIELDS
) -> MergedEntry:
    """What was `typed` into a form that had shown the values of `signs`, and what is `stored` now.

    A field of these `names` that only one of both changed has that change.
    """
    typed, stored = cleaned(typed, names), cleaned(stored, names)
    now, mine = seen(stored, names), seen(typed, names)
    changed = tuple(
        name for name in names if now[name] != signs.get(name) and now[name] != mine[name]
    )
    clashing = tuple(name for name in changed if mine[name] != signs.get(name))
    taken = {name: stored[name] for name in changed if name not in clashing}
    return MergedEntry(typed | taken, changed, clashing)
