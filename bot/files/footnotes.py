"""Footnotes of a page (`[^1]: …`): their signs are no words, and a bare source is no item."""

import re
from collections.abc import Iterator

from bot.files.contents import LeftOut
from bot.files.fields import shown

_NOTE = re.compile(r"^ {0,3}\[\^(?P<id>[^\]\s]{1,99})\]:[ \t]*(?P<said>[^\n]*)", re.MULTILINE)
_SIGN = re.compile(r"[ \t]*(?<!\\)\[\^(?P<id>[^\]\s]{1,99})\]")
_BARE = re.compile(r"<?https?://[^\s<>]+>?[ \t]*", re.IGNORECASE)


def without_footnotes(text: str, file: str | None) -> tuple[str, list[LeftOut]]:
    """`text` with all lines, without its footnotes' signs; and those that only name an address."""
    known: set[str] = set()
    bare: list[LeftOut] = []
    text = "".join(_lines(text, file, known, bare))
    if known:
        text = _SIGN.sub(lambda sign: "" if sign["id"] in known else sign[0], text)
    return text, bare


def _lines(text: str, file: str | None, known: set[str], bare: list[LeftOut]) -> Iterator[str]:
    """The text piece by piece, each note without its sign."""
    done, line = 0, 1
    for note in _NOTE.finditer(text):
        line += text.count("\n", done, note.start())
        yield text[done : note.start()]
        known.add(note["id"])
        if _BARE.fullmatch(note["said"]):
            bare.append(LeftOut(line, f"{shown(note['said'])} stands in a footnote", file))
        else:
            yield note["said"]
        done = note.end()
    yield text[done:]
