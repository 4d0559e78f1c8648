"""Tables (CSV), row by row: as Excel and LibreOffice write them."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

from bot.domain.formulas import meant
from bot.files.contents import FileFault, FileFaults, Found
from bot.files.fields import suggestion
from bot.files.forms import ITEM, knowledge_entry
from bot.files.nodes import Mapping, Node, Scalar
from bot.files.nodes import Sequence as List
from bot.files.source import Source

_DELIMITERS = ";,\t"  # German Excel, all others, and what is copied out of either
# Columns whose empty cell means the usual, because these fields always have a value.
_NEVER_EMPTY = ("kind", "status")
_ADVICE = "look at its quotation marks: one within a text is written twice"
# No quotation mark is open at its end.
_EMPTY_CELLS = re.compile(r'(?:[\s;,]|"\s*")*')
_SEPARATOR = re.compile("sep=(.)", re.IGNORECASE)  # Excel's own first line


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, by the position of their columns; `line` is where it begins."""

    line: int
    cells: Sequence[str]


def entries(source: Source) -> Iterator[Found]:
    """The items of a table whose columns have the names of their fields, and all faults."""
    try:
        rows = table(source, tuple(ITEM))
        names, faults = _names(next(rows, None) or _no_header())
        yield from faults
        if not faults:
            for row in rows:
                yield from _entry(names, row)
    except FileFaults as fatal:
        yield from fatal.faults


def table(source: Source, known: Sequence[str]) -> Iterator[Row]:
    """The header and all other rows that have something in them.

    The columns are divided by whatever gives the most `known` names in the header. Raises
    FileFaults for what is no table, with its line.
    """
    lines = _Lines(source)
    header = _first_filled(lines)
    if separator := _SEPARATOR.fullmatch(header.strip("\n").strip('"')):
        header, delimiter = _first_filled(lines), separator[1]
    else:
        delimiter = max(_DELIMITERS, key=lambda sign: _known_columns(header, sign, known))
    if not header:
        _no_header()
    lines.give_back(header)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    line = lines.number
    while True:
        try:
            cells = next(rows, None)
        except csv.Error as error:
            raise FileFaults(
                [FileFault(line, f"this row can't be read: {error}; {_ADVICE}")]
            ) from error
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield Row(line, cells)
        line = lines.number


def _first_filled(lines: "_Lines") -> str:
    """The next line that is more than empty cells; empty at the end."""
    return next((line for line in lines if not _EMPTY_CELLS.fullmatch(line)), "")


def _no_header() -> NoReturn:
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
        while piece := source.read():
            *whole, rest = (rest + piece).split("\n")
            for line in whole:
                yield line + "\n"
        if rest:
            yield rest


def _known_columns(header: str, delimiter: str, known: Sequence[str]) -> tuple[int, int]:
    cells = [cell.strip().strip('"').casefold() for cell in header.split(delimiter)]
    return sum(cell in known for cell in cells), len(cells)


def _names(header: Row) -> tuple[list[str], list[FileFault]]:
    """The fields that the columns stand for, and what is wrong with them."""
    names = [cell.strip().casefold() for cell in header.cells]
    faults = []
    for position, name in enumerate(names):
        if name not in ITEM:
            hint = suggestion(name, ITEM) or f"; known are {', '.join(ITEM)}"
            faults.append(FileFault(header.line, f"unknown column '{name[:40]}'{hint}"))
        elif name in names[:position]:
            faults.append(FileFault(header.line, f"the column '{name}' is there twice; keep one"))
    faults += [
        FileFault(header.line, f"the column '{name}' is missing; add it")
        for name, field in ITEM.items()
        if field.required and name not in names
    ]
    return names, faults


def _entry(names: Sequence[str], row: Row) -> Iterator[Found]:
    if any(cell.strip() for cell in row.cells[len(names) :]):
        message = f"this row has {len(row.cells)} cells, the first one {len(names)}; {_ADVICE}"
        yield FileFault(row.line, message)
        return
    pairs = tuple(
        (Scalar(name, row.line), _value(name, meant(cell), row.line))
        for name, cell in zip(names, row.cells, strict=False)
        if cell.strip() or name not in _NEVER_EMPTY
    )
    entry, faults = knowledge_entry(Mapping(pairs, row.line))
    yield from faults
    if entry:
        yield entry


def _value(name: str, cell: str, line: int) -> Node:
    if name == "tags":
        return List(tuple(Scalar(tag, line, quoted=True) for tag in split_list(cell)), line)
    if name in _NEVER_EMPTY:
        cell = cell.strip().casefold()
    return Scalar(cell.strip(), line, quoted=name != "event")


def split_list(cell: str) -> list[str]:
    """The parts of a cell that are divided by commas; one with a comma in it stands in quotes."""
    parts = next(csv.reader([cell.replace("\n", " ")], skipinitialspace=True), [])
    return [part.strip() for part in parts if part.strip()]
