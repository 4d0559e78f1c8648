"""Times are stored aware and in UTC; rows that belong to others go with them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given, reject
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from bot.domain.announcements import AnnouncementStatus, Draft, RsvpMessage
from bot.domain.ids import EventNumber
from bot.domain.rsvps import Answer, Reaction
from storage import announcements, events, reactions, rsvp_messages, rsvps
from storage.tables import UtcDateTime, handled_events, metadata
from tests.builders import ELEVEN, NOON, an_event, an_rsvp

STORE = sa.insert(handled_events)
SEEN = sa.select(handled_events.c.seen_at)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 12, 7, 14, 0, 0, 123_456, tzinfo=UTC),
        datetime(2000, 1, 1, tzinfo=UTC),
    ],
)
def test_a_time_comes_back_aware_and_to_the_microsecond(
    connection: sa.Connection, moment: datetime
) -> None:
    connection.execute(STORE, {"key": "a", "seen_at": moment})
    stored = connection.execute(SEEN).scalar_one()
    assert stored == moment
    assert stored.tzinfo is UTC


@pytest.mark.parametrize(("fold", "hour"), [(0, 0), (1, 1)])
def test_a_time_in_another_zone_is_stored_as_the_instant_it_means(
    connection: sa.Connection, fold: int, hour: int
) -> None:
    berlin = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=fold)
    connection.execute(STORE, {"key": "a", "seen_at": berlin})
    assert connection.execute(SEEN).scalar_one() == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    found = connection.execute(SEEN.where(handled_events.c.seen_at == berlin)).all()
    assert len(found) == 1


@given(st.datetimes(timezones=st.timezones()))
def test_sqlite_keeps_a_time_as_sqlalchemys_own_type_does(moment: datetime) -> None:
    try:
        in_utc = moment.astimezone(UTC)
    except OverflowError:  # beyond the years that there are
        reject()
    dialect = sqlite.dialect()
    kept = UtcDateTime().bind_processor(dialect)(moment)
    theirs = sa.DateTime().dialect_impl(dialect).bind_processor(dialect)
    assert theirs is not None
    assert kept == theirs(in_utc.replace(tzinfo=None))
    assert UtcDateTime().result_processor(dialect, None)(kept) == in_utc


def test_a_time_without_a_zone_is_refused(connection: sa.Connection) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(sa.exc.StatementError, match="without a zone"):
        connection.execute(STORE, {"key": "a", "seen_at": naive})


def test_all_times_are_of_this_type() -> None:
    columns = [column for table in metadata.sorted_tables for column in table.columns]
    naive = [str(column) for column in columns if isinstance(column.type, sa.DateTime)]
    assert naive == []


def test_what_belongs_to_an_event_goes_with_it(connection: sa.Connection) -> None:
    events.save(connection, an_event(), NOON)
    rsvps.save(connection, ELEVEN, an_rsvp())
    draft = Draft("Kommt!", "C1", ELEVEN)
    words = announcements.add(connection, "U1", draft, AnnouncementStatus.PLANNED, NOON)
    rsvp_messages.add(connection, RsvpMessage("C1", "1.1", ELEVEN, words))
    reactions.save(connection, "C1", "1.1", "U1", Reaction(Answer.YES, NOON, NOON))
    connection.execute(sa.delete(metadata.tables["events"]))
    reactions.forget_strays(connection, NOON + timedelta(seconds=1))
    for table in metadata.sorted_tables:
        assert connection.execute(sa.select(table)).all() == [], table.name


def test_an_answer_to_an_event_that_is_not_there_is_refused(connection: sa.Connection) -> None:
    with pytest.raises(sa.exc.IntegrityError), connection.begin_nested():
        rsvps.save(connection, EventNumber(99), an_rsvp())
