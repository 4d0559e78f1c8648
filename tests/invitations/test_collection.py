"""The collection of invitations is sound: at least forty, half of them held back."""

from typing import Any

from tests.invitations import ALL, FIELDS
from tests.invitations.judging import is_further

KEYS = {"name", "file", "held_back", "today", "text", "right", "fails"}
BESIDE = {"check", "may_check", "or", "state", "says", "not_says"}
STATES = {None, "cancelled", "postponed"}


def test_there_are_more_than_forty_and_half_are_held_back() -> None:
    first = [one for one in ALL if not is_further(one) and one["file"] != "reported"]
    held_back = [entry for entry in first if entry.get("held_back")]
    assert len(first) >= 44
    assert abs(len(first) - 2 * len(held_back)) <= 4


def test_there_are_at_least_sixty_four_further_ones_and_half_are_held_back() -> None:
    further = [one for one in ALL if is_further(one)]
    held_back = [entry for entry in further if entry.get("held_back")]
    assert len(further) >= 64
    assert abs(len(further) - 2 * len(held_back)) <= 4
    assert {entry["file"] for entry in held_back} == {"further_held_back"}


def test_every_entry_has_a_name_of_its_own_and_known_fields() -> None:
    assert len({entry["name"] for entry in ALL}) == len(ALL)
    for entry in ALL:
        assert set(entry) <= KEYS, entry["name"]
        right: dict[str, Any] = entry["right"]
        assert set(right) <= {*FIELDS, *BESIDE}, entry["name"]
        assert right.get("state") in STATES, entry["name"]


def test_marks_and_other_right_values_are_of_known_fields() -> None:
    for entry in ALL:
        right: dict[str, Any] = entry["right"]
        must, may = set(right.get("check", ())), set(right.get("may_check", ()))
        assert must | may <= set(FIELDS), entry["name"]
        assert not must & may, entry["name"]
        for name, others in right.get("or", {}).items():
            assert name in {*FIELDS, "state"}, entry["name"]
            assert isinstance(others, list), entry["name"]
            assert right.get(name) not in others, entry["name"]


def test_what_a_description_holds_or_not_stands_in_the_text() -> None:
    for entry in ALL:
        right: dict[str, Any] = entry["right"]
        for words in [*right.get("says", ()), *right.get("not_says", ())]:
            assert words in entry["text"], entry["name"]
