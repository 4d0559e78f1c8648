"""Nobody but the bot's own user reads what people answered."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import backups
from storage.database import Database
from storage.migrations import migrate


@pytest.fixture(autouse=True, params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


def all_beside(file: Path) -> dict[str, int]:
    return {one.name: rights(one) for one in file.parent.glob(f"{file.name}*")}


async def test_a_new_database_and_all_beside_it_are_for_the_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "labcamp.db"
    migrate(f"sqlite:///{file}", tmp_path)
    db = Database(f"sqlite:///{file}")
    assert db.sole_use.is_ours()
    db.trouble = "has to be tried"
    await db.probe()
    names = ("labcamp.db", "labcamp.db-bot", "labcamp.db-shm", "labcamp.db-wal")
    assert all_beside(file) == dict.fromkeys(names, 0o600)
    db.close()


def test_others_may_not_read_one_any_more_that_they_could_read_before(tmp_path: Path) -> None:
    file = tmp_path / "labcamp.db"
    migrate(f"sqlite:///{file}", tmp_path)
    file.chmod(0o664)
    migrate(f"sqlite:///{file}", tmp_path)
    assert rights(file) == 0o660  # a group may be meant to make backups


def test_nor_what_a_bot_that_was_killed_left_beside_it(tmp_path: Path) -> None:
    file, log = tmp_path / "labcamp.db", tmp_path / "labcamp.db-wal"
    log.touch()
    log.chmod(0o664)
    db = Database(f"sqlite:///{file}")
    db.make_private()
    assert all_beside(file) == {"labcamp.db": 0o600, "labcamp.db-wal": 0o660}
    db.close()


def test_backups_and_their_folders_are_for_the_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "labcamp.db"
    migrate(f"sqlite:///{file}", tmp_path)
    db = Database(f"sqlite:///{file}")
    backups.write(db, tmp_path / "deep" / "backups" / "copy.db")
    db.close()
    (copy,) = (tmp_path / "deep" / "backups").iterdir()
    assert rights(copy) == 0o600
    assert rights(copy.parent) == rights(copy.parent.parent) == 0o700
