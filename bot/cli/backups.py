"""python -m bot backup · restore: a copy of the database, and back from one."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

import click

from bot import settings
from bot.cli.failures import failures_in_words
from bot.clock import SystemClock
from bot.domain.wishes import Wish
from bot.errors import BotRuns, Unavailable
from bot.services import forgetting
from bot.services.restoring import BegunAgain, begin_again
from bot.settings import Settings
from storage import backups, restoring
from storage.backups import Contents, NoBackup
from storage.database import Database, engine_url
from storage.migrations import HEAD, migrate

_PATIENCE = 30.0  # seconds that it waits while the bot writes
_BOT_RUNS = (
    "the bot is running on this database. Stop it first (systemctl stop labcamp, or Ctrl-C): what "
    "people answer now would be lost."
)


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path | None) -> None:
    """Back the database up, also while the bot runs, and read the copy back.

    Into FILE, or among the bot's own backups in LABCAMP_BACKUP_DIR, which go in their time.
    """
    with failures_in_words():
        loaded = settings.load(needs_slack=False)
        with closing(Database(loaded.database_url, _PATIENCE)) as db:
            current = _sqlite_file(db)
            if not current.exists():
                raise NoBackup(f"DATABASE_URL: there is no database {current.absolute()} yet.")
            now = SystemClock(loaded.clock_file).now()
            target = file or backups.backup_file(loaded.backup_dir, now)
            if target.exists() and target.samefile(current):
                raise NoBackup(f"{target} is the database itself: name another file.")
            found = backups.write(db, target)
    click.echo(f"Written to {target}, and read back: {_in_words(found)}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put the backup FILE in the place of the database; the bot has to be stopped.

    FILE is checked first. What is replaced is kept in LABCAMP_BACKUP_DIR, and whoever was forgotten
    since is forgotten again.
    """
    with failures_in_words():
        loaded = settings.load(needs_slack=False)
        # never opened here: it may be damaged, and is to be replaced
        with closing(Database(loaded.database_url)) as db:
            current = _sqlite_file(db)
            if not db.sole_use.is_ours():
                raise BotRuns(_BOT_RUNS)
            _restore(file, current, loaded)


def _restore(file: Path, current: Path, loaded: Settings) -> None:
    """All is made ready aside: nothing has changed until it is put in place."""
    now, aside = SystemClock(loaded.clock_file).now(), Path(f"{current}-restoring")
    kept = backups.before_file(loaded.backup_dir, "restore")
    try:
        found = restoring.prepare(file, aside)
        click.echo(f"{file} is sound: {_in_words(found)}.")
        migrate(_url(loaded, aside), None)
        wishes = [*forgetting.written_down(loaded.backup_dir), *_known(loaded, current, now)]
        with closing(Database(_url(loaded, aside))) as db, db.transaction() as connection:
            begun = begin_again(connection, wishes, now)
        if restoring.keep(loaded.database_url, kept):
            click.echo(
                f"What was there is kept as {kept}, and deleted after {loaded.retention_days} days."
            )
        restoring.put_in_place(aside, current)
    finally:
        restoring.clear(aside)
    _say(found, begun)


def _known(loaded: Settings, current: Path, now: datetime) -> list[Wish]:
    """The wishes that the database knows which is replaced, as far as it can still be read."""
    if not current.exists():
        return []
    with closing(Database(loaded.database_url, _PATIENCE)) as db:
        try:
            with db.reading() as connection:
                return forgetting.remembered(connection, now)
        except Unavailable:  # damaged, or older than wishes are
            return []


def _say(found: Contents, begun: BegunAgain) -> None:
    click.echo("Restored.")
    if found.revision != HEAD:
        click.echo(f"Its tables were brought from revision {found.revision} to {HEAD}.")
    if begun.forgotten:
        click.echo(f"Forgotten again, as was wished since the backup: {begun.forgotten}.")
    if begun.doubted:
        click.echo(
            f"Posts that were due since the backup: {begun.doubted}. The bot looks in Slack "
            "whether they are there, and posts those that are not."
        )
    if begun.missed:
        click.echo(
            f"Reminders and notices to many that were due since the backup: {begun.missed}. They "
            "are not sent: who has got them already can't be known."
        )
    click.echo(
        "Start the bot (python -m bot run): it takes in the reactions that were made since. What "
        "was answered by button or command since the backup has to be answered again."
    )


def _sqlite_file(db: Database) -> Path:
    if not db.is_sqlite:
        raise NoBackup("DATABASE_URL is a PostgreSQL: use pg_dump and pg_restore.")
    return Path(db.url.database or "")


def _url(loaded: Settings, file: Path) -> str:
    """The address of another SQLite file than DATABASE_URL's."""
    return engine_url(loaded.database_url).set(database=str(file)).render_as_string()


def _in_words(found: Contents) -> str:
    return (
        f"events: {found.events:,}, answers: {found.answers:,}, "
        f"knowledge items: {found.items:,}, revision {found.revision}"
    )
