"""The talks of an invitation: topic, speaker, role and organisation, in whatever order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.events import Session
from bot.invitations.people import PERSON, is_person, is_titled, role_and_organisation, says_who
from bot.invitations.text import LINK_SIGN

_QUOTE_OPENS, _QUOTE_CLOSES = "„“\"»«‚‘'", "“”\"«»‘’'"
_QUOTED = rf"[{_QUOTE_OPENS}](?P<topic>[^{_QUOTE_OPENS}{_QUOTE_CLOSES}]+)[{_QUOTE_CLOSES}]"
_AFTER = r"(?P<after>(?:\s*,\s*[^:(„\"]+?)|(?:\s*\((?P<inside>[^()]+)\)))?"
_DASH = r"\s+(?:-|–|—|\|)\s+"

_FORMS = tuple(
    re.compile(form)
    for form in (
        # Kim Muster, Evaluation, Institut: Topic · Kim Muster (Institut): Topic
        rf"^(?P<speaker>{PERSON}){_AFTER}\s*:\s+(?P<topic>\S.*)$",
        # Kim Muster (Institut) – Topic · Kim Muster, Institut – „Topic“
        rf"^(?P<speaker>{PERSON}){_AFTER}{_DASH}(?P<topic>\S.*)$",
        # „Topic“ (Kim Muster, Institut) · „Topic“ – Kim Muster, Institut
        rf"^{_QUOTED}\s*[,:–—-]?\s*\((?P<speaker>{PERSON})(?:\s*,\s*(?P<inside>[^()]+))?\)$",
        rf"^{_QUOTED}\s*(?:[,:–—-]|\bvon\b|\bby\b|\bmit\b)*\s*(?P<speaker>{PERSON}){_AFTER}$",
        # Topic – Kim Muster, Institut · Topic (Kim Muster, Institut)
        rf"^(?P<topic>.+){_DASH}(?P<speaker>{PERSON}){_AFTER}$",
        rf"^(?P<topic>.+)\s+\((?P<speaker>{PERSON})\s*,\s*(?P<inside>[^()]+)\)$",
    )
)
_QUOTED_FORMS = _FORMS[2:4]
_ALONE = re.compile(rf"^(?P<speaker>{PERSON}){_AFTER}$")
_TOPIC_ALONE = re.compile(rf"^{_QUOTED}$")
_TOPIC_LABELLED = re.compile(
    r"^(?:impuls|vortrag|input|talk|keynote|beitrag)\s*#?[0-9]*\s*[:–-]\s+(?P<topic>\S.*)$",
    re.IGNORECASE,
)
_WHO = (
    rf"(?P<speaker>{PERSON})"
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
_FORMAT = re.compile(
    r"^(?:impuls|vortrag|input|keynote|talk|beitrag)\s*#?[0-9]*\s*:\s+", re.IGNORECASE
)
_BULLET = re.compile(r"^(?:[-*•·‣▪–]|[0-9]{1,2}[.)])\s+")
_CLOCK = re.compile(
    r"^[0-2]?[0-9](?:[:.][0-5][0-9])?(?:\s*(?:-|–|bis|to)\s*[0-2]?[0-9](?:[:.][0-5][0-9])?)?"
    r"\s*(?:uhr|h\b)?\s*(?:[:|–-]\s*|\s)",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"^(?:(?:mit|unsere|die|our|the) )?(?:impuls\w*|vorträge\w*|beiträge\w*|inputs?|talks?"
    r"|speakers?|sprecher\w*"
    r"|referent\w*|es sprechen|mit dabei|keynotes?|lightning talks|with talks)\b[^.!?]{0,40}$",
    re.IGNORECASE,
)
_AGENDA = re.compile(r"^(?:programm|agenda|ablauf|program|schedule)\w*\s*:?$", re.IGNORECASE)
# What somebody does who gives no talk.
_NO_TOPIC = re.compile(
    r"^\W*(?:moderation|moderated by|begrüßung|grußwort|welcome|kontakt|contact|ansprech\w*"
    r"|gastgeber\w*|host"
    r"|fragen|organisation|veranstalter\w*|mit freundlichen|v\. ?i\. ?s\. ?d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The talks that were found, the numbers of their lines, and whether little speaks for them."""

    talks: tuple[Session, ...]
    lines: frozenset[int]
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    talk: Session
    lines: frozenset[int]
    sure: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line without its bullet and its hour, and where it stands."""

    number: int
    words: str
    listed: bool  # it has a bullet or an hour
    section: bool  # under a heading like "Impulse"
    agenda: bool  # under one like "Programm"


def read_talks(lines: tuple[str, ...], used: frozenset[int]) -> Reading:
    """The talks in `lines`; those whose numbers are in `used` say something else."""
    entries, headings = _entries(lines, used)
    found = list(_talks(entries))
    if not found:
        found = list(_people(lines, used))
    if not found:
        prose = tuple(_in_prose(lines, used))
        return Reading(prose, frozenset(), unsure=bool(prose))
    breaks = {one.number for one in entries if one.agenda and one.listed}  # Begrüßung, Pause
    taken = frozenset[int]().union(*(one.lines for one in found), headings, breaks)
    left = any(
        one.agenda and "(" in one.words and one.number not in taken - breaks for one in entries
    )
    unsure = left or not all(one.sure for one in found)
    return Reading(tuple(one.talk for one in found), taken, unsure)


def _entries(lines: tuple[str, ...], used: frozenset[int]) -> tuple[list[_Entry], frozenset[int]]:
    """What may be a talk, and the lines that head them."""
    entries: list[_Entry] = []
    headings: set[int] = set()
    section = agenda = filled = False
    for number, line in enumerate(lines):
        if number in used or not line:
            # an empty line ends a section only when something stood in it
            section = section and not (filled and not line)
        elif _SECTION.match(line) or _AGENDA.match(line):
            section, agenda = bool(_SECTION.match(line)), bool(_AGENDA.match(line))
            headings.add(number)
            filled = False
        else:
            words = _CLOCK.sub("", _BULLET.sub("", line))
            words = _BULLET.sub("", LINK_SIGN.sub("", words)).strip()
            entries.append(_Entry(number, words, words != line, section, agenda))
            filled = True
    return entries, frozenset(headings)


def _talks(entries: Sequence[_Entry]) -> Iterator[_Found]:
    passed = -1
    for at, entry in enumerate(entries):
        if entry.number <= passed:
            continue
        below = entries[at + 1] if at + 1 < len(entries) else None
        pair = _of_two_lines(entry, below) if below and below.number == entry.number + 1 else None
        found = pair or _of_one_line(entry)
        if found is not None:
            passed = max(found.lines)
            yield found


def _of_two_lines(entry: _Entry, below: _Entry) -> _Found | None:
    """A person and their topic in quotation marks on the next line, or the other way round."""
    for first, second in ((entry, below), (below, entry)):
        who = _ALONE.match(first.words)
        topic = _TOPIC_ALONE.match(second.words) or _TOPIC_LABELLED.match(second.words)
        if who and topic and is_person(who["speaker"]):
            talk = _session(topic["topic"], who)
            return _Found(talk, frozenset((entry.number, below.number)), True)
    return None


def _of_one_line(entry: _Entry) -> _Found | None:
    """The talk on one line; under a heading for talks a person alone is one, too."""
    if _NO_TOPIC.match(entry.words):
        return None
    listed = entry.section or entry.agenda or entry.listed
    for form in _FORMS:
        match = form.match(entry.words)
        if match is None or not is_person(_name(match)):
            continue
        clear = form in _QUOTED_FORMS or _is_clear(match)
        # outside of a list quotes or a colon must say that it is one
        in_line = listed or form in _QUOTED_FORMS or (_about(match) and ":" in entry.words)
        if in_line and (clear or entry.section or entry.agenda):
            sure = clear or entry.section
            return _Found(_session(match["topic"], match), frozenset((entry.number,)), sure)
    match = _ALONE.match(entry.words) if entry.section else None
    if match and is_person(_name(match)):
        return _Found(_session("", match), frozenset((entry.number,)), True)
    return None


def _people(lines: tuple[str, ...], used: frozenset[int]) -> Iterator[_Found]:
    """At least two paragraphs that name a person each, with what they are and where."""
    found: list[_Found] = []
    paragraph: list[int] = []
    for number in range(len(lines) + 1):
        if number < len(lines) and lines[number] and number not in used:
            paragraph.append(number)
            continue
        words = ", ".join(LINK_SIGN.sub("", lines[one]).strip(" ,;") for one in paragraph)
        match = _ALONE.match(_BULLET.sub("", words)) if len(paragraph) <= 3 else None
        if match and is_person(_name(match)) and says_who(_about(match)):
            found.append(_Found(_session("", match), frozenset(paragraph), True))
        paragraph = []
    if len(found) > 1:
        yield from found


def _in_prose(lines: tuple[str, ...], used: frozenset[int]) -> list[Session]:
    """Talks in sentences: Prof. X (University) on "…"."""
    text = " ".join(line for number, line in enumerate(lines) if number not in used)
    found = [match for form in _PROSE for match in form.finditer(text)]
    return [
        _session(match["topic"], match)
        for match in sorted(found, key=lambda match: match.start())
        if is_person(_name(match))
    ]


def _is_clear(match: re.Match[str]) -> bool:
    """Whether more than the shape of a name says that it is a person."""
    quoted = _TOPIC_ALONE.match(match["topic"].strip()) is not None
    inside = bool(match.groupdict().get("inside"))
    return is_titled(match["speaker"]) or quoted or inside or says_who(_about(match))


def _session(topic: str, match: re.Match[str]) -> Session:
    role, organisation = role_and_organisation(_about(match))
    return Session(_unquoted(topic), _name(match), role, organisation)


def _name(match: re.Match[str]) -> str:
    speaker = _NOT_YET_A_NAME.sub("", match["speaker"])
    return speaker or match["speaker"]


def _about(match: re.Match[str]) -> str:
    """What is said of the person, without the brackets or commas around it."""
    parts = match.groupdict()
    return parts.get("inside") or (parts.get("after") or "").strip(" ,")


def _unquoted(topic: str) -> str:
    topic = _FORMAT.sub("", topic.strip())
    if len(topic) > 2 and topic[0] in _QUOTE_OPENS and topic[-1] in _QUOTE_CLOSES:
        topic = topic[1:-1].strip()
    return topic
