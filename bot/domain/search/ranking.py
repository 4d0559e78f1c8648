"""What comes first: title before tag before talk before description, then the better likeness.

Every rule is pure; what it costs is bounded by whoever calls it.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import IntEnum

from bot.domain.search.documents import Field


class Likeness(IntEnum):
    """How a stored word is like the word that was asked for; a smaller one is better."""

    SAME = 0
    STEM = 1
    PREFIX = 2
    PART = 3
    NEAR = 4


# Each field is worth twice the next, and no likeness halves it: so the field decides first.
_WORTH = {field: 2.0**field for field in Field}
_SHARE = {
    Likeness.SAME: 1.0,
    Likeness.STEM: 0.9,
    Likeness.PREFIX: 0.75,
    Likeness.PART: 0.7,
    Likeness.NEAR: 0.6,
}
POINTS = {
    (int(where), likeness): _WORTH[where] * _SHARE[likeness]
    for where in Field
    for likeness in Likeness
}


@dataclass(slots=True)
class Candidate:
    """An item that has some of what is asked; `points` by the position of the term."""

    item: int
    event: int
    points: dict[int, float] = dataclass_field(default_factory=dict)

    def has(self, term: int, points: float) -> None:
        """Remember the best way in which it has this term."""
        if points > self.points.get(term, 0.0):
            self.points[term] = points


def complete(candidates: Iterable[Candidate], terms: int) -> list[Candidate]:
    """Those that have all terms, the best first; newer ones first among equals."""
    found = [candidate for candidate in candidates if len(candidate.points) == terms]
    found.sort(key=lambda one: (sum(one.points.values()), one.event, one.item), reverse=True)
    return found


def weight(count: int, of: int) -> float:
    """What a term says that `count` items of `of` have: the rarer, the more."""
    return math.log(1 + of / max(count, 1))


def incomplete(candidates: Iterable[Candidate], weights: Mapping[int, float]) -> list[Candidate]:
    """All candidates; those with the most and the most telling terms first."""

    def key(one: Candidate) -> tuple[float, float, int, int]:
        told = sum(weights[term] for term in one.points)
        return round(told, 6), sum(one.points.values()), one.event, one.item

    return sorted(candidates, key=key, reverse=True)
