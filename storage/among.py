"""Whether a number is one of a list; the list is one value, so a statement serves all lengths."""

import json
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement


class _Numbers(sa.types.TypeDecorator[Collection[int]]):
    """A list of numbers as SQLite (JSON) or PostgreSQL (an array) takes it."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Collection[int] | None, dialect: sa.Dialect) -> Any:
        """The list as the driver takes it."""
        numbers = list(value or ())
        return json.dumps(numbers) if dialect.name == "sqlite" else numbers


class _Among(ColumnElement[bool]):
    inherit_cache = True
    type = sa.Boolean()

    def __init__(self, column: ColumnElement[int], name: str) -> None:
        self.column = column
        self.numbers = sa.bindparam(name, type_=_Numbers())

    def self_group(self, against: Any = None) -> "_Among":
        """Itself: with `= 1` behind it no index is used."""
        return self


def among(column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    """Whether `column` is one of the numbers that are given as `name`."""
    return _Among(column, name)


@compiles(_Among, "sqlite")
def _in_sqlite(element: _Among, compiler: Any, **options: Any) -> str:
    column = compiler.process(element.column, **options)
    numbers = compiler.process(element.numbers, **options)
    return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 (our own text)


@compiles(_Among, "postgresql")
def _in_postgresql(element: _Among, compiler: Any, **options: Any) -> str:
    column = compiler.process(element.column, **options)
    return f"{column} = ANY({compiler.process(element.numbers, **options)}::integer[])"
