"""Long lists of values, cut so that one statement can carry them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

# SQLite takes 32,766 values in a statement, PostgreSQL 65,535; fewer are as fast.
# https://sqlite.org/limits.html#max_variable_number
_AT_ONCE = 1000


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """`values` in lists short enough for one `IN (…)`; nothing for none."""
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
