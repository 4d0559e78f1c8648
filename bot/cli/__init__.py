"""python -m bot …: run the bot, try it on this machine, move data in and out."""

import asyncio
import gc
import os
from importlib import import_module

import click
import structlog

from bot import enclosed, logs, settings
from bot.cli.failures import failures_in_words
from bot.version import VERSION
from storage.migrations import migrate as bring_up_to_date

log = structlog.get_logger()

# Where each further command is. Its module is imported when it is asked for: the bot itself needs
# none of them at its start.
_ELSEWHERE = {
    "backup": "bot.cli.backups:backup",
    "copy": "bot.cli.copying:copy",
    "doctor": "bot.cli.doctor:doctor",
    "export": "bot.cli.exporting:export_file",
    "import": "bot.cli.importing:import_file",
    "playground": "bot.cli.playground:playground",
    "restore": "bot.cli.backups:restore",
    "setup": "bot.cli.setup:setup",
    "texts": "bot.cli.texts:texts",
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*self.commands, *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        module, name = _ELSEWHERE[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
        gc.disable()  # it would look through all that is imported, again and again
        from bot import app  # takes a second that the other commands need not wait for

        gc.freeze()
        gc.enable()
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
