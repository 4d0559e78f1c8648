"""What was handled before is known by its key."""

from datetime import timedelta

import sqlalchemy as sa

from storage import handled_events
from tests.builders import NOON

DAY = timedelta(days=1)


def test_a_key_is_new_once(connection: sa.Connection) -> None:
    assert handled_events.is_new(connection, "Ev1", NOON)
    assert not handled_events.is_new(connection, "Ev1", NOON + DAY)
    assert handled_events.is_new(connection, "Ev2", NOON)


def test_keys_can_be_forgotten_by_the_time_they_were_first_seen(connection: sa.Connection) -> None:
    handled_events.is_new(connection, "old", NOON)
    handled_events.is_new(connection, "new", NOON + DAY)
    handled_events.is_new(connection, "old", NOON + 2 * DAY)
    assert handled_events.forget(connection, NOON + DAY) == 1
    assert handled_events.is_new(connection, "old", NOON)
    assert not handled_events.is_new(connection, "new", NOON)
