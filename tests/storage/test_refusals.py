"""What a database refuses is said with what to do, and to strangers without where it is."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from storage.database import Busy, Database, Unavailable
from storage.migrations import Unusable, migrate
from storage.refusals import for_everybody, in_words, is_for_good

HOST = 'connection failed: connection to server at "10.0.0.7", port 5432 failed: FATAL:  '


def junk(file: Path) -> None:
    file.write_bytes(b"Kein SQLite. " * 1000)


def damaged(file: Path) -> None:
    migrate(f"sqlite:///{file}", file.parent)
    content = file.read_bytes()
    file.write_bytes(content[:4096] + os.urandom(len(content) - 4096))


def a_folder(file: Path) -> None:
    file.mkdir()


def nowhere(file: Path) -> None:
    file.parent.rmdir()


@pytest.mark.fault(
    "disk",
    "the database file is damaged, a folder, or in no folder",
    expected="it is said at the start, and what to do",
)
@pytest.mark.parametrize(
    ("made", "said"),
    [
        (junk, "is damaged, or no SQLite database. Restore the newest backup"),
        (damaged, "is damaged, or no SQLite database. Restore the newest backup"),
        (a_folder, "can't be opened. Is its folder there"),
        (nowhere, "can't be opened. Is its folder there"),
    ],
)
def test_a_file_that_can_not_be_used_is_named_with_what_to_do(
    tmp_path: Path, made: object, said: str
) -> None:
    file = tmp_path / "house" / "labcamp.db"
    file.parent.mkdir()
    assert callable(made)
    made(file)
    with pytest.raises(Unusable) as caught:
        migrate(f"sqlite:///{file}", tmp_path)
    assert f"the file {file} {said}" in str(caught.value)


def test_a_file_that_may_only_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "labcamp.db"
    migrate(f"sqlite:///{file}", tmp_path)
    with (
        closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection,
        pytest.raises(sqlite3.OperationalError) as caught,
    ):
        connection.execute("DELETE FROM words")
    assert f"the file {file} may only be read" in in_words(caught.value, str(file))


@pytest.mark.fault(
    "disk", "the database file is damaged while it is used", expected="it is said, and what to do"
)
async def test_a_file_that_is_damaged_while_it_is_used_is_unavailable(tmp_path: Path) -> None:
    file = tmp_path / "labcamp.db"
    damaged(file)
    db = Database(f"sqlite:///{file}")
    with pytest.raises(Unavailable) as caught:
        await db.write(lambda connection: connection.execute(sa.text("SELECT * FROM words")))
    assert "is damaged" in db.why(caught.value)
    assert db.trouble == "database disk image is malformed"
    db.close()


def test_where_a_server_is_is_for_the_log_alone() -> None:
    raised = psycopg.OperationalError(HOST + "the database system is starting up")
    error = sa.exc.OperationalError("", None, raised)
    assert "10.0.0.7" in in_words(error, None)
    assert for_everybody(error, None) == "OperationalError"
    assert for_everybody(Busy(), None) == "others wait for the database too"


@pytest.mark.parametrize(
    ("said", "for_good"),
    [
        ("the database system is starting up", False),
        ("sorry, too many clients already", False),
        ('password authentication failed for user "labcamp"', True),
        ('database "labcamp" does not exist', True),
    ],
)
def test_a_server_that_says_no_is_not_waited_for(said: str, for_good: bool) -> None:
    error = sa.exc.OperationalError("", None, psycopg.OperationalError(HOST + said))
    assert is_for_good(error) is for_good
