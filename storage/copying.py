"""Everything from one database into another, whatever sort they are of, compared row by row.

What is copied are the tables of `storage.tables`, the index of words among them. So a new table
comes along by itself.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa

from storage import bulk
from storage.migrations import HEAD, known_revision, migrate_within
from storage.tables import Row, UtcDateTime, metadata

# Called with the name of a step and the number of its rows; what it gives is told how many are
# done.
Step = Callable[[str, int], Callable[[int], None]]

_PIECE = 10_000  # rows that stand in memory at once
_MICROSECONDS = len("2026-12-07 14:00:00.000000")
_FULL = (
    "TO holds something of the bot already ({name}). Name an empty database, or a file that is not "
    "there yet."
)
_STRANGE = "TO holds a table {name} that is not the bot's. Name an empty database."
_OLDER = (
    "FROM is at revision {revision}, this version knows {head}. Bring it up to date first: "
    "start the bot on it once, or DATABASE_URL=… python -m bot migrate."
)
_EMPTY = "FROM holds no tables of the bot."
_REFUSED = "{table}, row {row}: TO does not take what FROM holds there ({why})."
_DIFFERENT = "{table}, row {row}: it is not the same in TO as in FROM."


class NotCopied(Exception):
    """Nothing was copied; says why."""


def refuse_unready(source: sa.Connection) -> None:
    """Raise NotCopied for a database that is not at the present revision, or NewerSchema."""
    found = known_revision(source)
    if found is None:
        raise NotCopied(_EMPTY)
    if found != HEAD:
        raise NotCopied(_OLDER.format(revision=found, head=HEAD))


def refuse_full(target: sa.Connection) -> None:
    """Raise NotCopied for a database with rows of ours in it, or NewerSchema."""
    there = set(sa.inspect(target).get_table_names())
    ours = [table for table in metadata.sorted_tables if table.name in there]
    if ours and known_revision(target) is None:
        raise NotCopied(_STRANGE.format(name=ours[0].name))
    for table in ours:
        anything = sa.select(sa.literal(1)).select_from(table).limit(1)
        if target.execute(anything).first() is not None:
            raise NotCopied(_FULL.format(name=table.name))


def copy(source: sa.Connection, target: sa.Connection, step: Step) -> dict[str, int]:
    """Copy all tables within both transactions, and compare: how many rows each of them has.

    `source` is to see one state all the time, and nobody else writes into `target`. Raises
    NotCopied, or one of storage.database.Unavailable: then `target` is to be rolled back.
    """
    for connection in (source, target):
        _prepare(connection)
    migrate_within(target)
    counts = {table.name: _count(source, table) for table in metadata.sorted_tables}
    for table in metadata.sorted_tables:
        _copy_table(source, target, table, step(f"Copying {table.name}", counts[table.name]))
    for table in metadata.sorted_tables:
        _compare(source, target, table, step(f"Comparing {table.name}", counts[table.name]))
        _give_ids_after(source, target, table)
        if target.dialect.name != "sqlite":  # else it would plan for empty tables at first
            target.exec_driver_sql(f'ANALYZE "{table.name}"')
    return counts


def see_one_state(source: sa.Connection) -> None:
    """Let a transaction that has just begun see nothing of what is written meanwhile."""
    if source.dialect.name != "sqlite":  # which never does
        source.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _prepare(connection: sa.Connection) -> None:
    """Let it take as long as it takes, and read times without a zone as what they are."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0; SET LOCAL timezone = 'UTC'")


def _copy_table(
    source: sa.Connection, target: sa.Connection, table: sa.Table, count: Callable[[int], None]
) -> None:
    taken = 0

    def counted(rows: Iterable[Row]) -> Iterator[Row]:
        nonlocal taken
        for row in rows:
            taken += 1
            yield row
            if taken % _PIECE == 0:
                count(taken)

    driver = target.dialect.loaded_dbapi
    with _rows(source, table) as rows:
        try:
            bulk.add(target, list(table.columns), counted(rows))
        except (driver.DataError, driver.IntegrityError) as error:
            why = _REFUSED.format(table=table.name, row=taken, why=_why(error))
            raise NotCopied(why) from error


def _compare(
    source: sa.Connection, target: sa.Connection, table: sa.Table, count: Callable[[int], None]
) -> None:
    with _rows(source, table) as ours, _rows(target, table) as theirs:
        for number, (one, other) in enumerate(zip_longest(ours, theirs), 1):
            if one != other:
                raise NotCopied(_DIFFERENT.format(table=table.name, row=number))
            if number % _PIECE == 0:
                count(number)


def _rows(connection: sa.Connection, table: sa.Table) -> sa.CursorResult[Any]:
    """All rows in the order of their key, values and order alike on both sorts of database."""
    on_sqlite = connection.dialect.name == "sqlite"
    wanted = [_plain(column, on_sqlite=on_sqlite) for column in table.columns]
    order = [
        # by its bytes, as SQLite does, and not as in a dictionary
        one if on_sqlite or not isinstance(one.type, sa.Text) else sa.collate(one, "C")
        for one in table.primary_key.columns
    ]
    statement = sa.select(*wanted).order_by(*order)
    return connection.execute(statement, execution_options={"yield_per": _PIECE})


def _plain(column: sa.Column[Any], *, on_sqlite: bool) -> sa.ColumnElement[Any]:
    """The value as SQLite keeps it, which PostgreSQL reads too: nobody has to convert a million."""
    if isinstance(column.type, sa.JSON):  # not a digit of it changes
        return sa.cast(column, sa.Text)
    if isinstance(column.type, sa.Boolean):
        return sa.type_coerce(column, sa.Integer) if on_sqlite else sa.cast(column, sa.Integer)
    if isinstance(column.type, UtcDateTime):
        if on_sqlite:
            return sa.func.substr(sa.cast(column, sa.Text) + ".000000", 1, _MICROSECONDS)
        return sa.func.to_char(sa.func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS.US")
    return column


def _count(connection: sa.Connection, table: sa.Table) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def _give_ids_after(source: sa.Connection, target: sa.Connection, table: sa.Table) -> None:
    """Let the next row get an id that none in `source` ever had, as far as that is kept there."""
    column = table.autoincrement_column
    if column is None:
        return
    greatest = target.execute(sa.select(sa.func.max(column))).scalar() or 0
    last = max(greatest, _last_id(source, table, column.name))
    if target.dialect.name != "sqlite":
        if last:
            next_after = sa.text("SELECT setval(pg_get_serial_sequence(:table, :column), :last)")
            values = {"table": table.name, "column": column.name, "last": last}
            target.execute(next_after, values)
    elif _remembers_ids(table):
        target.execute(_FORGET_LAST, {"table": table.name})
        target.execute(_KEEP_LAST, {"table": table.name, "last": last})


_LAST_ON_SQLITE = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table")
_LAST_ON_POSTGRES = sa.text(
    "SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(:table, :column) AS regclass))"
)
# https://www.sqlite.org/autoinc.html: it may be written as any other table
_FORGET_LAST = sa.text("DELETE FROM sqlite_sequence WHERE name = :table")
_KEEP_LAST = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)")


def _last_id(source: sa.Connection, table: sa.Table, column: str) -> int:
    """The last id that was given, also if its row is gone; 0 where that is not kept."""
    if source.dialect.name != "sqlite":
        values = {"table": table.name, "column": column}
        return source.execute(_LAST_ON_POSTGRES, values).scalar() or 0
    if _remembers_ids(table):
        return source.execute(_LAST_ON_SQLITE, {"table": table.name}).scalar() or 0
    return 0


def _remembers_ids(table: sa.Table) -> bool:
    """Whether SQLite never gives the id of a deleted row again."""
    return bool(table.dialect_options["sqlite"]["autoincrement"])


def _why(error: Exception) -> str:
    """What the database says, without the value that it says it of."""
    return (str(error).splitlines() or [type(error).__name__])[0]
