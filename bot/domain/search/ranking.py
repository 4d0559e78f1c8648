"""What comes first: title, tag, description, talk, event; then the better likeness.

Every rule is pure; what it costs is bounded by whoever calls it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from heapq import nlargest

from bot.domain.ids import ItemId
from bot.domain.search.documents import Field

Posting = tuple[int, int, int, ItemId]  # word, field, event, item


class Likeness(IntEnum):
    """How a stored word is like the word that was asked for; a smaller one is better."""

    SAME = 0
    STEM = 1
    PREFIX = 2
    PART = 3
    NEAR = 4
    BEGINNING = 5  # with what is no word behind it: half typed, or another word


# Each field is worth twice the next, and no likeness halves it: so the field decides first. Only
# what just begins alike comes after all else.
# Whole numbers: sums of the same points are the same in any order.
_WORTH = {field: 1 << field for field in Field}
_SHARE = {
    Likeness.SAME: 20,
    Likeness.STEM: 18,
    Likeness.PREFIX: 15,
    Likeness.PART: 14,
    Likeness.NEAR: 12,
    Likeness.BEGINNING: 1,
}
POINTS = {
    likeness: tuple(_WORTH[where] * _SHARE[likeness] for where in Field) for likeness in Likeness
}

_FIRST = 5  # items; what a member looks at
_OF_ONE = 2  # of these that are found by one text

# An item by its event (0 for none) and its id: so the newer one is the greater.
Item = tuple[int, ItemId]
Points = Mapping[Item, int]
Ranked = list[tuple[int, Item]]  # with the sum of their points, the best first


def points(rows: Iterable[Posting], meaning: Mapping[int, Likeness]) -> dict[Item, int]:
    """What each item gets for the best way in which it has a term that means these words.

    `rows` are postings of these words.
    """
    by_field = {word: POINTS[likeness] for word, likeness in meaning.items()}
    found: dict[Item, int] = {}
    for word, where, event, number in rows:
        item = (event, number)
        worth = by_field[word][where]
        if item not in found or worth > found[item]:
            found[item] = worth
    return found


def complete(terms: Sequence[Points], limit: int) -> Ranked:
    """At most `limit` items that have all terms, the best first; newer ones among equals."""
    first, *others = sorted(terms, key=len)
    totals = dict(first)
    for points in others:
        totals = {item: total + points[item] for item, total in totals.items() if item in points}
    return nlargest(limit, zip(totals.values(), totals, strict=True))


def loses(worth: int) -> int:
    """What points lose where the description is that of several items: it stands around them."""
    of_description = POINTS[Likeness.NEAR][Field.DESCRIPTION] <= worth
    if of_description and worth <= POINTS[Likeness.SAME][Field.DESCRIPTION]:
        return worth - worth * _WORTH[Field.AROUND] // _WORTH[Field.DESCRIPTION]
    return 0


def weight(count: int, of: int) -> float:
    """What a term says that `count` items of `of` have: the rarer, the more."""
    return math.log(1 + of / max(count, 1))


def told(terms: Sequence[Points], weights: Sequence[float]) -> dict[Item, float]:
    """What the terms that an item has say together, for each that has any."""
    found: dict[Item, float] = {}
    for points, says in zip(terms, weights, strict=True):
        for item in points:
            found[item] = found.get(item, 0.0) + says
    return found


def incomplete(terms: Sequence[Points], weights: Sequence[float]) -> list[Item]:
    """The items that have any of the terms; first those whose terms say most."""
    says = told(terms, weights)

    def key(item: Item) -> tuple[float, int, Item]:
        return round(says[item], 6), sum(points.get(item, 0) for points in terms), item

    return sorted(says, key=key, reverse=True)


def few_of_one(items: Sequence[Item], texts: Mapping[Item, str]) -> list[Item]:
    """The items in their order, but among the first five at most two found by the same text."""
    seen: Counter[str] = Counter()
    first: list[Item] = []
    later: list[Item] = []
    for at, item in enumerate(items):
        if len(first) == _FIRST:
            return [*first, *later, *items[at:]]
        text = texts.get(item)
        if text is not None and seen[text] == _OF_ONE:
            later.append(item)
        else:
            first.append(item)
            seen.update([text] if text is not None else [])
    return [*first, *later]
