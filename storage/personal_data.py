"""The register of personal data, asked: what is kept of one member, and how it goes.

Which columns that concerns is said in the tables, beside each of them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.domain.personal_data import SOMEBODY, Fate, Personal, Relation, ids, names, without
from storage.tables import metadata, personal

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class PersonalRow:
    """A row that is a member's own, or names them; `about` says what its columns hold of people."""

    table: str
    own: bool
    row: dict[str, Any]
    about: dict[str, Personal]


def columns() -> Iterator[tuple[sa.Column[Any], Personal]]:
    """Every column that has to do with people, by table, and what it says of that."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            about = personal(column)
            if about is not None:
                yield column, about


def _with(*parts: Relation) -> list[tuple[sa.Column[Any], Personal]]:
    return [(column, about) for column, about in columns() if about.relation in parts]


def _contains(column: sa.Column[Any], user: str) -> sa.ColumnElement[bool]:
    return sa.cast(column, sa.Text).contains(user, autoescape=True)


def of_table(connection: sa.Connection, table: sa.Table, user: str) -> Rows:
    """The rows of this table that are the user's, or name them, as they are kept."""
    own = [column for column, _ in _with(Relation.OWNER) if column.table is table]
    naming = [
        column for column, _ in _with(Relation.NAMES, Relation.MENTIONS) if column.table is table
    ]
    wanted = [*(column == user for column in own), *(_contains(one, user) for one in naming)]
    if not wanted:
        return []
    statement = sa.select(table).where(sa.or_(*wanted)).order_by(*table.primary_key)
    found = connection.execute(statement).mappings()
    return [
        dict(row)
        for row in found
        if any(row[column.name] == user for column in own)
        or any(names(_text(row[column.name]), user) for column in naming)
    ]


def of_person(connection: sa.Connection, user: str) -> Iterator[PersonalRow]:
    """All rows of all tables that are the user's, or name them, as they are kept."""
    for table in metadata.sorted_tables:
        about = {column.name: said for column in table.columns if (said := personal(column))}
        owners = [name for name, said in about.items() if said.relation is Relation.OWNER]
        for row in of_table(connection, table, user):
            yield PersonalRow(table.name, any(row[name] == user for name in owners), row, about)


def people(connection: sa.Connection) -> set[str]:
    """The ids of everybody who owns a row of any table."""
    found: set[str] = set()
    for column, _ in _with(Relation.OWNER):
        rows = connection.execute(sa.select(column).where(column.is_not(None)).distinct())
        found.update(rows.scalars())
    return found - {SOMEBODY}


def named(connection: sa.Connection) -> set[str]:
    """The ids of everybody whom a text or JSON of any table names. It is read whole."""
    found: set[str] = set()
    for column, _ in _with(Relation.NAMES, Relation.MENTIONS):
        for said in connection.execute(sa.select(column).where(column.is_not(None))).scalars():
            found.update(ids(_text(said)))
    return found


def erase(connection: sa.Connection, user: str) -> None:
    """Delete what is kept of this user, or make it nameless, in every table.

    Whoever calls this has seen to what must follow from it.
    """
    for column, about in _with(Relation.OWNER):
        mine = column == user
        if about.purpose.on_wish is Fate.DELETED:
            connection.execute(sa.delete(column.table).where(mine))
        else:
            nobody = None if column.nullable else SOMEBODY
            connection.execute(sa.update(column.table).where(mine).values({column.name: nobody}))
    for column, about in _with(Relation.NAMES, Relation.MENTIONS):
        for row in _naming(connection, column, user):
            if about.purpose.on_wish is Fate.DELETED:
                connection.execute(sa.delete(column.table).where(_is(column.table, row)))
            else:
                said = without(row[column.name], user)
                change = sa.update(column.table).where(_is(column.table, row))
                connection.execute(change.values({column.name: said}))


def _naming(connection: sa.Connection, column: sa.Column[Any], user: str) -> Rows:
    statement = sa.select(*column.table.primary_key, column).where(_contains(column, user))
    found = connection.execute(statement).mappings()
    return [dict(row) for row in found if names(_text(row[column.name]), user)]


def _is(table: sa.Table, row: dict[str, Any]) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == row[column.name] for column in table.primary_key))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
