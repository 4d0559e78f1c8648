"""Where an event is, as sentences say it: all that may be meant, each with what speaks for it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.invitations.hours import BLOT
from bot.invitations.labels import EDGES, is_elsewhen
from bot.invitations.sentences import Sentence, sentences

_DAYS = r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|sonnabend)s?\b|\w+day\b"
_WORD = rf"(?!(?i:{_DAYS}))(?:[A-ZÄÖÜ„“\"»0-9][\w„“”\"»«&/.'’-]*|e\.\s?V\.?|[a-z]\.(?= ))"
_JOIN = (
    r"(?:de[rsm]|des|of(?: the)?|on the|am|an der|in der|im|in|auf de[rm]|bei der|für|for"
    r"|[a-z]{2,12}en(?= [A-ZÄÖÜ]))"
)
_NAME = rf"{_WORD}(?: für {_WORD} und {_WORD}| (?:{_JOIN} )?{_WORD}| floor(?: of)?)*"
_ASIDE = r"(?: \((?=[^()]*(?:[0-9]|(?i:eingang|raum|saal|room|, ))|[A-Z])[^()]{2,60}\))?"
# Where it goes on after a comma: a street, a room, a town.
_MORE = (
    rf"(?:, (?={_WORD}(?: {_WORD}| (?:de[rsm]|am|im|of) {_WORD}){{0,4}}(?:,|[.!?;)]|$| statt)"
    rf"|[^,.;]*[0-9])(?:{_NAME}){_ASIDE})*"
)
_PREPOSITION = (
    r"(?i:in (?:der|den|dem|das|die|einem|einer|the)|ins|im|in|am|an der|auf de[rmn]|auf"
    r"|bei der|bei den|at the|at|to the)"
)
_IN = re.compile(
    rf"(?<!\w){_PREPOSITION} (?P<name>(?:[a-zäöü]+en (?=[A-ZÄÖÜ]))?{_NAME}{_ASIDE}{_MORE})"
)
_BECOMES = re.compile(
    rf"\b(?:wird|werden|öffnet) (?:das|die|der) (?P<name>{_NAME}{_ASIDE}{_MORE})"
    r"(?= zum (?:treffpunkt|ort|schauplatz|labor)|,? (?:mit|feierlich|eröffnet))"
)
_BESIDE = re.compile(rf"{BLOT}\s*\((?P<name>{_WORD}(?: (?:{_JOIN} )?{_WORD})*)\)")
_POSTAL = re.compile(
    rf"(?P<name>{_WORD}(?: (?:{_JOIN} )?{_WORD})*(?:, {_WORD}(?: (?:{_JOIN} )?{_WORD})*){{0,3}}"
    rf", [0-9]{{5}} {_WORD}(?: {_WORD})*)"
)
_ROOMS = re.compile(r"^(?:Räumen?|Räumlichkeiten) (?:de[rs]|von|in de[rm]) (?=[A-ZÄÖÜ])")
_TAKES_PLACE = re.compile(
    r"\bfinde[tn]?\b.*\bstatt\b|\bstattfinde\w*|\b(?:treffen|sehen) (?:wir )?uns\b"
    r"|\bwir (?:treffen|sehen) uns\b|\btakes? place\b|\bwill be held\b"
    r"|\bmeet(?:s|ing)? (?:at|in)\b",
    re.IGNORECASE,
)
_MEETS = re.compile(
    r"\b(?:lädt|laden|einlad\w+|eingeladen|beginnt|startet|kommt|kommen|tag(?:en|t)|getagt"
    r"|diskutier\w+|feiern|findet|join us|invite\w*|happen\w*|started?|begins?)\b",
    re.IGNORECASE,
)
VENUE = re.compile(
    r"(?:straße|strasse|str\.|platz|gasse|allee|ufer|weg|ring|damm|markt) [0-9]"
    r"|\b[0-9]{5} [A-ZÄÖÜ]|\b(?:street|st\.|road"
    r"|lane|row|avenue|hall|floor|library|campus|building|centre|center|room|arms|house|hub|lab"
    r"|vhs|ihk)\b"
    r"|(?:haus|hauses|saal|raum|halle|hof|park|parks|bahnhof|bad|börse|messe|fabrik|mühle|turm"
    r"|herberge|kloster|schloss|burg|gut|kantine|bibliothek|bücherei|museum|theater|universität"
    r"|hochschule|rathaus|forum|campus|hub|club|verein|e\.\s?v\.?|feuerwache|münze"
    r"|landratsamt(?:e?s)?|ministerium|labor|werkstatt|keller|zentrum|kirche|schule|akademie"
    r"|garten|café|cafe|laden|atelier|studio|kammer|wache)\b",
    re.IGNORECASE,
)
# What stands behind such a word and is no place.
_NO_PLACE = re.compile(
    r"^(?:\w*(?:jahr|monat|woche|zeit|zeitraum|abend|nachmittag|vormittag|morgen|mittag|anschluss"
    r"|rahmen|mittelpunkt|vorfeld|fokus|thema|themen|kalender|sommer|winter|frühjahr|herbst)\w*"
    r"|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|namen|auftrag|bereich|übrigen|internet|netz|ende|anfang|deutsch\b|englisch\b|english"
    r"|german|kontext|dialog|gespräch|zusammenarbeit|kooperation|bezug|sinne|hinblick|laufe"
    r"|verlauf|zuge|zukunft|verwaltung(?:en)?\b|kommunen|ländern?\b|städten|gemeinden|lab ?camp"
    r"|slack|shop|zoom|teams\b|webex|anhang|verteiler|chat|browser|home|kopf|griff|blick|alltag"
    r"|praxis|team\b|austausch|betreff|zentrum$|order|addition|case|person|europa|deutschland"
    r"|dingen|basis|grundlage|wunsch|anfrage|(?:klein)?gruppen|projekt\w*|format|interesse|link|formular|anmeldung|programm|[0-9]+\.?$"
    r"|[0-9]{1,2}[:.][0-9]{2}|[0-9]+ ?(?:uhr|h|pm|am|%|euro|plätze|minuten|teilnehm))",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:bei regen|falls|sonst|ansonsten|alternativ|weichen|in case|anschließend|danach"
    r"|afterwards|after the|letzte\w*|früher)\b[^,]*$",
    re.IGNORECASE,
)
_BEHIND_HOURS = re.compile(rf"{BLOT}\W*$")
_AGENDA = re.compile(rf"^\W*{BLOT}+[^{BLOT}]{{3,}}$")
_LONGEST = 100  # characters
_ENOUGH, SURELY = 3.5, 5.5


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """What may be the place, and how much speaks for it."""

    name: str
    weight: float


def best_place(lines: Iterable[str]) -> PlaceCandidate | None:
    """The place for which sentences speak most; None where little speaks for any."""
    found = [one for sentence in sentences(lines) for one in _candidates(sentence)]
    best = max(found, key=lambda one: one.weight, default=None)
    return best if best and best.weight >= _ENOUGH else None


def _candidates(sentence: Sentence) -> Iterator[PlaceCandidate]:
    text = sentence.blotted
    about = 3.0 if BLOT in text else 0.0
    about += 4.0 if _TAKES_PLACE.search(text) else 2.0 if _MEETS.search(text) else 0.0
    about -= 4.0 if is_elsewhen(text) else 0.0
    for form in (_IN, _BECOMES, _BESIDE, _POSTAL):
        at = 0
        while match := form.search(text, at):
            at = match.start() + 1  # of what is none, a part may be one: im Mai in Probstadt
            before = text[: match.start()]
            name = _ROOMS.sub("", match["name"]).strip(EDGES + '„“"»«')
            bare = match["name"].lstrip('„“"»«')
            if not name or len(name) > _LONGEST or _NO_PLACE.match(bare) or _in_quotes(before):
                continue
            weight = about + (2.0 if VENUE.search(name) else 0.0)
            weight += 2.0 if _BEHIND_HOURS.search(before) else 0.0
            weight -= 2.0 if _AGENDA.match(before) else 0.0
            weight += 2.0 if form is not _IN else 0.0
            weight -= 4.0 if _OTHERWISE.search(before) else 0.0
            at = match.end()
            yield PlaceCandidate(_whole(name), weight - 0.001 * match.start())


def _in_quotes(before: str) -> bool:
    """Whether a quotation, such as a title, has begun and not ended."""
    first, last = "„“" if "„" in before else "“”"
    return before.count(first) > before.count(last) or before.count('"') % 2 == 1


def _whole(name: str) -> str:
    """The name with the quotation mark or bracket that belongs to it."""
    for first, last in ("()", "„“", "“”"):
        if name.count(first) > name.count(last) and first in name:
            return name + last
    return name
