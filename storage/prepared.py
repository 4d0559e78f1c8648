"""Statements that are asked for most often, compiled once and handed straight to the driver.

SQLAlchemy's way from a statement to its rows costs several times what a short read costs SQLite.
Here it is gone once for each statement and sort of database; types are converted as SQLAlchemy
does. Only for statements whose values are plain: no lists, no defaults.
"""

from typing import Any

import sqlalchemy as sa

Statement = sa.Select[Any] | sa.Insert | sa.Update | sa.Delete


class Prepared:
    """One statement, to be run again and again with other values."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self._by_dialect: dict[str, _Compiled] = {}

    def rows(self, connection: sa.Connection, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """All rows for these values, in the connection's transaction.

        They are those of a SELECT, or of RETURNING. Raises SQLAlchemy's OperationalError, as its
        own statements do, when the database is locked or gone, and its IntegrityError.
        """
        compiled, cursor = self._executed(connection, values)
        return compiled.converted(cursor.fetchall())

    def run(self, connection: sa.Connection, values: dict[str, Any]) -> None:
        """Change what a statement without RETURNING changes; raises as `rows` does."""
        self._executed(connection, values)

    def _executed(
        self, connection: sa.Connection, values: dict[str, Any]
    ) -> tuple["_Compiled", Any]:
        compiled = self._by_dialect.get(connection.dialect.name)
        if compiled is None:
            compiled = _Compiled(self._statement, connection.dialect)
            self._by_dialect[connection.dialect.name] = compiled
        driver: Any = connection.connection.driver_connection
        try:
            return compiled, driver.execute(compiled.sql, compiled.parameters(values))
        except connection.dialect.loaded_dbapi.OperationalError as error:
            raise sa.exc.OperationalError(compiled.sql, None, error) from error
        except connection.dialect.loaded_dbapi.IntegrityError as error:
            raise sa.exc.IntegrityError(compiled.sql, None, error) from error


class _Compiled:
    def __init__(self, statement: Statement, dialect: sa.Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = str(compiled)
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        self._fixed = {
            name: compiled.params[name] for name, bind in binds.items() if not bind.required
        }
        converters = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for name, bind in binds.items()
        }
        self._by_position = compiled.positional
        self._names = list(compiled.positiontup or binds)
        self._binds = [(name, converters[name]) for name in self._names]
        self._columns = [
            (position, convert)
            for position, column in enumerate(statement.exported_columns)
            if (convert := column.type.dialect_impl(dialect).result_processor(dialect, None))
        ]

    def parameters(self, values: dict[str, Any]) -> Any:
        """The values as the driver takes them: by position, or by name."""
        given = self._fixed | values
        cells = [convert(given[name]) if convert else given[name] for name, convert in self._binds]
        return cells if self._by_position else dict(zip(self._names, cells, strict=True))

    def converted(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """The driver's rows with the values of the domain."""
        return [self._row(row) for row in rows] if self._columns else rows

    def _row(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        cells = list(row)
        for position, convert in self._columns:
            cells[position] = convert(cells[position])
        return tuple(cells)
