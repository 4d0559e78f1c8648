"""Backups of a PostgreSQL database, by its own tools: pg_dump writes one, pg_restore reads it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from storage import private
from storage.backups import NoBackup
from storage.database import engine_url
from storage.tables import metadata

# Ours alone: others may live in the same database.
_TABLES = (*(table.name for table in metadata.sorted_tables), "alembic_version")
_ASIDE = "labcamp_replaced"
_PLAIN = ("--no-owner", "--no-privileges")
_REVISION = re.compile(r"^COPY .*alembic_version .*\n(\w+)$", re.MULTILINE)
_WITHOUT = (
    "{tool} is not installed here. Install PostgreSQL's client programs in the version of the "
    "server (postgresql-client), or use the backups of whoever hosts the database."
)
_OTHERS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def dump(url: str, file: Path) -> str:
    """Write our tables at `url` (DATABASE_URL) into `file`; the revision that was read back.

    It gets its name when it was read back. Raises NoBackup with what to do, or OSError.
    """
    private.folder(file.parent)
    part = file.with_name(f"{file.name}-{os.getpid()}.part")
    try:
        private.file(part)
        wanted = [f"--table={name}" for name in _TABLES]
        _run("pg_dump", url, *_PLAIN, "--format=custom", f"--file={part}", *wanted)
        found = revision(part, called=file)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return found


def revision(file: Path, called: Path | None = None) -> str:
    """The revision of the tables in a dump; raises NoBackup when it is no dump of ours."""
    told = _run("pg_restore", None, "--data-only", "--table=alembic_version", "--file=-", str(file))
    found = _REVISION.search(told)
    if found is None:
        raise NoBackup(f"{called or file} holds no tables of the bot.")
    return found[1]


def restore(url: str, file: Path) -> None:
    """Read a dump into a database in which our tables are not; all of it or nothing."""
    _run("pg_restore", url, *_PLAIN, "--single-transaction", "--exit-on-error", str(file))


def others(url: str) -> int:
    """How many connections there are to this database beside our own."""
    with _begin(url) as connection:
        return int(connection.execute(_OTHERS).scalar_one())


def tables(url: str) -> list[str]:
    """The tables of the bot that are there."""
    with _begin(url) as connection:
        return _there(connection)


@contextmanager
def set_aside(url: str) -> Iterator[None]:
    """Have our tables out of the way meanwhile: gone afterwards, or back if anything is raised.

    What a restore left aside that was killed is put back first.
    """
    _put_back(url)
    with _begin(url) as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {_ASIDE}"))
        for name in _there(connection):
            connection.execute(sa.text(f'ALTER TABLE "{name}" SET SCHEMA {_ASIDE}'))
    try:
        yield
    except BaseException:
        _put_back(url)
        raise
    with _begin(url) as connection:
        connection.execute(sa.text(f"DROP SCHEMA {_ASIDE} CASCADE"))


def _put_back(url: str) -> None:
    with _begin(url) as connection:
        look = sa.inspect(connection)
        if not look.has_schema(_ASIDE):
            return
        for name in _there(connection):
            connection.execute(sa.text(f'DROP TABLE "{name}" CASCADE'))
        schema = look.default_schema_name
        for name in look.get_table_names(_ASIDE):
            connection.execute(sa.text(f'ALTER TABLE {_ASIDE}."{name}" SET SCHEMA "{schema}"'))
        connection.execute(sa.text(f"DROP SCHEMA {_ASIDE}"))


def _there(connection: sa.Connection) -> list[str]:
    return [name for name in sa.inspect(connection).get_table_names() if name in _TABLES]


@contextmanager
def _begin(url: str) -> Iterator[sa.Connection]:
    """A transaction on a connection that is closed afterwards."""
    engine = sa.create_engine(
        engine_url(url),
        poolclass=sa.NullPool,
        hide_parameters=True,
        connect_args={"connect_timeout": 5},
    )
    with engine.begin() as connection:
        yield connection


def _run(tool: str, url: str | None, *arguments: str) -> str:
    """What one of PostgreSQL's programs tells; raises NoBackup with what it complains of."""
    path = shutil.which(tool)
    if path is None:
        raise NoBackup(_WITHOUT.format(tool=tool))
    environment, target = dict(os.environ), []
    if url is not None:
        parsed = engine_url(url).set(drivername="postgresql")
        if parsed.password:  # everybody on this machine reads arguments
            environment["PGPASSWORD"] = str(parsed.password)
        address = parsed._replace(password=None).render_as_string()
        target = [f"--dbname={address}"]
    done = subprocess.run(  # noqa: S603  # which programs, is said here
        [path, *target, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[0]
        raise NoBackup(f"{said.removeprefix(f'{tool}: ')} ({tool})")
    return done.stdout
