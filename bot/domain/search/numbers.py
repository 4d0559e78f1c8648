"""The numbers of events as people write them in a question: `#4`, `LabCamp 4`, `beim fünften`."""

import re

from bot.domain.search.folding import fold

_CARDINALS = {
    1: "eins one",
    2: "zwei two",
    3: "drei three",
    4: "vier four",
    5: "fünf five",
    6: "sechs six",
    7: "sieben seven",
    8: "acht eight",
    9: "neun nine",
    10: "zehn ten",
    11: "elf eleven",
    12: "zwölf twelve",
    13: "dreizehn thirteen",
    14: "vierzehn fourteen",
    15: "fünfzehn fifteen",
    16: "sechzehn sixteen",
    17: "siebzehn seventeen",
    18: "achtzehn eighteen",
    19: "neunzehn nineteen",
    20: "zwanzig twenty",
}
_GERMAN_ORDINALS = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht", 20: "zwanzigst"}
_ENGLISH_ORDINALS = {
    1: "first",
    2: "second",
    3: "third",
    5: "fifth",
    8: "eighth",
    9: "ninth",
    12: "twelfth",
    20: "twentieth",
}
_ENDINGS = ("e", "en", "er", "es", "em")
_DIGITS = re.compile(r"0*([1-9][0-9]{0,3})")
_DIGITS_ORDINAL = re.compile(r"0*([1-9][0-9]{0,3})(?:st|nd|rd|th|te[nrsm]?)")


def _ordinals() -> dict[str, int]:
    found: dict[str, int] = {}
    for number, words in _CARDINALS.items():
        german, english = words.split()
        root = _GERMAN_ORDINALS.get(number, f"{german}t")
        found |= {fold(root + ending): number for ending in _ENDINGS}
        found[_ENGLISH_ORDINALS.get(number, f"{english}th")] = number
    return found


ORDINALS = _ordinals()
CARDINALS = {fold(word): number for number, both in _CARDINALS.items() for word in both.split()}


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
