"""Who hosts an event, and how surely."""

import re

from bot.invitations.hours import BLOT, all_hours
from bot.invitations.labels import BULLET, EDGES, LONGEST_NAME
from bot.invitations.reading import NOT_SAID, ReadName
from bot.invitations.sentences import sentences
from bot.invitations.text import LINK_SIGN, first_match

_LABEL = re.compile(
    BULLET + r"(?:(?:gastgeber(?::?in|\*in)?|host|ausrichter(?::?in)?|veranstalter(?::?in|\*in)?"
    r"|organi[sz]er)\s*(?P<colon>:|ist)|(?:(?:co-)?hosted by|organi[sz]ed by"
    r"|(?:ausgerichtet|veranstaltet|organisiert) von"
    r"|event by|eine veranstaltung (?:von|des|der))\b(?P<also>:?))\s*"
    r"(?:(?:das|die|der|the)\s+)?(?P<value>\S.*)$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[„“\"»][^„“”\"«»]{2,}[“”\"«]")
_ALONE = re.compile(
    BULLET + r"(?:gastgeber(?::?in|\*in)?|veranstalter(?::?in|\*in)?|ausrichter(?::?in)?|organiser"
    r"|organizer)\s*:?$",
    re.IGNORECASE,
)
_WORD = r"(?:[A-ZÄÖÜ][\w&.-]*\w|[A-ZÄÖÜ]|e\.\s?V\.)"
_JOIN = r"(?:für|zur|der|des|im|in|am|of|for|the|(?:und|and|&)(?: (?:das|die|the))?)(?: de[rms])?"
_NAME = rf"{_WORD}(?:,? (?:{_JOIN} )?{_WORD})*"
_ARTICLE = r"(?:(?:[Dd](?:as|ie|er|em|en)|[Tt]he|our|unser\w*) )?"
_VOM = r"(?:vom|von (?:der|dem|den)|von|durch (?:die|das|den))"
# In a sentence, without the quotations in it, what comes first says it most clearly.
_PROSE = tuple(
    re.compile(form)
    for form in (
        rf"\b[Gg]astgeber(?:in|:in)? (?:ist|sind) {_ARTICLE}(?P<value>{_NAME})",
        rf"\b(?:Ausrichter|Veranstalter)(?:in|:in)? (?:ist|sind) {_ARTICLE}(?P<value>{_NAME})",
        rf"\b(?:[Aa]usgerichtet|[Vv]eranstaltet|[Oo]rganisiert)\b[^.!?]*? {_VOM}"
        rf" (?P<value>{_NAME})",
        rf"\b(?:hosted|organi[sz]ed|run|convened) by {_ARTICLE}(?P<value>{_NAME})(?!\w|[’'])",
        rf"(?<!mit )(?<!with )(?<![Mm]it der )(?<![Mm]it dem )(?<!our )(?<!the )(?<!der )(?<!dem )"
        rf"{_ARTICLE}(?P<value>{_NAME})(?:,[^,.!?]{{3,60}},)? (?:lädt|laden|richtet|richten"
        r"|veranstalten?t?|hosts?|invites?|(?:is|are) (?:[a-z]+ly )?hosting|organi[sz]es?)\b",
        rf"\b(?:lädt|laden|richtet|veranstaltet) (?:euch |Sie |dich |herzlich )*"
        rf"(?:[Dd](?:as|ie|er) )(?P<value>{_NAME})",
        rf"\b(?:möchten?|dürfen?|darf) {_ARTICLE}(?P<value>{_NAME})\b[^.!?]*\beinladen\b",
        rf"\b[Aa]uf Einladung (?:der|des|von) (?P<value>{_NAME})",
        rf"\b(?:[Ww]ir, das Team|Leuten|Team) {_VOM} (?P<value>{_NAME})",
    )
)
# Whoever invites like this is nobody in particular.
_NOBODY = re.compile(
    r"^(?:wir|ihr|sie|ich|es|das|die|der|we|you|they|it|i|lab ?camp\S*|event|veranstaltung|termin"
    r"|anmeldung|einladung|programm|[a-zäöü]+)$",
    re.IGNORECASE,
)


def read_host(lines: tuple[str, ...]) -> ReadName:
    """Who hosts the event."""
    labelled = first_match(lines, _LABEL)
    if labelled and not (labelled["colon"] or labelled["also"]):  # a sentence may begin like this
        labelled = labelled if re.fullmatch(_NAME, labelled["value"].strip(EDGES)) else None
    if labelled is None:
        heads = (number for number, line in enumerate(lines[:-1]) if _ALONE.match(line))
        below = next((lines[number + 1] for number in heads), "")
        if 0 < len(below.split()) <= LONGEST_NAME and not all_hours(below):
            return ReadName(LINK_SIGN.sub("", below).strip(EDGES) or None)
    else:
        return ReadName(LINK_SIGN.sub("", labelled["value"]).strip(EDGES) or None)
    return _in_prose(lines) or NOT_SAID


def _in_prose(lines: tuple[str, ...]) -> ReadName | None:
    texts = [_QUOTED.sub(_blank, one.blotted) for one in sentences(lines)]
    for form in _PROSE:
        for found in (match for text in texts for match in form.finditer(text)):
            name = found["value"].strip(EDGES)
            if not _NOBODY.match(name) or len(name.split()) > 1:
                return ReadName(name, sure=False)
    return None


def _blank(quoted: re.Match[str]) -> str:
    return BLOT * len(quoted[0])


def host_line(line: str) -> bool:
    """Whether this line says nothing but the host."""
    return _LABEL.match(line) is not None
