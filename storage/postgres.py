"""What PostgreSQL needs: several connections, patience, and turns for who writes alone."""

from typing import Any

import sqlalchemy as sa

THREADS = 8
# PostgreSQL lets several write at once, but for one who wants to be alone: that one waits until the
# others have come to an end, and they for it. SQLite lets only one write in any case. The number
# says nothing. https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
AMONG_OTHERS = "SELECT pg_advisory_xact_lock_shared(4020516)"
ALONE = "SELECT pg_advisory_xact_lock(4020516)"


def engine(url: sa.URL, patience: float) -> sa.Engine:
    """An engine for THREADS at once; `patience` is how many seconds a write waits for a lock."""
    return sa.create_engine(
        url,
        hide_parameters=True,  # people's words would stand in the log
        pool_size=THREADS,
        max_overflow=2,
        pool_pre_ping=True,
        connect_args=_patient(patience),
    )


def take_turn(connection: sa.Connection, turn: str) -> None:
    """Begin a write by one of the two turns; on SQLite every write is alone."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(turn)


def _patient(seconds: float) -> dict[str, Any]:
    """Nobody waits longer than this for a lock, nor much longer for an answer.

    https://www.postgresql.org/docs/current/runtime-config-client.html
    """
    lock, statement = int(seconds * 1000), int(seconds * 2000)
    options = f"-c lock_timeout={lock} -c statement_timeout={statement}"
    return {"connect_timeout": 5, "options": options}
