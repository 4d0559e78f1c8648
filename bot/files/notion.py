"""Notion's export (*Markdown & CSV*): a ZIP, often with ZIPs in it, of pages and databases.

A page is `Title 0123…cdef.md` with 32 hexadecimal digits, its children lie in a folder of its name.
A database is `Name 0123…cdef.csv`, mostly with a twin `…_all.csv` that has all rows where the other
has those of one view, and a folder with a page for each row, which begins with its properties.
What Notion says of it: https://www.notion.com/help/export-your-content
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from bot.domain.guesses import event_named, guessed_kind, kind_named
from bot.domain.knowledge import ItemKind, Publication
from bot.domain.limits import LINE, TAG
from bot.files import pages, tables
from bot.files.archives import Archive, ArchiveMember
from bot.files.contents import FileFault, FileFaults, Found, KnowledgeEntry, LeftOut
from bot.files.leniency import clipped, item, web_address
from bot.files.links import Surroundings
from bot.files.source import of_file

_ID = re.compile(r"[ _-]?[0-9a-f]{32}(?=(?:_all)?(?:\.\w+)?$)")
_PAGES = (".md", ".markdown")
# The names that people give to columns, in lower case, by the field that they mean.
_COLUMNS = {
    "title": "name titel title bezeichnung",
    "url": "url link adresse webadresse website webseite quelle source",
    "kind": "kind art typ type format medium",
    "event": "event labcamp labcamps veranstaltung ausgabe",
    "session": "session vortrag impuls talk input beitrag",
    "tags": "tags tag schlagworte schlagwörter thema themen topic topics kategorie kategorien",
    "description": "description beschreibung kurzbeschreibung notiz notizen notes summary inhalt",
    "status": "status",
}
_FIELD_OF = {name: field for field, names in _COLUMNS.items() for name in names.split()}
_ADDRESS = re.compile(r"https?://(?:(?!\]\()[^\s<>\"])+", re.IGNORECASE)
_TARGET = re.compile(r"\]\(\s*<?(https?://[^\s<>\"]+)", re.IGNORECASE)
_SENTENCE_ENDS = ".,;:!?"
# A relation shows the other page's name, and where it lies.
_RELATION = re.compile(r"\s*\((?:[^()]*\.md|https://(?:www\.)?notion\.so/[^()]*)\)")
# A row's page: its title, an empty line, and its properties, one a line.
_PROPERTIES = re.compile(
    r"\A\s*# (?P<title>[^\n]*)\n\n(?P<lines>(?:[^\n:]{1,60}: [^\n]*\n)+)(?=\n|\Z)"
)


def entries(file: BinaryIO) -> Iterator[Found]:
    """The items of all databases and pages; databases come first, for they say it plainly."""
    try:
        with Archive(file) as archive:
            yield from _members(archive)
    except FileFaults as fatal:
        yield from fatal.faults


def _members(archive: Archive) -> Iterator[Found]:
    names = {member.name for member in archive.members}
    lowered = {name.lower() for name in names}
    databases = [member for member in archive.members if _is_database(member, lowered)]
    texts = [member for member in archive.members if member.name.lower().endswith(_PAGES)]
    if not databases and not texts:
        message = "there is neither a page (.md) nor a table (.csv) in this archive"
        raise FileFaults([FileFault(1, message)])
    for member in databases:
        yield from _in_file(_shown(member), _rows(archive, member))
    for member in texts:
        yield from _in_file(_shown(member), _page(archive, member))
    others = len([name for name in names if not name.lower().endswith((*_PAGES, ".csv", ".html"))])
    if others:
        yield LeftOut(1, f"{others:,} files that are neither pages nor tables; links are kept only")


def _in_file(name: str, found: Iterator[Found]) -> Iterator[Found]:
    """What is found, and that nothing more can be, with the file's name."""
    try:
        yield from found
    except FileFaults as fatal:
        for fault in fatal.faults:
            yield FileFault(fault.line, fault.message, fault.file or name)


def _is_database(member: ArchiveMember, names: set[str]) -> bool:
    """Whether this is a table, and none of which a twin (in `names`, in lower case) says more."""
    name = member.name.lower()
    return name.endswith(".csv") and f"{name.removesuffix('.csv')}_all.csv" not in names


def _shown(member: ArchiveMember) -> str:
    return "/".join(_ID.sub("", part) for part in member.path)


def _rows(archive: Archive, member: ArchiveMember) -> Iterator[Found]:
    """The items of a database; rows without an address are left out."""
    name = _shown(member)
    with archive.open(member) as opened:
        rows = tables.table(of_file(opened), tuple(_FIELD_OF))
        header = next(rows, None)
        fields = _fields(header.cells) if header else []
        if "url" not in fields:
            yield LeftOut(1, "this table has no column with addresses", name)
            return
        for row in rows:
            said = dict(zip(fields, row.cells, strict=False))
            around = Surroundings(event=_event_of(member.path))
            found = _item(said, row.line, around, name)
            yield found or LeftOut(row.line, "this row has no web address", name)


def _fields(header: Sequence[str]) -> list[str]:
    """The field that each column means, empty for none; the first is Notion's title."""
    found: list[str] = []
    for column in header:
        field = _FIELD_OF.get(column.strip().casefold(), "")
        found.append("" if field in found else field)
    if "title" not in found and found and not found[0]:
        found[0] = "title"
    return found


def _page(archive: Archive, member: ArchiveMember) -> Iterator[Found]:
    """The items of a page: the one that a database's row is, and those of its links."""
    name = _shown(member)
    with archive.open(member) as opened:
        text = pages.whole(of_file(opened))
    around = Surroundings(event=_event_of(member.path))
    if match := _PROPERTIES.match(text):
        said = {"title": match["title"], **_said(match["lines"])}
        if set(said) - {"title"}:
            line = text.count("\n", 0, match.start("lines")) + 1
            if found := _item(said, line, around, name):
                yield found
            around = _of_row(said, around)
            # the lines stay, so that all others keep their numbers
            blank = "\n" * match["lines"].count("\n")
            text = text[: match.start("lines")] + blank + text[match.end("lines") :]
    yield from pages.links(text, around, name)


def _said(lines: str) -> dict[str, str]:
    """The properties that mean something, by their fields."""
    said: dict[str, str] = {}
    for line in lines.splitlines():
        name, _, value = line.partition(": ")
        if field := _FIELD_OF.get(name.strip().casefold()):
            said.setdefault(field, value)
    return said


def _of_row(said: Mapping[str, str], around: Surroundings) -> Surroundings:
    """What a row says of the links on its page."""
    event = _event(said.get("event", "")) or around.event
    return Surroundings(event, _line(said.get("session", "")), _tags(said.get("tags", "")))


def _item(
    said: Mapping[str, str], line: int, around: Surroundings, file: str
) -> KnowledgeEntry | None:
    """The item that a row describes, None without an address."""
    url = _url(said.get("url", ""))
    if url is None:
        return None
    title, kind = _line(said.get("title", "")), _kind(said.get("kind", ""))
    given: dict[str, Any] = {
        "title": title,
        "kind": kind,
        "event": _event(said.get("event", "")) or around.event,
        "session": _line(said.get("session", "")),
        "tags": _tags(said.get("tags", "")),
        "status": _status(said.get("status", "")),
        "description": said.get("description", ""),
    }
    guessed: dict[str, Any] = {} if kind else {"kind": guessed_kind(url, title)}
    if not title:
        guessed["title"] = url
    return item(url, line, given, guessed, file)


def _url(cell: str) -> str | None:
    """The address in a cell, without what a text says around it."""
    written = cell.strip()
    if web_address(written) and _closed(written) == written:
        return web_address(written)
    if target := _TARGET.search(written):
        return web_address(_closed(target[1]))
    found = _ADDRESS.search(written)
    return web_address(_closed(found[0]).rstrip(_SENTENCE_ENDS)) if found else None


def _closed(address: str) -> str:
    """The address up to a bracket that closes none of its own: what stands behind is the text's."""
    depth = 0
    for place, sign in enumerate(address):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return address[:place]
    return address


def _line(cell: str) -> str:
    return clipped(_RELATION.sub("", cell), LINE)


def _tags(cell: str) -> tuple[str, ...]:
    return tuple(clipped(tag, TAG) for tag in _RELATION.sub("", cell).split(","))


def _kind(cell: str) -> ItemKind | None:
    return kind_named(cell.split(",")[0])


def _status(cell: str) -> Publication | None:
    known = {one.value: one for one in Publication}
    return known.get(cell.strip().casefold())


def _event(cell: str) -> int | None:
    """The number of an event, alone or in its name."""
    text = cell.strip()
    return event_named(f"#{text}" if text.isascii() and text.isdigit() else text)


def _event_of(path: Sequence[str]) -> int | None:
    """The event that a folder, or the page itself, is named for; the nearest."""
    for part in reversed(path):
        if number := event_named(_ID.sub("", part)):
            return number
    return None
