"""Each column says what it has to do with people, and that is true."""

import pytest
import sqlalchemy as sa

from bot.domain.personal_data import Purpose, Relation, names, without
from storage import personal_data
from storage.tables import metadata, personal
from tests.every_case import every

COLUMNS = [column for table in metadata.sorted_tables for column in table.columns]


@every("column", COLUMNS)
def test_every_column_says_whether_it_is_about_people(column: sa.Column[str]) -> None:
    about = personal(column)
    if about is not None and about.relation is Relation.ABOUT:
        parts = {personal(other).relation for other in column.table.columns if personal(other)}  # type: ignore[union-attr]
        assert Relation.OWNER in parts, "about whom?"


def test_every_purpose_is_that_of_a_column() -> None:
    assert {about.purpose for _, about in personal_data.columns()} == set(Purpose)


def test_a_purpose_counts_its_days_from_a_column_that_there_is() -> None:
    for column, about in personal_data.columns():
        since = about.purpose.since
        assert since in (None, "event") or since in column.table.columns, column


@pytest.mark.parametrize("odd", ["1", "11", "event", "%", "", "u1", "C0LABCAMP"])
def test_what_is_no_id_names_nobody(odd: str) -> None:
    assert not names('{"event": 11, "by": "u1"} event 1 % C0LABCAMP', odd)


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("event 11 U1", True),
        ("U1", True),
        ('{"by": "U1"}', True),
        ("asked:U1:3", True),
        ("U12", False),
        ("U1_2", False),
        ("Dank an <@U1|anna>, bis bald", True),
        ("XU1", False),
        ("", False),
    ],
)
def test_an_id_is_found_as_a_word_of_its_own(text: str, is_named: bool) -> None:
    assert names(text, "U1") == is_named
    assert names(without(text, "U1"), "U1") is False
    assert "anna" not in without(text, "U1")
    assert (without(text, "U1") == text) != is_named
