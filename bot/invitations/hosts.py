"""Who hosts an event, and how surely."""

import re

from bot.invitations.hours import all_hours
from bot.invitations.labels import BULLET, EDGES, LONGEST_NAME
from bot.invitations.reading import NOT_SAID, ReadName
from bot.invitations.text import LINK_SIGN, first_match, paragraphs

_LABEL = re.compile(
    BULLET + r"(?:(?:gastgeber(?::?in|\*in)?|host|ausrichter(?::?in)?|veranstalter(?::?in|\*in)?"
    r"|veranstaltet von|organizer|organiser)\s*(?::|ist)|(?:(?:co-)?hosted by|ausgerichtet von"
    r"|organized by"
    r"|organised by|eine veranstaltung (?:von|des|der))\b:?)\s*"
    r"(?:(?:das|die|der|the)\s+)?(?P<value>\S.*)$",
    re.IGNORECASE,
)
_ALONE = re.compile(
    BULLET + r"(?:gastgeber(?::?in|\*in)?|veranstalter(?::?in|\*in)?|ausrichter(?::?in)?|organiser"
    r"|organizer)\s*:?$",
    re.IGNORECASE,
)
_NAME = r"[A-ZÄÖÜ][\w-]*(?: (?:für|der|des|of|for|the|und|and|[A-ZÄÖÜ][\w-]*))*"
_PROSE = tuple(
    re.compile(form)
    for form in (
        rf"\b(?:[Dd]as|[Dd]ie|[Dd]er) (?P<value>{_NAME}) lädt\b",
        rf"\b[Aa]usgerichtet\b[^.!?]*? (?:vom|von (?:der|dem)|von) (?P<value>{_NAME})",
        rf"\b[Gg]astgeber(?:in)? ist (?:das|die|der) (?P<value>{_NAME})",
        rf"\b[Tt]he (?P<value>{_NAME}) (?:hosts|invites|is hosting)\b",
        rf"\b(?:event|evening|labcamp\S*|meeting|is) hosted by (?:the )?(?P<value>{_NAME})(?!\w"
        rf"|[’'])",
    )
)


def read_host(lines: tuple[str, ...]) -> ReadName:
    """Who hosts the event."""
    labelled = first_match(lines, _LABEL)
    if labelled is None:
        heads = (number for number, line in enumerate(lines[:-1]) if _ALONE.match(line))
        below = next((lines[number + 1] for number in heads), "")
        if 0 < len(below.split()) <= LONGEST_NAME and not all_hours(below):
            return ReadName(LINK_SIGN.sub("", below).strip(EDGES) or None)
    else:
        return ReadName(LINK_SIGN.sub("", labelled["value"]).strip(EDGES) or None)
    found = first_match(paragraphs(lines), *_PROSE)
    return ReadName(found["value"].strip(EDGES), sure=False) if found else NOT_SAID


def host_line(line: str) -> bool:
    """Whether this line says nothing but the host."""
    return _LABEL.match(line) is not None
