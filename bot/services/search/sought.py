"""What is looked for: each word of a question, by the stored words that mean it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.search.questions import Term
from bot.domain.search.ranking import Item, Likeness, Points, points
from bot.services.search.vocabulary import Meaning, Vocabulary
from storage import search
from storage.database import Connection


@dataclass(slots=True)
class Sought:
    """One thing to look for: the ids of the words that mean it, and how many items have them.

    `is_word` is a word that may be dropped: no number of an event, no part of a split compound.
    """

    asked: str
    meaning: Meaning
    is_filter: bool = False
    is_word: bool = False
    near: str | None = None
    counts: dict[int, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many items have it, at most."""
        return sum(self.counts.values())


def meant_by(connection: Connection, vocabulary: Vocabulary, term: Term) -> Iterable[Sought]:
    """What a term asks for: one thing, or the two words that a compound is made of."""

    def meant(meaning: Meaning, near: str | None = None) -> Sought:
        one = Sought(term.asked, meaning, is_word=bool(term.words), near=near)
        return _known(connection, vocabulary, one)

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
            return [replace(piece, is_word=False) for piece in both]
    near = vocabulary.near(connection, term.words[0])
    meaning = {}
    for word in near:
        meaning |= dict.fromkeys(vocabulary.meaning(word), Likeness.NEAR)
    return [meant(meaning, near[0] if near else None)]


def marked(
    connection: Connection, vocabulary: Vocabulary, marks: Sequence[str]
) -> Iterable[Sought]:
    """What filters ask for, which are words of the index themselves."""
    for mark in marks:
        number = vocabulary.id_of(mark)
        meaning = {} if number is None else {number: Likeness.SAME}
        yield _known(connection, vocabulary, Sought(mark, meaning, is_filter=True))


def _known(connection: Connection, vocabulary: Vocabulary, one: Sought) -> Sought:
    """The same with its counts, and without the words that no item has any more."""
    counts = vocabulary.counts(connection, one.meaning)
    meaning = {word: likeness for word, likeness in one.meaning.items() if word in counts}
    return replace(one, meaning=meaning, counts=counts)


def best(connection: Connection, one: Sought, limit: int) -> Points:
    """The first items in the order of an answer that have what is sought, so many of each word."""
    same = [number for number, likeness in one.meaning.items() if likeness is Likeness.SAME]
    rows = [row for number in same for row in search.best_of_one(connection, number, limit)]
    others = [number for number in one.meaning if number not in same]
    if others:
        rows += search.best(connection, others, limit)
    return points(rows, one.meaning)


def look(connection: Connection, one: Sought, items: Collection[Item]) -> Points:
    """Those of the items that have what is sought."""
    if not items:
        return {}
    rows = search.within(connection, one.counts, [number for _, number in items])
    return points(rows, one.meaning)
