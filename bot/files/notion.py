"""Notion's export (*Markdown & CSV*): a ZIP, often with ZIPs in it, of pages and databases.

A page is `Title 0123…cdef.md` with 32 hexadecimal digits, its children lie in a folder of its name.
A database is `Name 0123…cdef.csv`, mostly with a twin `…_all.csv` that has all rows where the other
has those of one view, and a folder with a page for each row, which begins with its properties.
What Notion says of it: https://www.notion.com/help/export-your-content
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO

from bot.domain.guesses import event_named
from bot.files import bookmarks, pages, tables
from bot.files.archives import Archive, ArchiveMember
from bot.files.cells import Said, event_of, first, item_of_row, line_of, tags_of
from bot.files.columns import field_of, gathered
from bot.files.contents import (
    CalendarEntry,
    EventEntry,
    FileFault,
    FileFaults,
    Found,
    LeftOut,
    TopicEntry,
)
from bot.files.source import of_file, of_table
from bot.files.surroundings import Surroundings

_ID = re.compile(r"[ _-]?[0-9a-f]{32}(?=(?:_all)?(?:\.\w+)?$)")
_PAGES, _WEB_PAGES = (".md", ".markdown"), (".html", ".htm")
_NOTHING = "there is neither a page (.md) nor a table (.csv) nor bookmarks (.html) in this archive"
_HTML_ONLY = (
    "there are web pages (.html) in this archive, and no bookmarks; in Notion choose the export "
    "format 'Markdown & CSV'"
)
_LOOKED_AT = 4_096  # bytes of a web page, to see whether it holds bookmarks
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
        yield from fatal.ending()


def _members(archive: Archive) -> Iterator[Found]:
    names = {member.name for member in archive.members}
    lowered = {name.lower() for name in names}
    databases = [member for member in archive.members if _is_database(member, lowered)]
    texts = [member for member in archive.members if member.name.lower().endswith(_PAGES)]
    kept = [member for member in archive.members if _is_bookmarks(archive, member)]
    if not databases and not texts and not kept:
        is_html = any(name.endswith(_WEB_PAGES) for name in lowered)
        raise FileFaults([FileFault(1, _HTML_ONLY if is_html else _NOTHING)])
    for member in databases:
        yield from _in_file(_shown(member), _rows(archive, member))
    for member in texts:
        yield from _in_file(_shown(member), _page(archive, member))
    for member in kept:
        yield from _in_file(_shown(member), _bookmarks(archive, member))
    others = len(
        [name for name in names if not name.lower().endswith((*_PAGES, *_WEB_PAGES, ".csv"))]
    )
    if others:
        yield LeftOut(1, f"{others:,} files that are neither pages nor tables; links are kept only")


def _in_file(name: str, found: Iterator[Found]) -> Iterator[Found]:
    """What is found, and that nothing more can be, with the file's name."""
    try:
        for one in found:
            if isinstance(one, EventEntry | CalendarEntry | TopicEntry) or one.file:
                yield one
            else:
                yield replace(one, file=name)
    except FileFaults as fatal:
        yield from (replace(fault, file=fault.file or name) for fault in fatal.faults)


def _is_database(member: ArchiveMember, names: set[str]) -> bool:
    """Whether this is a table, and none of which a twin (in `names`, in lower case) says more."""
    name = member.name.lower()
    return name.endswith(".csv") and f"{name.removesuffix('.csv')}_all.csv" not in names


def _shown(member: ArchiveMember) -> str:
    return "/".join(_ID.sub("", part) for part in member.path)


def _rows(archive: Archive, member: ArchiveMember) -> Iterator[Found]:
    """The items of a database; rows without an address are left out."""
    around = Surroundings(event=_event_of(member.path))
    try:
        source = of_table(lambda: archive.open(member))
        yield from tables.found_in(source, around, _shown(member), one_of_many=True)
    except FileFaults as fatal:  # some of its rows may have been taken
        raise FileFaults(fatal.ending()) from fatal


def _is_bookmarks(archive: Archive, member: ArchiveMember) -> bool:
    if not member.name.lower().endswith(_WEB_PAGES):
        return False
    with archive.open(member) as opened:
        return bookmarks.is_bookmarks(opened.read(_LOOKED_AT).decode("utf-8", "replace"))


def _bookmarks(archive: Archive, member: ArchiveMember) -> Iterator[Found]:
    try:
        with archive.open(member) as opened:
            yield from bookmarks.found_in(of_file(opened).without_odd_ends(), _shown(member))
    except FileFaults as fatal:  # some may have been taken
        raise FileFaults(fatal.ending()) from fatal


def _page(archive: Archive, member: ArchiveMember) -> Iterator[Found]:
    """The items of a page: the one that a database's row is, and those of its links."""
    name = _shown(member)
    with archive.open(member) as opened:
        text = pages.whole(of_file(opened))
    around = Surroundings(event=_event_of(member.path))
    if match := _PROPERTIES.match(text):
        said = _said(match)
        if set(said) - {"title"}:
            line = text.count("\n", 0, match.start("lines")) + 1
            if item := item_of_row(said, line, around, name):
                yield item
            around = _of_row(said, around)
            # the lines stay, so that all others keep their numbers
            blank = "\n" * match["lines"].count("\n")
            text = text[: match.start("lines")] + blank + text[match.end("lines") :]
    yield from pages.links(text, around, name)


def _said(match: re.Match[str]) -> Said:
    """What the properties at the top of a row's page say."""
    pairs = (line.partition(": ") for line in match["lines"].splitlines())
    fields = ((field_of(name), value) for name, _, value in pairs)
    return gathered((("title", match["title"]), *fields))


def _of_row(said: Said, around: Surroundings) -> Surroundings:
    """What a row says of the links on its page."""
    event = event_of(first(said, "event")) or around.event
    return Surroundings(event, line_of(first(said, "session")), tags_of(said))


def _event_of(path: Sequence[str]) -> int | None:
    """The event that a folder, or the page itself, is named for; the nearest."""
    for part in reversed(path):
        if number := event_named(_ID.sub("", part)):
            return number
    return None
