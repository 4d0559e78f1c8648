"""Which stored words a word of a question means: this process's memory of the table `words`."""

import threading
from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from itertools import islice

import Stemmer

from bot.domain.search.fillers import FILLERS
from bot.domain.search.folding import flat
from bot.domain.search.joints import as_part
from bot.domain.search.ranking import Likeness
from bot.services.search.spellings import Spellings
from storage import search
from storage.database import Connection

# Stored words that one word of a question may mean: a syllable is part of thousands.
_MOST = 200
_NEAREST = 5
_COMMON = 200  # items that have a word: how many they are is remembered
_GROWTH = 1.25  # of the words that are known, until that is counted anew

_JOINED = (Likeness.PREFIX, Likeness.PART)

Meaning = dict[int, Likeness]


class Vocabulary:
    """All stored words and what is needed to find them by likeness.

    Words are added in the order in which their transactions end (see `storage.search.word_ids`): so
    what is new has a greater id than all that is known. One that was deleted since is known on, and
    stands in no item. Several threads may ask at once. One vocabulary belongs to one database.
    """

    def __init__(self) -> None:
        self._refreshing = threading.Lock()
        self._stemming = threading.Lock()  # a Stemmer is not safe to share
        # without the cache, which a process that learns all words only ever empties again
        self._german, self._english = (Stemmer.Stemmer(name, 0) for name in ("german", "english"))
        self._known_up_to = 0
        self._id_of: dict[str, int] = {}
        self._words: list[str] = []
        self._spellings = Spellings()
        self._ids = array("q")
        self._common: Mapping[int, int] = {}
        self._counted_at = 0
        self._by_key: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._words)

    def refresh(self, connection: Connection) -> None:
        """Learn the words that were stored since the last time.

        The connection must have stored nothing itself: what it rolls back would be remembered.
        """
        if search.last_word(connection) <= self._known_up_to:
            return
        with self._refreshing:
            for number, word in search.words_after(connection, self._known_up_to):
                self._learn(number, word)
                self._known_up_to = number
            if len(self) > _GROWTH * self._counted_at:
                self._common = search.common(connection, _COMMON)
                self._counted_at = len(self)

    def id_of(self, word: str) -> int | None:
        """The id of exactly this word, marks such as `#4` too."""
        return self._id_of.get(word)

    def word(self, number: int) -> str | None:
        """The word with this id."""
        position = self._position(number)
        return None if position is None else self._words[position]

    def counts(self, connection: Connection, numbers: Collection[int]) -> dict[int, int]:
        """In how many items each of the words with these ids stands, if any; of common ones about.

        Of common ones it is what it was when they were counted last, if they still stand in any.
        """
        known = self._common
        common = [one for one in numbers if one in known]
        others = [one for one in numbers if one not in known]
        found = search.counts(connection, others) if others else {}
        return found | {one: known[one] for one in search.used(connection, common)}

    def meaning(self, word: str) -> Meaning:
        """The ids of all stored words that a folded word means by itself, inflected, or as a part.

        At most 200, the likest; a number or a word of two letters means only itself.
        """
        found: Meaning = {}
        if (same := self._id_of.get(word)) is not None:
            found[same] = Likeness.SAME
        if len(word) < 3 or word.isdigit():
            return found
        stem = self._german_stem(word)
        for key in self._keys(word, stem):
            for position in self._by_key.get(key, ()):
                found.setdefault(self._ids[position], Likeness.STEM)
        bare = flat(word)
        holding = [*islice(self._holding(bare), _MOST)]
        # of a short stem only what has all of the word: Erle, Schwarzerlen
        inflected = stem if len(stem) > 3 else bare
        held = self._holding_inflected(inflected, stem, whole=inflected == bare)
        holding += islice(held, _MOST)
        for likeness, _, position in sorted(holding):
            if len(found) >= _MOST:
                break
            found.setdefault(self._ids[position], likeness)
        if not found and len(stem) == 3:  # Uhren: Sonnenuhr
            few = islice(self._holding(stem), _MOST)
            return {self._ids[at]: likeness for likeness, _, at in few}
        return found

    def near(self, connection: Connection, word: str) -> list[str]:
        """The words of items that differ from a folded word by a typo or two, the nearest ones.

        With as few typos as there are any: first whole words, then those with such a part.
        """
        asked = flat(word)
        for close in self._spellings.close(asked, _typos(len(word)), self._is_joined):
            typos = dict(close)
            ranked = sorted(
                (typos[at], self._spellings[at][:2] != asked[:2], self._spellings[at], at)
                for at in self._used(connection, typos)
                if self._words[at] not in FILLERS
            )
            best = ranked[0][:2] if ranked else None
            if best:
                return [self._words[at] for *one, _, at in ranked if tuple(one) == best][:_NEAREST]
        return []

    def _is_joined(self, part: str, word: str) -> bool:
        return as_part(part, word, self._is_known) in _JOINED

    def suggested(self, connection: Connection, word: str) -> list[str]:
        """Words of items that may have been meant by a folded word, the likest first."""
        similar = self._spellings.similar(flat(word))
        used = self._used(connection, similar)
        return [self._words[at] for at in similar if at in used][:_NEAREST]

    def _used(self, connection: Connection, positions: Collection[int]) -> set[int]:
        """Those of the words that an item has: some have stood only in what is withdrawn now."""
        if not positions:
            return set()
        used = search.used(connection, [self._ids[at] for at in positions])
        return {at for at in positions if self._ids[at] in used}

    def splits(self, word: str) -> Iterator[tuple[str, str]]:
        """The stored words of which a compound may be made, as `buerger` and `beteiligung`.

        However inflected; none for a word that is no compound of such.
        """
        for at in sorted(range(4, len(word) - 3), key=lambda at: abs(2 * at - len(word))):
            second = word[at:]
            if not self._stored(second):
                continue
            for joint in ("s", "n", "en", "es", ""):
                first = word[:at].removesuffix(joint) if word[:at].endswith(joint) else ""
                if len(first) > 3 and self._stored(first):
                    yield first, second

    def _stored(self, word: str) -> bool:
        if word in self._id_of:
            return True
        return any(key in self._by_key for key in self._keys(word, self._german_stem(word)))

    def _learn(self, number: int, word: str) -> None:
        position = len(self._words)
        self._words.append(word)
        self._ids.append(number)
        self._id_of[word] = number
        findable = word.isalnum() and not word.isdigit() and len(word) > 1
        self._spellings.add(flat(word), findable=findable)
        if findable:
            for key in self._keys(word, self._german_stem(word)):
                self._by_key[key] = (*self._by_key.get(key, ()), position)

    def _position(self, number: int) -> int | None:
        position = bisect_left(self._ids, number)
        there = position < len(self._ids) and self._ids[position] == number
        return position if there else None

    def _keys(self, word: str, german: str) -> Iterator[str]:
        """What the forms of a word have in common, by language; `german` is its German stem."""
        yield f"f{flat(word)}"
        yield f"d{german}"
        with self._stemming:
            english = self._english.stemWord(_without_gender(word))
        yield f"e{flat(english)}"

    def _german_stem(self, word: str) -> str:
        with self._stemming:
            return flat(self._german.stemWord(_without_gender(word)))

    def _holding(self, part: str) -> Iterator[tuple[Likeness, int, int]]:
        """The words that `part` (flat) is a part of: its likeness, their length, their position."""
        for length, position in self._held(part):
            likeness = as_part(part, self._spellings[position], self._is_known)
            if likeness is not None:
                yield likeness, length, position

    def _holding_inflected(
        self, held: str, stem: str, *, whole: bool
    ) -> Iterator[tuple[Likeness, int, int]]:
        """The compounds that an inflected form with `held` is a part of, the last one or the first.

        What follows a stem at the beginning must be a word: Petersson is no compound of Petersen.
        `whole` says that `held` is all of the word that was asked for.
        """
        if len(held) < 4:
            return
        for length, position in self._held(held):
            word = self._spellings[position]
            at = word.rfind(held)
            if whole and 0 < at < 4 and not self._is_known(word[:at]):
                continue  # Kommoden: no Mode
            part = word[at:] if at else held
            if (at == 0 and length >= len(held) + 4) or self._german_stem(part) == stem:
                likeness = as_part(part, word, self._is_known)
                if likeness in _JOINED:
                    yield likeness, length, position

    def _held(self, part: str) -> list[tuple[int, int]]:
        """Length and position of the words with `part`; beginning with it first, then the short."""
        words = self._spellings
        held = [(not words[at].startswith(part), len(words[at]), at) for at in words.holding(part)]
        return [(length, position) for _, length, position in sorted(held)]

    def _is_known(self, word: str) -> bool:
        """Whether a flat word is stored, or the stem of one that is."""
        return f"f{word}" in self._by_key or f"d{word}" in self._by_key


def _without_gender(word: str) -> str:
    return word[: -len("innen")] if word.endswith("innen") and len(word) > 9 else word


def _typos(length: int) -> int:
    """How many slips are forgiven in a word of this length."""
    return 1 if length < 8 else 2 if length < 13 else 3
