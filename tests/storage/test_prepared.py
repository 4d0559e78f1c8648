"""Prepared statements say the same as SQLAlchemy's own way, on both sorts of database."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage import events
from storage.prepared import Prepared
from storage.tables import events as table
from tests.builders import NOON, a_full_event, an_event

STATEMENT = (
    sa.select(table.c.number, table.c.starts_at, table.c.description, table.c.capacity)
    .where(table.c.ends_at > sa.bindparam("now"), table.c.status == "published")
    .order_by(table.c.number)
    .limit(5)
)


@pytest.mark.parametrize("days", [0, 14, 15, 40])
def test_it_gives_what_sqlalchemy_gives(connection: sa.Connection, days: int) -> None:
    for event in (a_full_event(), an_event(12, capacity=3), an_event(4, status="draft")):
        events.save(connection, event, NOON)
    values = {"now": NOON + timedelta(days=days)}
    own_way = [tuple(row) for row in connection.execute(STATEMENT, values)]
    prepared = Prepared(STATEMENT)
    assert prepared.rows(connection, values) == own_way
    assert prepared.rows(connection, values) == own_way  # the second time too


def test_it_sees_what_its_transaction_has_written(connection: sa.Connection) -> None:
    prepared = Prepared(STATEMENT)
    assert prepared.rows(connection, {"now": NOON}) == []
    events.save(connection, an_event(), NOON)
    assert [row[0] for row in prepared.rows(connection, {"now": NOON})] == [11]


def test_a_naive_time_is_refused_as_everywhere(connection: sa.Connection) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        Prepared(STATEMENT).rows(connection, {"now": NOON.replace(tzinfo=None)})


def test_what_the_driver_says_is_said_in_sqlalchemys_words() -> None:
    engine = sa.create_engine("sqlite://")
    with engine.connect() as empty, pytest.raises(sa.exc.OperationalError):
        Prepared(STATEMENT).rows(empty, {"now": NOON})
    engine.dispose()
