"""People in an invitation: their names, and what is said of their role and organisation."""

import re

_TITLE = (
    r"(?:(?:prof|dr|ing|med|jur|phil|rer|nat|pol|habil|mag|dipl|apl|h\.c|pd|frau|herr|ms|mr|mrs)"
    r"\.?(?:-\w+\.?)?\s+)"
)
# Nobody's is longer. Without an end each of 12,000 signs could begin a name of all the others, and
# that took twenty seconds.
_NAME = r"[A-ZÄÖÜÉÁØÅČŠŽ][\w’'-]{1,60}"
_PARTICLE = r"(?:von|van|de|der|den|del|della|di|da|zu|zur|bin|al|la|le|ten|vom|und zu)"
# Kim Muster, Prof. Dr. Kim M. von Muster; a part of patterns that say what stands around it.
PERSON = (
    rf"\b(?:(?i:{_TITLE})){{0,5}}{_NAME}(?:\s+[A-ZÄÖÜ]\.)?"
    rf"(?:\s+{_PARTICLE}){{0,3}}(?:\s+{_NAME}){{1,3}}"
)
_TITLED = re.compile(rf"^(?i:{_TITLE})")
# What begins with a capital letter in a sentence or a heading, and is nobody's first name.
_NO_FIRST_NAME = re.compile(
    r"^(?:liebe|hallo|sehr|beste|dear|hi|lab|labcamp|einladung|ort|wo|wann|termin|datum|thema"
    r"|am|im|in|an|auf"
    r"|aus|bei|beim|mit|nach|von|vom|vor|zu|zum|zur|für|über|um|ab|der|die|das|den|dem|des|ein"
    r"|eine|einen|einem"
    r"|einer|kein|keine|wir|ihr|sie|ich|es|unser\w*|euer|eure|ihre?|bitte|wie|was|wer|warum"
    r"|wieso|weshalb|welche\w*"
    r"|mehr|viele?|alle|neu\w*|erste\w*|zweite\w*|dritte\w*|letzte\w*|nächste\w*|gute\w*"
    r"|digital\w*|offene\w*"
    r"|öffentliche\w*|gemeinsam\w*|kleine\w*|große\w*|kurze\w*|agile\w*|smarte?|\w+tags?"
    r"|mittwochs?|januar|februar"
    r"|märz|april|juni|juli|august|september|oktober|november|dezember|the|an?|and|und|or|oder"
    r"|our|your|this|these"
    r"|how|what|why|when|where|who|we|you|more|new|open|digital|public|first|second|next|last"
    r"|on|at|by|with|from"
    r"|moderation|begrüßung|welcome|einführung|intro\w*|abschluss|pause|mittagspause|kaffee\w*"
    r"|check-?in|diskussion"
    r"|fragen|workshop|session|panel|impuls|keynote|ausklang|networking|kontakt|ansprech\w*"
    r"|anmeldung|programm"
    r"|agenda|ablauf|stadt|landkreis|land|bund|ministerium|universität|hochschule|institut|amt"
    r"|verein|save)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:leit(?:ung|er|erin)|referent|gründer|berater|manag|direktor|bürgermeister|dezernent"
    r"|designer|professor|wissenschaftl|mitarbeit|koordinat|sprecher|vorstand|geschäftsführ"
    r"|hausmeister|evaluation|beauftragt|entwickler|forscher|personalr[aä]t|architekt|planer"
    r"|redakt|vorsitz|sekretär|jurist|analyst|\bhead\b|director|\blead|officer|editor|founder"
    r"|research"
    r"|consultant|\bc[etdi]o\b|minister(?:in)?$|coach|engineer|chair|fellow|mayor|secretary"
    r"|strateg)",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"(?:labor\b|lab\b|\bstadt\b|\w*amt\b|ministerium|universität|hochschule|institut|gmbh"
    r"|\be\. ?v\b"
    r"|agentur|kanzlei|\bcity\b|\boffice\b|university|school|council|werkstatt|verein|stiftung"
    r"|akademie|\bbund|\bland|kreis\b|verwaltung|\bgov|zentrum|fabrik|behörde|senat|department"
    r"|agency)",
    re.IGNORECASE,
)


def is_person(words: str) -> bool:
    """Whether words of the form of a name may well be one."""
    first, *_ = words.split(maxsplit=1) or [""]
    return is_titled(words) or not _NO_FIRST_NAME.match(first)


def is_titled(words: str) -> bool:
    """Whether a title stands before the name: then it is one."""
    return _TITLED.match(words) is not None


def says_who(words: str) -> bool:
    """Whether these words name a role or an organisation."""
    return _is_role(words) or _ORGANISATION.search(words) is not None


def role_and_organisation(words: str) -> tuple[str | None, str | None]:
    """Role and organisation of what stands behind a name."""
    parts = [part.strip() for part in re.split(r"\s*[,;|]\s*", words) if part.strip()]
    if not parts:
        return None, None
    if len(parts) == 1:
        only = parts[0]
        return (only, None) if _is_role(only) and not _ORGANISATION.search(only) else (None, only)
    first, rest = parts[0], ", ".join(parts[1:])
    if _is_role(first):
        return first, rest
    if _is_role(parts[-1]):
        return parts[-1], ", ".join(parts[:-1])
    return (None, ", ".join(parts)) if _ORGANISATION.search(first) else (first, rest)


def _is_role(words: str) -> bool:
    return _ROLE.search(words) is not None
