"""Which file is read how: its ending says so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bot.files import bookmarks, calendars, notion, pages, reader, tables
from bot.files.contents import Found, UnknownEnding
from bot.files.source import of_file, of_table

# What is known and can't be read, by its endings, and what to choose instead.
_INSTEAD = {
    ".xlsx .xls .xlsm .ods .numbers": "save the sheet as CSV, in Excel as 'CSV UTF-8'",
    ".docx .doc .odt .rtf .pdf .pages .txt .org .tex": (
        "put the links into a table (CSV), or save the text as Markdown (.md)"
    ),
    ".ris .bib .bibtex .enw .nbib .rdf": "export CSV from Zotero or whatever manages the sources",
    ".opml .xml .plist .webarchive .mhtml .mht .webloc .url .sqlite .jsonl": (
        "export bookmarks as HTML, or a table (CSV)"
    ),
    ".enex .one .tana": "export the notes as Markdown (.md)",
    ".7z .rar .tar .gz .tgz": "pack the files as a ZIP",
    ".vcf .vcs": "export the calendar as iCalendar (.ics)",
}
_ADVICE = {ending: advice for endings, advice in _INSTEAD.items() for ending in endings.split()}


@dataclass(frozen=True, slots=True)
class Format:
    """One sort of file.

    `entries` gives what an open file holds, one after the other; where it `merges`, two items with
    the same address are one.
    """

    entries: Callable[[BinaryIO], Iterator[Found]]
    merges: bool


def format_of(path: Path) -> Format:
    """How the file at `path` is read; raises UnknownEnding."""
    found = _FORMATS.get(path.suffix.lower())
    if found is None:
        advice = _ADVICE.get(path.suffix.lower())
        raise UnknownEnding(path, _FORMATS, f"; {advice}" if advice else "")
    return found


def _yaml(file: BinaryIO) -> Iterator[Found]:
    return reader.entries(of_file(file))


def _csv(file: BinaryIO) -> Iterator[Found]:
    return tables.entries(of_table(lambda: _again(file)))


@contextmanager
def _again(file: BinaryIO) -> Iterator[BinaryIO]:
    """The open file from its beginning; it stays open."""
    file.seek(0)
    yield file


def _ics(file: BinaryIO) -> Iterator[Found]:
    return calendars.entries(of_file(file))


def _html(file: BinaryIO) -> Iterator[Found]:
    return bookmarks.entries(of_file(file))


def _markdown(file: BinaryIO) -> Iterator[Found]:
    return pages.entries(of_file(file))


_YAML = Format(_yaml, merges=False)
_TABLE = Format(_csv, merges=True)
_BOOKMARKS = Format(_html, merges=True)
_MARKDOWN = Format(_markdown, merges=True)
_FORMATS = {
    ".yaml": _YAML,
    ".yml": _YAML,
    ".json": _YAML,
    ".csv": _TABLE,
    ".tsv": _TABLE,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _BOOKMARKS,
    ".htm": _BOOKMARKS,
    ".ics": Format(_ics, merges=False),
    ".zip": Format(notion.entries, merges=True),
}
