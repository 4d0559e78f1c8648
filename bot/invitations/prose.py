"""What an invitation tells: its text without what stands in fields of its own."""

import re

from bot.domain.dates import Meaning, dates_in
from bot.invitations.heading import Heading
from bot.invitations.hosts import host_line
from bot.invitations.hours import blotted, hours, masked
from bot.invitations.links import registers
from bot.invitations.places import place_line
from bot.invitations.text import LINK_SIGN, Text

_GREETING = re.compile(
    r"^(?:liebe|lieber|hallo|hi|hey|moin|sehr geehrte|dear|guten tag|einladung)\b"
    r"[^.!?]{0,70}[,!]?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEW = 3  # words that a line of nothing but particulars may have besides them


def read_description(text: Text, heading: Heading, listed: frozenset[int]) -> str | None:
    """The paragraphs that are not in fields of their own.

    `listed` are the lines of the talks. Of the others a line that tells a sentence is kept even
    if it names the date.
    """
    kept: list[str] = []
    for number, line in enumerate(text.lines):
        if number in listed or (number in heading.lines and _is_heading(line, heading)):
            continue
        if not _is_particular(line):
            kept.append(text.written_out(line))
    description = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return description if _WORD.search(description) else None


def _is_heading(line: str, heading: Heading) -> bool:
    """Whether a line says little besides the title."""
    return _words(line) - _words(heading.title or "") <= 2 * _FEW


def _is_particular(line: str) -> bool:
    """Whether a line says nothing that is not in a field already."""
    if not line:
        return False
    if place_line(line) or host_line(line) or _GREETING.match(line):
        return True
    words = _words(line)
    if LINK_SIGN.search(line) and (words <= _FEW or (registers(line) and words <= 2 * _FEW)):
        return not dates_in(line)
    times = hours(line)
    dated = bool(times) or any(one.meaning is Meaning.EVENT for one in dates_in(line))
    return dated and _words(blotted(masked(line), times)) <= 2 * _FEW


def _words(line: str) -> int:
    return len(_WORD.findall(LINK_SIGN.sub("", line)))
