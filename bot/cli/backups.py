"""python -m bot backup · restore: a copy of the database, and back from one."""

from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

import click

from bot import settings
from bot.cli.failures import failures_in_words
from bot.clock import SystemClock
from bot.domain.visibility import Decision
from bot.errors import BotRuns, Unavailable
from bot.services import forgetting
from bot.services.restoring import BegunAgain, Since, begin_again, decided
from bot.settings import Settings
from storage import backups, dumps, restoring
from storage.backups import Contents, NoBackup
from storage.database import Database, engine_url
from storage.migrations import HEAD, migrate, refuse_newer

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
    PostgreSQL's pg_dump has to be installed for a database there.
    """
    with failures_in_words():
        loaded = settings.load(needs_slack=False)
        now = SystemClock(loaded.clock_file).now()
        if loaded.is_on_sqlite:
            target = file or backups.backup_file(loaded.backup_dir, now)
            found = _in_words(_copied(loaded, target))
        else:
            target = file or backups.backup_file(loaded.backup_dir, now, ".dump")
            found = f"revision {dumps.dump(loaded.database_url, target)}"
    click.echo(f"Written to {target}, and read back: {found}.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Put the backup FILE in the place of the database; the bot has to be stopped.

    FILE is checked first. What is replaced is kept in LABCAMP_BACKUP_DIR, and whoever was forgotten
    since is forgotten again.
    """
    with failures_in_words():
        loaded = settings.load(needs_slack=False)
        put_back = _restore_copy if loaded.is_on_sqlite else _restore_dump
        put_back(file, loaded, SystemClock(loaded.clock_file).now())


def _copied(loaded: Settings, target: Path) -> Contents:
    current = _sqlite_file(loaded)
    if not current.exists():
        raise NoBackup(f"DATABASE_URL: there is no database {current.absolute()} yet.")
    if target.exists() and target.samefile(current):
        raise NoBackup(f"{target} is the database itself: name another file.")
    with closing(Database(loaded.database_url, _PATIENCE)) as db:
        return backups.write(db, target)


def _restore_copy(file: Path, loaded: Settings, now: datetime) -> None:
    """SQLite: all is made ready aside, and nothing has changed until it is put in place."""
    current = _sqlite_file(loaded)
    aside = current.with_name(f"{current.name}-restoring")
    url = engine_url(loaded.database_url).set(database=str(aside)).render_as_string()
    kept = backups.before_file(loaded.backup_dir, "restore")
    # not opened by this one: it may be damaged, and is to be replaced
    with closing(Database(loaded.database_url)) as db:
        if not db.sole_use.is_ours():
            raise BotRuns(_BOT_RUNS)
        try:
            found = restoring.prepare(file, aside)
            click.echo(f"{file} is sound: {_in_words(found)}.")
            migrate(url, None)
            begun = _begin_again(url, _since(loaded, now, may_know=current.exists()), now)
            if restoring.keep(loaded.database_url, kept):
                _say_kept(kept, loaded)
            restoring.put_in_place(aside, current)
        finally:
            restoring.clear(aside)
    _say(found.revision, begun)


def _restore_dump(file: Path, loaded: Settings, now: datetime) -> None:
    """PostgreSQL: the tables are set aside, and come back if anything fails."""
    url, kept = loaded.database_url, backups.before_file(loaded.backup_dir, "restore", ".dump")
    revision = dumps.revision(file)
    refuse_newer(revision)
    if dumps.others(url):
        raise BotRuns(_BOT_RUNS)
    click.echo(f"{file} can be read: revision {revision}.")
    there = dumps.tables(url)
    known = _since(loaded, now, may_know="forgotten" in there)
    if there:
        dumps.dump(url, kept)
        _say_kept(kept, loaded)
    with dumps.set_aside(url):
        dumps.restore(url, file)
        migrate(url, None)
        begun = _begin_again(url, known, now)
    _say(revision, begun)


def _since(loaded: Settings, now: datetime, *, may_know: bool) -> Since:
    """What may have come since: of the file of wishes, and of the database that is replaced."""
    wishes, decisions = set(forgetting.written_down(loaded.backup_dir)), dict[str, Decision]()
    if may_know:
        with closing(Database(loaded.database_url, _PATIENCE)) as db:
            # it may be damaged, or older than wishes are
            with suppress(*Unavailable), db.reading() as connection:
                wishes |= set(forgetting.remembered(connection, now))
            with suppress(*Unavailable), db.reading() as connection:
                decisions = decided(connection)
    return Since(wishes, decisions)


def _begin_again(url: str, known: Since, now: datetime) -> BegunAgain:
    with closing(Database(url)) as db, db.transaction() as connection:
        return begin_again(connection, known, now)


def _say_kept(kept: Path, loaded: Settings) -> None:
    click.echo(f"What was there is kept as {kept}, and deleted after {loaded.retention_days} days.")


def _say(revision: str, begun: BegunAgain) -> None:
    click.echo("Restored.")
    if revision != HEAD:
        click.echo(f"Its tables were brought from revision {revision} to {HEAD}.")
    if begun.forgotten:
        click.echo(f"Forgotten again, as was wished since the backup: {begun.forgotten}.")
    if begun.decided:
        click.echo(
            "Items that are seen, or not, as contacts of talks decided since the backup: "
            f"{begun.decided}."
        )
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


def _sqlite_file(loaded: Settings) -> Path:
    return Path(engine_url(loaded.database_url).database or "")


def _in_words(found: Contents) -> str:
    return (
        f"events: {found.events:,}, answers: {found.answers:,}, "
        f"knowledge items: {found.items:,}, revision {found.revision}"
    )
