"""A file of any length goes in while answers go on being stored, and all of it or nothing."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import sqlalchemy as sa

from bot.domain.knowledge import ItemKind, KnowledgeItem
from bot.files.contents import FileFault, FileFaults, Found, KnowledgeEntry
from bot.services import imports
from bot.services.import_spooling import Tally, compare, take_in
from storage import events, knowledge, rsvps
from storage.database import Database
from storage.spool import Spool
from tests.big_file import MANY, entries, taken_in
from tests.builders import ELEVEN, HOME, NOON, a_full_event, an_rsvp
from tests.databases import again
from tests.forked import forked
from tests.waiting import HANG


def an_entry(line: int = 1, **fields: object) -> KnowledgeEntry:
    given = {"title": "A", "url": "https://example.org/a", **fields}
    return KnowledgeEntry(str(given["url"]), line, given, {"url": line})


def answer(other: Database, user: str) -> None:
    with other.transaction() as connection:
        rsvps.save(connection, ELEVEN, an_rsvp(user))


def test_answers_are_stored_while_a_file_is_read_and_compared(db: Database) -> None:
    with db.transaction() as connection:
        events.save(connection, a_full_event(), NOON)
    with closing(again(db)) as other, Spool() as spool:
        take_in(spool, entries(), merges=False, on_progress=lambda done: answer(other, f"U{done}"))
        with db.reading() as connection:
            compared = compare(connection, spool, HOME, lambda done: answer(other, f"U0{done}"))
        with db.transaction() as connection:
            assert len(rsvps.of_event(connection, ELEVEN)) == 5
            imports.apply(connection, [], spool, compared, "Europe/Berlin", (), NOON)
            if not db.is_sqlite:  # which has one writer at a time: there the answer waits
                answer(other, "ULATE")
        answer(other, "ULATER")
    with db.transaction() as connection:
        assert len(rsvps.of_event(connection, ELEVEN)) == (6 if db.is_sqlite else 7)
        assert len(knowledge.all_items(connection)) == MANY


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def bring_in_until(point: str, url: str) -> None:
    """An import that does not come to its end, in a process of its own.

    Until the commit nothing is stored; from then on all is, or nothing.
    """
    with Spool() as spool:
        taken_in(spool)
        database = Database(url, HANG)
        with database.reading() as connection:
            ends = die if point == "comparing" else None
            compared = compare(connection, spool, "Europe/Berlin", ends)
        with database.transaction() as connection:
            imports.apply(connection, [], spool, compared, "Europe/Berlin", (), NOON)
            die()


@pytest.mark.parametrize("point", ["comparing", "before the commit"])
def test_an_import_that_is_killed_leaves_nothing(db: Database, point: str) -> None:
    url = db.url.render_as_string(hide_password=False)
    process = forked().Process(target=bring_in_until, args=[point, url])
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with db.transaction() as connection:
        assert knowledge.all_items(connection) == []


def test_two_imports_at_once_of_the_same_items_in_other_orders_both_go_in(db: Database) -> None:
    def bring_in(items: list[Found]) -> None:
        with Spool() as spool:
            take_in(spool, items, merges=False)
            with db.reading() if not db.is_sqlite else db.transaction() as connection:
                compared = compare(connection, spool, HOME)
            with db.transaction() as connection:
                imports.apply(connection, [], spool, compared, "Europe/Berlin", (), NOON)

    items = list(entries())
    with ThreadPoolExecutor() as both:
        list(both.map(bring_in, (items, items[::-1])))
    with db.reading() as connection:
        assert len(knowledge.all_items(connection)) == MANY


def test_a_second_time_nothing_is_new(db: Database) -> None:
    for expected in (Tally(created=MANY), Tally(unchanged=MANY)):
        with Spool() as spool, db.transaction() as connection:
            taken_in(spool)
            compared = compare(connection, spool, HOME)
            assert compared == expected
            imports.apply(connection, [], spool, compared, "Europe/Berlin", (), NOON)
    with db.transaction() as connection:
        titles = [item.title for item in knowledge.all_items(connection)]
    assert titles == [f"Nr. {number}" for number in range(MANY)]


def test_of_two_with_one_address_the_first_wins_and_the_second_fills_in() -> None:
    with Spool() as spool:
        first = an_entry(kind=ItemKind.SLIDES, event=None, tags=("a", "b"), session=None)
        second = an_entry(
            2, title="B", url="https://EXAMPLE.org/a/", event=4, tags=("b", "c"), description="D"
        )
        taken = take_in(spool, [first, second], merges=True)
        (entry,) = next(spool.entries(10))
    assert taken.merged == 1
    assert entry.given == {
        "title": "A",
        "url": "https://example.org/a",
        "kind": ItemKind.SLIDES,
        "event": 4,
        "session": None,
        "tags": ("a", "b", "c"),
        "description": "D",
    }


def test_where_nothing_is_merged_the_second_is_a_fault() -> None:
    with Spool() as spool, pytest.raises(FileFaults, match="line 2: this address is in line 1"):
        take_in(spool, [an_entry(), an_entry(2)], merges=False).faults.refuse()


def test_what_is_guessed_counts_for_new_items_only(connection: sa.Connection) -> None:
    guess = KnowledgeEntry(
        "https://example.org/a", 1, {"url": "https://example.org/a"}, {"url": 1},
        {"title": "Geraten", "kind": ItemKind.BOARD},
    )  # fmt: skip
    with Spool() as spool:
        take_in(spool, [guess], merges=True)
        assert compare(connection, spool, HOME) == Tally(created=1)
        (change,) = spool.changes()
        assert change.after == KnowledgeItem("Geraten", "https://example.org/a", ItemKind.BOARD)
    knowledge.save(connection, KnowledgeItem("Gut", "https://example.org/a", ItemKind.PAPER), NOON)
    with Spool() as spool:
        take_in(spool, [guess], merges=True)
        assert compare(connection, spool, HOME) == Tally(unchanged=1)


def test_of_very_many_faults_the_first_are_kept_and_all_are_counted() -> None:
    with Spool() as spool:
        found = [FileFault(line, "x") for line in range(1, 3_001)]
        taken = take_in(spool, found, merges=False)
    with pytest.raises(FileFaults) as caught:
        taken.faults.refuse()
    assert (len(caught.value.faults), caught.value.more) == (1_000, 2_000)
