"""python -m bot texts: newsletter, homepage, social posts and mail about an event."""

from contextlib import closing
from pathlib import Path

import click

from bot import settings
from bot.cli.exporting import write_file
from bot.cli.failures import failures_in_words
from bot.clock import SystemClock
from bot.domain.ids import EventNumber
from bot.domain.languages import LANGUAGES
from bot.domain.limits import LARGEST_NUMBER
from bot.domain.markup import plain
from bot.domain.outlets import CheckedSource, Outlet
from bot.files.contents import UnknownEnding
from bot.locales import texts as words
from bot.services import outlets
from bot.texts.facts import Pages
from bot.texts.writing import WrittenTexts, write
from bot.views import outlets as views
from storage.database import Database
from storage.migrations import migrate

# Which of an outlet's files goes to standard output: the first of these endings.
_ENDINGS = {
    Outlet.NEWSLETTER: (".md", ".html"),
    Outlet.HOMEPAGE: (".html",),
    Outlet.SOCIAL: (".txt",),
    Outlet.MAIL: (".eml", ".txt", ".ics"),
}
_OUTLETS = click.Choice([one.value for one in Outlet])
_BETWEEN = "\n---\n"


class NoTexts(click.ClickException):
    """There are no texts about this event."""

    exit_code = 2


@click.command("texts")
@click.argument("number", type=click.IntRange(1, LARGEST_NUMBER))
@click.option(
    "--as",
    "outlet",
    type=click.Choice([one.value for one in Outlet]),
    required=True,
    help="For what.",
)
@click.option("--language", type=click.Choice([*LANGUAGES]), help="Default: LABCAMP_LANGUAGE.")
@click.option("--to", "file", type=click.Path(dir_okay=False, path_type=Path), help="A file.")
def texts(number: int, outlet: str, language: str | None, file: Path | None) -> None:
    """Write what newsletter, homepage, social networks or mail say about event NUMBER.

    An invitation before it, a recap with its public material after it. To standard output, or with
    --to into a file, whose ending says how: newsletter .md or .html, homepage .html, social .txt
    (the post for 500 characters, a line with ---, the one for 280), mail .eml, .txt or .ics.
    """
    chosen = Outlet(outlet)
    with failures_in_words():
        ending = file.suffix.lower() if file else _ENDINGS[chosen][0]
        if file is not None and ending not in _ENDINGS[chosen]:
            raise UnknownEnding(file, _ENDINGS[chosen])
        loaded = settings.load(needs_slack=False)
        migrate(loaded.database_url, loaded.backup_dir)
        now = SystemClock(loaded.clock_file).now()
        with closing(Database(loaded.database_url)) as db, db.reading() as connection:
            found = outlets.source(connection, EventNumber(number), now)
        if not isinstance(found, CheckedSource):
            raise NoTexts(f"event {number} is not there, or never was published.")
        pages = Pages(loaded.homepage_url or "", loaded.newsletter_url or "")
        written = write(found.source, language or loaded.language, pages, loaded.templates)
        content = _content(written, chosen, ending)
        if file is not None:
            write_file(file, content)
    if file is None:
        click.echo(content, nl=False)
    for warning in _warnings(written, found):
        click.echo(f"Look at this: {warning}", err=True)


def _content(written: WrittenTexts, outlet: Outlet, ending: str) -> str:
    parts = [output.text for output in written.of(outlet) if output.name.endswith(ending)]
    if parts:
        return _BETWEEN.join(part.rstrip("\n") for part in parts) + "\n"
    made = [one.content for one in written.files if one.name.endswith(ending)]
    if not made:
        raise NoTexts("there is no calendar file of an event that is over.")
    return made[0].decode()


def _warnings(written: WrittenTexts, found: CheckedSource) -> list[str]:
    t = words("en")
    said = [views.difference(one, t) for one in written.differences]
    said += [views.fault(one, t) for one in written.faults]
    if found.outdated:
        said.append(t.plain("texts.outdated"))
    return [plain(one).replace("`", "") for one in said]
