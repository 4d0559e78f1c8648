"""A copy gets its name when it was found whole; what goes from its folder is the bot's own."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from storage import backups, events, sqlite_connections
from storage.backups import Contents, NoBackup
from storage.database import Database, Unavailable
from storage.migrations import HEAD
from tests.builders import NOON, a_full_event


@pytest.fixture
def database(sqlite_db: Database) -> Database:
    with sqlite_db.transaction() as connection:
        events.save(connection, a_full_event(), NOON)
    return sqlite_db


def test_a_backup_is_whole_and_was_read_back(database: Database, tmp_path: Path) -> None:
    file = backups.backup_file(tmp_path / "deep" / "backups", NOON)
    assert backups.write(database, file) == Contents(HEAD, events=1, answers=0, items=0)
    assert list(file.parent.iterdir()) == [file]
    assert backups.made(file.parent) == {NOON}
    copy = Database(f"sqlite:///{file}")
    with copy.reading() as connection:
        assert events.all_events(connection) == [a_full_event()]
    copy.close()


def test_what_is_kept_before_an_upgrade_never_writes_over_another(tmp_path: Path) -> None:
    assert backups.before_file(tmp_path, "0018") != backups.before_file(tmp_path, "0018")


def test_one_that_was_broken_off_leaves_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_connections, "_STEPS", 10)  # so little is in it
    with pytest.raises(Unavailable):
        backups.write(database, tmp_path / "b" / "copy.db", is_wanted=lambda: False)
    assert list((tmp_path / "b").iterdir()) == []


@pytest.mark.fault(
    "killed",
    "while a backup was written: what it left behind",
    expected="it is no backup, and goes",
)
def test_what_a_killed_process_left_has_no_final_name_and_goes(tmp_path: Path) -> None:
    left, under_way = (
        tmp_path / f"{backups.backup_file(tmp_path, NOON).name}-{n}.part" for n in (1, 2)
    )
    for part in (left, under_way):
        part.touch()
    os.utime(left, times=(time.time() - 2 * 3600,) * 2)
    assert backups.made(tmp_path) == set()
    backups.forget(tmp_path, (), NOON)
    assert list(tmp_path.iterdir()) == [under_way]


def test_where_there_is_too_little_room_nothing_is_begun(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_ROOM", 10**18)
    with pytest.raises(OSError, match="No space left"):
        backups.write(database, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def damaged(file: Path) -> None:
    """Write over what stands after the first page."""
    with file.open("r+b") as opened:
        opened.seek(4096)
        opened.write(b"\xff" * 8192)


def cut_off(file: Path) -> None:
    """Leave only the first half."""
    os.truncate(file, file.stat().st_size // 2)


def no_database(file: Path) -> None:
    file.write_text("events: []\n" * 1000)


def another_one(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE events (number INTEGER)")


@pytest.mark.parametrize("spoil", [damaged, cut_off, no_database, another_one])
def test_what_is_no_sound_copy_of_ours_is_named(
    database: Database, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    file = tmp_path / "copy.db"
    backups.write(database, file)
    spoil(file)
    with pytest.raises(NoBackup, match=r"copy\.db"):
        backups.contents(file)


def test_only_files_of_ours_that_have_had_their_time_are_deleted(tmp_path: Path) -> None:
    old = {
        "backup-20261123T100000000000.db",
        "before-0018-20261123T095959999999.db",
        "before-restore-20261123T095959999999.db",
        "before-restore-20261123T095959999999.db-wal",
        "before-restore-20261123T095959999999.dump",
    }
    kept = {
        "backup-20261123T100000000001.db",
        "backup-99999999T999999999999.db",
        "before-0018-20261123T100000000000.db",
        "before-restore-20261130T080000000000.db",
        "before-0018.db",
        "before-the-move-20200101T000000000000.db",
        "labcamp-20200101T000000000000.db",
        "forgotten.txt",
    }
    for name in (*old, *kept):
        (tmp_path / name).touch()
    assert backups.forget(tmp_path, [NOON], NOON) == len(old)
    assert {file.name for file in tmp_path.iterdir()} == kept
    assert backups.made(tmp_path) == {NOON + timedelta(microseconds=1)}
    assert backups.forget(tmp_path / "missing", [NOON], NOON) == 0
