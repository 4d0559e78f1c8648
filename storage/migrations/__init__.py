"""Bringing a database to the tables that this version knows, under a lock.

Alembic costs a third of the start-up time, so it is imported only when there is work for it.
"""

from pathlib import Path

import sqlalchemy as sa
import structlog

from storage import backups, refusals
from storage.database import Database, Unavailable

log = structlog.get_logger()

_HERE = Path(__file__).parent
# The revisions, oldest first, by the names of their files; a test holds them against Alembic's own
# opinion.
_KNOWN = sorted(file.name[:4] for file in (_HERE / "versions").glob("[0-9]*.py"))
HEAD = _KNOWN[-1]
_PATIENCE = 60.0  # seconds that one process waits while another migrates
_LOCK = 7_265_627  # any number, as long as it is always the same

_FAILED = (
    "the tables can't be brought from revision {before} to this version: {error}. Nothing was "
    "changed. Start the version before again, and tell those who make the bot."
)


class Unusable(Exception):
    """A database can't be used, and waiting would not help; says what to do."""


class NewerSchema(Exception):
    """The database was made by a newer version; to go on would lose what that one stored."""


def migrate(url: str, backup_dir: Path | None) -> None:
    """Bring the database at `url` (DATABASE_URL) to HEAD; does nothing when it is there.

    A SQLite file with data in it is copied into `backup_dir` before, if one is named. Raises
    NewerSchema, Unusable for a SQLite file or where a step fails, one of
    storage.database.Unavailable for a server.
    """
    database = Database(url, _PATIENCE)
    database.make_private()
    try:
        _migrate(database, backup_dir)
    except backups.NoBackup as error:
        raise Unusable(str(error)) from error
    except Unavailable as error:
        if database.is_sqlite:
            raise Unusable(database.why(error)) from error
        raise
    finally:
        database.close()


def _migrate(database: Database, backup_dir: Path | None) -> None:
    with database.transaction() as connection:
        current = known_revision(connection)
    if current == HEAD:
        return
    if current is not None and database.is_sqlite and backup_dir is not None:
        file = backups.before_file(backup_dir, HEAD)
        backups.write(database, file)
        log.info("backed_up", file=str(file))
    try:
        with database.transaction() as connection:
            if migrate_within(connection):
                log.info("migrated", before=current, now=HEAD)
    except sa.exc.DBAPIError as error:
        if refusals.is_of_schema(error):
            raise Unusable(_FAILED.format(before=current, error=database.why(error))) from error
        raise


def migrate_within(connection: sa.Connection) -> bool:
    """Bring a database to HEAD in the transaction of `connection`; False if it was there already.

    Raises NewerSchema, or what the database says of a step that it does not take: then the
    transaction is to be rolled back, and with it all steps before.
    """
    if connection.dialect.name != "sqlite":  # where BEGIN IMMEDIATE is the lock
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if known_revision(connection) == HEAD:  # somebody else was faster
        return False
    _upgrade(connection)
    return True


def revision(connection: sa.Connection) -> str | None:
    """The revision that the database is at, None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(
        sa.text("SELECT version_num FROM alembic_version")
    ).scalar()
    return found


def known_revision(connection: sa.Connection) -> str | None:
    """The same; raises NewerSchema where a newer version has been."""
    found = revision(connection)
    if found is not None:
        refuse_newer(found)
    return found


def refuse_newer(revision: str) -> None:
    """Raise NewerSchema for a revision that this version does not know."""
    if revision not in _KNOWN:
        raise NewerSchema(
            f"The database is at revision {revision}, this version knows only up to {HEAD}. "
            "Install the newer version again, or restore a backup from before the upgrade."
        )


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command  # slow to import
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    # in Alembic's configuration a percent sign begins a placeholder
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    command.upgrade(config, "head")
