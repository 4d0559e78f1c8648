"""Messages are asked once to show how far their event is, whatever becomes of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import sqlalchemy as sa

from bot.domain.announcements import RsvpMessage
from bot.domain.deliveries import Kind
from bot.domain.events import Closed, Event, Status, why_closed
from bot.services import changes, refreshes
from storage import events, rsvp_messages
from storage.tables import deliveries
from storage.tables import events as event_rows
from storage.tables import rsvp_messages as message_rows
from tests.builders import ELEVEN, NOON, an_event

HOUR = timedelta(hours=1)
OPEN = an_event(starts_at=NOON + HOUR, ends_at=NOON + 2 * HOUR)
CLOSED = replace(OPEN, closes_at=NOON)
OVER = an_event(starts_at=NOON - HOUR, ends_at=NOON)
WAYS = (
    OPEN,
    CLOSED,
    OVER,
    replace(OPEN, closes_at=NOON + HOUR),
    replace(OPEN, ends_at=NOON + 9 * HOUR),
    replace(CLOSED, ends_at=NOON + 9 * HOUR),
    replace(OVER, closes_at=OVER.starts_at),
    replace(OPEN, status=Status.CANCELLED),
)


def saved(connection: sa.Connection, event: Event, now: datetime = NOON) -> None:
    events.save(connection, event, now)
    changes.event_changed(connection, event, (), now)


def posted(connection: sa.Connection, event: Event = OPEN) -> None:
    saved(connection, event)
    rsvp_messages.add(connection, RsvpMessage("C1", "1.1", ELEVEN))


def is_outlived(connection: sa.Connection, now: datetime = NOON) -> bool:
    """Asked in both ways, which say the same."""
    found = refreshes.any_outlived(connection, now)
    assert bool(rsvp_messages.outlived(connection, now)) == found
    return found


def looked_after(connection: sa.Connection, now: datetime = NOON) -> bool:
    """Whether it had to be asked to show something else; now it is."""
    found = is_outlived(connection, now)
    refreshes.request_for_outlived(connection, now)
    assert not is_outlived(connection, now)
    return found


def refreshed(connection: sa.Connection) -> int:
    """How many refreshes wait; from now on none."""
    return connection.execute(
        sa.delete(deliveries).where(deliveries.c.kind == Kind.REFRESH.value)
    ).rowcount


def test_it_is_asked_when_its_event_closes_and_ends_and_when_the_clock_goes_back(
    connection: sa.Connection,
) -> None:
    posted(connection, replace(OPEN, closes_at=OPEN.starts_at))
    closes, ends, moment = OPEN.starts_at, OPEN.ends_at, timedelta(microseconds=1)
    for now, is_new in (
        (NOON, False),
        (closes - moment, False),
        (closes, True),
        (ends - moment, False),
        (ends, True),
        (ends + 999 * HOUR, False),
        (ends - moment, True),
        (closes, False),
        (closes - moment, True),
        (ends, True),
        (NOON, True),
    ):
        assert looked_after(connection, now) == is_new, now
        assert refreshed(connection) == is_new


def test_whatever_becomes_of_its_event_it_is_asked_once(connection: sa.Connection) -> None:
    posted(connection)
    for before, after in product(WAYS, repeat=2):
        saved(connection, before)
        looked_after(connection)
        refreshed(connection)
        saved(connection, after)
        shown, is_now = (_shown(event) for event in (before, after))
        assert looked_after(connection) == (shown != is_now), (before, after)
        assert refreshed(connection) == 1
        # nothing is forgotten: it turns when this one ends
        assert looked_after(connection, after.ends_at) == (_shown(after) is not Closed.PAST)
        looked_after(connection)


def _shown(event: Event) -> Closed | None:
    return why_closed(replace(event, status=Status.PUBLISHED), NOON)


def test_one_that_is_gone_is_not_asked_any_more(connection: sa.Connection) -> None:
    posted(connection)
    rsvp_messages.close(connection, "C1", "1.1")
    assert not is_outlived(connection, OPEN.ends_at)


def test_what_the_last_release_adds_and_moves_beside_us_is_asked_in_time(
    connection: sa.Connection,
) -> None:
    saved(connection, OPEN)
    row = {"channel": "C1", "ts": "1.1", "event": 11, "open": True}
    connection.execute(sa.insert(message_rows), row)
    assert looked_after(connection)
    sooner = {"ends_at": NOON + HOUR / 2, "revision": event_rows.c.revision + 1}
    connection.execute(sa.update(event_rows).values(sooner))
    changes.plan_changed(connection, (), NOON)
    assert not looked_after(connection)
    assert looked_after(connection, NOON + HOUR / 2)
