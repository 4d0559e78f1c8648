"""Sentences of an invitation, with dates and hours blotted out where a word is looked for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.domain.dates import LONGEST_LINE
from bot.invitations.hours import BLOT, masked, timeless

_BROKEN = 45  # characters; a line that an e-mail program broke is not shorter
# A dot ends a sentence, unless it stands behind a number or what is often cut short.
_END = re.compile(
    r"(?:(?<=[^\s.]{3})(?<!\bProf)(?<!\bStr)(?<!str)(?<!\binkl)(?<!\bbzw)(?<!\busw)\.|[!?])[)“\"]?\s+"
    r"|(?<=[^\s.]{3}):\s+(?=[A-ZÄÖÜ„])"
    r"|(?<=[0-9])\.\s+(?=(?:Am|Im|Beim|Bei|De[rnmrs]|Die|Das|Wir|Eine?|Es|Sie|Ihr|Mit|Um|Von|Für|Nach"
    r"|Zu[rm]|Bitte|The|We|It|This|You|Please)\b)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its `words`, and those with a BLOT for each sign of a date or an hour."""

    words: str
    blotted: str


def sentences(lines: Iterable[str]) -> Iterator[Sentence]:
    """All sentences, also those that go on in the next line."""
    for words in (part for whole in "\n".join(lines).split("\n\n") for part in _wrapped(whole)):
        words = words[:LONGEST_LINE]  # noqa: PLW2901
        signs = zip(words, timeless(words), strict=True)
        without = "".join(BLOT if blot == BLOT else sign for sign, blot in signs)
        for start, end in spans(without):
            yield Sentence(words[start:end], without[start:end])


def _wrapped(paragraph: str) -> Iterator[str]:
    """The lines of a paragraph, those that an e-mail program broke put together."""
    text = ""
    for line in paragraph.split("\n"):
        goes_on = line[:1].islower() or (len(text) >= _BROKEN and text[-1] not in ".!?:;")
        if text and not goes_on:
            yield text
            text = ""
        text = f"{text} {line}" if text else line
    if text:
        yield text


def sentences_of(line: str) -> list[tuple[int, str]]:
    """The sentences of one line, each with where it ends; the last one goes on to the end."""
    read = line[:LONGEST_LINE]  # nobody looks behind it
    return [(end, read[start:end]) for start, end in spans(masked(read))]


def spans(line: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a line, its dates blotted out, begins and ends."""
    begun = 0
    for end in _END.finditer(line):
        yield begun, end.end()
        begun = end.end()
    if begun < len(line):
        yield begun, len(line)
