"""Fixtures for all tests."""

import gc

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests.databases import (
    connection,
    db,
    empty_file,
    empty_url,
    kept_postgres,
    kept_sqlite,
    own_postgres_url,
    own_sqlite_db,
    postgres_db,
    postgres_url,
    sqlite_db,
    stage_db,
)
from tests.patience import be_patient, impatient
from tests.process.house import (
    either_house,
    furnished_file,
    furnished_url,
    house,
    http_house,
    process_postgres,
)
from tests.process.nursery import nursery
from tests.scratch import use_memory
from tests.stage import either_stage, socket_stage, sqlite_stage, stage

__all__ = [
    "connection",
    "db",
    "either_house",
    "either_stage",
    "empty_file",
    "empty_url",
    "furnished_file",
    "furnished_url",
    "house",
    "http_house",
    "impatient",
    "kept_postgres",
    "kept_sqlite",
    "nursery",
    "own_postgres_url",
    "own_sqlite_db",
    "postgres_db",
    "postgres_url",
    "process_postgres",
    "socket_stage",
    "sqlite_db",
    "sqlite_stage",
    "stage",
    "stage_db",
]

be_patient()
use_memory()
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# pytest --hypothesis-profile=fuzz (make fuzz)
settings.register_profile("fuzz", settings.get_profile("patient"), max_examples=1000)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """One option of our own."""
    parser.addoption(
        "--stages-on-postgresql",
        action="store_true",
        help="run the bot on PostgreSQL also where a test says nothing of the database",
    )


def pytest_collection_finish() -> None:
    """Let the search for garbage, a tenth of all time else, pass over the tests themselves."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


# They wait for half a minute. At the end they would keep one process waiting alone.
_LONGEST = ("test_locked", "test_two_processes")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread what mostly waits among what computes, so that there is always something to do.

    What waits longest comes first.
    """
    waiting = [item for item in items if item.path.parent.name == "process"]
    waiting.sort(key=lambda item: item.path.stem not in _LONGEST)
    computing = [item for item in items if item.path.parent.name != "process"]
    every = len(computing) // (len(waiting) + 1) + 1
    items.clear()
    while computing or waiting:
        items += [*waiting[:1], *computing[:every]]
        del waiting[:1], computing[:every]


# As bot.logs does: a traceback with all local variables takes seconds to be written.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)
