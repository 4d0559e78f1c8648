"""python -m bot export: events and knowledge items to a file."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import click

from bot import settings
from bot.cli.plainly import plainly
from bot.files import UnknownEnding, write, write_table
from bot.settings import Settings
from storage import events, knowledge
from storage.database import Connection, Database
from storage.migrations import migrate

# From what is stored to what stands in the file.
_Writer = Callable[[Connection, Settings], str]


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def export_file(file: Path) -> None:
    """Write events and knowledge items to FILE; its ending says how.

    .yaml holds all there is, .csv all knowledge items. Both can be imported again.
    """
    with plainly():
        written = _writer(file)
        loaded = settings.load(needs_slack=False)
        migrate(loaded.database_url, loaded.backup_dir)
        with closing(Database(loaded.database_url)) as db, db.reading() as connection:
            text = written(connection, loaded)
        file.write_text(text, encoding="utf-8", newline="")
    click.echo(f"Written to {file}.")


def _writer(file: Path) -> _Writer:
    found = _WRITERS.get(file.suffix.lower())
    if found is None:
        raise UnknownEnding(file, _WRITERS)
    return found


def _yaml(connection: Connection, _settings: Settings) -> str:
    return write(events.all_events(connection), knowledge.all_items(connection))


def _csv(connection: Connection, _settings: Settings) -> str:
    return write_table(knowledge.all_items(connection))


_WRITERS: dict[str, _Writer] = {".yaml": _yaml, ".yml": _yaml, ".csv": _csv}
