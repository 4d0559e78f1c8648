"""python -m bot backup · restore, as whoever runs the bot types them."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from bot.cli import main
from bot.domain.deliveries import Kind
from bot.domain.delivery_payloads import Payload
from bot.domain.ids import ItemId
from bot.domain.knowledge import Visibility
from bot.domain.visibility import Audience
from bot.domain.wishes import Wish
from bot.services import deliveries, forgetting
from storage import events, knowledge, knowledge_items, members, tables, talk_items, wish_file
from storage.database import Database
from storage.migrations import HEAD
from tests.builders import a_full_event, an_item
from tests.old_rows import since, upgrade_to

NOW = datetime.now(UTC)
GONE, STAYS = "U0GONE", "U0STAYS"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, furnished_file: Path) -> Path:
    """A folder with a database in it, in which an event and two people are."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "SLACK_API_URL", "LABCAMP_CLOCK_FILE", "DYNO", "PORT"):
        monkeypatch.delenv(name, raising=False)
    shutil.copy(furnished_file, tmp_path / "labcamp.db")
    with closing(database()) as db, db.transaction() as connection:
        for user in (GONE, STAYS):
            members.set_language(connection, user, "en", NOW)
    return tmp_path


def database(file: str = "labcamp.db") -> Database:
    return Database(f"sqlite:///{file}")


def bot(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def people(file: str = "labcamp.db") -> set[str]:
    with closing(database(file)) as db, db.reading() as connection:
        return forgetting.known_people(connection)


def kept(here: Path) -> Path:
    (file,) = (here / "backups").glob("before-restore-*.db")
    return file


def files(here: Path) -> set[str]:
    return {file.name for file in here.rglob("*") if file.is_file()}


def test_a_backup_goes_among_the_bots_own_or_where_one_likes(here: Path) -> None:
    assert bot("backup").exit_code == 0
    (own,) = (here / "backups").iterdir()
    assert own.name.startswith("backup-")
    done = bot("backup", "elsewhere/mine.db")
    assert done.output == (
        "Written to elsewhere/mine.db, and read back: events: 1, answers: 0, "
        f"knowledge items: 0, revision {HEAD}.\n"
    )
    assert people("elsewhere/mine.db") == {GONE, STAYS}
    assert bot("backup", "elsewhere/mine.db").exit_code == 0  # as each night


def test_the_database_is_never_written_over_by_its_backup(here: Path) -> None:
    (here / "link.db").symlink_to("labcamp.db")
    for name in ("labcamp.db", "link.db"):
        assert "is the database itself" in bot("backup", name).output
    assert people() == {GONE, STAYS}


def test_without_a_database_none_is_made(here: Path) -> None:
    (here / "labcamp.db").unlink()
    done = bot("backup", "mine.db")
    assert (done.exit_code, "there is no database" in done.output) == (2, True)
    assert files(here) == set()


def test_what_is_restored_is_what_was_there_and_what_is_replaced_is_kept(here: Path) -> None:
    bot("backup", "mine.db")
    with closing(database()) as db, db.transaction() as connection:
        members.set_language(connection, "U0LATER", "de", NOW)
    done = bot("restore", "mine.db")
    assert done.exit_code == 0, done.output
    assert "mine.db is sound: events: 1" in done.output
    assert f"kept as backups/{kept(here).name}" in done.output
    assert people() == {GONE, STAYS}
    assert people(str(kept(here))) == {GONE, STAYS, "U0LATER"}
    assert (here / "labcamp.db").stat().st_mode & 0o777 == 0o600
    assert not [name for name in files(here) if "restoring" in name or ".part" in name]


def test_it_is_restored_where_there_is_nothing_left(here: Path) -> None:
    bot("backup", "mine.db")
    (here / "labcamp.db").unlink()
    assert "kept" not in bot("restore", "mine.db").output
    assert people() == {GONE, STAYS}


@pytest.mark.fault(
    "disk",
    "the database file is damaged, and a backup is restored",
    expected="it is replaced, and kept aside as it is",
)
def test_a_damaged_database_is_moved_away_as_it_is_and_replaced(here: Path) -> None:
    bot("backup", "mine.db")
    (here / "labcamp.db").write_bytes(b"no database " * 1000)
    done = bot("restore", "mine.db")
    assert done.exit_code == 0, done.output
    assert people() == {GONE, STAYS}
    assert kept(here).read_bytes().startswith(b"no database")


def test_a_copy_that_was_made_beside_a_running_bot_is_taken_with_its_log(here: Path) -> None:
    with closing(database()) as db:
        with db.transaction() as connection:
            members.set_language(connection, "U0LOGGED", "de", NOW)
        for end in ("", "-wal"):
            shutil.copy(f"labcamp.db{end}", f"copy.db{end}")
    assert bot("restore", "copy.db").exit_code == 0
    assert people() == {GONE, STAYS, "U0LOGGED"}
    assert {"copy.db", "copy.db-wal"} <= files(here)


def damaged(file: Path) -> str:
    os.truncate(file, file.stat().st_size // 2)
    return "mine.db is damaged"


def no_database(file: Path) -> str:
    file.write_text("events: []")
    return "no SQLite database"


def newer(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    return "Install the newer version"


def somebody_elses(file: Path) -> str:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE events (number INTEGER)")
    return "no tables of the bot"


@pytest.mark.fault(
    "disk",
    "the backup itself is damaged, or none of ours",
    expected="it is refused, and nothing changes",
)
@pytest.mark.parametrize("spoil", [damaged, no_database, newer, somebody_elses])
def test_what_can_not_be_restored_is_refused_and_nothing_changes(here: Path, spoil: object) -> None:
    assert callable(spoil)
    bot("backup", "mine.db")
    why = spoil(here / "mine.db")
    done = bot("restore", "mine.db")
    assert (done.exit_code, why in done.output) == (2, True), done.output
    assert people() == {GONE, STAYS}
    assert files(here) <= {"mine.db", "labcamp.db", "labcamp.db-bot"}


@pytest.mark.fault("two", "a backup is restored while the bot runs", expected="it is refused")
def test_nothing_is_restored_while_the_bot_runs(here: Path) -> None:
    bot("backup", "mine.db")
    with closing(database()) as db:
        assert db.sole_use.is_ours()
        done = bot("restore", "mine.db")
        assert (done.exit_code, "the bot is running" in done.output) == (2, True)
        assert bot("backup").exit_code == 0
    assert bot("restore", "mine.db").exit_code == 0


def test_an_older_backup_is_brought_up_to_date() -> None:
    with closing(database("mine.db")) as db, db.transaction() as connection:
        upgrade_to(connection, "0018")
        rows = list(since(connection, "0018"))
    done = bot("restore", "mine.db")
    assert f"brought from revision 0018 to {HEAD}" in done.output, done.output
    old = {row["user"] for name, row, _ in rows if name == "members"}
    assert people() == old
    bot("backup", "newer.db")
    shutil.copy("mine.db", "labcamp.db")  # what is replaced may be older too
    assert bot("restore", "newer.db").exit_code == 0
    assert people() == old


@pytest.mark.parametrize("knows", ["the file", "the database"])
def test_of_who_was_forgotten_since_the_backup_nothing_comes_back(here: Path, knows: str) -> None:
    bot("backup", "mine.db")
    wish = Wish.of(GONE, NOW)
    with closing(database()) as db, db.transaction() as connection:
        forgetting.forget(connection, GONE, wish, NOW)
    if knows == "the file":
        wish_file.add(here / "backups", [wish])
        (here / "labcamp.db").unlink()
    assert "Forgotten again, as was wished since the backup: 1." in bot("restore", "mine.db").output
    assert people() == {STAYS}
    assert GONE.encode() not in (here / "labcamp.db").read_bytes()


def test_what_contacts_took_back_since_the_backup_stays_away(here: Path) -> None:
    with closing(database()) as db, db.transaction() as connection:
        for number in (1, 2, 3):
            knowledge.save(connection, an_item(number, title=f"Zeisigquark {number}"), NOW)
    bot("backup", "mine.db")
    with closing(database()) as db, db.transaction() as connection:
        talk_items.take_back(connection, ItemId(1), STAYS, NOW)
        talk_items.show_to(connection, ItemId(2), STAYS, Visibility.MEMBERS)
    output = bot("restore", "mine.db").output
    assert "as contacts of talks decided since the backup: 2." in output, output
    with closing(database()) as db, db.reading() as connection:
        seen = knowledge.newest(connection, Audience.PUBLIC, NOW, 9)
        assert [one.item.title for one in seen] == ["Zeisigquark 3"]
        assert {one.title for one in knowledge.all_items(connection)} == {
            "Zeisigquark 2",
            "Zeisigquark 3",
        }
        gone = knowledge_items.get(connection, ItemId(1))
        assert gone is not None
        assert (gone.item.withdrawn_by, gone.item.decided_by) == (STAYS, STAYS)
    # back again: what was decided stays so, whichever of the two is the later
    bot("restore", str(kept(here)))
    with closing(database()) as db, db.reading() as connection:
        assert len(knowledge.newest(connection, Audience.MEMBERS, NOW, 9)) == 2


def test_what_was_due_since_is_not_sent_twice(here: Path) -> None:
    """A post may stand in Slack already, and who was reminded can't be known any more."""
    event = a_full_event()
    with closing(database()) as db, db.transaction() as connection:
        events.save(connection, event, NOW)
        past, coming = NOW - timedelta(hours=3), NOW + timedelta(hours=3)
        for at in (past, coming):
            payload: Payload = {"event": event.number}
            deliveries.add(connection, Kind.PLACE, STAYS, payload, at, f"place {at}")
            deliveries.add(connection, Kind.FAN_OUT, "direct", payload, at, f"reminder {at}")
            deliveries.add(connection, Kind.FEEDBACK_ASKING, "*", payload, at, f"feedback {at}")
            deliveries.add(
                connection, Kind.MATERIAL_ASKING, "organizers", payload, at, f"material {at}"
            )
    bot("backup", "mine.db")
    output = bot("restore", "mine.db").output
    assert "Posts that were due since the backup: 1." in output
    assert "Reminders and notices to many that were due since the backup: 3." in output
    columns = (tables.deliveries.c.dedupe_key, tables.deliveries.c.state)
    with closing(database()) as db, db.reading() as connection:
        rows = connection.execute(sa.select(*columns))
        states = {row.dedupe_key: row.state for row in rows}
    assert states[f"place {past}"] == "lookup"
    many = {states[f"{what} {past}"] for what in ("reminder", "feedback", "material")}
    assert many == {"missed"}
    assert {states[f"place {coming}"], states[f"reminder {coming}"]} == {"pending"}
