"""Entries on their way into the database: on disk, in a file without a name, gone at the end.

A file of any length is checked while no more of it than a few entries is in memory, and what is to
be written then lies ready, so that the write lock is held for as short a time as can be.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, Self

from bot.domain.knowledge import ItemKind, KnowledgeItem, Publication, Visibility
from bot.domain.knowledge_fields import ITEM_FIELDS

_COLUMNS = tuple(row.name for row in ITEM_FIELDS)
_OPTIONAL = tuple(name for name in _COLUMNS if name != "url")
_KEPT = (*_COLUMNS, *(f"gives_{name}" for name in _OPTIONAL))
_TABLES = f"""
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY, key TEXT UNIQUE, line INTEGER, file TEXT, given TEXT, guessed TEXT
);
CREATE TABLE changes (
    seq INTEGER PRIMARY KEY, line INTEGER, file TEXT, before TEXT, url_key TEXT, {", ".join(_KEPT)}
);
"""
_ADD = "INSERT OR IGNORE INTO entries (key, line, file, given, guessed) VALUES (?, ?, ?, ?, ?)"
_GET = "SELECT key, line, file, given, guessed FROM entries WHERE key = ?"
_REPLACE = "UPDATE entries SET given = ?, guessed = ? WHERE key = ?"
_ALL = "SELECT key, line, file, given, guessed FROM entries ORDER BY seq"
_COUNT = "SELECT count(*) FROM entries"
_PLACES = ", ".join("?" * (4 + len(_KEPT)))
_ADD_CHANGE = f"INSERT INTO changes VALUES (NULL, {_PLACES})"  # noqa: S608 (our own text)
_CHANGES = "SELECT * FROM changes ORDER BY seq"


@dataclass(frozen=True, slots=True)
class Spooled:
    """An item as far as a file gives it, under its normalised address."""

    key: str
    line: int
    file: str | None
    given: Mapping[str, Any]
    guessed: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What an entry makes of an item; `before` is None for a new one."""

    line: int
    file: str | None
    before: KnowledgeItem | None
    after: KnowledgeItem


class Spool:
    """Entries in their order, found by their key; then what is to be written because of them."""

    def __init__(self) -> None:
        # An empty name: a private file, which the system deletes even if we are killed.
        # https://sqlite.org/inmemorydb.html#temp_db
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES}")
        self._file.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return int(self._file.execute(_COUNT).fetchone()[0])

    def add(self, entry: Spooled) -> bool:
        """Take an entry in, unless there is one with its key: then False."""
        values = (entry.key, entry.line, entry.file, _json(entry.given), _json(entry.guessed))
        return self._file.execute(_ADD, values).rowcount == 1

    def get(self, key: str) -> Spooled:
        """The entry with this key, which is there."""
        return _spooled(self._file.execute(_GET, (key,)).fetchone())

    def replace(self, key: str, given: Mapping[str, Any], guessed: Mapping[str, Any]) -> None:
        """Have the entry with this key say something else."""
        self._file.execute(_REPLACE, (_json(given), _json(guessed), key))

    def entries(self, at_once: int) -> Iterator[list[Spooled]]:
        """All entries, so many at a time."""
        rows = self._file.execute(_ALL)
        while some := rows.fetchmany(at_once):
            yield [_spooled(row) for row in some]

    def add_change(self, entry: Spooled, change: Change) -> None:
        """Have this written; a field that `entry` does not give stays as it is by then."""
        after = _values(change.after)
        before = None if change.before is None else _json(_values(change.before))
        values = [after[name] for name in _COLUMNS]
        gives = [int(name in entry.given) for name in _OPTIONAL]
        where = (change.line, change.file, before, entry.key)
        self._file.execute(_ADD_CHANGE, (*where, *values, *gives))

    def changes(self) -> Iterator[Change]:
        """All that is to be written."""
        for _, line, file, before, _, *after in self._file.execute(_CHANGES):
            known = None if before is None else _item(json.loads(before))
            yield Change(line, file, known, _item(dict(zip(_COLUMNS, after, strict=False))))

    def rows(self, columns: Sequence[str], fixed: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
        """What is to be written, row by row: these columns, of which some are the same in all."""
        wanted = ", ".join(f":{name}" if name in fixed else name for name in columns)
        return iter(self._file.execute(f"SELECT {wanted} FROM changes ORDER BY seq", fixed))  # noqa: S608 - our own names


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(dict(values), default=date.isoformat)


def _spooled(row: tuple[Any, ...]) -> Spooled:
    key, line, file, given, guessed = row
    return Spooled(key, line, file, _fields(given), _fields(guessed))


# From what JSON has; of a file it is a day that an item is seen from.
_MADE: Mapping[str, Callable[[Any], Any]] = {
    "kind": ItemKind,
    "status": Publication,
    "visibility": Visibility,
    "visible_from": date.fromisoformat,
    "tags": tuple,
}


def _fields(text: str) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(text)
    for name, made in _MADE.items():
        if fields.get(name) is not None:
            fields[name] = made(fields[name])
    return fields


def _values(item: KnowledgeItem) -> dict[str, Any]:
    """The item as its row has it."""
    values = {name: getattr(item, name) for name in _COLUMNS}
    return values | {
        "kind": item.kind.value,
        "status": item.status.value,
        "visibility": item.visibility.value,
        "visible_from": _stamp(item.visible_from),
        "tags": json.dumps(list(item.tags)),
    }


def _item(values: Mapping[str, Any]) -> KnowledgeItem:
    stamp = values["visible_from"]
    made = {
        "kind": ItemKind(values["kind"]),
        "status": Publication(values["status"]),
        "visibility": Visibility(values["visibility"]),
        "visible_from": stamp and datetime.fromisoformat(stamp).replace(tzinfo=UTC),
        "tags": tuple(json.loads(values["tags"])),
    }
    return KnowledgeItem(**{**values, **made})


def _stamp(at: datetime | None) -> str | None:
    """A time as SQLite keeps it, and as PostgreSQL reads it where clocks are those of UTC."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
