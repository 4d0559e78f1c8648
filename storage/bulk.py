"""One statement and very many rows of values, handed straight to the driver, as a stream."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.sql.dml import UpdateBase

from storage.tables import UtcDateTime

# From the names of the values, in the statement's order, to the rows; and what is fixed in all.
Rows = Callable[[Sequence[str], Mapping[str, str]], Iterable[tuple[Any, ...]]]

_POSTGRES: sa.Dialect = psycopg.dialect(paramstyle="format")  # type: ignore[no-untyped-call]
_UTC = UtcDateTime()


def write(
    connection: sa.Connection, statement: UpdateBase, rows: Rows, fixed: Mapping[str, datetime]
) -> None:
    """Run `statement` for each of `rows`, whose values are as the database takes them.

    `fixed` has times that are the same in all. Raises SQLAlchemy's OperationalError, as its own
    statements do, when the database is locked or gone.
    """
    dialect = connection.dialect
    # by position: rows of a table become rows of values without being looked at in Python
    positional = dialect if dialect.positional else _POSTGRES
    compiled = statement.compile(dialect=positional)
    sql, order = str(compiled), compiled.positiontup or ()
    stamps = {name: _stamp(at, dialect) for name, at in fixed.items()}
    driver: Any = connection.connection.driver_connection
    try:
        driver.cursor().executemany(sql, rows(order, stamps))
    except dialect.loaded_dbapi.OperationalError as error:
        raise sa.exc.OperationalError(sql, None, error) from error


def add(connection: sa.Connection, columns: Sequence[sa.Column[Any]], rows: Iterable[Any]) -> None:
    """Insert rows, each with the values of these columns as the driver takes them, of one table.

    PostgreSQL takes them as COPY, which is faster than one by one. Raises as `write` does, and what
    the driver says of a value that the database does not take.
    https://www.postgresql.org/docs/current/populate.html
    """
    dialect = connection.dialect
    table, names = columns[0].table, ", ".join(f'"{column.name}"' for column in columns)
    driver: Any = connection.connection.driver_connection
    places = ", ".join("?" * len(columns))
    try:
        if dialect.name == "sqlite":
            driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608 - our own names
            return
        with driver.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    except dialect.loaded_dbapi.OperationalError as error:
        raise sa.exc.OperationalError(f"rows into {table}", None, error) from error


def _stamp(at: datetime, dialect: sa.Dialect) -> str:
    """The time as text that this database reads as its own."""
    bind = _UTC.dialect_impl(dialect).bind_processor(dialect)
    stored = bind(at) if bind else at
    return stored.isoformat() if isinstance(stored, datetime) else str(stored)
