"""The collection of invitations is sound: at least forty, half of them held back."""

from typing import Any

from tests.invitations import ALL, FIELDS

KEYS = {"name", "file", "held_back", "today", "text", "right", "fails"}


def test_there_are_more_than_forty_and_half_are_held_back() -> None:
    held_back = [entry for entry in ALL if entry.get("held_back")]
    assert len(ALL) >= 44
    assert abs(len(ALL) - 2 * len(held_back)) <= 4


def test_every_entry_has_a_name_of_its_own_and_known_fields() -> None:
    assert len({entry["name"] for entry in ALL}) == len(ALL)
    for entry in ALL:
        assert set(entry) <= KEYS, entry["name"]
        right: dict[str, Any] = entry["right"]
        assert set(right) <= {*FIELDS, "check", "says", "not_says"}, entry["name"]
        assert set(right.get("check", [])) <= set(FIELDS), entry["name"]
