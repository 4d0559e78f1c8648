"""Events come back as they were stored, in the order in which people look for them."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.events import Event, Session, Status
from storage import event_plans, events
from storage.database import Database
from storage.tables import events as table
from tests.builders import ELEVEN, NOON, a_full_event, an_event

DAY = timedelta(days=1)
TIMES = sa.select(table.c.changed_at, table.c.published_at)


def starting(number: int, days: float, **fields: object) -> Event:
    start = NOON + days * DAY
    return an_event(number, starts_at=start, ends_at=start + timedelta(hours=3), **fields)


def store(connection: sa.Connection, *to_store: Event) -> None:
    for event in to_store:
        events.save(connection, event, NOON)


@pytest.mark.parametrize("event", [an_event(), a_full_event(capacity=40), an_event(capacity=0)])
def test_an_event_comes_back_as_it_was_stored(connection: sa.Connection, event: Event) -> None:
    store(connection, event)
    assert events.get(connection, ELEVEN) == event
    assert events.get_locked(connection, ELEVEN) == event
    assert events.all_events(connection) == [event]


def test_a_number_that_is_not_there_is_none(connection: sa.Connection) -> None:
    assert events.get(connection, ELEVEN) is None
    assert events.get_locked(connection, ELEVEN) is None
    assert events.get_many(connection, []) == {}


def test_every_change_raises_the_revision(connection: sa.Connection) -> None:
    revisions = []
    for title in ("A", "B", "B"):
        store(connection, an_event(title=title))
        stored = events.get(connection, ELEVEN)
        assert stored is not None
        revisions.append(stored.revision)
    assert revisions == [1, 2, 3]


def test_a_change_is_found_whose_commit_another_overtook(postgres_db: Database) -> None:
    """On SQLite they wait for one another."""
    with postgres_db.transaction() as slow:
        store(slow, an_event())
        with postgres_db.transaction() as quick:
            store(quick, an_event(12))
        with postgres_db.transaction() as planning:
            assert event_plans.take_changed(planning) == [12]
    with postgres_db.transaction() as planning:
        assert event_plans.last_planning(planning) is None
        assert event_plans.take_changed(planning) == [11]
        assert event_plans.last_planning(planning) == 2


def test_the_last_change_and_the_first_publication_are_remembered(
    connection: sa.Connection,
) -> None:
    times = []
    for day, status in enumerate(
        [Status.DRAFT, Status.PUBLISHED, Status.CANCELLED, Status.PUBLISHED]
    ):
        events.save(connection, an_event(status=status), NOON + day * DAY)
        times.append(tuple(connection.execute(TIMES).one()))
    assert times == [
        (NOON, None),
        (NOON + DAY, NOON + DAY),
        (NOON + 2 * DAY, NOON + DAY),
        (NOON + 3 * DAY, NOON + DAY),
    ]


def test_sessions_keep_their_order_and_are_replaced_as_a_whole(connection: sa.Connection) -> None:
    many = tuple(Session(f"Impuls {n}", f"Person {n}") for n in range(12, 0, -1))
    store(connection, an_event(sessions=many), an_event(12, sessions=(Session("Andere"),)))
    stored = events.get(connection, ELEVEN)
    assert stored is not None
    assert stored.sessions == many
    store(connection, an_event(sessions=many[:1]))
    assert events.all_events(connection)[0].sessions == many[:1]
    store(connection, an_event(sessions=()))
    assert [event.sessions for event in events.all_events(connection)] == [(), (Session("Andere"),)]


def test_many_are_found_at_once(connection: sa.Connection) -> None:
    store(connection, *(an_event(number, sessions=(Session("A"),)) for number in (3, 1, 2)))
    found = events.get_many(connection, [*range(2, 5000)])
    assert found == {number: an_event(number, sessions=(Session("A"),)) for number in (2, 3)}


def test_next_is_the_published_event_with_the_earliest_start_that_has_not_ended(
    connection: sa.Connection,
) -> None:
    store(
        connection,
        starting(1, -1),
        starting(2, 1, status=Status.DRAFT),
        starting(3, 2, status=Status.CANCELLED),
        starting(5, 4),
        starting(4, 3),
    )
    found = events.next_event(connection, NOON)
    assert found == starting(4, 3)


def test_an_event_is_next_until_its_last_instant(connection: sa.Connection) -> None:
    store(connection, starting(1, 0), starting(2, 1))
    end = starting(1, 0).ends_at
    assert events.next_event(connection, end - timedelta(microseconds=1)) == starting(1, 0)
    assert events.next_event(connection, end) == starting(2, 1)
    assert events.last_event(connection, end - timedelta(microseconds=1)) is None
    assert events.last_event(connection, end) == starting(1, 0)


def test_of_two_that_start_together_the_lower_number_is_next(connection: sa.Connection) -> None:
    store(connection, starting(12, 1), starting(11, 1))
    assert events.next_event(connection, NOON) == starting(11, 1)


def test_last_is_the_published_event_that_ended_last(connection: sa.Connection) -> None:
    store(
        connection,
        starting(1, -9),
        starting(2, -5),
        starting(3, -3, status=Status.CANCELLED),
        starting(4, -2, status=Status.DRAFT),
        starting(5, 2),
    )
    assert events.last_event(connection, NOON) == starting(2, -5)


def test_pages_hold_coming_ones_soonest_first_and_past_ones_newest_first(
    connection: sa.Connection,
) -> None:
    days = {1: -3, 2: -2, 3: -1, 4: 1, 5: 2, 6: 3}
    store(connection, *(starting(number, day) for number, day in days.items()))
    store(connection, starting(7, 1.5, status=Status.DRAFT))
    store(connection, starting(8, 2.5, status=Status.CANCELLED))

    def numbers(*, past: bool, limit: int = 9, offset: int = 0) -> list[int]:
        found = events.page(connection, NOON, past=past, limit=limit, offset=offset)
        return [event.number for event in found]

    assert numbers(past=False) == [4, 5, 8, 6]
    assert numbers(past=True) == [3, 2, 1]
    assert numbers(past=False, limit=2, offset=1) == [5, 8]
    assert numbers(past=True, limit=2, offset=2) == [1]
    assert numbers(past=True, offset=3) == []
