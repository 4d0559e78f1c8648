"""What is said to a database, by SQLAlchemy or past it: recorded where the driver hears it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlalchemy as sa

Heard = dict[str, Any]  # statements, each with the values it had last


@contextmanager
def recorded(heard: Heard) -> Iterator[None]:
    """From now on all that is said on connections that are opened is written down."""

    class OfSqlite(sqlite3.Cursor):
        def execute(self, sql: str, values: Any = (), /) -> "OfSqlite":
            heard[sql] = values
            return super().execute(sql, values)

        def executemany(self, sql: str, many: Any, /) -> "OfSqlite":
            rows = list(many)
            heard[sql] = rows[0]
            return super().executemany(sql, rows)

    class SqliteConnection(sqlite3.Connection):
        def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
            heard[sql] = values
            return super().execute(sql, values)

        def cursor(self, _factory: Any = None) -> OfSqlite:  # type: ignore[override]
            return super().cursor(OfSqlite)

    class OfPostgres(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> "OfPostgres":
            heard[str(query)] = params
            return super().execute(query, params, **options)

        def executemany(self, query: Any, params_seq: Any, **options: Any) -> None:
            rows = list(params_seq)
            heard[str(query)] = rows[0]
            super().executemany(query, rows, **options)

    def connecting(dialect: sa.Dialect, _record: Any, _args: Any, options: Any) -> None:
        if dialect.name == "sqlite":
            options["factory"] = SqliteConnection
        else:
            options["cursor_factory"] = OfPostgres

    sa.event.listen(sa.Engine, "do_connect", connecting)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "do_connect", connecting)


def seem_new(connection: sa.Connection) -> None:
    """Until this transaction ends PostgreSQL plans as for tables that it never counted.

    Else it plans by what it happened to count in what other tests left there.
    https://www.postgresql.org/docs/current/planner-stats.html
    """
    if connection.dialect.name == "postgresql":
        ours = "relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')"
        connection.exec_driver_sql(
            f"DELETE FROM pg_statistic WHERE starelid IN (SELECT oid FROM pg_class WHERE {ours})"
        )
        connection.exec_driver_sql(f"UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE {ours}")


def looked_through(connection: sa.Connection, sql: str, values: Any) -> set[tuple[str, str]]:
    """The tables that a statement looks through whole, each with the index it does so by, or ""."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        steps = driver.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
        return {_scanned(detail) for *_, detail in steps if detail.startswith("SCAN ")}
    for way in ("seqscan", "hashjoin", "mergejoin"):
        driver.execute(f"SET LOCAL enable_{way} = off")
    plan = driver.execute(f"EXPLAIN (FORMAT JSON) {sql}", values).fetchone()[0]
    found = plan if isinstance(plan, list) else json.loads(plan)
    return set(_scans(found[0]["Plan"]))


def _scanned(detail: str) -> tuple[str, str]:
    _, table, *more = detail.split()
    return table, more[more.index("INDEX") + 1] if "INDEX" in more else ""


def _scans(
    node: dict[str, Any], table: str = "", *, is_limited: bool = False
) -> Iterator[tuple[str, str]]:
    """With an index in its order and a limit only the beginning is read."""
    kind, index, table = node["Node Type"], node.get("Index Name", ""), _table(node, table)
    is_ordered = is_limited and "Filter" not in node
    if kind == "Seq Scan" or (index and "Index Cond" not in node and not is_ordered):
        yield table, index
    goes_on = kind == "Limit" or (kind == "LockRows" and is_limited)
    for inner in node.get("Plans", []):
        yield from _scans(inner, table, is_limited=goes_on)


def _table(node: dict[str, Any], outer: str) -> str:
    """A bitmap of an index does not say of which table: that stands around it."""
    found: str = node.get("Relation Name", outer)
    return found
