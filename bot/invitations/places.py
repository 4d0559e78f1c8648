"""Where an event is, and how surely."""

import re

from bot.invitations.hours import BLOT, all_hours, blotted, masked
from bot.invitations.labels import BULLET, EDGES, LONGEST_NAME
from bot.invitations.prose_places import SURELY, VENUE, best_place
from bot.invitations.reading import NOT_SAID, ReadName
from bot.invitations.text import LINK_SIGN, first_match, paragraphs
from bot.invitations.when import without_zone

_PLACES = (
    r"(?:(?:vor )?ort|wo|where|location|place|venue|speicherort|veranstaltungsort|tagungsort"
    r"|treffpunkt|adresse|address"
    r"|raum|room)"
)
_LABEL = re.compile(
    BULLET
    + _PLACES
    + r"(?:\s*(?:/|und|&|and)\s*(?:zeit|wann|adresse|address|time|when))?\s*[:?|]\s*"
    r"(?P<value>\S.*)$",
    re.IGNORECASE,
)
_LABEL_INSIDE = re.compile(
    r"(?:[.!?]\s+(?:ort|wo|where|location|venue)\s*[:?]"
    r"|\b(?:ort|treffpunkt|venue)(?: (?:um|ab) [0-9:.]+ Uhr)? (?:ist|wird"
    r"|is|will be))\s+"
    r"(?:(?:im|in der|in|am|das|der|die|the)\s+)?(?P<value>[A-ZÄÖÜ][^.!?\n]*)",
    re.IGNORECASE,
)
_TIME_AND_PLACE = re.compile(
    BULLET
    + r"(?:zeit|wann|time|when|termin|datum|date)\s*(?:/|und|&|and|\+)\s*"
    + _PLACES
    + r"\s*[:?|]",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:ist|sind|wird|werden|gibt|haben|hat|lädt|laden|können|kann|bitte|wir|ihr|sie|is|are"
    r"|will|can|you|we)\b"
    r"|[:?!]|\.\s+[A-ZÄÖÜ]",
    re.IGNORECASE,
)
_LABEL_ALONE = re.compile(BULLET + _PLACES + r"\s*[:?]?$", re.IGNORECASE)
_ONLINE = re.compile(
    r"^(?:online|hybrid|digital|virtuell|virtual|remote|per video|(?:via|per|über|auf"
    r"|in) (?:zoom|teams"
    r"|webex|bbb|big ?blue ?button|jitsi))\b(?!-|(?:anmeld|registr|umfrage|shop))",
    re.IGNORECASE,
)
# Said of the event itself, not of its slides.
_MEETS_ONLINE = re.compile(
    r"\b(?:findet|treffen wir uns|treffen|sehen (?:wir )?uns|takes place|meet|happens?"
    r"|veranstaltung|event"
    r"|labcamp\S*|meeting|meetup|workshop|nachmittag|termin|session)\b[^.!?:]{0,50}?"
    r"(?<![\w-])(?:online|virtuell|virtually|digital|remote)(?![\w-])"
    r"(?! (?:verfügbar|available|anmeld|registr|unter|abrufbar|gestellt|stellen|werden))"
    r"|\b(?:online|digital|virtuell|virtual)(?:e[srnm]?)?[- ](?:stattfindende\w* )?"
    r"\w*(?:veranstaltung|treffen|labcamp"
    r"|meeting|event|seminar|vortrag|präsentation|gespräch|runde|kurs|barcamp"
    r"|workshop|meetup|termin|session|konferenz|austausch|format)\b|,\s*online(?=[.,!)]|$)"
    r"|\b(?:per|via|über) (?:zoom|teams|webex"
    r"|bbb|jitsi)\b",
    re.IGNORECASE,
)
_HYBRID = re.compile(r"\bhybrid\b", re.IGNORECASE)
_TOOL = re.compile(
    r"^(?:bbb|big ?blue ?button|zoom|(?:microsoft |ms )?teams|webex|jitsi|(?:google )?meet)"
    r"(?:[- ](?:meeting|konferenz|call|link))?$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\s*\([^()]*\b(?:link|folgt|anmeldung|registration|follows|einlass|doors)\b[^()]*\)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^[^\w\x01]*(?:[\w &/+]{1,25}[:?]|wann|when|termin|datum|date|zeit|time)?[^\w\x01]*\x01",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\s*[,(;]\s*(?:der |the )?(?:link|zugang|einwahl|anmeldung)\b.*$", re.IGNORECASE
)
_TOWN = re.compile(r"\b[0-9]{5} [A-ZÄÖÜ]")
_PROPER = re.compile(r"^[\W]*[A-ZÄÖÜ]\w")
# What follows the hour and is no place: a name of the event, a remark, a clock.
_NO_PLACE = re.compile(
    r"[#?!@]|\b(?:uhr|einlass|doors|beginn|start|ende|time|zeit|stammtisch|meetup|workshop"
    r"|vortrag|treffen"
    r"|anmeldung|registration|register|stand|gefördert|unterstützung|funded|supported|eintritt|kostenlos|free|neu|thema|titel|auftakt|kickoff|labcamp"
    r"|tage?|days?"
    r"|montags?|dienstags?|mittwochs?|donnerstags?|freitags?|samstags?|sonntags?|anschließend"
    r"|danach|mit"
    r"|sind|ist|werden|wird|gibt|haben|ics|kalender|calendar|save)\b|[0-9]{1,2}:[0-9]{2}|\bh\b",
    re.IGNORECASE,
)


def read_place(lines: tuple[str, ...], date_line: int | None, *, meets_online: bool) -> ReadName:
    """Where the event is, as the invitation calls it."""
    prose = best_place(lines)
    said = ReadName(prose.name, sure=False) if prose else None
    found = (
        _named(_labelled(lines))
        or _beside(lines, date_line)
        or _named(_online_line(lines))
        or (said if prose and prose.weight >= SURELY else None)
        or _below(lines, date_line)
        or NOT_SAID
    )
    place = found.value
    if place and not _TOOL.match(place):
        return found
    if first_match(lines, _HYBRID):
        return ReadName("hybrid", sure=False)
    if meets_online or place or first_match(paragraphs(lines), _MEETS_ONLINE):
        return ReadName("online")
    return said or NOT_SAID


def place_line(line: str) -> bool:
    """Whether this line says nothing but the place."""
    return bool(_LABEL.match(line) or _LABEL_ALONE.match(line))


def _labelled(lines: tuple[str, ...]) -> str | None:
    """What stands behind a label, or right below it."""
    for number, line in enumerate(lines):
        if match := _LABEL.match(line):
            if value := _without_time(match["value"]):
                return value
        elif _LABEL_ALONE.match(line):
            below = next((one for one in lines[number + 1 : number + 3] if one), "")
            value = _without_time(below)
            if value and len(value.split()) <= LONGEST_NAME:
                return value
    inside = first_match(lines, _LABEL_INSIDE)
    return inside["value"] if inside else None


def _without_time(words: str) -> str:
    """`words` without dates and hours."""
    rest = blotted(masked(words), all_hours(words))
    kept = re.sub(rf"\W*{BLOT}+\s*(?:uhr\b)?", BLOT, rest, flags=re.IGNORECASE).split(BLOT)
    return (
        next((part.strip(EDGES) for part in kept if part.strip(EDGES)), "")
        if BLOT in rest
        else words
    )


def _named(value: str | None) -> ReadName | None:
    if value is None:
        return None
    place = _REMARK.sub("", _ASIDE.sub("", LINK_SIGN.sub("", value)))
    place = " ".join(place.split()).strip(EDGES)
    return ReadName(place) if place else None


def _beside(lines: tuple[str, ...], date_line: int | None) -> ReadName | None:
    """The place behind the date and the hours: after a comma, or in a sentence with in or at."""
    if date_line is None:
        return None
    line = masked(lines[date_line])
    end = max(line.rindex(BLOT) + 1, *(one.span[1] for one in all_hours(lines[date_line])), 0)
    behind = without_zone(_ASIDE.sub("", line[end:]))
    rest = re.sub(r"^\s*uhr\b", "", behind, flags=re.IGNORECASE).strip(EDGES)
    rest = _REMARK.sub("", rest.split(" | ")[0].split(" // ")[0])
    parted = re.match(r"^\s*(?:uhr\b\s*)?(?:[,|/–—(·-]|$)", behind, re.IGNORECASE) is not None
    short = parted and 0 < len(rest.split()) <= LONGEST_NAME and not re.search(r"[.!?:]\s", rest)
    if short and _ONLINE.match(rest) and not _NO_PLACE.search(rest):
        return ReadName(rest)
    if short and _BARE.match(line) and _PROPER.match(rest) and not _NO_PLACE.search(rest):
        return ReadName(rest.strip("()"), sure=bool(_TIME_AND_PLACE.match(lines[date_line])))
    return None


def _below(lines: tuple[str, ...], date_line: int | None) -> ReadName | None:
    """A line that looks like a place, right below the date and the hours."""
    if date_line is None:
        return None
    for line in lines[date_line + 1 : date_line + 5]:
        place = LINK_SIGN.sub("", line).strip(EDGES)
        proper = _PROPER.match(place) or _TOWN.search(place)
        short = 0 < len(place.split()) <= LONGEST_NAME and proper
        looks = VENUE.search(place) or re.search(r", \S|[0-9]", place)
        if short and looks and not (_SENTENCE.search(place) or _NO_PLACE.search(place)):
            return ReadName(place, sure=False)
    return None


def _online_line(lines: tuple[str, ...]) -> str | None:
    for line in lines:
        words = LINK_SIGN.sub("", line).strip(EDGES)
        if _ONLINE.match(words) and len(words.split()) <= 6 and "nmeld" not in words:
            return words
    return None
