"""Postings are found by words or by items, whichever is faster: they are the same."""

import pytest
from sqlalchemy.dialects.postgresql import psycopg

from bot.domain.ids import ItemId
from storage import knowledge, search
from storage.database import Database
from tests.builders import NOON, an_item

_MANY = 1_000_000  # postings, for a word that is not so common in truth


@pytest.fixture
def ids(db: Database) -> dict[str, int]:
    """The ids of some words that stand in thirty items."""
    with db.transaction() as connection:
        for number in range(1, 31):
            tags = ("offen",) if number % 3 else ("geheim",)
            knowledge.save(connection, an_item(number, title=f"Labor {number}", tags=tags), NOON)
        return search.word_ids(connection, ["labor", "offen", "geheim", "nirgends"])


def test_postings_of_words_in_items_are_the_same_by_word_and_by_item(
    db: Database, ids: dict[str, int]
) -> None:
    asked = [ids["offen"], ids["geheim"]]
    with db.reading() as connection:
        having = {row[3] for row in search.all_of(connection, asked)}
        items = sorted(having)[5:15]
        by_word = search.within(connection, dict.fromkeys(asked, 1), items)
        by_item = search.within(connection, dict.fromkeys(asked, _MANY), items)
    assert len(having) == 30
    assert len(by_word) == 10
    assert sorted(by_word) == sorted(by_item)


@pytest.mark.parametrize("kind", ["WORD", "ITEM"])
def test_postgresql_gets_lists_as_they_are_and_not_as_texts(kind: str) -> None:
    statement = getattr(search, f"_WITHIN_BY_{kind}")._statement
    sql = str(statement.compile(dialect=psycopg.dialect()))  # type: ignore[no-untyped-call]
    assert sql.count("::INTEGER[]") == 2
    assert "VARCHAR" not in sql


def test_words_are_counted_and_the_common_ones_known(db: Database, ids: dict[str, int]) -> None:
    with db.reading() as connection:
        counts = search.counts(connection, ids.values())
        common = search.common(connection, 20)
    assert counts == {ids["labor"]: 30, ids["offen"]: 20, ids["geheim"]: 10}
    assert {ids["labor"], ids["offen"]} <= common.keys()
    assert ids["geheim"] not in common


@pytest.mark.parametrize("common", [1, _MANY], ids=["by word", "by item"])
def test_sqlite_compares_a_list_by_an_index_of_its_own(
    sqlite_db: Database, monkeypatch: pytest.MonkeyPatch, common: int
) -> None:
    asked: list[str] = []
    with sqlite_db.reading() as connection:
        connection.connection.driver_connection.set_trace_callback(asked.append)  # type: ignore[union-attr]
        search.within(connection, {1: common, 2: common}, [ItemId(3), ItemId(4)])
        connection.connection.driver_connection.set_trace_callback(None)  # type: ignore[union-attr]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0]}").fetchall()
    assert any("AUTOMATIC COVERING INDEX" in step.detail for step in plan)
