"""Knowledge items come back as they were stored, once for each address."""

import sqlalchemy as sa

from bot.domain.ids import EventNumber
from bot.domain.knowledge import ItemKind, KnowledgeItem, Publication
from storage import knowledge, material
from tests.builders import ELEVEN, NOON, an_item


def test_an_item_comes_back_as_it_was_stored(connection: sa.Connection) -> None:
    full = KnowledgeItem(
        "Aufzeichnung",
        "HTTPS://Example.org/Aufnahme/?x=Ä#1",
        ItemKind.RECORDING,
        EventNumber(4),
        "Ein Impuls",
        ("lebenszyklus", "ä"),
        "Worum es geht.",
        Publication.PROPOSED,
    )
    bare = KnowledgeItem("Nur das", "https://example.org")
    for item in (full, bare):
        knowledge.save(connection, item, NOON)
    assert knowledge.all_items(connection) == [full, bare]


def test_two_spellings_of_an_address_are_one_item(connection: sa.Connection) -> None:
    knowledge.save(connection, KnowledgeItem("Alt", "https://example.org/a/", event=ELEVEN), NOON)
    changed = KnowledgeItem("Neu", "HTTPS://EXAMPLE.org/a", ItemKind.SLIDES)
    knowledge.save(connection, changed, NOON)
    assert knowledge.all_items(connection) == [changed]
    found = knowledge.get_many(connection, ["https://example.org:443/a", "https://example.org/b"])
    assert found == {"https://example.org/a": changed}
    assert knowledge.get_many(connection, []) == {}


def test_an_event_shows_its_published_items_oldest_first(connection: sa.Connection) -> None:
    items = [
        an_item(3),
        an_item(1),
        an_item(2, event=12),
        an_item(4, status=Publication.PROPOSED),
        an_item(5, status=Publication.REJECTED),
        an_item(6, event=None),
    ]
    for item in items:
        knowledge.save(connection, item, NOON)
    assert [kept.item for kept in material.of_event(connection, ELEVEN, NOON)] == items[:2]
    assert knowledge.all_items(connection) == items
