"""The numbers of events as people write them in a question: `#4`, `LabCamp 4`, `beim fünften`."""

import re

from bot.domain.search.folding import fold

# The numbers from 1 on.
_GERMAN = (
    "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
    "sechzehn siebzehn achtzehn neunzehn zwanzig"
)
_ENGLISH = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_GERMAN_ORDINALS = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht", 20: "zwanzigst"}
_ENGLISH_ORDINALS = {1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth"}
_ENGLISH_ORDINALS |= {12: "twelfth", 20: "twentieth"}
_ENDINGS = ("e", "en", "er", "es", "em")
_DIGITS = re.compile(r"0*([1-9][0-9]{0,3})")
_DIGITS_ORDINAL = re.compile(r"0*([1-9][0-9]{0,3})(?:st|nd|rd|th|te[nrsm]?)")


def _ordinals() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, german in enumerate(_GERMAN.split(), start=1):
        root = _GERMAN_ORDINALS.get(number, f"{german}t")
        found |= {fold(root + ending): number for ending in _ENDINGS}
    for number, english in enumerate(_ENGLISH.split(), start=1):
        found[_ENGLISH_ORDINALS.get(number, f"{english}th")] = number
    return found


ORDINALS = _ordinals()
CARDINALS = {
    fold(word): number
    for words in (_GERMAN, _ENGLISH)
    for number, word in enumerate(words.split(), start=1)
}


def digits(word: str) -> int | None:
    """The number that a folded word of digits is, without leading zeros; None for others."""
    match = _DIGITS.fullmatch(word)
    return int(match[1]) if match else None


def ordinal(word: str) -> int | None:
    """The number of `fünften`, `5ten` or `fifth`, folded; None for others."""
    match = _DIGITS_ORDINAL.fullmatch(word)
    return int(match[1]) if match else ORDINALS.get(word)


def event_word(number: int) -> str:
    """The word under which the items of an event are indexed."""
    return f"#{number}"
