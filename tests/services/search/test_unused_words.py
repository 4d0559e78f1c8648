"""Words that no item has any more are deleted, and no process takes one for another."""

from dataclasses import replace

import pytest

from bot.services.search import forget_words, unused_words
from storage import knowledge
from storage.database import Connection, Database
from storage.tables import words
from tests.builders import NOON
from tests.services.search.searched import Searched, titled


def stored(connection: Connection) -> set[str]:
    return set(connection.execute(words.select()).scalars("word"))


def cleaned(db: Database) -> bool:
    with db.transaction() as connection:
        return forget_words(connection, unused_words(connection, 100))


@pytest.mark.parametrize("is_last", [True, False])
def test_a_name_goes_when_no_item_has_it_and_its_id_means_nothing_else(
    db: Database, *, is_last: bool
) -> None:
    here, there = Searched(db), Searched(db)  # two processes
    item, other = titled("Petersen spricht", "Labor")
    here.store(*((other, item) if is_last else (item, other)))
    assert here.titles("Petersen") == there.titles("Petersen") == ["Petersen spricht"]
    here.store(replace(item, title="Labor spricht"))
    assert cleaned(db)
    with db.reading() as connection:
        left = stored(connection)
        assert unused_words(connection, 100) == []
    assert "petersen" not in left
    assert {"labor", "spricht"} <= left
    here.store(replace(item, title="Neuland"))
    for process in (here, there, Searched(db)):
        assert process.titles("Petersen") == []
        assert process.titles("Neuland") == ["Neuland"]
    here.store(replace(item, title="Petersen spricht"))
    for process in (here, there, Searched(db)):
        assert process.titles("Petersen") == ["Petersen spricht"]
        assert process.titles("Neuland") == []


def test_what_got_its_word_since_it_was_looked_up_keeps_it(db: Database) -> None:
    searched = Searched(db)
    (item,) = titled("Petersen")
    searched.store(item)
    searched.store(replace(item, title="Labor"))
    with db.reading() as connection:
        unused = unused_words(connection, 100)
    searched.store(item)
    with db.transaction() as connection:
        assert forget_words(connection, unused)
    assert searched.titles("Petersen") == ["Petersen"]


def test_while_somebody_indexes_nothing_is_deleted(postgres_db: Database) -> None:
    searched = Searched(postgres_db)
    item, other = titled("Petersen", "Anderes")
    searched.store(item)
    searched.store(replace(item, title="Labor"))
    with postgres_db.transaction() as indexing:
        knowledge.save(indexing, replace(other, title="Petersen"), NOON)
        assert not cleaned(postgres_db)
    assert searched.titles("Petersen") == ["Petersen"]
    assert cleaned(postgres_db)
    assert searched.titles("Petersen") == ["Petersen"]
