"""The collection of invitations is sound: at least forty, half of them held back."""

from typing import Any

import pytest

from tests.invitations import ALL, FIELDS
from tests.invitations.judging import collection_of

KEYS = {"name", "file", "held_back", "today", "text", "right", "fails"}
BESIDE = {"check", "may_check", "or", "state", "says", "not_says"}
STATES = {None, "cancelled", "postponed"}


def test_there_are_more_than_forty_and_half_are_held_back() -> None:
    first = [one for one in ALL if collection_of(one) == "first" and one["file"] != "reported"]
    held_back = [entry for entry in first if entry.get("held_back")]
    assert len(first) >= 44
    assert abs(len(first) - 2 * len(held_back)) <= 4


@pytest.mark.parametrize(("collection", "least"), [("further", 64), ("announced", 36)])
def test_of_those_that_were_written_later_half_are_held_back(collection: str, least: int) -> None:
    later = [one for one in ALL if collection_of(one) == collection]
    held_back = [entry for entry in later if entry.get("held_back")]
    assert len(later) >= least
    assert abs(len(later) - 2 * len(held_back)) <= 4
    assert {entry["file"] for entry in held_back} == {f"{collection}_held_back"}


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
