"""Where an event is and who hosts it."""

import re

from bot.invitations.hours import BLOT, hours, masked
from bot.invitations.text import LINK_SIGN, first_match
from bot.invitations.when import without_zone

_LABEL = re.compile(
    r"^(?:ort|wo|where|location|place|venue|veranstaltungsort|treffpunkt|speicherort)\s*[:?]\s*"
    r"(?P<value>\S.*)$",
    re.IGNORECASE,
)
_HOST_LABEL = re.compile(
    r"^(?:gastgeber(?::?in|\*in)?|host|hosted by|ausrichter(?::?in)?|ausgerichtet von|veranstalter"
    r"(?::?in)?|eine veranstaltung (?:von|des|der))\s*:?\s+(?:ist\s+)?(?:(?:das|die|der|the)\s+)?"
    r"(?P<value>\S.*)$",
    re.IGNORECASE,
)
_NAME = r"[A-ZÄÖÜ][\w-]*(?: (?:für|der|des|of|for|the|und|and|[A-ZÄÖÜ][\w-]*))*"
_HOST_PROSE = tuple(
    re.compile(form)
    for form in (
        rf"\b(?:[Dd]as|[Dd]ie|[Dd]er) (?P<value>{_NAME}) lädt\b",
        rf"\b[Aa]usgerichtet\b[^.!?]*? (?:vom|von (?:der|dem)|von) (?P<value>{_NAME})",
        rf"\b[Gg]astgeber(?:in)? ist (?:das|die|der) (?P<value>{_NAME})",
        rf"\b[Tt]he (?P<value>{_NAME}) (?:hosts|invites|is hosting)\b",
        rf"\bhosted by (?:the )?(?P<value>{_NAME})",
    )
)
_ONLINE = re.compile(
    r"^(?:online|hybrid|digital|virtuell|remote|per video|via zoom)\b", re.IGNORECASE
)
_ONLINE_ANYWHERE = re.compile(
    r"(?<![\w-])(?:online|virtuell|digital)(?![\w-])(?!\s+(?:anmeld|registr|sign|unter|verfügbar))",
    re.IGNORECASE,
)
_TOOL = re.compile(r"^(?:bbb|bigbluebutton|zoom|teams|webex|jitsi|meet)$", re.IGNORECASE)
_IN = re.compile(
    r"^\W*(?:in der|in den|in dem|in das|ins|im|in|am|at the|at|auf dem|beim|bei der)\s+"
    r"(?P<value>[A-ZÄÖÜ].*?)(?:\s+(?:ein|statt|treffen|zu Gast|eingeladen)\b|[.!;:(]|$)"
)
_ASIDE = re.compile(
    r"\s*\([^()]*\b(?:link|folgt|anmeldung|registration|follows)\b[^()]*\)", re.IGNORECASE
)
_BARE = re.compile(r"^(?:wann|when|termin|datum|date|zeit|time)?\W*\x01", re.IGNORECASE)
_PROPER = re.compile(r"[A-ZÄÖÜ0-9]\w")
_LONGEST_PLACE = 12  # words
_EDGES = " ,;|/–—-.\x01"


def read_place(lines: tuple[str, ...], date_line: int | None, *, meets_online: bool) -> str | None:
    """Where the event is, as the invitation calls it; None when it does not say."""
    labelled = first_match(lines, _LABEL)
    place = labelled["value"] if labelled else _beside(lines, date_line) or _online_line(lines)
    if place is not None:
        place = _ASIDE.sub("", LINK_SIGN.sub("", place)).strip(_EDGES)
    if place and not _TOOL.match(place):
        return place
    said = first_match(lines, _ONLINE_ANYWHERE)
    return "online" if said or meets_online or place else None


def read_host(lines: tuple[str, ...]) -> str | None:
    """Who hosts the event; None when it is not said."""
    paragraphs = [part.replace("\n", " ") for part in "\n".join(lines).split("\n\n")]
    found = first_match(lines, _HOST_LABEL) or first_match(paragraphs, *_HOST_PROSE)
    return found["value"].strip(_EDGES) if found else None


def place_line(line: str) -> bool:
    """Whether this line says nothing but the place, or the host."""
    return bool(_LABEL.match(line) or _HOST_LABEL.match(line))


def _beside(lines: tuple[str, ...], date_line: int | None) -> str | None:
    """The place behind the date and the hours: after a comma, or in a sentence with in or at."""
    if date_line is None:
        return None
    line = masked(lines[date_line])
    end = max(line.rindex(BLOT) + 1, *(one.span[1] for one in hours(line)), 0)
    behind = without_zone(line[end:])
    rest = behind.strip(_EDGES)
    short = len(rest.split()) <= _LONGEST_PLACE and not re.search(r"[.!?:]\s", rest)
    if rest and short and (_ONLINE.match(rest) or (_BARE.match(line) and _PROPER.match(rest))):
        return rest
    following = lines[date_line + 1 : date_line + 3]
    if "" in following:
        following = following[: following.index("")]
    found = _IN.match(" ".join([behind, *map(masked, following)]))
    return found["value"] if found else None


def _online_line(lines: tuple[str, ...]) -> str | None:
    for line in lines:
        words = LINK_SIGN.sub("", line).strip(_EDGES + ":")
        if _ONLINE.match(words) and len(words.split()) <= 6 and "nmeld" not in words:
            return words
    return None
