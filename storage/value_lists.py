"""A list of values in a statement; the list is one value, so a statement serves all lengths."""

import json
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement


class _List(sa.types.TypeDecorator[Collection[Any]]):
    """A list of numbers or texts as SQLite (JSON) or PostgreSQL (an array) takes it."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, of: sa.types.TypeEngine[Any]) -> None:
        """`of` is the type of the values."""
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        """An array by its own type: PostgreSQL would parse a text for each row it compares."""
        plain = sa.Text() if dialect.name == "sqlite" else sa.ARRAY(self.of)
        return dialect.type_descriptor(plain)

    def process_bind_param(self, value: Collection[Any] | None, dialect: sa.Dialect) -> Any:
        """The list as the driver takes it."""
        values = list(value or ())
        return json.dumps(values) if dialect.name == "sqlite" else values


class _Among(ColumnElement[bool]):
    inherit_cache = True
    type = sa.Boolean()

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        self.column = column
        self.values = sa.bindparam(name, type_=_List(column.type))

    def self_group(self, against: Any = None) -> "_Among":
        """Itself: with `= 1` behind it no index is used."""
        return self


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether `column`, of numbers or texts, is one of the values that are given as `name`."""
    return _Among(column, name)


@compiles(_Among, "sqlite")
def _in_sqlite(element: _Among, compiler: Any, **options: Any) -> str:
    column = compiler.process(element.column, **options)
    values = compiler.process(element.values, **options)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 (our own text)


@compiles(_Among, "postgresql")
def _in_postgresql(element: _Among, compiler: Any, **options: Any) -> str:
    column = compiler.process(element.column, **options)
    return f"{column} = ANY({compiler.process(element.values, **options)})"


class _Each(sa.sql.functions.FunctionElement[int]):
    inherit_cache = True
    type = sa.Integer()

    def __init__(self, name: str) -> None:
        super().__init__(sa.bindparam(name, type_=_List(sa.Integer())))


class _ReadThrough(sa.Join):
    inherit_cache = True


def read_through(column: sa.Column[int], name: str) -> sa.Join:
    """The table of `column`, where that is one of many numbers that are given as `name`.

    The table is read as it is asked for elsewhere, and each row compared: for SQLite with a Bloom
    filter, in half the time of `among`. https://sqlite.org/releaselog/3_38_0.html
    """
    # The alias is the name of SQLite's column; PostgreSQL calls the column as the alias.
    each = _Each(name).table_valued("value", name="value")
    # SQLite makes no index, and so no filter, for a column without a type
    number = sa.cast(each.c.value, sa.Integer).label("number")
    numbers = sa.select(number).cte(name).prefix_with("MATERIALIZED")
    return _ReadThrough(column.table, numbers, column == numbers.c.number)


@compiles(_Each, "sqlite")
def _each_in_sqlite(element: _Each, compiler: Any, **options: Any) -> str:
    return f"json_each{compiler.process(element.clause_expr, **options)}"


@compiles(_Each, "postgresql")
def _each_in_postgresql(element: _Each, compiler: Any, **options: Any) -> str:
    return f"unnest{compiler.process(element.clause_expr, **options)}"


@compiles(_ReadThrough, "sqlite")
def _in_this_order(element: _ReadThrough, compiler: Any, **options: Any) -> str:
    options["asfrom"] = True
    table, numbers = (compiler.process(one, **options) for one in (element.left, element.right))
    # which SQLite never turns round. https://sqlite.org/optoverview.html#crossjoin
    return f"{table} CROSS JOIN {numbers} ON {compiler.process(element.onclause)}"
