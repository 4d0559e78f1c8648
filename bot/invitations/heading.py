"""The number and the title of the event in its invitation."""

import re
from dataclasses import dataclass

from bot.domain.dates import dates_in
from bot.invitations.hours import hours
from bot.invitations.links import registers
from bot.invitations.text import LINK_SIGN

_NUMBER = re.compile(
    r"\blab ?camp\s*\(?(?:#\s?|Nr\.?\s*|No\.?\s*|Nummer\s*)?"
    r"(?P<after>(?!(?:19|20)[0-9]{2}\b)[1-9][0-9]{0,5})\)?(?![0-9.])"
    r"|\b(?P<before>[1-9][0-9]{0,3})(?:\.|th|st|nd|rd)\s+lab ?camp\b(?P<rest>)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^[^:–—|\-\w„“\"»]*[:–—|-]\s*(?P<title>\S.*)$")
_OPENS, _CLOSES = '„“"»«', '“”"«»'
_QUOTED = re.compile(rf"[{_OPENS}](?P<title>[^{_OPENS}{_CLOSES}]{{2,}})[{_CLOSES}]")
_LABELLED = re.compile(
    r"^(?:thema|titel|topic|title|motto|theme)(?:\s+(?:ist|is))?\s*:\s*(?P<title>\S.*)$"
    r"|(?:^|[.!?]\s+)(?:thema|topic):\s*(?P<inside>[^.!?\n]+[?!]?)",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"\b(?:unter dem (?:titel|motto|thema)|zum thema|under the title|on the topic of|titled)"
    rf"\s*:?\s*[{_OPENS}](?P<title>[^{_OPENS}{_CLOSES}]+)[{_CLOSES}]",
    re.IGNORECASE,
)
_HASHTAGS = re.compile(r"(?:\s+#[^\W\d]\w*)+\s*$")
_NO_CONTINUATION = re.compile(r"[:,!?.0-9\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Heading:
    """The number and title that were found, the line that names the event, all lines used.

    `several` says that more than one number might be meant.
    """

    number: int | None = None
    title: str | None = None
    line: int | None = None
    lines: tuple[int, ...] = ()
    several: bool = False


def read_heading(lines: tuple[str, ...]) -> Heading:
    """The number and the title; None for what is not said."""
    found = [
        (number, match) for number, line in enumerate(lines) for match in _NUMBER.finditer(line)
    ]
    for number, match in found:
        title, used = _title_at(lines, number, match)
        if title:
            return Heading(_value(match), title, number, used)
    title, at = _title_elsewhere(lines)
    numbers = {_value(match) for _, match in found}
    line = found[0][0] if found else None
    used = tuple({one for one in (at, line) if one is not None and _is_heading(lines[one])})
    only = next(iter(numbers)) if len(numbers) == 1 else None
    return Heading(only, title, line, used, several=len(numbers) > 1)


def _title_at(
    lines: tuple[str, ...], number: int, match: re.Match[str]
) -> tuple[str | None, tuple[int, ...]]:
    """The title behind a number, and the lines that it takes."""
    rest = lines[number][match.end() :]
    titled = _TITLE.match(rest)
    if titled is None:
        quoted = _QUOTED.search(rest)
        return (quoted["title"].strip() if quoted else None), (number,)
    title = _without_particulars(titled["title"])
    after = lines[number + 1] if number + 1 < len(lines) else ""
    ends = number + 2 >= len(lines) or not lines[number + 2]
    if after and ends and len(after) < 60 and not _NO_CONTINUATION.search(after):
        return f"{title} {after}", (number, number + 1)
    return _unquoted(title) or None, (number,)


def _title_elsewhere(lines: tuple[str, ...]) -> tuple[str | None, int | None]:
    """A title that does not stand behind the number: after a label, or in a sentence."""
    for number, line in enumerate(lines):
        if labelled := _LABELLED.search(line):
            return _unquoted((labelled["title"] or labelled["inside"]).strip().rstrip(".")), number
    for number, line in enumerate(lines):
        if titled := _TITLED.search(line):
            return titled["title"].strip(), number
    return None, None


def _without_particulars(title: str) -> str:
    """A title without hashtags, links and whatever begins with a date behind it."""
    title = _HASHTAGS.sub("", LINK_SIGN.sub("", title)).strip()
    if found := dates_in(title) or hours(title):
        title = title[: found[0].span[0]]
    return title.rstrip(" ,;|/–—-(").strip()


def _unquoted(title: str) -> str:
    whole = _QUOTED.fullmatch(title)
    return whole["title"].strip() if whole else title


def _is_heading(line: str) -> bool:
    """Whether a line says little besides the number or the title."""
    return len(line.split()) < 8 and not registers(line)


def _value(match: re.Match[str]) -> int:
    return int(match["after"] or match["before"])
