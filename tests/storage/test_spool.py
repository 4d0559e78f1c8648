"""The spool keeps what a file says until it is written, and gives it back in order."""

import sqlalchemy as sa

from bot.domain.ids import EventNumber
from bot.domain.knowledge import ItemKind, KnowledgeItem, Publication
from storage import knowledge
from storage.spool import Change, Spool, Spooled
from tests.builders import NOON

GIVEN = {"title": "A", "url": "https://example.org/a", "kind": ItemKind.BOARD, "tags": ("ä", "b")}
A = Spooled("https://example.org/a", 3, "Seite.md", GIVEN, {"status": Publication.PROPOSED})
B = Spooled("https://example.org/b", 4, None, {"title": "B", "url": "https://example.org/b"})
NEW = KnowledgeItem(
    "Neu", "https://example.org/a?utm_id=1", ItemKind.SLIDES, EventNumber(4), "S", ("x",), "D"
)


def test_entries_come_back_in_their_order_and_by_their_key() -> None:
    with Spool() as spool:
        assert spool.add(B)
        assert spool.add(A)
        assert list(spool.entries(1)) == [[B], [A]]
        assert (spool.get(A.key), len(spool)) == (A, 2)


def test_a_key_is_taken_in_once_and_can_be_made_to_say_something_else() -> None:
    with Spool() as spool:
        spool.add(A)
        assert not spool.add(Spooled(A.key, 9, None, {}))
        spool.replace(A.key, {"title": "C"}, {})
        assert spool.get(A.key) == Spooled(A.key, 3, "Seite.md", {"title": "C"}, {})


def test_changes_come_back_as_they_were() -> None:
    before = KnowledgeItem("Alt", "https://example.org/a")
    changes = [Change(3, "Seite.md", before, NEW), Change(4, None, None, before)]
    with Spool() as spool:
        for change in changes:
            spool.add_change(A, change)
        assert list(spool.changes()) == changes


def test_what_lies_ready_is_written_and_what_was_not_given_stays(
    connection: sa.Connection,
) -> None:
    stored = KnowledgeItem(
        "Alt", "https://example.org/a", ItemKind.PAPER, EventNumber(7), "Alt", ("a",), "Alt"
    )
    knowledge.save(connection, stored, NOON)
    with Spool() as spool:
        spool.add_change(
            Spooled(A.key, 1, None, {"title": "Neu", "event": 4}), Change(1, None, stored, NEW)
        )
        spool.add_change(B, Change(2, None, None, KnowledgeItem("B", "https://example.org/b")))
        knowledge.save_many(connection, spool.rows, NOON)
    assert knowledge.all_items(connection) == [
        KnowledgeItem("Neu", NEW.url, ItemKind.PAPER, EventNumber(4), "Alt", ("a",), "Alt"),
        KnowledgeItem("B", "https://example.org/b"),
    ]


def test_what_somebody_else_has_made_meanwhile_is_not_lost(connection: sa.Connection) -> None:
    with Spool() as spool:
        spool.add_change(B, Change(2, None, None, KnowledgeItem("B", "https://example.org/b")))
        knowledge.save(
            connection,
            KnowledgeItem("Eigenes", "https://example.org/b", event=EventNumber(3)),
            NOON,
        )
        knowledge.save_many(connection, spool.rows, NOON)
    assert knowledge.all_items(connection) == [
        KnowledgeItem("B", "https://example.org/b", event=EventNumber(3))
    ]
