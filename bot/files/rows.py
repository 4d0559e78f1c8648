"""Tables (CSV), row by row: as Excel, LibreOffice and many other programs write them."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

from bot.files.contents import FileFault, FileFaults
from bot.files.source import LONGEST_VALUE, Source

_DELIMITERS = ";,\t|"  # German Excel, all others, what is copied out of either, and by hand
ADVICE = "look at its quotation marks: one within a text is written twice"
# No quotation mark is open at its end.
_EMPTY_CELLS = re.compile(r'(?:[\s;,]|"\s*")*')
_SEPARATOR = re.compile("sep=(.)", re.IGNORECASE)  # Excel's own first line


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, by the position of their columns; `line` is where it begins."""

    line: int
    cells: Sequence[str]


def table(source: Source, is_known: Callable[[str], bool]) -> Iterator[Row]:
    """The header and all other rows that have something in them.

    The columns are divided by whatever gives the most names in the header that are known. Raises
    FileFaults for what is no table, with its line.
    """
    lines = _Lines(source)
    header = _first_filled(lines)
    if separator := _SEPARATOR.fullmatch(header.strip("\n").strip('"')):
        header, delimiter = _first_filled(lines), separator[1]
    else:
        delimiter = max(_DELIMITERS, key=lambda sign: _known_columns(header, sign, is_known))
    if not header:
        no_header()
    lines.give_back(header)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    line = lines.number
    while True:
        try:
            cells = next(rows, None)
        except csv.Error as error:
            raise FileFaults(
                [FileFault(line, f"this row can't be read: {error}; {ADVICE}")]
            ) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield Row(line, cells)
        line = lines.number


def _first_filled(lines: "_Lines") -> str:
    """The next line that is more than empty cells; empty at the end."""
    return next((line for line in lines if not _EMPTY_CELLS.fullmatch(line)), "")


def no_header() -> NoReturn:
    """Raise FileFaults for a table that has nothing in it."""
    raise FileFaults([FileFault(1, "the file is empty; its first line names the columns")])


class _Lines:
    """The lines of a source, each with its break, counted from 1."""

    def __init__(self, source: Source) -> None:
        self._lines = self._read(source)
        self._kept: list[str] = []
        self.number = 1  # of the line that comes next

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._kept.pop() if self._kept else next(self._lines)
        self.number += 1
        return line

    def give_back(self, line: str) -> None:
        """Have this line come again."""
        self._kept.append(line)
        self.number -= 1

    @staticmethod
    def _read(source: Source) -> Iterator[str]:
        rest = ""
        source = source.without_odd_ends()
        while piece := source.read():
            *whole, rest = (rest + piece).split("\n")
            if len(rest) > LONGEST_VALUE:
                message = f"this line has more than {LONGEST_VALUE:,} characters; {ADVICE}"
                raise FileFaults([FileFault(source.last_line, message, ends=True)])
            for line in whole:
                yield line + "\n"
        if rest:
            yield rest


def _known_columns(header: str, delimiter: str, is_known: Callable[[str], bool]) -> tuple[int, int]:
    cells = [cell.strip().strip('"') for cell in header.split(delimiter)]
    return sum(map(is_known, cells)), len(cells)
