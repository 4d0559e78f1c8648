"""Who may see an item, and from when on: the rule itself, and that SQL says the same."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.knowledge import Publication, Visibility
from bot.domain.times import zone_names
from bot.domain.visibility import Audience, beginning, day_of, is_seen, seen_at
from storage import knowledge
from storage.tables import knowledge as table
from storage.visibility import seen_by
from tests.builders import NOON, an_item

BERLIN = "Europe/Berlin"
LATER = NOON + timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        ({}, "public members organizers"),
        ({"visibility": Visibility.MEMBERS}, "members organizers"),
        ({"visibility": Visibility.NOBODY}, "organizers"),
        ({"visible_from": NOON}, "public members organizers"),
        ({"visible_from": LATER}, "organizers"),
        ({"visible_from": NOON, "visibility": Visibility.MEMBERS}, "members organizers"),
        ({"status": Publication.PROPOSED}, ""),
        ({"status": Publication.REJECTED}, ""),
    ],
)
def test_who_sees_what(fields: dict[str, Any], seen: str) -> None:
    assert [by.value for by in Audience if is_seen(an_item(**fields), by, NOON)] == seen.split()


def test_sql_says_the_same(connection: sa.Connection) -> None:
    days = (None, NOON - timedelta(days=1), NOON, LATER)
    drawn = [*product(Publication, Visibility, days)]
    items = [
        an_item(number, status=status, visibility=visibility, visible_from=day)
        for number, (status, visibility, day) in enumerate(drawn)
    ]
    for item in items:
        knowledge.save(connection, item, NOON)
    for by in Audience:
        wanted = sa.select(table.c.url).where(seen_by(by)).order_by(table.c.id)
        found = connection.execute(wanted, {"seen_at": NOON}).scalars().all()
        assert found == [item.url for item in items if is_seen(item, by, NOON)], by


@given(
    st.dates(date(2000, 1, 1), date(2199, 12, 30)),
    st.sampled_from(sorted(zone_names())),
    st.integers(0, 3600),
)
def test_a_day_begins_when_what_is_read_then_is_kept_no_longer(
    day: date, zone: str, seconds: int
) -> None:
    begins = beginning(day, zone)
    assert day_of(begins, zone) == day
    assert seen_at(begins) == begins
    assert seen_at(begins - timedelta(microseconds=1)) < begins
    now = begins + timedelta(seconds=seconds)
    assert now - timedelta(minutes=15) < seen_at(now) <= now


def test_a_day_begins_where_it_is_at_home() -> None:
    assert beginning(date(2027, 1, 15), BERLIN) == datetime(2027, 1, 14, 23, tzinfo=UTC)
