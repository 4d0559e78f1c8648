"""Stops the process it runs in at a chosen step of a transaction, so that it can be killed there.

SQLAlchemy's own events are listened to (https://docs.sqlalchemy.org/en/21/core/events.html), and
what goes past them to the driver (statements, and SQLite's transactions): nothing that the bot does
is changed.
"""

import os
import re
import signal
import threading
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from storage.prepared import Prepared
from storage.sqlite_connections import Pen

_CONCERNED = "a transaction that the test is about"
_COMMITTED = "a transaction that the test is about was committed"


@dataclass(frozen=True, slots=True)
class Step:
    """The `nth` (from 1) commit of a transaction with a statement that matches the pattern."""

    moment: Literal["before", "after"]
    statement: str
    nth: int = 1


# What the transactions of a delivery's life are known by.
FAN_OUT = r"INSERT INTO deliveries"
CLAIM = r"UPDATE deliveries SET .*attempts=\(deliveries\.attempts"
SETTLE = r"UPDATE deliveries SET .*done_at=coalesce"

# The steps of two deliveries that are fanned out, from which posts come.
_FANNED_OUT = {
    "before the first is fanned out": Step("before", FAN_OUT),
    "after the first is fanned out": Step("after", FAN_OUT),
    "before it is written down that it was": Step("before", SETTLE),
    "after it is written down that it was": Step("after", SETTLE),
    "after the first post is claimed": Step("after", CLAIM, 3),
    "before it is written down that it was posted": Step("before", SETTLE, 3),
    "after it is written down that it was posted": Step("after", SETTLE, 3),
}
# All on SQLite. On PostgreSQL those after which a claim is left behind: it claims in its own way
# (SKIP LOCKED), and what is committed, or not, is the same on both.
_CLAIMED = ("after the first is fanned out", "after the first post is claimed")
FANNED_OUT = [
    *((step, "sqlite") for step in _FANNED_OUT.values()),
    *((_FANNED_OUT[name], "postgresql") for name in _CLAIMED),
]
FANNED_OUT_IDS = [*_FANNED_OUT, *(f"{name} on PostgreSQL" for name in _CLAIMED)]


def stop_at(step: Step) -> None:
    """Have this process stop itself (SIGSTOP) right before, or right after, that commit."""
    pattern = re.compile(step.statement, re.DOTALL)
    commits = 0
    execute = Prepared._executed

    def noted(prepared: Prepared, connection: sa.Connection, values: dict[str, Any]) -> Any:
        compiled, cursor = execute(prepared, connection, values)
        if pattern.search(compiled.sql):
            connection.info[_CONCERNED] = True
        return compiled, cursor

    Prepared._executed = noted  # type: ignore[assignment,method-assign]

    @sa.event.listens_for(sa.Engine, "before_cursor_execute")
    def note(connection: sa.Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if pattern.search(statement):
            connection.info[_CONCERNED] = True

    @sa.event.listens_for(sa.Engine, "commit")
    def committing(connection: sa.Connection) -> None:
        nonlocal commits
        if connection.info.pop(_CONCERNED, False):
            commits += 1
            if commits == step.nth and step.moment == "before":
                _stop()
            elif commits == step.nth:
                connection.info[_COMMITTED] = True

    begin, commit = Pen.begin, Pen.commit

    def begun(pen: Pen, patience: float) -> sa.Connection:
        """One of SQLite's, whose beginning and end SQLAlchemy does not see."""
        connection = begin(pen, patience)
        connection.info.pop(_CONCERNED, False)  # of one that was rolled back
        return connection

    def committed(pen: Pen) -> None:
        assert pen._connection is not None
        committing(pen._connection)
        commit(pen)
        if pen._connection.info.pop(_COMMITTED, False):
            _stop()

    Pen.begin, Pen.commit = begun, committed  # type: ignore[assignment,method-assign]

    @sa.event.listens_for(sa.Engine, "rollback")
    def rolled_back(connection: sa.Connection) -> None:
        connection.info.pop(_CONCERNED, None)

    @sa.event.listens_for(sa.Pool, "checkin")
    def returned(_: Any, record: sa.pool.ConnectionPoolEntry) -> None:
        if record.info.pop(_COMMITTED, False):  # before anybody hears of it
            _stop()


def _stop() -> None:
    os.kill(os.getpid(), signal.SIGSTOP)
    threading.Event().wait()  # another thread may have taken the signal: this one stops anyway
