"""python -m bot setup: a story through it, left and taken up again, and wrong answers named."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot import settings
from bot.cli import env_file, main
from bot.settings.names import NAMES
from playground import Playground, Workspace
from playground.sample import ADA, GUSTAV, LABCAMP
from tests.manifest import manifest_scopes

OURS = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL", "HOST")
SECRET = "0123456789abcdef" * 2
Sets = Callable[..., Awaitable[Result]]


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    playground = Playground(
        Workspace.sample(), manifest_scopes=manifest_scopes(), strict_rates=False
    )
    await playground.start()
    yield playground
    await playground.stop()


@pytest.fixture
def sets(slack: Playground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sets:
    """Goes through it in an empty folder, with these answers typed; the end of them leaves it."""
    monkeypatch.chdir(tmp_path)
    for name in (*OURS, *NAMES, "PUBLIC_URL", "DYNO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SLACK_API_URL", slack.api_url)
    monkeypatch.setenv("PORT", "1")
    monkeypatch.setenv("COLUMNS", "200")

    def go(*answers: str, language: str = "de", program: str | None = None) -> Awaitable[Result]:
        typed = "".join(f"{answer}\n" for answer in answers)
        arguments = ["setup", "--language", language] if language else ["setup"]
        called: dict[str, Any] = {"prog_name": program} if program else {}
        return asyncio.to_thread(lambda: CliRunner().invoke(main, arguments, input=typed, **called))

    return go


def written() -> dict[str, str]:
    """What stands in .env, of what setup asks for."""
    ours = (*OURS, *NAMES)
    return {name: value for name, value in settings.variables({}).items() if name in ours}


async def test_installed_as_a_wheel_it_says_the_command_of_the_wheel(sets: Sets) -> None:
    left = await sets(program="labcamp-bot")
    assert left.output.endswith("Von vorn geht es mit: labcamp-bot setup\n")
    assert "labcamp-bot print manifest.yaml" in left.output
    assert "python -m bot" not in left.output


async def test_it_speaks_of_a_file_only_where_there_is_one(sets: Sets, tmp_path: Path) -> None:
    left = await sets("nothing that is a token")
    assert not (tmp_path / ".env").exists()
    assert "Aufgehört. Geschrieben ist noch nichts." in left.output
    (tmp_path / ".env").write_text("LABCAMP_LANGUAGE=de")
    assert "Aufgehört. Was beantwortet ist, steht in .env." in (await sets()).output


async def test_it_is_left_and_taken_up_again_until_a_bot_can_start(
    sets: Sets, slack: Playground, tmp_path: Path
) -> None:
    tokens = slack.credentials
    left = await sets("xapp-1-x", tokens.bot_token, "xoxb-x", tokens.app_token)
    assert left.exit_code == 1
    assert "kein Bot-Token: Es beginnt mit xoxb-." in left.output
    assert "✓ Bot-Token       Slack nimmt es an" in left.output
    assert "kein App-Token: Es beginnt mit xapp-." in left.output
    assert left.output.endswith("Weiter geht es mit: python -m bot setup\n")
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    assert set(written()) == {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"}

    done = await sets("nirgends", "#labcamp", GUSTAV, f"{ADA},U0X", ADA, "fr", "de", "", "j")
    assert done.exit_code == 0, done.output
    assert "Das Bot-Token." not in done.output
    assert "Den Kanal nirgends (LABCAMP_CHANNEL) gibt es nicht" in done.output
    assert f"{GUSTAV} (Gast)" in done.output
    assert "U0X (hier nicht bekannt: user_not_found)" in " ".join(done.output.split())
    assert "Der Bot spricht de oder en." in done.output
    assert "events: 4 new" in done.output
    (checked,) = [line for line in done.output.splitlines() if "Nachrichten   " in line]
    assert checked.startswith("✓ Nachrichten     Slack nimmt alle an")
    assert done.output.endswith("python -m bot doctor\n")
    loaded = settings.load()
    assert (loaded.channel, loaded.language) == ("#labcamp", "de")
    assert loaded.organizers == {ADA}
    assert not any(one in left.output + done.output for one in (tokens.bot_token, SECRET))
    with closing(sqlite3.connect(tmp_path / "labcamp.db")) as database:
        assert database.execute("SELECT count(*) FROM events").fetchone() == (4,)


async def test_nothing_of_it_is_needed_and_what_is_not_right_may_be_kept(
    sets: Sets, slack: Playground, tmp_path: Path
) -> None:
    slack.workspace.channel(LABCAMP).is_archived = True
    done = await sets(
        "english", slack.credentials.bot_token, "", "short", SECRET, LABCAMP, "", "k", "x", "-",
        "", "oracle://x", "-", "n", language="",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "too short for a signing secret" in done.output
    assert done.output.count(f"The channel {LABCAMP} (LABCAMP_CHANNEL) is archived.") == 3
    assert "Those are no member ids" in done.output
    assert "no address of a database that does here" in done.output
    assert "✗ Organizers      Nobody organizes." in done.output
    assert SECRET not in done.output
    assert written() == {
        "SLACK_BOT_TOKEN": slack.credentials.bot_token,
        "SLACK_SIGNING_SECRET": SECRET,
        "LABCAMP_CHANNEL": LABCAMP,
    }
    assert not (tmp_path / "labcamp.db").exists()


def test_what_stands_in_the_file_stays_and_only_one_line_changes(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    before = "# mine\nLABCAMP_CHANNEL=alt  # for now\n\nLABCAMP_TIMEZONE='Europe/Rome'\n#PORT=1"
    file.write_text(before)
    file.chmod(0o644)
    env_file.write(file, "LABCAMP_CHANNEL", "#neu und 'anders'")
    env_file.write(file, "SLACK_BOT_TOKEN", "xoxb-1-a")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().splitlines() == [
        "# mine",
        r"LABCAMP_CHANNEL='#neu und \'anders\''",
        "",
        "LABCAMP_TIMEZONE='Europe/Rome'",
        "#PORT=1",
        "SLACK_BOT_TOKEN=xoxb-1-a",
    ]
    assert settings.variables({}, tmp_path)["LABCAMP_CHANNEL"] == "#neu und 'anders'"
