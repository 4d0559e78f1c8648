"""Statements that are asked for most often, compiled once and handed straight to the driver.

SQLAlchemy's way from a statement to its rows costs several times what a short read costs SQLite.
Here it is gone once for each statement and sort of database; types are converted as SQLAlchemy
does. Only for a SELECT whose values are plain: no lists, no defaults.
"""

from collections.abc import Callable, Iterable
from typing import Any

import sqlalchemy as sa

_Convert = Callable[[Any], Any]


class Prepared:
    """One SELECT, to be asked again and again with other values."""

    def __init__(self, statement: sa.Select[Any]) -> None:
        self._statement = statement
        self._by_dialect: dict[str, _Compiled] = {}

    def rows(self, connection: sa.Connection, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """All rows for these values, in the connection's transaction.

        Raises SQLAlchemy's OperationalError, as its own statements do, when the database is locked
        or gone.
        """
        compiled = self._by_dialect.get(connection.dialect.name)
        if compiled is None:
            compiled = _Compiled(self._statement, connection.dialect)
            self._by_dialect[connection.dialect.name] = compiled
        driver: Any = connection.connection.driver_connection
        try:
            found = driver.execute(compiled.sql, compiled.parameters(values)).fetchall()
        except connection.dialect.loaded_dbapi.OperationalError as error:
            raise sa.exc.OperationalError(compiled.sql, None, error) from error
        return [compiled.converted(row) for row in found]


class _Compiled:
    def __init__(self, statement: sa.Select[Any], dialect: sa.Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        self._fixed = compiled.params
        self._order = compiled.positiontup if compiled.positional else None
        self._binds = {
            name: convert
            for name, bind in compiled.binds.items()
            if (convert := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        self._columns = [
            (position, convert)
            for position, column in enumerate(statement.selected_columns)
            if (convert := column.type.dialect_impl(dialect).result_processor(dialect, None))
        ]

    def parameters(self, values: dict[str, Any]) -> Any:
        """The values as the driver takes them: by position, or by name."""
        given = self._fixed | values
        for name, convert in self._binds.items():
            given[name] = convert(given[name])
        return given if self._order is None else [given[name] for name in self._order]

    def converted(self, row: Iterable[Any]) -> tuple[Any, ...]:
        """A row of the driver's with the values of the domain."""
        cells = list(row)
        for position, convert in self._columns:
            cells[position] = convert(cells[position])
        return tuple(cells)
