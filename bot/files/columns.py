"""What the columns of a table mean, by the names that people and programs give to them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

# By the field that they mean. Programs: Notion, Airtable, Pocket, Raindrop, Zotero, Pinboard.
_NAMES = {
    "title": "title, titel, name, bezeichnung, überschrift, headline, page title, linktext",
    "url": (
        "url, urls, link, links, href, uri, adresse, webadresse, internetadresse, web address, "
        "website, webseite, weblink, link url, quelle, source"
    ),
    "doi": "doi",
    "kind": "kind, art, typ, type, format, medium, item type",
    "event": "event, labcamp, labcamps, veranstaltung, ausgabe",
    "session": "session, vortrag, impuls, talk, input, beitrag",
    "tags": (
        "tags, tag, schlagwort, schlagworte, schlagwörter, stichwort, stichworte, stichwörter, "
        "keyword, keywords, label, labels, thema, themen, topic, topics, kategorie, kategorien, "
        "category, categories, rubrik, manual tags, automatic tags"
    ),
    "folder": "folder, folders, ordner, collection, collections, sammlung",
    "description": (
        "description, beschreibung, kurzbeschreibung, notiz, notizen, note, notes, excerpt, "
        "abstract, abstract note, auszug, summary, zusammenfassung, inhalt, kommentar, comment, "
        "bemerkung, anmerkung, selection"
    ),
    "status": "status",
    # known, and not kept: an item is dated by when it came in
    "added": (
        "created, created at, created time, time added, date added, added, added at, date, datum, "
        "erstellt, erstellt am, hinzugefügt, hinzugefügt am, angelegt, angelegt am, time, "
        "date modified, last edited time, updated, access date, timestamp"
    ),
}
# Columns that only count, or are empty.
_COUNTS = ("", "nr", "no", "nummer", "number", "lfd nr", "id", "key", "pos")
# What other addresses and titles are called that stand in a table beside those that are meant.
_OF_SOMETHING_ELSE = re.compile(r"\b(?:image|cover|icon|bild|photo|user|author|feed|publication)\b")
_WORD = re.compile("[a-z0-9]+")
_OTHER_SPELLING = re.compile("(?<=[aou])e")  # of ä, ö, ü
_PARTS = re.compile(r"[/|()\[\]]")


def _folded(name: str) -> str:
    """The words of a name, without regard to case, umlauts and what stands between them."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return " ".join(_OTHER_SPELLING.sub("", word) for word in _WORD.findall(letters))


_FIELD_OF = {_folded(name): field for field, names in _NAMES.items() for name in names.split(",")}


def field_of(name: str) -> str:
    """The field that a column of this name means; empty for none. Of `Link / URL` one will do."""
    known = (_FIELD_OF.get(_folded(part), "") for part in (name, *_PARTS.split(name)))
    return next(filter(None, known), "")


def fields_of(header: Sequence[str]) -> list[str]:
    """The field that each column means, empty for none; a first one that means none is the title.

    The first is what Notion shows as a row's name, whatever it is called.
    """
    found = [field_of(column) for column in header]
    for field in ("url", "title"):
        if field not in found:  # Page URL, Titel des Links
            place = next(filter(None, (_speaks_of(field, name) for name in header)), None)
            found = [
                field if name == place else one for one, name in zip(found, header, strict=True)
            ]
    if "title" not in found and found and not found[0] and _folded(header[0]) not in _COUNTS:
        found[0] = "title"
    return found


def _speaks_of(field: str, column: str) -> str | None:
    """The column's name if one of its words means the field, and nothing else is meant by it."""
    name = _folded(column)
    words = [] if _OF_SOMETHING_ELSE.search(name) or name in _FIELD_OF else name.split()
    return column if any(_FIELD_OF.get(word) == field for word in words) else None


def said_in(fields: Sequence[str], cells: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """What a row says of each field: the cells that have something in them."""
    return gathered(zip(fields, cells, strict=False))


def gathered(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    """The values that are not empty, by their fields."""
    said: dict[str, list[str]] = {}
    for field, cell in pairs:
        if field and cell.strip() and cell not in said.get(field, ()):
            said.setdefault(field, []).append(cell)
    return said
