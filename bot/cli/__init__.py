"""python -m bot …: run the bot, try it on this machine, move data in and out."""

import asyncio
import os

import click
import structlog

from bot import enclosed, logs, settings
from bot.cli.backups import backup, restore
from bot.cli.copying import copy
from bot.cli.doctor import doctor
from bot.cli.exporting import export_file
from bot.cli.failures import failures_in_words
from bot.cli.importing import import_file
from bot.cli.playground import playground
from bot.cli.setup import setup
from bot.version import VERSION
from storage.migrations import migrate as bring_up_to_date

log = structlog.get_logger()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="labcamp-bot", message="%(prog)s %(version)s")
def main() -> None:
    """The LabCamp bot. Settings come from the environment and .env; see .env.example."""


@main.command()
def run() -> None:
    """Run the bot until it is stopped."""
    with failures_in_words():
        loaded = settings.load()
        logs.configure(loaded.log_level, loaded.log_format)
        for name, nearest in settings.unknown_names().items():
            log.warning("settings.unknown", name=name, nearest=nearest)
        if loaded.database_in_the_clear:
            log.warning("settings.insecure", name="DATABASE_URL", add="?sslmode=require")
        # Bolt would take it from there beside the client that it is given, and say so each time
        os.environ.pop("SLACK_BOT_TOKEN", None)
        from bot import app  # takes half a second that the other commands need not wait for

        with asyncio.Runner(loop_factory=app.loop_factory()) as runner:
            runner.run(app.run(loaded))


@main.command()
def migrate() -> None:
    """Bring the database to the tables of this version (run and import do so by themselves)."""
    with failures_in_words():
        loaded = settings.load(needs_slack=False)
        logs.configure(loaded.log_level, loaded.log_format)
        bring_up_to_date(loaded.database_url, loaded.backup_dir)
        click.echo("The database is up to date.")


@main.command("print")
@click.argument("name", type=click.Choice(list(enclosed.FILES)))
def print_enclosed(name: str) -> None:
    """Print a file that comes with the bot: settings, systemd unit, manifest of the Slack app."""
    click.echo(enclosed.enclosed(name), nl=False)


main.add_command(setup)
main.add_command(doctor)
main.add_command(import_file)
main.add_command(export_file)
main.add_command(backup)
main.add_command(restore)
main.add_command(copy)
main.add_command(playground)
