"""The question after an event: planned, moved, withdrawn, asked; on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.announcements import RsvpMessage
from bot.domain.deliveries import Kind, State
from bot.domain.delivery_outcomes import Missed, Withdrawn
from bot.domain.events import Event, Status
from bot.domain.follow_ups import GRACE, due
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent, Reply
from bot.jobs.deliver import addressed
from bot.jobs.kinds import follow_ups as contents
from bot.services import changes, follow_ups
from storage import audit, events, knowledge, members, rsvp_messages
from storage.tables import deliveries as rows
from tests.builders import ELEVEN, NOON, a_delivery, a_full_event, an_event, an_item

EVENT = a_full_event()
DUE = due(EVENT)
CHANNEL = (("C0LABCAMP", ""),)


def saved(connection: sa.Connection, event: Event, now: datetime = NOON) -> None:
    events.save(connection, event, now)
    changes.event_changed(connection, event, (), now)


def on_the_table(connection: sa.Connection, kind: Kind = Kind.MATERIAL_ASKING) -> list[Any]:
    return list(connection.execute(sa.select(rows).where(rows.c.kind == kind).order_by(rows.c.id)))


def standing(connection: sa.Connection) -> tuple[str, datetime]:
    (row,) = on_the_table(connection)
    return row.state, row.due_at


def settle(connection: sa.Connection, state: State) -> None:
    connection.execute(sa.update(rows).values(state=state.value))


def test_the_question_follows_the_event(connection: sa.Connection) -> None:
    saved(connection, replace(EVENT, status=Status.DRAFT))
    assert on_the_table(connection) == []
    saved(connection, EVENT)
    assert standing(connection) == (State.PENDING, DUE)
    day = timedelta(days=1)
    moved = replace(EVENT, starts_at=EVENT.starts_at + day, ends_at=EVENT.ends_at + day)
    saved(connection, moved)
    assert standing(connection) == (State.PENDING, DUE + day)
    saved(connection, replace(moved, timezone="America/New_York"))
    assert standing(connection) == (State.PENDING, DUE + day + timedelta(hours=6))
    saved(connection, replace(EVENT, status=Status.CANCELLED))
    assert standing(connection)[0] == State.WITHDRAWN
    saved(connection, EVENT)
    assert standing(connection) == (State.PENDING, DUE)


def test_what_was_asked_is_not_asked_again_unless_the_event_is_moved(
    connection: sa.Connection,
) -> None:
    saved(connection, EVENT)
    settle(connection, State.SENT)
    later = DUE + timedelta(hours=1)
    saved(connection, replace(EVENT, title="Anders"), later)
    assert standing(connection)[0] == State.SENT
    week = timedelta(days=7)
    moved = replace(EVENT, starts_at=EVENT.starts_at + week, ends_at=EVENT.ends_at + week)
    saved(connection, moved, later)
    assert standing(connection) == (State.PENDING, DUE + week)


def test_a_past_event_is_not_asked_about(connection: sa.Connection) -> None:
    saved(connection, EVENT, DUE)
    assert on_the_table(connection) == []


def test_one_that_waits_since_before_is_left_as_it_is(connection: sa.Connection) -> None:
    saved(connection, EVENT)
    saved(connection, replace(EVENT, title="Anders"), DUE + timedelta(hours=1))
    assert standing(connection) == (State.PENDING, DUE)


def test_at_the_start_all_coming_events_are_planned(connection: sa.Connection) -> None:
    events.save(connection, EVENT, NOON)
    events.save(connection, an_event(12, status=Status.DRAFT), NOON)
    for _ in range(2):
        changes.plan_coming(connection, (), NOON)
    assert standing(connection) == (State.PENDING, DUE)


@pytest.mark.parametrize("content", [contents.planned, contents.question])
def test_it_is_checked_again_before_it_is_sent(connection: sa.Connection, content: Any) -> None:
    delivery = a_delivery(Kind.MATERIAL, target="U0ADA")
    assert isinstance(content(connection, delivery, DUE), Withdrawn)
    events.save(connection, EVENT, NOON)
    assert not isinstance(content(connection, delivery, DUE), Withdrawn)
    assert isinstance(content(connection, delivery, DUE - timedelta(days=1)), Withdrawn)
    assert content(connection, delivery, DUE + GRACE * 2) == Missed("too late")
    events.save(connection, replace(EVENT, status=Status.CANCELLED), NOON)
    assert isinstance(content(connection, delivery, DUE), Withdrawn)


def test_each_organizer_is_asked_once_in_their_language(connection: sa.Connection) -> None:
    events.save(connection, EVENT, NOON)
    knowledge.save(connection, an_item(1, session="Offene Runde"), NOON)
    members.set_language(connection, "U0BEN", "en", NOON)
    for users in (["U0ADA"], ["U0BEN", "U0ADA"]):
        follow_ups.ask_each(connection, users, DUE, number=ELEVEN)
    follow_ups.ask_each(connection, users, DUE, number=EventNumber(99))
    asked = on_the_table(connection, Kind.MATERIAL)
    assert [row.target for row in asked] == ["U0ADA", "U0BEN"]
    delivery = a_delivery(Kind.MATERIAL, target="U0BEN")
    said, member = addressed(connection, delivery, DUE)
    assert isinstance(said, tuple)
    event, groups, _ = said
    assert (event, member.language) == (EVENT, "en")
    assert [group.talk for group in groups] == ["Offene Runde"]


# --- Posting


def post(connection: sa.Connection, into: follow_ups.Places, number: int = 11) -> object:
    at = EVENT.ends_at
    args = (connection, "U0ADA", EventNumber(number), into, at)
    return follow_ups.post(*args, with_feedback=False)


def test_it_is_posted_once_in_each_thread(connection: sa.Connection) -> None:
    events.save(connection, EVENT, NOON)
    assert post(connection, (), 99) == NoSuchEvent(EventNumber(99))
    assert post(connection, ()) == Reply.NO_CHANNEL
    for ts in ("1.1", "2.2"):
        rsvp_messages.add(connection, RsvpMessage("C1", ts, ELEVEN))
    threads = follow_ups.places(connection, ELEVEN, "C0LABCAMP")
    assert post(connection, threads) == Reply.FOLLOW_UP_ON_ITS_WAY
    assert post(connection, threads) == Reply.FOLLOW_UP_POSTED_BEFORE
    posted = on_the_table(connection, Kind.FOLLOW_UP)
    assert [(row.target, row.payload["thread_ts"]) for row in posted] == [
        ("C1", "1.1"),
        ("C1", "2.2"),
    ]
    assert [entry[1:] for entry in audit.entries(connection)] == [
        ("U0ADA", "post material", "event 11")
    ]


def test_without_an_announcement_it_is_posted_in_the_channel(connection: sa.Connection) -> None:
    events.save(connection, EVENT, NOON)
    channel = follow_ups.places(connection, ELEVEN, "labcamp")
    assert post(connection, channel) == Reply.FOLLOW_UP_ON_ITS_WAY
    (row,) = on_the_table(connection, Kind.FOLLOW_UP)
    assert (row.target, row.payload) == ("labcamp", {"event": 11, "feedback": False})


def test_one_that_came_to_stand_nowhere_is_posted_anew(connection: sa.Connection) -> None:
    events.save(connection, EVENT, NOON)
    post(connection, CHANNEL)
    delivery = a_delivery(Kind.FOLLOW_UP)
    assert isinstance(contents.post(connection, delivery, EVENT.ends_at), tuple)
    assert isinstance(contents.post(connection, delivery, NOON), Withdrawn)
    settle(connection, State.WITHDRAWN)
    assert post(connection, CHANNEL) == Reply.FOLLOW_UP_ON_ITS_WAY
    assert [row.state for row in on_the_table(connection, Kind.FOLLOW_UP)] == ["pending"]
