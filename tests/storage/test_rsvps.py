"""Answers are kept once for each member and counted; the waiting list keeps its order."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.ids import EventNumber
from bot.domain.rsvps import Answer, Counts, Rsvp, Via
from storage import events, rsvps
from tests.builders import ELEVEN, NOON, an_event, an_rsvp


@pytest.fixture(autouse=True)
def _events(connection: sa.Connection) -> None:
    events.save(connection, an_event(11), NOON)
    events.save(connection, an_event(12), NOON)


def waits_since(user: str, minutes: int) -> Rsvp:
    return an_rsvp(user, waitlisted_at=NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize("answer", Answer)
@pytest.mark.parametrize("via", Via)
def test_an_answer_comes_back_as_it_was_stored(
    connection: sa.Connection, answer: Answer, via: Via
) -> None:
    rsvp = an_rsvp(answer=answer, via=via, waitlisted_at=NOON if answer is Answer.YES else None)
    rsvps.save(connection, ELEVEN, rsvp)
    assert rsvps.get(connection, ELEVEN, rsvp.user) == rsvp
    assert rsvps.get(connection, EventNumber(12), rsvp.user) is None


def test_a_later_answer_replaces_the_one_before(connection: sa.Connection) -> None:
    rsvps.save(connection, ELEVEN, waits_since("U1", 0))
    changed = an_rsvp("U1", Answer.NO, via=Via.COMMAND, updated_at=NOON + timedelta(hours=1))
    rsvps.save(connection, ELEVEN, changed)
    assert rsvps.of_event(connection, ELEVEN) == [changed]


def test_answers_are_counted_and_those_who_wait_apart(connection: sa.Connection) -> None:
    assert rsvps.counts(connection, ELEVEN) == Counts()
    for number, answer in enumerate([Answer.YES] * 3 + [Answer.MAYBE] * 2 + [Answer.NO]):
        rsvps.save(connection, ELEVEN, an_rsvp(f"U{number}", answer))
    rsvps.save(connection, ELEVEN, waits_since("U9", 0))
    rsvps.save(connection, EventNumber(12), an_rsvp("U1", Answer.NO))
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=3, maybe=2, no=1, waiting=1)
    assert rsvps.counts(connection, EventNumber(12)) == Counts(no=1)


def test_who_waits_longest_is_first(connection: sa.Connection) -> None:
    for user, minutes in (("U3", 1), ("U2", 2), ("U4", 0), ("U1", 2)):
        rsvps.save(connection, ELEVEN, waits_since(user, minutes))
    rsvps.save(connection, ELEVEN, an_rsvp("U0"))
    rsvps.save(connection, EventNumber(12), waits_since("U5", 0))
    assert [rsvp.user for rsvp in rsvps.waiting(connection, ELEVEN)] == ["U4", "U3", "U1", "U2"]


def test_a_place_is_given_to_one(connection: sa.Connection) -> None:
    for user in ("U1", "U2"):
        rsvps.save(connection, ELEVEN, waits_since(user, 0))
    rsvps.give_place(connection, ELEVEN, "U1")
    assert rsvps.get(connection, ELEVEN, "U1") == an_rsvp("U1")
    assert [rsvp.user for rsvp in rsvps.waiting(connection, ELEVEN)] == ["U2"]


def test_an_answer_can_be_forgotten(connection: sa.Connection) -> None:
    rsvps.save(connection, ELEVEN, an_rsvp("U1"))
    rsvps.save(connection, EventNumber(12), an_rsvp("U1"))
    rsvps.save(connection, ELEVEN, an_rsvp("U2"))
    rsvps.delete(connection, ELEVEN, "U1")
    assert rsvps.of_event(connection, ELEVEN) == [an_rsvp("U2")]
    assert rsvps.of_event(connection, EventNumber(12)) == [an_rsvp("U1")]
