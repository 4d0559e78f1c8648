"""The talks of an invitation: topic, speaker, role and organisation, in whatever order."""

import re
from dataclasses import dataclass

from bot.domain.events import Session
from bot.invitations.text import LINK_SIGN

_TITLE = (
    r"(?:(?:prof|dr|ing|med|jur|phil|rer|nat|pol|habil|mag|dipl|apl|h\.c|pd|frau|herr|ms|mr|mrs)"
    r"\.?(?:-\w+\.?)?\s+)"
)
_NAME = r"[A-ZÄÖÜÉÁØÅČŠŽ][\w’'-]+"
_PARTICLE = r"(?:von|van|de|der|den|del|della|di|da|zu|zur|bin|al|la|le|ten|vom|und zu)"
_PERSON = (
    rf"\b(?:(?i:{_TITLE})){{0,5}}{_NAME}(?:\s+[A-ZÄÖÜ]\.)?"
    rf"(?:\s+{_PARTICLE}){{0,3}}(?:\s+{_NAME}){{1,3}}"
)
_QUOTE_OPENS, _QUOTE_CLOSES = "„“\"»«‚‘'", "“”\"«»‘’'"
_QUOTED = rf"[{_QUOTE_OPENS}](?P<topic>[^{_QUOTE_OPENS}{_QUOTE_CLOSES}]+)[{_QUOTE_CLOSES}]"
_AFTER = r"(?P<after>(?:\s*,\s*[^:(„\"]+?)|(?:\s*\((?P<inside>[^()]+)\)))?"
_DASH = r"\s+(?:-|–|—|\|)\s+"

_FORMS = tuple(
    re.compile(form)
    for form in (
        # Kim Muster, Evaluation, Institut: Topic · Kim Muster (Institut): Topic
        rf"^(?P<speaker>{_PERSON}){_AFTER}\s*:\s+(?P<topic>\S.*)$",
        # Kim Muster (Institut) – Topic · Kim Muster, Institut – „Topic“
        rf"^(?P<speaker>{_PERSON}){_AFTER}{_DASH}(?P<topic>\S.*)$",
        # „Topic“ (Kim Muster, Institut) · „Topic“ – Kim Muster, Institut
        rf"^{_QUOTED}\s*[,:–—-]?\s*\((?P<speaker>{_PERSON})(?:\s*,\s*(?P<inside>[^()]+))?\)$",
        rf"^{_QUOTED}\s*(?:[,:–—-]|\bvon\b|\bby\b|\bmit\b)*\s*(?P<speaker>{_PERSON}){_AFTER}$",
        # Topic – Kim Muster, Institut · Topic (Kim Muster, Institut)
        rf"^(?P<topic>.+){_DASH}(?P<speaker>{_PERSON}){_AFTER}$",
        rf"^(?P<topic>.+)\s+\((?P<speaker>{_PERSON})\s*,\s*(?P<inside>[^()]+)\)$",
    )
)
_QUOTED_FORMS = _FORMS[2:4]
_PERSON_ALONE = re.compile(rf"^(?P<speaker>{_PERSON}){_AFTER}$")
_WHO = (
    rf"(?P<speaker>{_PERSON})"
    r"(?:\s*\((?P<inside>[^()]+)\)|,\s*(?P<after>[^,.:]+(?:,[^,.:]+)?),)?"
)
_PROSE = tuple(
    re.compile(_WHO + form)
    for form in (
        rf"[^.!?\"„“]{{0,60}}(?:\bon\b|\babout\b|\büber\b|\bzum Thema\b|\bzu\b)\s+{_QUOTED}",
        r"\s+(?:spricht|berichtet|erzählt|referiert|talks|speaks)\s+(?:über|von|zu|about|on)\s+"
        r"(?P<topic>[^.!?]+)",
        r"\s+stellt\s+(?P<topic>[^.!?]+?)\s+vor\b",
    )
)
_NOT_YET_A_NAME = re.compile(
    r"^(?:(?:Frau|Herr|Ms\.?|Mr\.?|Mrs\.?|Join|With|Mit|Und|And|Dann|Danach|Anschließend|Außerdem"
    r"|Meet|Impuls|Vortrag|Talk|Input|Keynote|Referent(?:in)?|Speaker)\s+)+"
)
_BULLET = re.compile(r"^(?:[-*•·‣▪–]|[0-9]{1,2}[.)])\s+")
_CLOCK = re.compile(
    r"^[0-2]?[0-9](?:[:.][0-5][0-9])?(?:\s*(?:-|–|bis|to)\s*[0-2]?[0-9](?:[:.][0-5][0-9])?)?"
    r"\s*(?:uhr|h\b)?\s*[:|–-]?\s+",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^(?:mit )?(?:impuls\w*|vorträge\w*|beiträge\w*|inputs?|talks?|speakers?|sprecher\w*"
    r"|referent\w*|es sprechen|mit dabei|keynotes?|lightning talks|with talks)\b[^.!?]{0,40}$",
    re.IGNORECASE,
)
_AGENDA = re.compile(r"^(?:programm|agenda|ablauf|program|schedule)\w*\s*:?$", re.IGNORECASE)
_NO_PERSON = re.compile(
    r"^(?:liebe|hallo|sehr|beste|dear|hi|lab|labcamp|einladung|ort|wo|wann|termin|datum|thema)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:leit(?:ung|er|erin)|referent|gründer|berater|manag|direktor|bürgermeister|dezernent"
    r"|designer|professor|wissenschaftl|mitarbeit|koordinat|sprecher|vorstand|geschäftsführ"
    r"|hausmeister|evaluation|beauftragt|entwickler|forscher|personalr[aä]t|architekt|planer"
    r"|redakt|vorsitz|sekretär|\bhead\b|director|\blead|officer|editor|founder|research"
    r"|consultant|\bc[etdi]o\b|minister(?:in)?$|coach|engineer|chair|fellow|mayor|secretary)",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"(?:labor\b|lab\b|\bstadt\b|amt\b|ministerium|universität|hochschule|institut|gmbh|\be\. ?v\b"
    r"|agentur|kanzlei|\bcity\b|\boffice\b|university|school|council|werkstatt|verein|stiftung"
    r"|akademie|\bbund|\bland|kreis\b|verwaltung|\bgov|zentrum|fabrik)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The talks that were found, and the numbers of the lines that they stood on."""

    talks: tuple[Session, ...]
    lines: frozenset[int]


def read_talks(lines: tuple[str, ...], used: frozenset[int]) -> Reading:
    """The talks in `lines`; those whose numbers are in `used` say something else."""
    talks: list[Session] = []
    taken: set[int] = set()
    section = agenda = False
    for number, line in enumerate(lines):
        if number in used or not line:
            # an empty line ends a section only when something stood in it
            section = section and not (talks and not line)
            continue
        if _SECTION.match(line) or _AGENDA.match(line):
            section, agenda = bool(_SECTION.match(line)), bool(_AGENDA.match(line))
            taken.add(number)
            continue
        entry = _CLOCK.sub("", _BULLET.sub("", line))
        talk = _talk(entry, in_a_list=section or agenda or entry != line, alone=section)
        if talk is not None:
            talks.append(talk)
            taken.add(number)
        elif agenda and entry != line:
            taken.add(number)  # Begrüßung, Pause
    if not talks:
        return Reading(tuple(_in_prose(lines, used)), frozenset())
    return Reading(tuple(talks), frozenset(taken))


def _talk(entry: str, *, in_a_list: bool, alone: bool) -> Session | None:
    """The talk on one line; `alone` says whether a person alone is one, too."""
    entry = LINK_SIGN.sub("", entry).strip()
    if _NO_PERSON.match(entry):
        return None
    for form in _FORMS:
        match = form.match(entry)
        # outside of a list quotes or a colon must say that it is one
        if match and (in_a_list or form in _QUOTED_FORMS or (_about(match) and ":" in entry)):
            return _made(match)
    match = _PERSON_ALONE.match(entry) if alone else None
    return _made(match) if match else None


def _in_prose(lines: tuple[str, ...], used: frozenset[int]) -> list[Session]:
    """Talks in sentences: Prof. X (University) on "…"."""
    text = " ".join(line for number, line in enumerate(lines) if number not in used)
    found = [match for form in _PROSE for match in form.finditer(text)]
    return [
        _made(match)
        for match in sorted(found, key=lambda match: match.start())
        if not _NO_PERSON.match(match["speaker"])
    ]


def _made(match: re.Match[str]) -> Session:
    topic = match.groupdict().get("topic", "")
    role, organisation = _who(_about(match))
    return Session(_unquoted(topic), _NOT_YET_A_NAME.sub("", match["speaker"]), role, organisation)


def _about(match: re.Match[str]) -> str:
    """What is said of the person, without the brackets or commas around it."""
    parts = match.groupdict()
    return parts.get("inside") or (parts.get("after") or "").strip(" ,")


def _who(words: str) -> tuple[str | None, str | None]:
    """Role and organisation of what stands behind a name."""
    parts = [part.strip() for part in re.split(r"\s*[,;|]\s*", words) if part.strip()]
    if not parts:
        return None, None
    if len(parts) == 1:
        only = parts[0]
        return (only, None) if _is_role(only) and not _ORGANISATION.search(only) else (None, only)
    first, rest = parts[0], ", ".join(parts[1:])
    if not _is_role(first) and _is_role(parts[-1]):
        return parts[-1], ", ".join(parts[:-1])
    return first, rest


def _is_role(words: str) -> bool:
    return _ROLE.search(words) is not None


def _unquoted(topic: str) -> str:
    topic = topic.strip()
    if len(topic) > 2 and topic[0] in _QUOTE_OPENS and topic[-1] in _QUOTE_CLOSES:
        topic = topic[1:-1].strip()
    return topic
