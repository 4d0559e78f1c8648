"""Which of the links registers people, and which leads into the meeting itself."""

import re

from bot.domain.rooms import is_meeting, is_registration, registers_for_room
from bot.invitations.text import LINK_SIGN, InvitationLink, Text

_REGISTERS = re.compile(
    r"(?<!ab)(?:\banmeld|\bmeldet euch|\bmelden sie|\bregistr(?:ier|ation)|\bregister\b"
    r"|\bsign(?:ing)? ?up|\bsign-up|\brsvp"
    r"|\btrag(?:t|en sie) (?:euch|sich)\b|\benroll?\b|\btickets?\b|bescheid|\bzusage"
    r"|\beinschreib|\bbuch(?:en|t|ung)\b|\bjoin the list\b)",
    re.IGNORECASE,
)
_ENTERS = re.compile(
    r"\b(?:einwahl\w*|zugangslink|zugang|zoom-?link|teams-?link|videokonferenz|konferenzlink"
    r"|teilnahmelink"
    r"|join (?:the )?(?:meeting|call|room|session|stream)|dial-?in|meeting-?link|bbb-?raum"
    r"|konferenzraum)\b(?:\s+\w+){0,3}\s*:?\s*$",
    re.IGNORECASE,
)
_NEUTRAL = re.compile(r"^\s*(?:hier|here|link|klick|click here|mehr|\W*)\s*$", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:papier|hintergrund|paper|background|umfrage|poll|protokoll)", re.IGNORECASE
)

_SHORT = 4  # words of a line that names the link below it


def registers(words: str) -> bool:
    """Whether these words speak of registering."""
    return _REGISTERS.search(words) is not None


def registration(text: Text) -> list[str]:
    """The addresses at which one registers, the surest first."""
    found: list[str] = []
    for number, line in enumerate(text.lines):
        before = text.lines[number - 1] if number else ""
        for link, words in _links(text, line, before):
            label = link.label if link.label and not _NEUTRAL.match(link.label) else ""
            said = words if registers(words) or not label else label
            if is_meeting(link.url) or (_OTHER.search(said) and not registers(said)):
                continue
            if is_registration(link.url):
                found.insert(0, link.url)
            elif registers(said):
                found.append(link.url)
    return list(dict.fromkeys(found))


def meeting(text: Text) -> list[str]:
    """The addresses of rooms in which people meet."""
    found = [link.url for link in text.links if is_meeting(link.url)]
    for number, line in enumerate(text.lines):
        before = text.lines[number - 1] if number else ""
        found += [link.url for link, words in _links(text, line, before) if _ENTERS.search(words)]
    return list(dict.fromkeys(url for url in found if not registers_for_room(url)))


def _links(text: Text, line: str, before: str) -> list[tuple[InvitationLink, str]]:
    """The links of a line, each with the words that lead to it."""
    found: list[tuple[InvitationLink, str]] = []
    start = 0
    for match in LINK_SIGN.finditer(line):
        words = line[start : match.start()]
        named = before.endswith(":") or (registers(before) and len(before.split()) <= _SHORT)
        if not words.strip(" :–-•*") and named:
            words = before
        found.append((text.link(match[0]), words))
        start = match.end()
    return found
