"""Looking at a database, on a server and in a file, without changing it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database, Unavailable
from storage.inspection import Inspected, inspect
from tests.builders import NOON


def test_a_server_says_what_is_there_and_whether_it_may_be_written(postgres_db: Database) -> None:
    url = postgres_db.url.set(drivername="postgresql").render_as_string(hide_password=False)
    assert inspect(url) == Inspected(True)
    elsewhere = postgres_db.url.set(drivername="postgresql", database="nowhere")
    with pytest.raises(Unavailable):
        inspect(elsewhere.render_as_string(hide_password=False))


def test_what_a_killed_bot_left_in_its_log_is_seen(tmp_path: Path, empty_file: Path) -> None:
    file = tmp_path / "labcamp.db"
    file.write_bytes(empty_file.read_bytes())
    with closing(sqlite3.connect(file)) as bot:
        bot.execute("PRAGMA journal_mode=WAL")
        bot.execute(
            "INSERT INTO members (user, reminders, organizer, since) VALUES ('U0ADA', 1, 1, ?)",
            (NOON.isoformat(),),
        )
        bot.commit()
        for end in ("", "-wal"):
            copied = (tmp_path / f"labcamp.db{end}").read_bytes()
            (tmp_path / f"killed.db{end}").write_bytes(copied)
    assert inspect(f"sqlite:///{tmp_path / 'killed.db'}").organizers == {"U0ADA"}
