"""Pages (Markdown): each link is an item, and the headings above it say where it belongs.

- A heading that names an event (`LabCamp#4: …`) gives all links below it this event. Of the
  headings below that one the nearest is the session, whichever events it speaks of; only below
  the page's own name does `## LabCamp#5: …` begin another one.
- Where no event is named, headings of the second level and deeper are tags; the first level is
  the page's own name.
- A heading that only names a kind (`Aufzeichnungen`) says what its links are; one that says nothing
  (`Weiteres`) is nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from bot.domain.guesses import event_named, kind_named, says_nothing
from bot.domain.limits import LINE, TAG
from bot.files.cells import found_in_row
from bot.files.columns import field_of, gathered
from bot.files.comments import without_comments
from bot.files.contents import FileFaults, Found, KnowledgeEntry, LeftOut
from bot.files.footnotes import without_footnotes
from bot.files.leniency import clipped, described, web_address
from bot.files.links import TextPiece, found_in
from bot.files.markdown import parsed
from bot.files.source import LONGEST_WHOLE, Source
from bot.files.surroundings import Surroundings

# Fields that some programs put before a page; Markdown would take them for a heading.
_FRONT_MATTER = re.compile(r"\A---\n.*?^---$", re.DOTALL | re.MULTILINE)
_LABCAMP = re.compile(r"lab\s?camp", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_BREAKS = ("softbreak", "hardbreak")


def entries(source: Source) -> Iterator[Found]:
    """The items of a page, and what is wrong with it."""
    try:
        yield from links(whole(source), Surroundings())
    except FileFaults as fatal:
        yield from fatal.ending()


def whole(source: Source) -> str:
    """The text of a page; raises FileFaults for one that is no text, or far too long."""
    return source.without_odd_ends().rest(LONGEST_WHOLE, "divide it")


def links(text: str, known: Surroundings, file: str | None = None) -> Iterator[Found]:
    """The items of a page's text; `known` is what is known of all of it, `file` its name."""
    page = _Page(known, file)
    text, unended = without_comments(_FRONT_MATTER.sub(_blank, text))
    text, sources = without_footnotes(text, file)
    yield from sources
    for token in parsed(text):
        yield from page.take(token)
    yield from page.end()
    if unended:
        message = "this comment has no end (-->); what stands behind it is left out"
        yield LeftOut(unended, message, file)


@dataclass(slots=True)
class _Page:
    """Where one is while reading: the headings above, the row, the item of a list."""

    known: Surroundings
    file: str | None
    headings: list[tuple[int, str]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)  # the names above a table
    is_header: bool = False
    row: list[list[TextPiece]] | None = None
    row_line: int = 0
    open_heading: int = 0  # its level; 0 when none is open
    depth: int = 0  # of lists
    waiting: KnowledgeEntry | None = None  # an item of a list, whose description may go on
    waits_at: int = 0  # the depth at which it stands

    def take(self, token: Token) -> Iterator[Found]:
        """Go on by one token, and give what is complete."""
        match token.type:
            case "heading_open":
                yield from self.end()
                self.open_heading = int(token.tag[1:])
            case "heading_close":
                self.open_heading = 0
            case "list_item_open":
                self.depth += 1
            case "list_item_close":
                if self.waits_at == self.depth:
                    yield from self.end()
                self.depth -= 1
            case "thead_open" | "thead_close":
                self.is_header = token.type == "thead_open"
            case "tr_open":
                self.row = []
            case "tr_close":
                if self.is_header:
                    self.columns = [_plain(cell) for cell in self.row or ()]
                yield from self._row(self.row or [])
                self.row = None
            case "inline":
                yield from self._inline(token)

    def end(self) -> Iterator[Found]:
        """Give the item that waited for more to be said of it."""
        if self.waiting:
            yield self.waiting
        self.waiting = None

    def _inline(self, token: Token) -> Iterator[Found]:
        lines = list(_lines(token.children or []))
        if self.open_heading:
            self._head(" ".join(piece.text for line in lines for piece in line))
        if self.row is not None:
            self.row.append([piece for line in lines for piece in line])
            self.row_line = token.map[0] if token.map else 0
            return
        first = token.map[0] if token.map else 0
        for number, line in enumerate(lines, start=first):
            yield from self._line(line, number, "\n" if number > first else "\n\n")

    def _row(self, row: list[list[TextPiece]]) -> Iterator[Found]:
        """What is found in a table's row: by the names of its columns, where there is one link."""
        urls = {piece.href for cell in row for piece in cell if piece.href}
        fields = [field_of(column) for column in self.columns]
        if self.is_header or len(urls) != 1 or "title" not in fields or not web_address(*urls):
            yield from self._line(_joined(row), self.row_line)
            return
        cells = zip(self.columns, fields, row, strict=False)
        said = gathered(one for cell in cells for one in _said(*cell))
        line, around = self.row_line + 1, self._surroundings()
        yield from found_in_row({**said, "url": tuple(urls)}, line, around, self.file)

    def _line(
        self, pieces: Sequence[TextPiece], before: int, between: str = "\n\n"
    ) -> Iterator[Found]:
        """What is found in a line that has so many before it.

        A line without an item is more of the one that waits, divided from the rest by `between`.
        """
        found = list(found_in(pieces, before + 1, self._surroundings(), self.file))
        items = [one for one in found if isinstance(one, KnowledgeEntry)]
        yield from (one for one in found if not isinstance(one, KnowledgeEntry))
        if not items:
            self._say_more("".join(piece.text for piece in pieces).strip(), between)
            return
        yield from self.end()
        if self.depth and len(items) == 1:
            self.waiting, self.waits_at = items[0], self.depth
        else:
            yield from items

    def _head(self, text: str) -> None:
        heading = clipped(text, LINE)
        self.headings = [one for one in self.headings if one[0] < self.open_heading]
        if heading:
            self.headings.append((self.open_heading, heading))

    def _say_more(self, text: str, between: str) -> None:
        if self.waiting and text:
            self.waiting = described(self.waiting, text, between)

    def _event(self) -> tuple[int | None, list[tuple[int, str]]]:
        """The event to which this part of the page belongs, and the headings below its own."""
        event, begun_at, below = self.known.event, None, list[tuple[int, str]]()
        for level, text in self.headings:
            if number := _event_begun((level, text), begun_at):
                event, begun_at, below = number, level, []
            else:
                below.append((level, text))
        return event, below

    def _surroundings(self) -> Surroundings:
        event, below = self._event()
        telling = [(level, text) for level, text in below if not says_nothing(text)]
        kinds = [kind for _, text in telling if (kind := kind_named(text))]
        topics = [(level, text) for level, text in telling if not kind_named(text)]
        tags = [text for level, text in topics if level > 1 and len(text) <= TAG]
        nearest = topics[-1][1] if topics else None
        return Surroundings(
            event,
            self.known.session or nearest if event else self.known.session,
            (*self.known.tags, *(() if event else tags)),
            kinds[-1] if kinds else self.known.kind,
            tuple(text for _, text in reversed(self.headings)),
        )


def _event_begun(heading: tuple[int, str], above: int | None) -> int | None:
    """The event whose part of the page begins with this heading; `above` is the level of another's.

    What stands below an event's heading is its session, whatever it is called.
    """
    level, text = heading
    begins = above is None or (above == 1 and level == 2 and _LABCAMP.match(text))
    return event_named(text) if begins else None


def _blank(match: re.Match[str]) -> str:
    """As many lines, with nothing in them: all others keep their numbers."""
    return "\n" * match[0].count("\n")


def _lines(tokens: Iterable[Token]) -> Iterator[list[TextPiece]]:
    """The pieces of each line of a paragraph: text, links, and what stands as code."""
    line: list[TextPiece] = []
    href: str | None = None
    text = ""
    for token in tokens:
        if token.type in _BREAKS and href is None:
            yield line
            line = []
        elif token.type == "link_open":
            href, text = str(token.attrs.get("href", "")), ""
        elif token.type == "link_close":
            line.append(TextPiece(text, href))
            href = None
        elif href is not None:
            text += token.content or (" " if token.type in _BREAKS else "")
        elif token.content:
            line.append(TextPiece(token.content, is_code=token.type == "code_inline"))
    yield line


def _said(column: str, name: str, cell: Sequence[TextPiece]) -> Iterator[tuple[str, str]]:
    """What a cell says, by the field that its column means or as a part of the description."""
    text = _plain(cell)
    if name and name != "url":
        yield name, text
    elif any(piece.href for piece in cell):
        yield "kind", column
    elif not name and _LETTER.search(text):
        yield "description", f"{column}: {text}"


def _plain(cell: Sequence[TextPiece]) -> str:
    return " ".join("".join(piece.text for piece in cell).split())


def _joined(row: list[list[TextPiece]]) -> list[TextPiece]:
    """The cells of a table's row as one line."""
    return [piece for cell in row for piece in (TextPiece(" · "), *cell)][1:]
