"""python -m bot backup · restore on PostgreSQL, with its own programs where they are installed."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.domain.wishes import Wish
from bot.services import forgetting
from storage import dumps, members
from storage.database import Database
from storage.migrations import HEAD, migrate

NOW = datetime.now(UTC)
GONE, STAYS = "U0GONE", "U0STAYS"


@pytest.fixture
def url(own_postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database of its own, in which two people are, set for the commands."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", own_postgres_url)
    migrate(own_postgres_url, None)
    with closing(Database(own_postgres_url)) as db, db.transaction() as connection:
        for user in (GONE, STAYS):
            members.set_language(connection, user, "en", NOW)
    return own_postgres_url


@pytest.fixture
def programs(postgres_db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own, beside the server and so in its version."""
    with postgres_db.reading() as connection:
        beside = connection.exec_driver_sql("SELECT setting FROM pg_config WHERE name = 'BINDIR'")
        monkeypatch.setenv("PATH", beside.scalar_one(), prepend=":")


def bot(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def people(url: str) -> set[str]:
    with closing(Database(url)) as db, db.reading() as connection:
        return forgetting.known_people(connection)


@pytest.mark.usefixtures("programs")
def test_a_dump_goes_out_and_in_again_without_who_was_forgotten_since(
    url: str, tmp_path: Path
) -> None:
    done = bot("backup", "mine.dump")
    assert done.output == f"Written to mine.dump, and read back: revision {HEAD}.\n"
    with closing(Database(url)) as db, db.transaction() as connection:
        forgetting.forget(connection, GONE, Wish.of(GONE, NOW), NOW)
        members.set_language(connection, "U0LATER", "de", NOW)
    done = bot("restore", "mine.dump")
    assert done.exit_code == 0, done.output
    assert "Forgotten again, as was wished since the backup: 1." in done.output
    assert people(url) == {STAYS}
    (kept,) = (tmp_path / "backups").iterdir()
    assert {file.stat().st_mode & 0o777 for file in (kept, tmp_path / "mine.dump")} == {0o600}
    assert bot("restore", str(kept)).exit_code == 0
    assert people(url) == {STAYS, "U0LATER"}


@pytest.mark.usefixtures("programs")
def test_nothing_changes_while_somebody_is_connected_or_when_it_fails(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot("backup", "mine.dump")
    (tmp_path / "no.dump").write_text("events: []")
    assert bot("restore", "no.dump").exit_code == 2
    with closing(Database(url)) as db, db.reading():
        assert "the bot is running" in bot("restore", "mine.dump").output

    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dumps, "restore", broken_off)
    assert bot("restore", "mine.dump").exit_code == 1
    assert people(url) == {GONE, STAYS}


def test_without_the_programs_it_is_said_what_to_do(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.dump").touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    for command, tool in (("backup", "pg_dump"), ("restore", "pg_restore")):
        done = bot(command, "mine.dump")
        assert done.exit_code == 2
        assert f"{tool} is not installed here. Install" in done.output
    assert people(url) == {GONE, STAYS}
