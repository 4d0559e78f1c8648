"""python -m bot export: events and knowledge items to a file."""

import os
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click

from bot import settings
from bot.cli.failures import failures_in_words
from bot.clock import SystemClock
from bot.domain.events import Status
from bot.domain.knowledge import KnowledgeItem
from bot.domain.outlets import for_all
from bot.domain.visibility import Audience, is_seen
from bot.feeds import NEWEST_PATH
from bot.files.contents import UnknownEnding
from bot.files.table_writer import write_table
from bot.files.writer import write
from bot.locales import texts
from bot.services.knowledge_newest import newest
from bot.settings import Settings
from bot.views import atom, knowledge_page
from storage import events, knowledge, private, topics
from storage.database import Connection, Database
from storage.migrations import migrate

# From what is stored to what stands in the file, at this time.
_Writer = Callable[[Connection, Settings, datetime], str]


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option(
    "--public", is_flag=True, help="Of .yaml and .csv too: only what all the world may see."
)
def export_file(file: Path, public: bool) -> None:
    """Write events, knowledge items and topics to FILE; its ending says how.

    .yaml holds all there is, .csv all knowledge items: both can be imported again, and are for
    operators. .md is a page to publish, .atom (or .xml) a feed of the newest; they hold what is
    public.
    """
    with failures_in_words():
        written = _writer(file, public=public)
        loaded = settings.load(needs_slack=False)
        migrate(loaded.database_url, loaded.backup_dir)
        with closing(Database(loaded.database_url)) as db, db.reading() as connection:
            text = written(connection, loaded, SystemClock(loaded.clock_file).now())
        write_file(file, text)
    click.echo(f"Written to {file}.")


def write_file(file: Path, text: str) -> None:
    """Write the file; what stood in it before stays until all is written.

    A new one is for its owner alone: drafts and join links may stand in it. One that is there keeps
    the rights that somebody gave it, such as a page that a web server shows.
    """
    file = file.resolve()  # where a link leads, so that it stays one
    part = file.with_name(f".{file.name}.part")
    try:
        private.file(part)
        if file.exists():
            part.chmod(file.stat().st_mode & 0o777)
        with part.open("w", encoding="utf-8", newline="") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _writer(file: Path, *, public: bool) -> _Writer:
    ending = file.suffix.lower()
    if ending not in _WRITERS:
        raise UnknownEnding(file, _WRITERS)
    return _FOR_ALL.get(ending, _WRITERS[ending]) if public else _WRITERS[ending]


def _yaml(connection: Connection, loaded: Settings, _now: datetime) -> str:
    items = knowledge.all_items(connection)
    found, wanted = events.all_events(connection), topics.all_topics(connection)
    return write(found, items, loaded.timezone, wanted)


def _public_yaml(connection: Connection, loaded: Settings, now: datetime) -> str:
    found = events.all_events(connection)
    shown = [for_all(one) for one in found if one.status is not Status.DRAFT]
    return write(shown, _public(connection, now), loaded.timezone)


def _csv(connection: Connection, loaded: Settings, _now: datetime) -> str:
    return write_table(knowledge.all_items(connection), loaded.timezone)


def _public_csv(connection: Connection, loaded: Settings, now: datetime) -> str:
    return write_table(_public(connection, now), loaded.timezone)


def _public(connection: Connection, now: datetime) -> list[KnowledgeItem]:
    items = knowledge.all_items(connection)
    return [item for item in items if is_seen(item, Audience.PUBLIC, now)]


def _markdown(connection: Connection, loaded: Settings, now: datetime) -> str:
    items, t = knowledge.all_items(connection), texts(loaded.language)
    return knowledge_page.page(events.all_events(connection), items, now, t)


def _atom(connection: Connection, loaded: Settings, now: datetime) -> str:
    address = loaded.public_url + NEWEST_PATH if loaded.public_url else None
    return atom.feed(newest(connection, now), address, texts(loaded.language)).decode()


_WRITERS: dict[str, _Writer] = {
    ".yaml": _yaml,
    ".yml": _yaml,
    ".csv": _csv,
    ".md": _markdown,
    ".markdown": _markdown,
    ".atom": _atom,
    ".xml": _atom,
}
_FOR_ALL: dict[str, _Writer] = {".yaml": _public_yaml, ".yml": _public_yaml, ".csv": _public_csv}
