"""Finding items: the rarest word leads, the others are looked for in what it found.

However common the words are, only so many rows are looked at: of two words that both stand in
thousands of items, the best thousand of one of them are compared with the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.domain.search.answers import MOST_HITS
from bot.domain.search.documents import EVERYTHING
from bot.domain.search.questions import Question, Term
from bot.domain.search.ranking import POINTS, Candidate, Likeness, complete, incomplete, weight
from bot.services.search.vocabulary import Meaning, Vocabulary
from storage import search
from storage.database import Connection

_FEW = 1_000  # rows of the rarest word that are read
_MANY = 4_000  # rows of another word that are read as a whole, and not looked for item by item
_TOGETHER = 128  # items in which a common word is looked for at once
_LOOKED_AT, _ENOUGH = 384, 24  # after so many of them so many hits are enough
_SOME = 150  # items of each word that are compared where none has all words
_TELLING = 0.5  # what an item must have of what the best one has


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of items, the best first; `words` are the stored words that were meant.

    `instead` tells what was searched for a word that nothing is like; `without` are the words of
    the question that no item here has together with the others, or at all.
    """

    items: tuple[int, ...] = ()
    words: frozenset[str] = frozenset()
    instead: tuple[tuple[str, str], ...] = ()
    without: tuple[str, ...] = ()


@dataclass(slots=True)
class _Sought:
    """One thing to look for: the ids of the words that mean it, and how many items have them."""

    asked: str
    meaning: Meaning
    count: int = 0
    is_filter: bool = False
    near: str | None = None
    ids: tuple[int, ...] = field(default=())


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
    sought = [one for term in asked.terms for one in _sought(vocabulary, term)]
    lost = [one.asked for one in sought if not one.meaning]
    kept = [one for one in sought if one.meaning]
    if asked.terms and not kept:
        return Found(without=tuple(lost))
    kept += _marks(vocabulary, filters or ((EVERYTHING,) if not kept else ()))
    if not all(one.meaning for one in kept):  # a filter that nothing has
        return Found(without=tuple(lost))
    for one in kept:
        one.ids = tuple(one.meaning)
        one.count = search.count(connection, one.ids, _MANY + 1) if len(kept) > 1 else 0
    ranked = complete(_with_all(connection, kept), len(kept))
    if not ranked and sum(not one.is_filter for one in kept) > 1:
        ranked = _with_most(connection, kept)
        lost += _lost(kept, ranked[:MOST_HITS])
    ids = {number for one in kept for number in one.ids}
    words = {word for number in ids if (word := vocabulary.word(number)) is not None}
    instead = tuple((one.asked, one.near) for one in kept if one.near)
    found = tuple(candidate.item for candidate in ranked[:MOST_HITS])
    return Found(found, frozenset(words), instead, tuple(lost))


def _sought(vocabulary: Vocabulary, term: Term) -> Iterable[_Sought]:
    meaning: Meaning = {}
    for word in term.words:
        meaning |= vocabulary.meaning(word)
    marks = [number for mark in term.marks if (number := vocabulary.id_of(mark)) is not None]
    meaning |= dict.fromkeys(marks, Likeness.SAME)
    if meaning or not term.words:
        return [_Sought(term.asked, meaning)]
    if pieces := vocabulary.split(term.words[0]):
        return [_Sought(term.asked, vocabulary.meaning(piece)) for piece in pieces]
    near = vocabulary.near(term.words[0])
    for word in near:
        meaning |= dict.fromkeys(vocabulary.meaning(word), Likeness.NEAR)
    return [_Sought(term.asked, meaning, near=near[0] if near else None)]


def _marks(vocabulary: Vocabulary, marks: Sequence[str]) -> Iterable[_Sought]:
    for mark in marks:
        number = vocabulary.id_of(mark)
        yield _Sought(mark, {} if number is None else {number: Likeness.SAME}, is_filter=True)


def _with_all(connection: Connection, sought: Sequence[_Sought]) -> list[Candidate]:
    """Candidates among which are those that have all that is sought, as far as is looked."""
    order = sorted(range(len(sought)), key=lambda at: sought[at].count)
    first, *others = order
    found: dict[int, Candidate] = {}
    if not others:  # an item may have several words that mean the one
        _note(found, sought[first], first, _best(connection, sought[first], 2 * MOST_HITS))
        return list(found.values())
    _note(found, sought[first], first, _rows(connection, sought[first], _FEW))
    common = []
    for at in others:
        if sought[at].count > _MANY:
            common.append(at)
            continue
        _note(found, sought[at], at, search.all_of(connection, sought[at].ids), add=False)
        found = {item: one for item, one in found.items() if at in one.points}
    return _in_common(connection, sought, common, found) if common else list(found.values())


def _in_common(
    connection: Connection,
    sought: Sequence[_Sought],
    common: Sequence[int],
    found: dict[int, Candidate],
) -> list[Candidate]:
    """Look for common words in the candidates, the best first, until there are enough."""
    rest = sorted(found.values(), key=_promise, reverse=True)
    whole = 0
    for start in range(0, len(rest), _TOGETHER):
        some = rest[start : start + _TOGETHER]
        _look(connection, sought, common, some)
        whole += sum(len(one.points) == len(sought) for one in some)
        if whole >= (MOST_HITS if start < _LOOKED_AT else _ENOUGH):
            break
    return rest


def _with_most(connection: Connection, sought: Sequence[_Sought]) -> list[Candidate]:
    """Where no item has all words: those that have the most of them, and the most telling ones."""
    words = [at for at, one in enumerate(sought) if not one.is_filter]
    filters = {at for at, one in enumerate(sought) if one.is_filter}
    found: dict[int, Candidate] = {}
    for at in words:
        _note(found, sought[at], at, _best(connection, sought[at], _SOME))
    everything = max(sought[at].count for at in words) * 2
    weights = {at: weight(sought[at].count, everything) for at in words}
    weights |= dict.fromkeys(filters, 0.0)
    some = incomplete(found.values(), weights)[:_SOME]
    common = [at for at in words if sought[at].count > _SOME]
    _look(connection, sought, [*common, *filters], some)
    ranked = incomplete((one for one in some if filters <= one.points.keys()), weights)
    told = [sum(weights[at] for at in one.points) for one in ranked]
    return [one for one, tells in zip(ranked, told, strict=True) if tells >= _TELLING * told[0]]


def _lost(sought: Sequence[_Sought], ranked: Sequence[Candidate]) -> list[str]:
    """The words that the first answer does not have."""
    return [
        one.asked
        for at, one in enumerate(sought)
        if ranked and at not in ranked[0].points and not sought[at].is_filter
    ]


def _rows(connection: Connection, one: _Sought, limit: int) -> list[search.Posting]:
    """All postings of what is sought, or the best of them where there are too many."""
    if one.count <= _FEW:
        return search.all_of(connection, one.ids)
    return _best(connection, one, limit)


def _best(connection: Connection, one: _Sought, limit: int) -> list[search.Posting]:
    same = [number for number, likeness in one.meaning.items() if likeness is Likeness.SAME]
    rows = [row for number in same for row in search.best_of_one(connection, number, limit)]
    others = [number for number in one.ids if number not in same]
    if others:
        rows += search.best(connection, others, limit)
    return rows


def _look(
    connection: Connection, sought: Sequence[_Sought], at: Iterable[int], some: list[Candidate]
) -> None:
    places = list(at)
    ids = sorted({number for place in places for number in sought[place].ids})
    found = {one.item: one for one in some}
    if not found or not ids:
        return
    rows = search.within(connection, ids, list(found))
    for place in places:
        _note(found, sought[place], place, rows, add=False)


def _note(
    found: dict[int, Candidate],
    one: _Sought,
    at: int,
    rows: Iterable[search.Posting],
    *,
    add: bool = True,
) -> None:
    meaning = one.meaning
    for word, where, event, item in rows:
        likeness = meaning.get(word)
        if likeness is None:
            continue
        candidate = found.get(item)
        if candidate is None:
            if not add:
                continue
            candidate = found[item] = Candidate(item, event)
        candidate.has(at, POINTS[where, likeness])


def _promise(one: Candidate) -> tuple[float, int, int]:
    return sum(one.points.values()), one.event, one.item
