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
    r"|\b(?P<before>[1-9][0-9]{0,3})(?:\.|th|st|nd|rd)\s+lab ?camp\b(?!\s*#?\s*[0-9])",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^[^:–—|/·•>\-\w„“\"»(]*(?:[:–—|·•>-]|//?)\s*(?P<title>\S.*)$")
_BRACKETED = re.compile(
    r"^\s*\((?:(?:thema|topic|titel|title)\s*:\s*)?(?P<title>[^()]{4,})\)", re.IGNORECASE
)
_BARE = re.compile(r"^\s+(?P<title>[A-ZÄÖÜ0-9][^:|]{5,})$")
_CALLED = re.compile(
    r"^\s*(?:heißt|lautet|is called|trägt den titel)\s*:?\s*(?P<title>\S.*)$", re.IGNORECASE
)
_TO_A_DATE = re.compile(r"\s(?:am|on|vom|von|from|ab|um|at|den|der)\s*$", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"\s+(?:steht (?:an|bevor|vor der tür)|findet statt|naht|kommt|is coming|is near)\b.*$",
    re.IGNORECASE,
)
_OPENS, _CLOSES = '„“"»«', '“”"«»'
_QUOTED = re.compile(rf"[{_OPENS}](?P<title>[^{_OPENS}{_CLOSES}]{{2,}})[{_CLOSES}]")
_LABELLED = re.compile(
    r"^(?:thema|titel|topic|title|motto|theme)(?:\s+(?:ist|is|wird|lautet))?\s*(?::"
    r"|(?=[„\"]))\s*(?P<title>\S.*)$"
    r"|(?:^|[.!?]\s+)(?:thema|topic):\s*(?P<inside>[^.!?\n]+[?!]?)",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"\b(?:unter dem (?:titel|motto|thema)|(?<!vortrag )(?<!impuls )(?<!input )zum thema"
    r"|under the title|on the topic of|titled)"
    rf"\s*:?\s*[{_OPENS}](?P<title>[^{_OPENS}{_CLOSES}]+)[{_CLOSES}]"
    rf"|\blab ?camp\b[^.!?\n{_OPENS}]{{0,30}}[{_OPENS}](?P<quoted>[^{_OPENS}{_CLOSES}]{{4,}})"
    rf"[{_CLOSES}]"
    r"|\blab ?camp\b[^.!?\n]{0,40}\bzum thema (?P<plain>[A-ZÄÖÜ][^.,!?:;\n]{3,})",
    re.IGNORECASE,
)
# LabCamp: Title, without a number
_UNNUMBERED = re.compile(r"^\W*lab ?camp\s*[:–—|]\s*(?P<title>\S.*)$", re.IGNORECASE)
_GREETING = re.compile(
    r"^(?:liebe\w*|hallo|hi|hey|moin|servus|sehr geehrte\w*|dear|hello|guten|good|save the date"
    r"|einladung$|wann|wo"
    r"|when|where|termin|datum|date|ort|time|topic|@)\b",
    re.IGNORECASE,
)
_HASHTAGS = re.compile(r"(?:\s+#[^\W\d]\w*)+\s*$")
_NO_CONTINUATION = re.compile(r"[:,!?.0-9\ue000-\uf8ff]|\b(?:lädt|laden|invites?|findet|am|um)\b")
_GOES_ON = re.compile(
    r"\b(?:ohne|und|oder|für|mit|von|vom|der|die|das|des|dem|den|im|in|zu|zum|zur|auf|als|aus"
    r"|bei|nach|wie"
    r"|the|of|and|or|for|with|without|in|to|an?)$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[a-zäöüß]{3})[.!]\s+(?=[A-ZÄÖÜ])")
# A title in which somebody does something is one that a sentence goes on with.
_TELLS = re.compile(
    r"\b(?:wir|ihr|haben|hat|findet|dürfen|wird|werden|starten|startet|geht|laden|lädt|treffen"
    r"|we|takes place|will be)\b",
    re.IGNORECASE,
)
_WRAPPED = 45  # characters; a line that an e-mail program broke is not shorter


@dataclass(frozen=True, slots=True)
class Heading:
    """The number and title that were found, the line that names the event, all lines used.

    `several` says that more than one number might be meant, `unsure` that nothing parts the title
    from the number.
    """

    number: int | None = None
    title: str | None = None
    line: int | None = None
    lines: tuple[int, ...] = ()
    several: bool = False
    unsure: bool = False


def read_heading(lines: tuple[str, ...]) -> Heading:
    """The number and the title; None for what is not said."""
    found = [
        (number, match) for number, line in enumerate(lines) for match in _NUMBER.finditer(line)
    ]
    for number, match in found:
        title, used = _title_at(lines, number, match)
        if title:
            told = _TELLS.search(title) is not None and dates_in(lines[number])
            return Heading(_value(match), title, number, used, unsure=bool(told))
    title, at = _title_elsewhere(lines)
    bare = (
        next(filter(None, (_bare_title(lines, *one) for one in found)), None) if not title else None
    )
    if bare:
        number, match = found[0]
        return Heading(_value(match), bare, number, (number,), unsure=True)
    if not title and not found and (first := _first_line(lines)):
        return Heading(None, first[1], first[0], (first[0],), unsure=True)
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
        titled = _CALLED.match(rest)
    if titled is None:
        other = _BRACKETED.match(rest) or _QUOTED.search(rest) or _QUOTED.search(lines[number])
        if other and not dates_in(other["title"]):
            return other["title"].strip(), (number,)
        return None, (number,)
    title = _without_particulars(titled["title"])
    after = lines[number + 1] if number + 1 < len(lines) else ""
    ends = number + 2 >= len(lines) or not lines[number + 2]
    broken = len(lines[number]) >= _WRAPPED or _GOES_ON.search(title)
    if after and ends and broken and len(after) < 60 and not _NO_CONTINUATION.search(after):
        return f"{title} {after}", (number, number + 1)
    return _unquoted(title) or None, (number,)


def _first_line(lines: tuple[str, ...]) -> tuple[int, str] | None:
    """The first line and its number, if it is short and stands apart as a heading does."""
    number, line = next(((n, line) for n, line in enumerate(lines) if line), (0, ""))
    apart = number + 2 < len(lines) and not lines[number + 1]
    words = _without_particulars(line)
    if (
        not apart
        or not 0 < len(words.split()) <= 12
        or line[-1:] in ".,:;"
        or _GREETING.match(line)
    ):
        return None
    return number, words


def _bare_title(lines: tuple[str, ...], number: int, match: re.Match[str]) -> str | None:
    """What stands right behind the number of a line that begins with it."""
    before = lines[number][: match.start()].rstrip()
    if len(before) > 3 and not before.endswith(":"):
        return None
    rest = lines[number][match.end() :]
    if not rest and number + 1 < len(lines):
        rest = f" {lines[number + 1]}" if len(lines[number + 1].split()) > 1 else ""
    bare = _BARE.match(rest)
    title = _without_particulars(bare["title"]) if bare else ""
    return title if 1 < len(title.split()) <= 12 or (bare and title == bare["title"]) else None


def _title_elsewhere(lines: tuple[str, ...]) -> tuple[str | None, int | None]:
    """A title that does not stand behind the number: after a label, or in a sentence."""
    for number, line in enumerate(lines):
        if labelled := _LABELLED.search(line):
            return _unquoted((labelled["title"] or labelled["inside"]).strip().rstrip(".")), number
    for number, line in enumerate(lines):
        if titled := _UNNUMBERED.match(line) or _TITLED.search(line):
            title = next(filter(None, titled.groups()))
            return _without_particulars(title).strip(), number
    return None, None


def _without_particulars(title: str) -> str:
    """A title without hashtags, links and whatever begins with a date behind it."""
    title = _ANNOUNCED.sub("", _HASHTAGS.sub("", LINK_SIGN.sub("", title))).strip()
    if found := dates_in(title) or hours(title):
        title = _TO_A_DATE.sub("", title[: found[0].span[0]])
        title = _SENTENCE_END.split(title)[0]  # what tells the date is another sentence
    title = title.rstrip(" ,;|/–—-(").strip()
    return title if title.endswith("..") else title.removesuffix(".")


def _unquoted(title: str) -> str:
    whole = _QUOTED.match(title)
    return whole["title"].strip() if whole else title


def _is_heading(line: str) -> bool:
    """Whether a line says little besides the number or the title."""
    return len(line.split()) < 8 and not registers(line)


def _value(match: re.Match[str]) -> int:
    return int(match["after"] or match["before"])
