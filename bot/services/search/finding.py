"""Finding items: the rarest word leads, the others are looked for in what it found.

However common the words are, only so many rows are looked at: of two words that both stand in
thousands of items, the best five hundred of one of them are compared with the other.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.ids import ItemId
from bot.domain.search.answers import MOST_HITS
from bot.domain.search.documents import EVERYTHING
from bot.domain.search.questions import SearchQuestion
from bot.domain.search.ranking import (
    Item,
    Points,
    Ranked,
    complete,
    incomplete,
    points,
    told,
    weight,
)
from bot.services.search.paragraphs import Paragraphs
from bot.services.search.sought import Sought, best, look, marked, meant_by
from bot.services.search.vocabulary import Vocabulary
from storage import search
from storage.database import Connection

# Rows of the rarest word that are read. Of the first eight answers of all rows 93 % are among those
# of this many in 200,000 items of `make bench`, and 99.8 % in 10,000.
_FEW = 500
_COMMON = 25_000  # rows of a word that is looked for in some items at once, until there are enough
_TOGETHER = 128  # items in which it is
_ENOUGH = 5  # items with all words; of fewer a page has room for others
_TELLING = 0.5  # what an item must have of what the best one has


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of items, the best first; `words` are the stored words that were meant.

    `instead` tells what was searched for a word that nothing is like; `without` are the words of
    the question that no item here has together with the others, or at all; `dropped` those that
    only the first items have.
    """

    items: tuple[ItemId, ...] = ()
    words: frozenset[str] = frozenset()
    instead: tuple[tuple[str, str], ...] = ()
    without: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def find(
    connection: Connection,
    vocabulary: Vocabulary,
    asked: SearchQuestion,
    filters: Sequence[str] = (),
) -> Found:
    """At most 100 items that answer the question and have all marks of `filters`.

    A question without words gets the newest. The connection must be a reading one.
    """
    vocabulary.refresh(connection)
    sought = [one for term in asked.terms for one in meant_by(connection, vocabulary, term)]
    lost = [one.asked for one in sought if not one.meaning]
    kept = [one for one in sought if one.meaning]
    if asked.terms and not kept:
        return Found(without=tuple(lost))
    kept += marked(connection, vocabulary, filters or ((EVERYTHING,) if not kept else ()))
    if not all(one.meaning for one in kept):  # a filter that nothing has
        return Found(without=tuple(lost))
    paragraphs, dropped = Paragraphs(connection), list[str]()
    items = paragraphs.own_first(_with_all(connection, kept), kept)
    if items:
        items, dropped = _with_fewer(connection, kept, items, paragraphs)
    elif sum(not one.is_filter for one in kept) > 1:
        items, without = _with_most(connection, kept)
        lost += without
        paragraphs.learn(items[:MOST_HITS], kept)
    ids = {number for one in kept for number in one.meaning}
    words = {word for number in ids if (word := vocabulary.word(number)) is not None}
    instead = tuple((one.asked, one.near) for one in kept if one.near)
    found = tuple(number for _, number in paragraphs.few_of_one(items[:MOST_HITS]))
    return Found(found, frozenset(words), instead, tuple(lost), tuple(dropped))


def _with_all(connection: Connection, sought: Sequence[Sought]) -> Ranked:
    """The items that have all that is sought, the best first.

    They are looked for among the best that have the rarest word, and among all that have it only
    where none of the best has the others too.
    """
    first, *others = sorted(sought, key=lambda one: one.count)
    if not others:  # an item may have several words that mean the one
        return complete([best(connection, first, 2 * MOST_HITS)], MOST_HITS)
    if first.count > _FEW:
        items = _having_all(connection, best(connection, first, _FEW), others)
        if items:
            return items
    whole = points(search.all_of(connection, first.meaning), first.meaning)
    return _having_all(connection, whole, others)


def _having_all(connection: Connection, first: Points, others: Sequence[Sought]) -> Ranked:
    found = [first]
    rare = [one for one in others if one.count < _COMMON]
    for one in rare:
        found.append(look(connection, one, found[-1]))
    common = others[len(rare) :]
    return _in_common(connection, common, found) if common else complete(found, MOST_HITS)


def _in_common(connection: Connection, common: Sequence[Sought], found: Sequence[Points]) -> Ranked:
    """Look for common words in what was found, the best first, until there is enough."""
    best_first = [item for _, item in complete(found, len(found[-1]))]
    added: list[dict[Item, int]] = [{} for _ in common]
    for start in range(0, len(best_first), _TOGETHER):
        some: Collection[Item] = best_first[start : start + _TOGETHER]
        for at, one in enumerate(common):
            some = having = look(connection, one, some)
            added[at] |= having
        if len(added[-1]) >= MOST_HITS:
            break
    return complete([*found, *added], MOST_HITS)


def _with_fewer(
    connection: Connection, sought: Sequence[Sought], items: list[Item], paragraphs: Paragraphs
) -> tuple[list[Item], list[str]]:
    """Where few items have all words: these, and behind them those that lack the commonest.

    The rarest word decides what there is to find; one that is hardly commoner is never dropped.
    """
    words = sorted((one for one in sought if one.is_word), key=lambda one: one.count)
    always = [one for one in sought if not one.is_word]
    dropped: list[str] = []
    while len(items) < _ENOUGH and len(words) > 1 and words[-1].count >= 2 * words[0].count:
        commonest = words.pop()
        known = set(items)
        fewer = [*words, *always]
        more = paragraphs.own_first(_with_all(connection, fewer), fewer)
        added = [item for item in more if item not in known]
        # of many that have the rarest word only the best were looked at: some may have all words
        having = look(connection, commonest, added) if added else {}
        lacking = [item for item in added if item not in having]
        items = [*items, *(item for item in added if item in having), *lacking]
        if lacking:
            dropped.append(commonest.asked)
    return items, dropped


def _with_most(connection: Connection, sought: Sequence[Sought]) -> tuple[list[Item], list[str]]:
    """Where no item has all words: those that have the most and the most telling of them.

    And the words that the first of them does not have.
    """
    words = [one for one in sought if not one.is_filter]
    filters = [one for one in sought if one.is_filter]
    some = {item for one in words for _, item in _with_all(connection, [one, *filters])}
    if not some:
        return [], []
    having = [look(connection, one, some) for one in words]
    everything = max(one.count for one in words) * 2
    weights = [weight(one.count, everything) for one in words]
    items, says = incomplete(having, weights), told(having, weights)
    enough = _TELLING * says[items[0]]
    without = [one.asked for one, has in zip(words, having, strict=True) if items[0] not in has]
    return [item for item in items if says[item] >= enough], without
