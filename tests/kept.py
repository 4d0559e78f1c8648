"""All that a database holds, to be compared with what it held before."""

from typing import Any

import sqlalchemy as sa

from storage.tables import metadata

Held = dict[str, list[tuple[Any, ...]]]


def held(connection: sa.Connection) -> Held:
    """All rows of all tables, in the order in which the database gives them of itself."""
    return {
        table.name: [tuple(row) for row in connection.execute(sa.select(table))]
        for table in metadata.sorted_tables
    }


def different(before: Held, after: Held) -> set[str]:
    """The tables in which something is not as it was."""
    return {table for table in before if before[table] != after[table]}
