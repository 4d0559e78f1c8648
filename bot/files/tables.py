"""Tables (CSV) of items: those that the bot wrote itself, and other people's.

A table all of whose columns have the names of our own fields is read as strictly as YAML. Of
others the columns are known by their names, and those that mean nothing are passed over.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from bot.domain.formulas import meant
from bot.files.cells import found_in_row, split_list
from bot.files.columns import field_of, fields_of, said_in
from bot.files.contents import FileFault, FileFaults, Found, LeftOut
from bot.files.fields import shown
from bot.files.forms import ITEM, knowledge_entry
from bot.files.nodes import Mapping, Node, Scalar
from bot.files.nodes import Sequence as List
from bot.files.rows import ADVICE, Row, no_header, table
from bot.files.source import Source
from bot.files.surroundings import Surroundings

# Columns whose empty cell means the usual, because these fields always have a value.
_NEVER_EMPTY = ("kind", "status", "visibility")
_ADDRESSES = {"url", "doi"}  # fields that may hold one


def entries(source: Source) -> Iterator[Found]:
    """The items of a table, and all faults."""
    try:
        yield from found_in(source, Surroundings())
    except FileFaults as fatal:
        yield from fatal.ending()


def found_in(
    source: Source, around: Surroundings, file: str | None = None, *, one_of_many: bool = False
) -> Iterator[Found]:
    """The items of a table, of which `around` is known, in the `file` of an archive.

    Of `one_of_many` it is no fault that it has no addresses. Raises FileFaults for what leaves
    nothing to look at.
    """
    rows = table(source, lambda name: name in ITEM or field_of(name) != "")
    header, rows = _with_header(next(rows, None) or no_header(), rows)
    names = _without_empty([cell.strip() for cell in header.cells])
    fields = fields_of(names)
    if not set(fields) & _ADDRESSES:
        yield _without_addresses(header.line, file, one_of_many)
    elif {"title", "url"} <= set(names) <= set(ITEM):
        yield from _ours(names, header, rows)
    else:
        yield from _others(names, header, rows, around, file)


def _with_header(first: Row, rows: Iterator[Row]) -> tuple[Row, Iterator[Row]]:
    """The row that names the columns, and the others; above it the sheet's own name may stand."""
    is_name = sum(bool(cell.strip()) for cell in first.cells) == 1
    second = next(rows, None) if is_name else None
    if second is None:
        return first, rows
    if any(field_of(cell) in _ADDRESSES for cell in second.cells):
        return second, rows
    return first, chain((second,), rows)


def _without_empty(names: list[str]) -> list[str]:
    """The names up to the last that is one: `title;url;` has two."""
    filled = [place for place, name in enumerate(names, start=1) if name]
    return names[: max(filled, default=0)]


def _without_addresses(line: int, file: str | None, one_of_many: bool) -> FileFault | LeftOut:
    if one_of_many:
        return LeftOut(line, "this table has no column with addresses", file)
    message = "the column 'url' is missing; add it; link, href and adresse mean the same"
    return FileFault(line, message, file)


def _ours(names: Sequence[str], header: Row, rows: Iterator[Row]) -> Iterator[Found]:
    doubled = [name for place, name in enumerate(names) if name in names[:place]]
    for name in doubled:
        yield FileFault(header.line, f"the column '{name}' is there twice; keep one")
    for row in rows if not doubled else ():
        fault = _overlong(names, row)
        yield from (fault,) if fault else _entry(names, row)


def _others(
    names: Sequence[str],
    header: Row,
    rows: Iterator[Row],
    around: Surroundings,
    file: str | None,
) -> Iterator[Found]:
    fields = fields_of(names)
    ignored = [shown(name) for name, field in zip(names, fields, strict=True) if name and not field]
    if ignored:
        yield LeftOut(header.line, f"columns that mean nothing here: {', '.join(ignored)}", file)
    for row in rows:
        if fault := _overlong(names, row, file):
            yield fault
        else:
            said = said_in(fields, [meant(cell) for cell in row.cells])
            yield from found_in_row(said, row.line, around, file)


def _overlong(names: Sequence[str], row: Row, file: str | None = None) -> FileFault | None:
    """That there is something behind the last column."""
    if not any(cell.strip() for cell in row.cells[len(names) :]):
        return None
    message = f"this row has {len(row.cells)} cells, the first one {len(names)}; {ADVICE}"
    return FileFault(row.line, message, file)


def _entry(names: Sequence[str], row: Row) -> Iterator[Found]:
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
