"""Finding items: the rarest word leads, the others are looked for in what it found.

However common the words are, only so many rows are looked at: of two words that both stand in
thousands of items, the best five hundred of one of them are compared with the other.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.ids import ItemId
from bot.domain.search.answers import MOST_HITS
from bot.domain.search.documents import EVERYTHING
from bot.domain.search.questions import Question, Term
from bot.domain.search.ranking import (
    Item,
    Likeness,
    Points,
    complete,
    incomplete,
    points,
    told,
    weight,
)
from bot.services.search.vocabulary import Meaning, Vocabulary
from storage import search
from storage.database import Connection

# Rows of the rarest word that are read. Of the first eight answers of all rows 93 % are among those
# of this many in 200,000 items of `make bench`, and 99.8 % in 10,000.
_FEW = 500
_COMMON = 25_000  # rows of a word that is looked for in some items at once, until there are enough
_TOGETHER = 128  # items in which it is
_TELLING = 0.5  # what an item must have of what the best one has


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of items, the best first; `words` are the stored words that were meant.

    `instead` tells what was searched for a word that nothing is like; `without` are the words of
    the question that no item here has together with the others, or at all.
    """

    items: tuple[ItemId, ...] = ()
    words: frozenset[str] = frozenset()
    instead: tuple[tuple[str, str], ...] = ()
    without: tuple[str, ...] = ()


@dataclass(slots=True)
class _Sought:
    """One thing to look for: the ids of the words that mean it, and how many items have them."""

    asked: str
    meaning: Meaning
    is_filter: bool = False
    near: str | None = None
    counts: dict[int, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(self.counts.values())


def find(
    connection: Connection,
    vocabulary: Vocabulary,
    asked: Question,
    filters: Sequence[str] = (),
) -> Found:
    """At most 100 items that answer the question and have all marks of `filters`.

    A question without words gets the newest. The connection must be a reading one.
    """
    vocabulary.refresh(connection)
    sought = [one for term in asked.terms for one in _sought(connection, vocabulary, term)]
    lost = [one.asked for one in sought if not one.meaning]
    kept = [one for one in sought if one.meaning]
    if asked.terms and not kept:
        return Found(without=tuple(lost))
    kept += _marks(connection, vocabulary, filters or ((EVERYTHING,) if not kept else ()))
    if not all(one.meaning for one in kept):  # a filter that nothing has
        return Found(without=tuple(lost))
    items = _with_all(connection, kept)
    if not items and sum(not one.is_filter for one in kept) > 1:
        items, without = _with_most(connection, kept)
        lost += without
    ids = {number for one in kept for number in one.meaning}
    words = {word for number in ids if (word := vocabulary.word(number)) is not None}
    instead = tuple((one.asked, one.near) for one in kept if one.near)
    found = tuple(number for _, number in items[:MOST_HITS])
    return Found(found, frozenset(words), instead, tuple(lost))


def _sought(connection: Connection, vocabulary: Vocabulary, term: Term) -> Iterable[_Sought]:
    def meant(meaning: Meaning, near: str | None = None) -> _Sought:
        return _known(connection, vocabulary, _Sought(term.asked, meaning, near=near))

    meaning: Meaning = {}
    for word in term.words:
        meaning |= vocabulary.meaning(word)
    marks = [number for mark in term.marks if (number := vocabulary.id_of(mark)) is not None]
    plain = meant(meaning | dict.fromkeys(marks, Likeness.SAME))
    if plain.meaning or not term.words:
        return [plain]
    for pieces in vocabulary.splits(term.words[0]):
        both = [meant(vocabulary.meaning(piece)) for piece in pieces]
        if all(piece.meaning for piece in both):
            return both
    near = vocabulary.near(connection, term.words[0])
    meaning = {}
    for word in near:
        meaning |= dict.fromkeys(vocabulary.meaning(word), Likeness.NEAR)
    return [meant(meaning, near[0] if near else None)]


def _marks(
    connection: Connection, vocabulary: Vocabulary, marks: Sequence[str]
) -> Iterable[_Sought]:
    for mark in marks:
        number = vocabulary.id_of(mark)
        meaning = {} if number is None else {number: Likeness.SAME}
        yield _known(connection, vocabulary, _Sought(mark, meaning, is_filter=True))


def _known(connection: Connection, vocabulary: Vocabulary, one: _Sought) -> _Sought:
    """The same with its counts, and without the words that no item has any more."""
    counts = vocabulary.counts(connection, one.meaning)
    meaning = {word: likeness for word, likeness in one.meaning.items() if word in counts}
    return replace(one, meaning=meaning, counts=counts)


def _with_all(connection: Connection, sought: Sequence[_Sought]) -> list[Item]:
    """The items that have all that is sought, the best first.

    They are looked for among the best that have the rarest word, and among all that have it only
    where none of the best has the others too.
    """
    first, *others = sorted(sought, key=lambda one: one.count)
    if not others:  # an item may have several words that mean the one
        return complete([_best(connection, first, 2 * MOST_HITS)], MOST_HITS)
    if first.count > _FEW:
        items = _having_all(connection, _best(connection, first, _FEW), others)
        if items:
            return items
    whole = points(search.all_of(connection, first.meaning), first.meaning)
    return _having_all(connection, whole, others)


def _having_all(connection: Connection, first: Points, others: Sequence[_Sought]) -> list[Item]:
    found = [first]
    rare = [one for one in others if one.count < _COMMON]
    for one in rare:
        found.append(_look(connection, one, found[-1]))
    common = others[len(rare) :]
    return _in_common(connection, common, found) if common else complete(found, MOST_HITS)


def _in_common(
    connection: Connection, common: Sequence[_Sought], found: Sequence[Points]
) -> list[Item]:
    """Look for common words in what was found, the best first, until there is enough."""
    best_first = complete(found, len(found[-1]))
    added: list[dict[Item, int]] = [{} for _ in common]
    for start in range(0, len(best_first), _TOGETHER):
        some: Collection[Item] = best_first[start : start + _TOGETHER]
        for at, one in enumerate(common):
            some = having = _look(connection, one, some)
            added[at] |= having
        if len(added[-1]) >= MOST_HITS:
            break
    return complete([*found, *added], MOST_HITS)


def _with_most(connection: Connection, sought: Sequence[_Sought]) -> tuple[list[Item], list[str]]:
    """Where no item has all words: those that have the most and the most telling of them.

    And the words that the first of them does not have.
    """
    words = [one for one in sought if not one.is_filter]
    filters = [one for one in sought if one.is_filter]
    some = {item for one in words for item in _with_all(connection, [one, *filters])}
    if not some:
        return [], []
    having = [_look(connection, one, some) for one in words]
    everything = max(one.count for one in words) * 2
    weights = [weight(one.count, everything) for one in words]
    items, says = incomplete(having, weights), told(having, weights)
    enough = _TELLING * says[items[0]]
    without = [one.asked for one, has in zip(words, having, strict=True) if items[0] not in has]
    return [item for item in items if says[item] >= enough], without


def _best(connection: Connection, one: _Sought, limit: int) -> Points:
    same = [number for number, likeness in one.meaning.items() if likeness is Likeness.SAME]
    rows = [row for number in same for row in search.best_of_one(connection, number, limit)]
    others = [number for number in one.meaning if number not in same]
    if others:
        rows += search.best(connection, others, limit)
    return points(rows, one.meaning)


def _look(connection: Connection, one: _Sought, items: Collection[Item]) -> Points:
    """Those of the items that have what is sought."""
    if not items:
        return {}
    rows = search.within(connection, one.counts, [number for _, number in items])
    return points(rows, one.meaning)
