"""Words as they are compared: without case, accents and what cannot be seen, umlauts written out.

A stored word is folded (`Bürger` → `buerger`). A question may spell umlauts as bare vowels, so
both are also compared flat (`burger`): a lower likeness, because `fordern` is not `fördern`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

LONGEST = 60  # characters of a word; ours: the longest German compounds have some 50

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae", "œ": "oe", "ß": "ss"}
    | {"ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_JOINER = "\u200d"
# An e after a vowel or q is no umlaut: neue, Frauen, Quelle. `aktuell` is flattened on both sides.
_WRITTEN_OUT = re.compile(r"(?<=[aou])(?<![aeiouyq][aou])e")
_PIECE = r"[^\W_]+(?:['’][^\W_]+)*(?:[:*_/·][iI]n(?:nen)?(?![^\W_]))?"
_WORD = re.compile(rf"{_PIECE}(?:[-‐‑–]{_PIECE})*")
_HYPHENS = re.compile("[-‐‑–]")
_GENDER = re.compile("[:*_/·]([iI]n(?:nen)?)$")
_INSIDE = re.compile("['’:*_/·]")


@dataclass(frozen=True, slots=True)
class Token:
    """A written word at `start`:`end` of a clean text, and the folded words that it stands for.

    `forms` begins with the whole; `KI-Strategie` is also `ki` and `strategie`.
    """

    start: int
    end: int
    written: str
    forms: tuple[str, ...]


def clean(text: str) -> str:
    """`text` composed (NFC), without zero-width, bidirectional and other unseen marks."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    if text.replace("\n", " ").isprintable():  # as nearly all is: then there is nothing unseen
        return text
    return "".join(
        sign
        for position, sign in enumerate(text)
        if unicodedata.category(sign) != "Cf" or _joins_emoji(text, position)
    )


def _joins_emoji(text: str, position: int) -> bool:
    return text[position] == _JOINER and unicodedata.category(text[position - 1])[0] in "SM"


def fold(text: str) -> str:
    """`text` without case, accents and unseen marks, umlauts written out."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", clean(text)).casefold().translate(_UMLAUTS)
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def flat(word: str) -> str:
    """A folded word with its umlauts as bare vowels: `buerger` → `burger`."""
    return _WRITTEN_OUT.sub("", word)


def tokens(text: str) -> Iterator[Token]:
    """The words of `text`, which must be clean, in their order."""
    for match in _WORD.finditer(text):
        written = match[0]
        yield Token(match.start(), match.end(), written, forms(written))


def words(text: str) -> tuple[str, ...]:
    """The folded words that the words of `text`, which must be clean, stand for."""
    return tuple(chain.from_iterable(map(forms, _WORD.findall(text))))


@lru_cache(maxsize=50_000)
def forms(written: str) -> tuple[str, ...]:
    """The folded words that a written word stands for, the whole first.

    A word in both genders is also the shorter one: `Bürger:innen` → buergerinnen, buerger.
    """
    found: dict[str, None] = {_folded(_HYPHENS.sub("", written)): None}
    for part in _HYPHENS.split(written):
        found[_folded(part)] = None
        if _GENDER.search(part):
            found[_folded(_GENDER.sub("", part))] = None
    return tuple(word for word in found if word)


def parts(written: str) -> tuple[str, ...]:
    """The folded words between the hyphens of a written word."""
    return tuple(folded for part in _HYPHENS.split(written) if (folded := _folded(part)))


def _folded(part: str) -> str:
    return fold(_INSIDE.sub("", part))[:LONGEST]
