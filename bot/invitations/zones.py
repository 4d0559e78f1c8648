"""Names of time zones behind an hour, and whether the clock at home shows the same."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.dates import LONGEST_LINE

_MIDDLE_EUROPE = "Europe/Berlin"
# What people write → the zone they mean; who writes CET in June means the clock on the wall.
_ZONES = {
    "cet|cest|mez|mesz|central european(?: (?:standard|summer|daylight))?": _MIDDLE_EUROPE,
    "mitteleuropäische[rn]?(?: sommer)?|deutsche[rn]?|german": _MIDDLE_EUROPE,
    "berlin(?:er)?|hamburg(?:er)?|münch(?:en|ner)|wien(?:er)?|vienna|zürich"
    "|zürcher": _MIDDLE_EUROPE,
    "bern|paris|amsterdam|brussels|brüssel|rome|stockholm|madrid": _MIDDLE_EUROPE,
    "est|edt|et|eastern(?: (?:standard|daylight))?|new york(?:er)?": "America/New_York",
    "cst|cdt|ct|central(?: (?:standard|daylight))?|chicago": "America/Chicago",
    "mst|mdt|mt|mountain(?: (?:standard|daylight))?": "America/Denver",
    "pst|pdt|pt|pacific(?: (?:standard|daylight))?": "America/Los_Angeles",
    "bst|london(?:er)?|uk|british(?: summer)?": "Europe/London",
    "wet|west|lisbon": "Europe/Lisbon",
    "eet|eest|helsinki|kyiv|kiew(?:er)?|athens": "Europe/Helsinki",
    "msk|moscow": "Europe/Moscow",
    "ist|india(?:n)?(?: standard)?": "Asia/Kolkata",
    "jst|tokyo": "Asia/Tokyo",
    "aest|aedt|sydney": "Australia/Sydney",
}
_SHORT = r"CES?T|MES?Z|E[SD]T|C[SD]T|M[SD]T|P[SD]T|[ECMP]T|BST|WES?T|EES?T|MSK|IST|JST|AE[SD]T"
_CLOCK = r"(?:[Tt]ime|[Oo]rtszeit|[Zz]eit)"
_NAMED = r"(?:Eastern|Central(?: European)?|Mountain|Pacific)(?: (?:Standard|Daylight|Summer))?"
_NAMED += r"(?! (?!Time\b)[A-ZÄÖÜ])"  # Central Library
_ZONE = re.compile(
    # the list of cities that a video service writes
    r"(?P<cities>Amsterdam(?:, [A-ZÄÖÜ]\w+){2,})"
    r"|(?P<offset>\b(?:UTC|GMT)(?:\s*(?P<sign>[+−-])\s*(?P<h>[0-9]{1,2})(?::?(?P<m>[0-9]{2}))?)?\b)"
    r"|(?P<iana>\b(?:Europe|America|Asia|Africa|Australia)/[A-Z]\w+)"
    rf"|\b(?P<name>{_SHORT}|{_NAMED}|Uhr [A-Z]\w+er)\b(?: {_CLOCK}\b)?"
    rf"|\b(?P<place>(?:[A-ZÄÖÜ]\w+ )?[A-ZÄÖÜ]\w+) {_CLOCK}\b(?: - [A-ZÄÖÜ]\w+)?"
)
# 3pm London: only so close behind an English hour is a city its clock
_CITY = re.compile(
    r"(?<=[mM.])\s+(?P<name>New York|Chicago|London|Lisbon|Berlin|Paris|Vienna|Helsinki|Kyiv|Athens"
    r"|Tokyo|Sydney)\b(?P<place>)(?P<offset>)(?P<cities>)(?P<iana>)"
)
_TO_ZONE = re.compile(r"^(?:\s*Uhr\b)?[\s,(]*$")


@dataclass(frozen=True, slots=True)
class NamedZone:
    """A zone in a line; `zone` is its IANA name, None where the name is not known."""

    zone: str | None
    offset: timedelta | None
    span: tuple[int, int]

    def is_at_home(self, local: datetime, home: str) -> bool:
        """Whether its clocks show the same as those of `home` at this wall time."""
        there = self.offset
        if self.zone is not None:
            there = ZoneInfo(self.zone).utcoffset(local)
        return there is not None and there == ZoneInfo(home).utcoffset(local)


def zone_behind(line: str, end: int) -> NamedZone | None:
    """The zone that is named right behind the hour that ends at `end`."""
    if city := _CITY.match(line, end):
        return _zone(city)
    found = _ZONE.search(line, end, end + 90)
    return _zone(found) if found and _TO_ZONE.match(line[end : found.start()]) else None


def zones_in(line: str) -> list[NamedZone]:
    """All zones that a line names."""
    return [_zone(match) for match in _ZONE.finditer(line[:LONGEST_LINE])]


def _zone(match: re.Match[str]) -> NamedZone:
    if match["offset"]:
        shift = timedelta(hours=int(match["h"] or 0), minutes=int(match["m"] or 0))
        return NamedZone(None, shift if match["sign"] in (None, "+") else -shift, match.span())
    if match["cities"]:
        return NamedZone(_MIDDLE_EUROPE, None, match.span())
    return NamedZone(_iana(match["iana"]) or _known(match), None, match.span())


def _known(match: re.Match[str]) -> str | None:
    words = (match["name"] or match["place"] or "").lower().removeprefix("uhr ")
    return next((zone for names, zone in _ZONES.items() if re.fullmatch(names, words)), None)


def _iana(name: str | None) -> str | None:
    if name is None:
        return None
    try:
        ZoneInfo(name)
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError
        return None
    except KeyError:
        return None
    return name
