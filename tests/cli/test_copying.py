"""python -m bot copy: SQLite to PostgreSQL and back, or not at all."""

import asyncio
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from bot.cli import main
from bot.jobs.index import index_all
from storage import dumps, tables
from storage.database import Database, engine_url
from storage.migrations import HEAD, migrate
from storage.tables import metadata
from tests.builders import an_item
from tests.everything import everything, what_comes_of_it
from tests.process.nursery import Nursery
from tests.process.stopping import Step
from tests.stage import on_stage
from tests.waiting import HANG, until

Rows = dict[str, list[Any]]

# What quoting, COPY and JSON treat in ways of their own, and what lies outside of the usual plane.
_SIGNS = "Ä'\"\\ \\N \\. %s $1 ,;\t\r\n\x01\x7f\u2028 👩‍👧 e\u0301 NULL"
_JSON = {"zahl": 2**70, "genau": 0.1, "wort": _SIGNS, "\\u0000": [None, True, {}], "": "\0"}
_MOMENT = datetime(2026, 10, 25, 2, 30, 0, 123_456, tzinfo=UTC) + timedelta(hours=-2)
_ZEROS = (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))


def a_value(column: sa.Column[Any], number: int) -> Any:
    """Something of this column's type that is not easily copied."""
    if column.foreign_keys or column.name in ("number", "event"):
        return 1
    if column.nullable and number == 1:
        return sa.null()
    if isinstance(column.type, sa.JSON):
        return _JSON
    if isinstance(column.type, sa.Boolean):
        return bool(number)
    if isinstance(column.type, sa.Integer):
        return number + 1 if column.primary_key else 2**15 - 1
    if isinstance(column.type, sa.Text):
        return f"{'ZäzÄ'[number]}{number}{_SIGNS}"
    if isinstance(column.type, sa.Date):
        return (_MOMENT, *_ZEROS)[number].date()
    assert isinstance(column.type, tables.UtcDateTime), column
    return (_MOMENT, *_ZEROS)[number]


def fill(connection: sa.Connection) -> None:
    """Rows in every table that there is, whatever it is for."""
    for table in metadata.sorted_tables:
        alone = [one.name for one in table.primary_key.columns] in (["number"], ["event"])
        for number in range(1 if alone else 3):
            values = {column.name: a_value(column, number) for column in table.columns}
            connection.execute(sa.insert(table).values(values))


def all_rows(url: str) -> Rows:
    """All that stands in a database; JSON as text, digit by digit, and what is no value as such."""
    with closing(Database(url, HANG)) as db, db.reading() as connection:
        found = {}
        for table in metadata.sorted_tables:
            wanted = [
                sa.cast(one, sa.Text) if isinstance(one.type, sa.JSON) else one
                for one in table.columns
            ]
            rows = [tuple(row) for row in connection.execute(sa.select(*wanted))]
            found[table.name] = sorted(rows, key=repr)
        return found


def bot(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def copied(source: str, target: str) -> str:
    done = bot("copy", source, target)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def old(tmp_path: Path, empty_file: Path) -> str:
    """A SQLite database with our tables, and nothing in them."""
    return f"sqlite:///{shutil.copy(empty_file, tmp_path / 'old.db')}"


@pytest.fixture
def back(tmp_path: Path) -> str:
    """Where there is no database yet."""
    return f"sqlite:///{tmp_path / 'back.db'}"


def change(url: str, *statements: str | sa.Executable) -> None:
    with closing(Database(url, HANG)) as db, db.transaction() as connection:
        for one in statements:
            connection.execute(sa.text(one) if isinstance(one, str) else one)


def test_every_table_goes_there_and_back_to_the_last_digit(
    old: str, own_postgres_url: str, back: str
) -> None:
    with closing(Database(old, HANG)) as db, db.transaction() as connection:
        fill(connection)
    change(old, "INSERT INTO handled_events VALUES ('to the second', '2026-12-07 14:00:00')")
    there = all_rows(old)
    assert [name for name, rows in there.items() if not rows] == []
    output = copied(old, own_postgres_url)
    assert f"{sum(map(len, there.values()))} rows." in output
    assert all_rows(own_postgres_url) == there
    copied(own_postgres_url, back)
    assert all_rows(back) == there
    assert all_rows(old) == there
    assert Path(engine_url(back).database or "").stat().st_mode & 0o777 == 0o600


async def test_all_that_can_be_done_in_the_bot_goes_along_and_is_found_there(
    old: str, own_postgres_url: str, back: str, tmp_path: Path
) -> None:
    with closing(Database(old, HANG)) as db:
        folder = tmp_path / "backups"
        async with on_stage(db, public_url="https://bot.example.org", backup_dir=folder) as stage:
            await everything(stage, stage.frances)
            await what_comes_of_it(stage, stage.frances)
            stage.store_items(an_item(4, title="Aufzeichnung aus Soest"))
            await index_all(stage.deps)
    await asyncio.to_thread(copied, old, own_postgres_url)
    await asyncio.to_thread(copied, own_postgres_url, back)
    assert all_rows(own_postgres_url) == all_rows(old)
    assert all_rows(back) == all_rows(old)
    for url in (old, own_postgres_url, back):
        with closing(Database(url, HANG)) as db:
            async with on_stage(db) as stage:
                found = await stage.anna.command("/labcamp kb Soester Aufzeichnungen")
                assert "Aufzeichnung aus Soest" in str(found.blocks), url


def test_no_id_is_given_a_second_time(old: str, own_postgres_url: str, back: str) -> None:
    """A button that stands in Slack means the proposal that was deleted, and never another one."""
    item: dict[str, Any] = dict.fromkeys(("url", "title", "kind", "status"), "x")
    a_row = sa.insert(tables.knowledge).values(**item, tags=[], url_key="a", added_at=_MOMENT)
    done = sa.insert(tables.audit).values(at=_MOMENT, actor="U1", action="x", subject="x")
    change(old, a_row.values(id=7), "DELETE FROM knowledge", done.values(id=3))
    copied(old, own_postgres_url)
    change(own_postgres_url, a_row, "DELETE FROM knowledge", done)
    copied(own_postgres_url, back)
    change(back, a_row, done)
    assert [row[0] for row in all_rows(back)["knowledge"]] == [9]
    assert [row[0] for row in all_rows(back)["audit"]] == [3, 4, 5]


def test_what_comes_next_is_said_and_no_password(old: str, own_postgres_url: str) -> None:
    parsed = engine_url(own_postgres_url).set(drivername="postgres", password="secret-1")
    secret = parsed.update_query_dict({"password": "secret-2"})
    output = copied(old, secret.render_as_string(hide_password=False))
    assert "secret" not in output
    assert f"set DATABASE_URL to the address of TO, postgresql://{parsed.username}:***@" in output
    assert "and start the bot" in output


def a_number_too_big(url: str) -> None:
    change(url, "INSERT INTO words (id, word) VALUES (4294967296, 'x')")


def a_nul(url: str) -> None:
    change(url, sa.insert(tables.words).values(word="a\0b"))


def an_older_schema(url: str) -> None:
    change(url, "UPDATE alembic_version SET version_num = '0018'")


def a_newer_schema(url: str) -> None:
    change(url, "UPDATE alembic_version SET version_num = '9999'")


def no_tables(url: str) -> None:
    change(url, "DROP TABLE alembic_version")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (a_number_too_big, "words, row 1: TO does not take what FROM holds there"),
        (a_nul, "words, row 1: TO does not take what FROM holds there (PostgreSQL text fields"),
        (an_older_schema, f"FROM is at revision 0018, this version knows {HEAD}. Bring it up"),
        (a_newer_schema, "Install the newer version"),
        (no_tables, "FROM holds no tables of the bot."),
    ],
)
def test_what_can_not_be_copied_is_refused_and_nothing_is_there(
    old: str, own_postgres_url: str, spoil: Callable[[str], None], why: str
) -> None:
    spoil(old)
    before = all_rows(old)
    done = bot("copy", old, own_postgres_url)
    assert (done.exit_code, why in done.output) == (2, True), done.output
    assert is_empty(own_postgres_url)
    assert all_rows(old) == before


def left_over(folder: Path) -> list[Path]:
    return list(folder.glob("*copying*"))


def is_empty(url: str) -> bool:
    with closing(Database(url, HANG)) as db, db.reading() as connection:
        return not sa.inspect(connection).get_table_names()


def test_what_is_different_afterwards_is_named_and_nothing_stays(
    old: str, own_postgres_url: str
) -> None:
    """A table of the bot's that changes what is written into it."""
    change(old, "INSERT INTO words (id, word) VALUES (1, 'a'), (2, 'b')")
    migrate(own_postgres_url, None)
    change(
        own_postgres_url,
        "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN NEW.word = upper(NEW.word); RETURN NEW; END'",
        "CREATE TRIGGER spoil BEFORE INSERT ON words FOR EACH ROW WHEN (NEW.id = 2) "
        "EXECUTE FUNCTION spoil()",
    )
    done = bot("copy", old, own_postgres_url)
    assert "words, row 2: it is not the same in TO as in FROM." in done.output, done.output
    assert not any(all_rows(own_postgres_url).values())


@pytest.mark.parametrize("sort", ["sqlite", "postgresql"])
def test_only_an_empty_database_is_copied_into(
    sort: str, old: str, own_postgres_url: str, back: str
) -> None:
    target = back if sort == "sqlite" else own_postgres_url
    migrate(target, None)
    change(target, "INSERT INTO words (id, word) VALUES (1, 'a')")
    assert "TO holds something of the bot already (words)" in bot("copy", old, target).output
    change(target, "DELETE FROM words")
    copied(old, target)


def the_same(old: str, _: Path) -> tuple[str, str]:
    return f"{old.removesuffix('old.db')}x/../old.db", "FROM and TO are the same database."


def no_address(_: str, __: Path) -> tuple[str, str]:
    return "mysql://host/name", "TO: must look like sqlite:///"


def nobody_there(_: str, __: Path) -> tuple[str, str]:
    return "postgresql://somebody@127.0.0.1:1/name", "TO: "


def no_folder(_: str, folder: Path) -> tuple[str, str]:
    return f"sqlite:///{folder}/nowhere/labcamp.db", "nothing was copied: "


def tables_of_another(_: str, folder: Path) -> tuple[str, str]:
    with closing(sqlite3.connect(folder / "other.db")) as connection:
        connection.execute("CREATE TABLE events (id INTEGER)")
    return f"sqlite:///{folder / 'other.db'}", "a table events that is not the bot's"


@pytest.mark.parametrize(
    "wrong", [the_same, no_address, nobody_there, no_folder, tables_of_another]
)
def test_where_nothing_can_be_copied_to_it_is_said_why(
    old: str, tmp_path: Path, wrong: Callable[[str, Path], tuple[str, str]]
) -> None:
    target, why = wrong(old, tmp_path)
    done = bot("copy", old, target)
    assert (done.exit_code, why in done.output) == (2, True), done.output


def test_a_file_that_is_not_there_is_not_made(back: str, own_postgres_url: str) -> None:
    done = bot("copy", back, own_postgres_url)
    assert (done.exit_code, "there is no database" in done.output) == (2, True)
    assert not Path(engine_url(back).database or "").exists()


@contextmanager
def used(url: str) -> Iterator[None]:
    """The bot runs on it."""
    with closing(Database(url)) as db, db.reading():
        assert db.sole_use.is_ours()
        yield


def test_nothing_is_copied_while_the_bot_runs(old: str, own_postgres_url: str) -> None:
    for source, target in ((old, own_postgres_url), (own_postgres_url, old)):
        for name, url in (("FROM", source), ("TO", target)):
            with used(url):
                done = bot("copy", source, target)
            assert (done.exit_code, f"{name}: the bot, or" in done.output) == (2, True), done.output


@pytest.mark.parametrize("sort", ["sqlite", "postgresql"])
async def test_killed_in_between_nothing_is_there_and_the_next_try_succeeds(
    sort: str, old: str, own_postgres_url: str, back: str, tmp_path: Path, nursery: Nursery
) -> None:
    change(old, "INSERT INTO words (id, word) VALUES (1, 'a')")
    target = back if sort == "sqlite" else own_postgres_url
    all_but_done = Step("before", "CREATE TABLE words")
    environment = {"PATH": os.environ["PATH"]}
    child = await nursery.start(
        ["copy", old, target], tmp_path, environment, tmp_path / "log", all_but_done
    )
    async with asyncio.timeout(HANG):
        await child.stopped.wait()
        child.send(signal.SIGKILL)
        await child.ended()
    if sort == "sqlite":
        assert not (tmp_path / "back.db").exists()
    else:
        await until(lambda: dumps.others(target) == 0)
        assert is_empty(target)
    copied(old, target)
    assert all_rows(target) == all_rows(old)
    assert left_over(tmp_path) == []
