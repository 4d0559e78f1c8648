"""Which words of a view are others than before."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

# What stays ("="), what went ("-"), what came ("+"), each with its text.
Piece = tuple[str, str]
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")  # Slack's, of which one reads what it would say
_SAID = ("text", "alt_text", "initial_value", "initial_date", "initial_time")


def texts_in(shown: Any) -> Iterator[str]:
    """All that a view says, from its top."""
    if isinstance(shown, list):
        for one in shown:
            yield from texts_in(one)
    elif isinstance(shown, dict):
        for name, value in shown.items():
            if name in _SAID and isinstance(value, str):
                yield _DATE.sub(r"\1", value)
            else:
                yield from texts_in(value)


def _opcodes(before: list[str], after: list[str]) -> list[tuple[str, list[str], list[str]]]:
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(tag, before[i:j], after[k:m]) for tag, i, j, k, m in found]


def _pieces(before: str, after: str) -> list[Piece]:
    pieces = []
    for tag, old, new in _opcodes(_WORD.findall(before), _WORD.findall(after)):
        if tag == "equal":
            pieces.append(("=", "".join(old)))
        else:
            pieces += [(sign, "".join(words)) for sign, words in (("-", old), ("+", new)) if words]
    return pieces


def changes(before: Any, after: Any) -> list[list[Piece]]:
    """Each text that is another one now, word by word; what is said twice is said once."""
    found: list[list[Piece]] = []
    for tag, old, new in _opcodes(list(texts_in(before)), list(texts_in(after))):
        pieces = _pieces("\n".join(old), "\n".join(new))
        if tag != "equal" and pieces not in found:
            found.append(pieces)
    return found
