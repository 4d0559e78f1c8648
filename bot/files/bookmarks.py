"""Bookmarks as browsers, Raindrop, Pinboard and Pocket write them (HTML).

No standard says what NETSCAPE-Bookmark-file-1 is; what Firefox and Chromium read and write is:
https://learn.microsoft.com/en-us/previous-versions/windows/internet-explorer/ie-developer/platform-apis/aa753582(v=vs.85)
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from bot.domain.addresses import is_web_address
from bot.domain.guesses import guessed_kind
from bot.domain.knowledge import Publication
from bot.domain.limits import LINE
from bot.files.cells import split_list
from bot.files.contents import FileFault, FileFaults, Found, LeftOut
from bot.files.fields import shown
from bot.files.leniency import item, web_address
from bot.files.source import Source

# How bookmarks begin, in any of their dialects.
_BOOKMARKS = re.compile(
    r"NETSCAPE-Bookmark-file|<title>\s*Pocket Export|<dt>\s*<(?:a|h3)\s", re.IGNORECASE
)
_LONGEST_TAG = 1_000_000  # characters; icons stand in attributes
# Folders that the programs make by themselves, and that say nothing of what is in them.
_OF_THE_PROGRAM = re.compile(
    r"bookmarks?( bar| menu| toolbar)?|(other|mobile) (bookmarks|favorites)|favou?rites( bar)?"
    r"|lesezeichen(-?(leiste|menü|symbolleiste))?|(weitere|mobile|andere) (lesezeichen|favoriten)"
    r"|favoriten(leiste)?|unsorted|unsortiert|unread|read( archive)?|imported|importiert|export",
    re.IGNORECASE,
)
_ROOTS = ("personal_toolbar_folder", "unfiled_bookmarks_folder")
# Shortcuts into the browser itself and little programs are in nearly every file of a browser.
_HTTP = re.compile(r"\s*https?:", re.IGNORECASE)
_BLOCKS = ("dt", "dd", "dl", "ul", "li", "h1", "h2", "h3", "h4", "hr")
_NO_BOOKMARKS = (
    "this page is no file of bookmarks; of a browser, Raindrop, Pinboard or Pocket export the "
    "bookmarks as HTML, of Notion as 'Markdown & CSV', of others a table (CSV) or Markdown"
)

Attributes = Mapping[str, str]


def entries(source: Source) -> Iterator[Found]:
    """The items of a file of bookmarks, and what is wrong with it."""
    try:
        source = source.without_odd_ends()
        if not is_bookmarks(source.beginning()):
            raise FileFaults([FileFault(1, _NO_BOOKMARKS)])
        yield from found_in(source)
    except FileFaults as fatal:
        yield from fatal.ending()


def is_bookmarks(beginning: str) -> bool:
    """Whether a page of HTML that begins so is a file of bookmarks."""
    return _BOOKMARKS.search(beginning) is not None


def found_in(source: Source, file: str | None = None) -> Iterator[Found]:
    """The items of bookmarks in the `file` of an archive."""
    reader = _Reader(file)
    while piece := source.read():
        reader.feed(piece)
        if len(reader.rawdata) > _LONGEST_TAG:
            raise FileFaults([FileFault(reader.getpos()[0], "this tag has no end; close it")])
        yield from reader.take()
    reader.close()
    yield from reader.end()


@dataclass(slots=True)
class _Link:
    """A bookmark as far as it was read."""

    line: int
    attributes: Attributes
    folders: tuple[str, ...]
    title: str = ""
    description: str = ""


@dataclass(slots=True)
class _Place:
    """Where one is: the folders around, and the text that is being read."""

    folders: list[str] = field(default_factory=list)
    heading: str = ""  # of the list that comes next
    is_root: bool = False
    within: str = ""  # heading, title, description, or nothing that is kept


class _Reader(HTMLParser):
    """Goes through the tags, and gives each bookmark when the next one begins."""

    def __init__(self, file: str | None) -> None:
        super().__init__(convert_charrefs=True)
        self._file = file
        self._place = _Place()
        self._link: _Link | None = None
        self._done: list[Found] = []

    def take(self) -> list[Found]:
        """What has been found since the last time."""
        done, self._done = self._done, []
        return done

    def end(self) -> list[Found]:
        """The last, at the end of the file."""
        self._finish()
        return self.take()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a folder, a bookmark, or its description."""
        place, attributes = self._place, {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            place.within = ""
        if tag == "a" and "href" in attributes:
            self._finish()
            folders = tuple(filter(None, place.folders))
            self._link = _Link(self.getpos()[0], attributes, folders)
            place.within = "title"
        elif tag in ("h1", "h2", "h3"):
            self._finish()
            place.heading, place.is_root = "", any(root in attributes for root in _ROOTS)
            place.within = "heading" if tag == "h3" else ""
        elif tag in ("dl", "ul"):
            heading = " ".join(place.heading.split())
            says_nothing = place.is_root or _OF_THE_PROGRAM.fullmatch(heading)
            place.folders.append("" if says_nothing else heading)
            place.heading, place.is_root = "", False
        elif tag == "dd" and self._link:
            place.within = "description"
        elif tag == "br" and self._link and place.within == "description":
            self._link.description += "\n"

    def handle_endtag(self, tag: str) -> None:
        """End a folder, or what was being read."""
        if tag in ("dl", "ul"):
            self._finish()
            if self._place.folders:
                self._place.folders.pop()
        if tag in ("a", "h3", "dd", "dl", "ul"):
            self._place.within = ""

    def handle_data(self, data: str) -> None:
        """Text belongs to whatever was begun."""
        if self._place.within == "heading":
            self._place.heading += data
        elif self._link and self._place.within == "title":
            self._link.title += data
        elif self._link and self._place.within == "description":
            self._link.description += data

    def _finish(self) -> None:
        """Give the bookmark that was being read."""
        link, self._link = self._link, None
        if link:
            self._done += _found(link, self._file)


def _found(link: _Link, file: str | None) -> Iterator[Found]:
    """The item of a bookmark, or why it is none."""
    href = link.attributes["href"].strip()
    url = web_address(href)
    if url is None and _HTTP.match(href):
        example = "a web address such as https://example.org/page"
        yield FileFault(link.line, f"'href' must be {example}, not {shown(href)}", file)
    elif url is None:
        yield LeftOut(link.line, f"{shown(href)} leads to no web page", file)
    else:
        title = " ".join(link.title.split())
        if len(title) > LINE:
            yield LeftOut(link.line, f"what is beyond {LINE} characters of {shown(title)}", file)
        named = bool(title) and not is_web_address(title)
        given = {
            "title": title if named else "",
            "tags": (*split_list(link.attributes.get("tags", "")), *link.folders),
            "description": link.description,
        }
        guessed: dict[str, object] = {"kind": guessed_kind(url, title)}
        if not named:
            guessed["title"] = url
        if link.attributes.get("private") == "1":  # an organizer looks at it first
            guessed["status"] = Publication.PROPOSED
        yield item(url, link.line, given, guessed, file)
