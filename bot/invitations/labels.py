"""What a line of an invitation is about: by its label, or by words of other times."""

import re
from collections.abc import Sequence

from bot.domain.dates import dates_in

# What may stand before a label, and at the edges of a name.
BULLET = r"^(?:[-*•·‣▪–+]\s*|[^\w\s]{1,3}\s*)?"
EDGES = " ,;|/–—-.:·•\x01"
LONGEST_NAME = 12  # words of a place or of whoever hosts
_MARKS = r"^[\W\d]*"  # a bullet, a number
_TIME = re.compile(
    _MARKS + r"(?:(?:neuer |new )?(?:termin|datum|date)s?|wann|when|zeitpunkt|zeitraum|uhrzeit"
    r"|zeit(?:en)?|time|(?:wo|ort|where)\s*(?:und|/|&)\s*(?:wann|zeit|when)"
    r"|(?:where|place) and (?:when|time)"
    r"|veranstaltungsdatum|beginn|start)\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    _MARKS + r"(?:ort|wo|where|location|place|veranstaltungsort|adresse)\b(?!\s*(?:und|and|&|/))",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\b(?:anmeldeschluss|anmeldefrist|anmeldung|registration|bewerb\w*|deadline|frist"
    r"|einreich\w*|submission\w*|early bird|tickets?|rückmeldung)\b",
    re.IGNORECASE,
)
_ELSEWHEN = re.compile(
    r"\b(?:letzt\w*|zuletzt|damals|rückblick|vergangen\w*|vorig\w*|previous\w*"
    r"|last (?:year|time|month)|folgetermin\w*|vormerken|weitere termine|further dates|geboren"
    r"|gegründet|founded|seit|since|sprechstunde|erreichbar|öffnungszeiten|opening hours|hotline"
    r"|bürozeiten|urlaub|außer haus)\b",
    re.IGNORECASE,
)


def names_time(line: str) -> bool:
    """Whether a line begins with a label for the day or the hours."""
    return _TIME.match(line) is not None


def names_place(line: str) -> bool:
    """Whether a line begins with a label for the place alone."""
    return _PLACE.match(line) is not None


def closes(line: str) -> bool:
    """Whether a line speaks of something that ends or opens before the event."""
    return _CLOSING.search(line) is not None


def is_elsewhen(line: str) -> bool:
    """Whether a line speaks of another time than the event's: of last year, of office hours."""
    return _ELSEWHEN.search(line) is not None


def label_above(lines: Sequence[str], number: int) -> str:
    """The short line right above a line, if it may name what stands below it."""
    above = next((line for line in reversed(lines[max(0, number - 2) : number]) if line), "")
    return above if len(above.split()) <= 5 and not dates_in(above) else ""
