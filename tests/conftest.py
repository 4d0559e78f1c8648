"""Fixtures for all tests."""

import structlog

from tests.databases import connection, db, postgres_db, postgres_url, sqlite_db
from tests.process.house import either_house, furnished_file, house, http_house, process_postgres
from tests.process.nursery import nursery
from tests.stage import either_stage, socket_stage, stage

__all__ = [
    "connection",
    "db",
    "either_house",
    "either_stage",
    "furnished_file",
    "house",
    "http_house",
    "nursery",
    "postgres_db",
    "postgres_url",
    "process_postgres",
    "socket_stage",
    "sqlite_db",
    "stage",
]

# As bot.logs does: a traceback with all local variables takes seconds to be written.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)
