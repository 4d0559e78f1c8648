"""The shell completes what the command line takes, whatever commands there are."""

import subprocess

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from bot import enclosed
from bot.cli import main

VARIABLE = "_LABCAMP_BOT_COMPLETE"


def completed(*words: str, begun: str = "") -> set[str]:
    found = BashComplete(main, {}, "labcamp-bot", VARIABLE).get_completions(list(words), begun)
    return {item.value for item in found}


def test_every_command_its_options_and_its_choices_are_completed() -> None:
    assert completed() == set(main.list_commands(click.Context(main)))
    assert {"backup", "export"} <= completed()
    assert completed(begun="re") == {"restore"}
    assert completed("print") == set(enclosed.FILES)
    assert "--dry-run" in completed("import", begun="--")


def test_the_scripts_are_made_and_bash_reads_its_own() -> None:
    for shell in (BashComplete, ZshComplete, FishComplete):
        script = shell(main, {}, "labcamp-bot", VARIABLE).source()
        assert VARIABLE in script
    script = BashComplete(main, {}, "labcamp-bot", VARIABLE).source()
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)
