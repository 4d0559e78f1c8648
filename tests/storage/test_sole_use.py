"""Two bots on one SQLite file are noticed; on PostgreSQL they share the work."""

from pathlib import Path

from storage.sole_use import SoleUse


def test_one_has_it_until_it_ends(tmp_path: Path) -> None:
    one, other = (SoleUse(str(tmp_path / "labcamp.db")) for _ in range(2))
    assert [one.is_ours(), other.is_ours(), one.is_ours()] == [True, False, True]
    one.give_up()
    assert [other.is_ours(), one.is_ours()] == [True, False]
    other.give_up()


def test_without_a_file_there_is_nothing_to_share() -> None:
    assert SoleUse(None).is_ours()


def test_where_no_lock_can_be_made_nothing_is_said(tmp_path: Path) -> None:
    assert SoleUse(str(tmp_path / "nowhere" / "labcamp.db")).is_ours()
