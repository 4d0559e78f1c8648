"""Flat words by their pieces of three letters: found by a part, or by what is spelt nearly so."""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import accumulate, chain

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

_NEAREST = 20  # words that are given at most
# Ours: formuliertes and formulare are at 0.89, labor and laser at 0.79.
_SUGGESTIVE = 0.82
_COMPARED = 10_000  # words that are compared with one
_SHORTEST_PART = 6  # letters of a part with a slip; ours: shorter ones are like too much


class Spellings:
    """Words in the order in which they are added; their positions say which ones are found."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._lengths = array("L")
        self._by_trigram: dict[str, array[int]] = {}

    def __getitem__(self, position: int) -> str:
        return self._words[position]

    def add(self, word: str, *, findable: bool) -> None:
        """Add a word, or just give a position to what is none."""
        position = len(self._words)
        self._words.append(word)
        self._lengths.append(len(word))
        for trigram in _trigrams(word) if findable else ():
            self._by_trigram.setdefault(trigram, array("L")).append(position)

    def holding(self, part: str) -> list[int]:
        """The words that `part`, of three letters at least, is a part of."""
        lists = [self._by_trigram.get(part[at : at + 3]) for at in range(len(part) - 2)]
        found = [one for one in lists if one is not None]
        if not found or len(found) < len(lists):
            return []
        words = self._words
        return [at for at in min(found, key=len) if part in words[at]]

    def close(
        self, word: str, typos: int, joined: Callable[[str, str], bool]
    ) -> Iterator[list[tuple[int, int]]]:
        """The words that differ from this one by few typos, and how many: the nearest first.

        First those with one, then those with a part with one, then all with at most `typos`.
        Whether a part of a word is one says `joined`.
        """
        lists = self._sharing(word)
        # a slip changes three of the trigrams, two letters that changed places four
        yield self._within(word, set[int]().union(*lists[:5]), 1)
        shared = Counter(chain.from_iterable(lists))
        if len(word) >= _SHORTEST_PART:
            # and one at the end or beginning that is none in the longer word
            at_least = max(2, len(lists) - 5)
            yield self._in_parts(word, [at for at, n in shared.items() if n >= at_least], joined)
        if typos > 1:
            at_least = max(2, len(lists) - 4 * typos)
            yield self._within(word, [at for at, n in shared.items() if n >= at_least], typos)

    def similar(self, word: str) -> list[int]:
        """Words that may have been meant, the likest first."""
        shared = Counter(chain.from_iterable(self._sharing(word)))
        found = process.extract(
            word,
            {at: self._words[at] for at, count in shared.items() if count > 1},
            scorer=JaroWinkler.normalized_similarity,
            score_cutoff=_SUGGESTIVE,
            limit=_NEAREST,
        )
        return [at for *_, at in found]

    def _within(self, word: str, positions: Collection[int], typos: int) -> list[tuple[int, int]]:
        lengths, shortest, longest = self._lengths, len(word) - typos, len(word) + typos
        candidates = {at: self._words[at] for at in positions if shortest <= lengths[at] <= longest}
        found = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=typos, limit=_NEAREST
        )
        return [(at, distance) for _, distance, at in found]

    def _in_parts(
        self, word: str, positions: Collection[int], joined: Callable[[str, str], bool]
    ) -> list[tuple[int, int]]:
        """The longer words that begin or end with this one, but for one slip."""
        lengths = range(len(word) - 1, len(word) + 2)
        found: list[tuple[int, int]] = []
        for at in positions:
            longer = self._words[at]
            if len(longer) < len(word) + 2:
                continue
            parts = [longer[cut] for n in lengths for cut in (slice(n), slice(-n, None))]
            close = (part for part in parts if OSA.distance(word, part, score_cutoff=1) <= 1)
            if any(joined(part, longer) for part in close):
                found.append((at, 1))
        return found

    def _sharing(self, word: str) -> list[Sequence[int]]:
        """For each trigram of a word the positions of those that have it, the rarest first.

        Trigrams that very many words have are passed over.
        """
        if len(word) < 4 or word.isdigit():
            return []
        lists = sorted((self._by_trigram.get(one, ()) for one in _trigrams(word)), key=len)
        looked_at = accumulate(map(len, lists))
        return [some for some, count in zip(lists, looked_at, strict=True) if count <= _COMPARED]


def _trigrams(word: str) -> set[str]:
    framed = f"^{word}$"
    return {framed[at : at + 3] for at in range(len(framed) - 2)}
