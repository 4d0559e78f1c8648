"""python -m bot copy: everything into another database, of the same sort or of the other."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from bot.cli.failures import failures_in_words, in_short
from bot.cli.progress import Progress
from bot.errors import BotRuns, Unavailable
from bot.settings import BadSettings, fault_of_database
from storage import copying, dumps, restoring
from storage.copying import NotCopied, Step
from storage.database import Connection, Database, engine_url

_PATIENCE = 30.0  # seconds that it waits for others
_BOT_RUNS = (
    "{name}: the bot, or somebody else, is working with this database. Stop it first (systemctl "
    "stop labcamp, or Ctrl-C): what people answer now would be lost."
)
_NEXT = """\
Next: set DATABASE_URL to the address of TO, {target},
and start the bot (python -m bot run). LABCAMP_BACKUP_DIR stays the same one.
FROM is as it was. No bot may be started on it any more: it would send everything a second time.
Keep it until you are sure of the new one, then delete it: people's answers stand in it."""


@click.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """Copy everything from the database FROM into the empty database TO, and compare all rows.

    Both are addresses as in DATABASE_URL. The bot has to be stopped. FROM stays as it is, and TO
    is empty until all of it is there. A password may be left out, and stand in PGPASSWORD instead.
    """
    with failures_in_words():
        _refuse_wrong(FROM=source, TO=target)
        with (
            _alone_with("FROM", source) as old,
            _alone_with("TO", target) as new,
            Progress() as progress,
        ):
            counts = _copied(old, new, progress.step)
        _say(counts, target)


def _refuse_wrong(**addresses: str) -> None:
    faults = {name: fault_of_database(url) for name, url in addresses.items()}
    if any(faults.values()):
        raise BadSettings([f"{name}: {fault}" for name, fault in faults.items() if fault])
    source = _file(addresses["FROM"])
    if source is not None and not source.exists():
        raise NotCopied(f"FROM: there is no database {source.absolute()}.")
    if _where(addresses["FROM"]) == _where(addresses["TO"]):
        raise NotCopied("FROM and TO are the same database.")


@contextmanager
def _alone_with(name: str, url: str) -> Iterator[Database]:
    """The database, with nobody beside us as far as that can be seen."""
    with closing(Database(url, _PATIENCE)) as database:
        try:
            others = 0 if database.is_sqlite else dumps.others(url)
        except Unavailable as error:
            raise NotCopied(f"{name}: {database.why(error)}") from error
        if others or not database.sole_use.is_ours():
            raise BotRuns(_BOT_RUNS.format(name=name))
        yield database


def _copied(old: Database, new: Database, step: Step) -> dict[str, int]:
    into = _into_file if new.is_sqlite else _into_server
    try:
        with old.reading() as source:
            copying.see_one_state(source)
            copying.refuse_unready(source)
            return into(new, source, step)
    except Unavailable as error:
        raise NotCopied(f"nothing was copied: {in_short(error)}") from error


def _into_server(new: Database, source: Connection, step: Step) -> dict[str, int]:
    with new.transaction() as target:
        copying.refuse_full(target)
        return copying.copy(source, target, step)


def _into_file(new: Database, source: Connection, step: Step) -> dict[str, int]:
    """SQLite: all is made ready aside, and nothing has changed until it is put in place."""
    current = Path(new.url.database or "")
    if current.exists():
        with new.reading() as there:
            copying.refuse_full(there)
    aside = current.with_name(f"{current.name}-copying")
    try:
        restoring.clear(aside)
        with closing(Database(new.url.set(database=str(aside)).render_as_string())) as db:
            db.make_private()
            with db.transaction() as target:
                counts = copying.copy(source, target, step)
        restoring.put_in_place(aside, current)
    finally:
        restoring.clear(aside)
    return counts


def _say(counts: dict[str, int], target: str) -> None:
    click.echo(f"Copied, and compared row by row: {sum(counts.values()):,} rows.")
    click.echo("  " + ", ".join(f"{name}: {rows:,}" for name, rows in counts.items() if rows))
    click.echo(_NEXT.format(target=_without_password(target)))


def _file(url: str) -> Path | None:
    parsed = engine_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def _where(url: str) -> object:
    """What is the same for two addresses of one database."""
    file = _file(url)
    if file is not None:
        return file.resolve()
    parsed = engine_url(url)
    return (parsed.host, parsed.port or 5432, parsed.database)


def _without_password(url: str) -> str:
    """The address to be recognised by."""
    parsed = engine_url(url)
    open_ = {name: value for name, value in parsed.query.items() if "password" not in name}
    return parsed.set(drivername=parsed.get_backend_name(), query=open_).render_as_string()
