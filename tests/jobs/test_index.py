"""What was stored without the index is found soon, and a locked database only puts it off."""

import pytest

from bot.domain.search.questions import question
from bot.jobs.index import index_all
from bot.services.search import find
from storage import search
from storage.database import Unavailable
from tests.builders import an_item
from tests.stage import Stage


def found(stage: Stage, text: str) -> int:
    with stage.db.reading() as connection:
        return len(find(connection, stage.deps.vocabulary, question(text)).items)


def behind(stage: Stage) -> None:
    """Leave all items of event 11 to be indexed anew, without any postings."""
    with stage.db.transaction() as connection:
        search.forget_events(connection, [11])
        connection.exec_driver_sql("DELETE FROM postings")


async def test_what_is_behind_is_indexed_however_much_it_is(stage: Stage) -> None:
    stage.store_items(*(an_item(number) for number in range(1, 251)))
    behind(stage)
    assert found(stage, "Aufzeichnung") == 0
    await index_all(stage.deps)
    assert found(stage, "Aufzeichnung") == 100
    assert found(stage, "250") == 1


async def test_a_locked_database_puts_it_off(stage: Stage) -> None:
    stage.store_items(an_item())
    behind(stage)
    with stage.locked_database(), pytest.raises(Unavailable):  # which the schedule says
        await index_all(stage.deps)
    assert found(stage, "Aufzeichnung") == 0
    await index_all(stage.deps)
    assert found(stage, "Aufzeichnung") == 1
