"""python -m bot import: events, knowledge items and topics from a file."""

import time
from contextlib import closing, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from bot import settings
from bot.cli import import_report
from bot.cli.failures import failures_in_words
from bot.cli.progress import Progress
from bot.clock import SystemClock
from bot.domain.events import Event
from bot.files.contents import FileFaults
from bot.files.formats import format_of
from bot.services import import_contacts, imports, topic_imports
from bot.services.import_spooling import Merged, Taken, Tally, compare, take_in
from bot.services.search import index_some
from bot.settings import Settings
from storage.database import Connection, Database, Unavailable
from storage.migrations import migrate
from storage.spool import Spool

_PATIENCE = 30.0  # seconds that an import waits while the bot writes
# Seconds that a piece of the indexing takes, about: the bot's own writes wait on SQLite meanwhile.
# The longer, the less of the index is written twice.
_INDEXED_FOR = 0.8
_AT_ONCE = 500  # items, after which is looked whether the time is over
# Seconds until the next; whoever waits for SQLite's lock looks at least every 0.1 s.
# https://sqlite.org/src/file/src/main.c (sqliteDefaultBusyCallback)
_LET_OTHERS_IN = 0.11


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option(
    "--leave-out", is_flag=True, help="Leave out what has a fault, and say so; take the rest."
)
def import_file(file: Path, dry_run: bool, leave_out: bool) -> None:
    """Read events and knowledge items from FILE, all of them or none.

    Its ending says what FILE is: .yaml or .json with both, a calendar (.ics) of events, a table
    (.csv), a page (.md) or bookmarks (.html) of knowledge items, or Notion's export as Markdown and
    CSV (.zip). Topics for coming events stand in .yaml or .json.
    """
    with failures_in_words():
        loaded = settings.load(needs_slack=False)
        migrate(loaded.database_url, loaded.backup_dir)
        with (
            closing(Database(loaded.database_url, _PATIENCE)) as db,
            Spool() as spool,
            Progress() as progress,
        ):
            taken = _checked(file, spool, progress, leave_out=leave_out)
            made = _checked_events(db, taken, loaded, leave_out=leave_out)
            with db.reading() as connection:
                count = progress.step("Comparing", len(spool))
                compared = compare(connection, spool, loaded.timezone, count)
                topics = topic_imports.merged(connection, taken.topics)
            is_indexed = True
            if dry_run:
                progress.end()
                import_report.plan(made, spool.changes(), topics)
                summary = imports.summary(made, compared)
                summary = replace(summary, topics=topic_imports.tally(topics))
            else:
                summary = _applied(db, spool, taken, compared, loaded, progress)
                is_indexed = _index(db, progress, SystemClock(loaded.clock_file))
        import_report.left_out(taken.left_out)
        import_report.faulty(taken.faults)
        import_report.summary(summary, merged=taken.merged, dry_run=dry_run)
        if not is_indexed:
            import_report.indexed_later()


def _checked(file: Path, spool: Spool, progress: Progress, *, leave_out: bool) -> Taken:
    """What stands in the file, its items in the spool."""
    form = format_of(file)
    with file.open("rb") as opened:
        count = progress.step("Reading")
        return take_in(
            spool,
            form.entries(opened),
            merges=form.merges,
            leave_out=leave_out,
            on_progress=count,
        )


def _checked_events(
    db: Database, taken: Taken, loaded: Settings, *, leave_out: bool
) -> tuple[Merged[Event], ...]:
    """What the events would change; raises FileFaults with all that is wrong, items' faults too.

    All is checked before the write lock is taken: answers go on being stored meanwhile.
    """
    while True:
        with db.reading() as connection:
            try:
                made = imports.check(connection, taken.events, loaded.timezone)
            except FileFaults as more:
                taken.faults.add(*more.faults)
                faulty = {fault.entry for fault in more.faults}
                sound = [event for event in taken.events if event.line not in faulty]
                if len(sound) == len(taken.events):
                    raise
                taken.events = sound
                continue
        taken.faults.refuse(leave_out=leave_out)
        taken.left_out += import_contacts.left_out(taken.events, made)
        return made


def _applied(
    db: Database,
    spool: Spool,
    taken: Taken,
    compared: Tally,
    loaded: Settings,
    progress: Progress,
) -> imports.ImportSummary:
    now = SystemClock(loaded.clock_file).now()
    progress.step("Storing")
    with db.transaction() as connection:
        done = imports.apply(
            connection, taken.events, spool, compared, loaded.timezone, loaded.reminders, now
        )
        return replace(done, topics=topic_imports.apply(connection, taken.topics, now))


def _index(db: Database, progress: Progress, clock: SystemClock) -> bool:
    """Let what was stored be found; whether that was done, and nobody broke it off.

    The bot does what is left if this is killed.
    """
    count, done = progress.step("Indexing"), 0
    with suppress(KeyboardInterrupt, *Unavailable):
        while True:
            with db.transaction() as connection:
                some = _index_for_a_while(connection, clock.now())
            if some == 0:
                return True
            done += some
            count(done)
            if db.is_sqlite:
                time.sleep(_LET_OTHERS_IN)
    return False


def _index_for_a_while(connection: Connection, now: datetime) -> int:
    """How many items were indexed; 0 if there is none left."""
    done, until = 0, time.monotonic() + _INDEXED_FOR
    while time.monotonic() < until:
        some = index_some(connection, now, _AT_ONCE)
        done += some
        if some == 0:
            break
    return done
