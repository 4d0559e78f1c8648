"""python -m bot import · export: events and knowledge items from and to a file."""

from contextlib import closing
from pathlib import Path

import click
from rich.progress import Progress

from bot import settings
from bot.cli.plainly import plainly
from bot.clock import SystemClock
from bot.files import Contents, FileFaults, survey_file, write
from bot.services import imports
from bot.services.imports import ImportSummary, Tally
from bot.settings import Settings
from storage import events, knowledge
from storage.database import Database
from storage.migrations import migrate

_PATIENCE = 30.0  # seconds that an import waits while the bot writes


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Read events and knowledge items from FILE (YAML or JSON), all of them or none."""
    with plainly():
        loaded = settings.load(needs_slack=False)
        migrate(loaded.database_url, loaded.backup_dir)
        with closing(Database(loaded.database_url, _PATIENCE)) as db:
            contents = checked(db, file, loaded)
            summary = _imported(db, contents, loaded)
    click.echo(_told("events", summary.events))
    click.echo(_told("knowledge items", summary.knowledge))


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export_file(file: Path) -> None:
    """Write all events and knowledge items to FILE, in the format that import reads."""
    with plainly():
        loaded = settings.load(needs_slack=False)
        migrate(loaded.database_url, loaded.backup_dir)
        with closing(Database(loaded.database_url)) as db, db.reading() as connection:
            text = write(events.all_events(connection), knowledge.all_items(connection))
        file.write_text(text, encoding="utf-8")
    click.echo(f"Written to {file}.")


def checked(db: Database, file: Path, loaded: Settings) -> Contents:
    """What stands in the file, when nothing is wrong with it; else FileFaults with every fault.

    All is checked before the write lock is taken: answers go on being stored meanwhile.
    """
    contents, faults = survey_file(file)
    try:
        with db.reading() as connection:
            imports.check(connection, contents, loaded.timezone)
    except FileFaults as more:
        raise FileFaults([*faults, *more.faults]) from more
    if faults:
        raise FileFaults(faults)
    return contents


def _imported(db: Database, contents: Contents, loaded: Settings) -> ImportSummary:
    now = SystemClock(loaded.clock_file).now()
    with Progress(transient=True) as progress, db.transaction() as connection:
        task = progress.add_task("Importing", total=None)
        return imports.import_contents(
            connection,
            contents,
            loaded.timezone,
            loaded.reminders,
            now,
            lambda done, total: progress.update(task, completed=done, total=total),
        )


def _told(what: str, tally: Tally) -> str:
    return f"{what}: {tally.created} new, {tally.changed} changed, {tally.unchanged} unchanged"
