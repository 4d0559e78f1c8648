"""A post of which nobody knows is looked up, sent once more at most, and told of at last."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.deliveries import LEASE, LOOKUP_PAUSE, Delivery, Kind, State
from bot.domain.delivery_outcomes import (
    Absent,
    Finding,
    NotFindable,
    Outcome,
    Sent,
    Unanswered,
    Uncertain,
)
from bot.services import claims, deliveries
from storage import tables
from tests.builders import ELEVEN, NOON

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
FOUND = Sent("D1", "1.1")
TIMEOUT = Uncertain("timeout")


def claimed(connection: sa.Connection, after: timedelta = timedelta()) -> Delivery:
    delivery = claims.claim(connection, NOON + after)
    assert delivery is not None
    return delivery


def settle(
    connection: sa.Connection, delivery: Delivery, outcome: Outcome, after: timedelta
) -> State | None:
    return claims.settle(connection, delivery, outcome, NOON + after)


def uncertain(connection: sa.Connection, kind: Kind = Kind.PLACE) -> Delivery:
    """A post that was tried at NOON, and nobody knows."""
    deliveries.add(connection, kind, "U1", {"event": ELEVEN}, NOON, "a letter")
    delivery = claimed(connection)
    assert settle(connection, delivery, TIMEOUT, timedelta()) is State.LOOKUP
    return delivery


def looked_up(connection: sa.Connection, finding: Finding, after: timedelta) -> State | None:
    delivery = claimed(connection, after)
    assert delivery.uncertain
    return settle(connection, delivery, finding, after)


def told(connection: sa.Connection) -> bool:
    kinds = sa.select(tables.deliveries.c.kind)
    return Kind.TELLING.value in connection.execute(kinds).scalars()


def test_it_is_looked_up_a_minute_later_from_its_claim_on(connection: sa.Connection) -> None:
    tried = uncertain(connection)
    assert claims.claim(connection, NOON + MINUTE - SECOND) is None
    assert claims.next_due(connection, NOON) == NOON + MINUTE
    looking = claimed(connection, MINUTE)
    assert looking.uncertain
    assert (looking.claimed_at, looking.send_id) == (tried.claimed_at, tried.send_id)


def test_when_it_is_found_it_was_sent_and_nobody_is_told(connection: sa.Connection) -> None:
    uncertain(connection)
    assert looked_up(connection, FOUND, MINUTE) is State.SENT
    row = connection.execute(sa.select(tables.deliveries)).one()
    assert (row.channel, row.ts, row.error) == ("D1", "1.1", None)
    assert claims.problems(connection, NOON - MINUTE) == []


def test_what_is_absent_twice_is_sent_once_more_under_the_same_id(
    connection: sa.Connection,
) -> None:
    tried = uncertain(connection)
    assert looked_up(connection, Absent(), MINUTE) is State.LOOKUP
    assert claims.claim(connection, NOON + 2 * MINUTE - SECOND) is None
    assert looked_up(connection, Absent(), 2 * MINUTE) is State.PENDING
    again = claimed(connection, 2 * MINUTE)
    assert not again.uncertain
    assert (again.send_id, again.claimed_at) == (tried.send_id, NOON + 2 * MINUTE)
    assert settle(connection, again, FOUND, 2 * MINUTE) is State.SENT
    assert not told(connection)


def test_what_is_absent_after_the_second_try_too_stays_uncertain(
    connection: sa.Connection,
) -> None:
    uncertain(connection)
    looked_up(connection, Absent(), MINUTE)
    looked_up(connection, Absent(), 2 * MINUTE)
    again = claimed(connection, 2 * MINUTE)
    assert settle(connection, again, TIMEOUT, 2 * MINUTE) is State.LOOKUP
    assert looked_up(connection, Absent(), 3 * MINUTE) is State.LOOKUP
    assert not told(connection)
    assert looked_up(connection, Absent(), 4 * MINUTE) is State.UNCERTAIN
    (problem,) = claims.problems(connection, NOON)
    assert (problem.state, problem.target) == (State.UNCERTAIN, "U1")
    assert told(connection)


@pytest.mark.parametrize("absent", [0, 1, 2, 3])
def test_whenever_it_is_found_it_was_sent(connection: sa.Connection, absent: int) -> None:
    uncertain(connection)
    after = timedelta()
    for number in range(absent):
        after += LOOKUP_PAUSE
        if looked_up(connection, Absent(), after) is State.PENDING:
            assert number == 1
            settle(connection, claimed(connection, after), TIMEOUT, after)
    assert looked_up(connection, FOUND, after + LOOKUP_PAUSE) is State.SENT
    assert not told(connection)


def test_what_can_not_be_looked_up_is_told_even_if_the_error_is_the_same(
    connection: sa.Connection,
) -> None:
    uncertain(connection)
    assert looked_up(connection, NotFindable("timeout"), MINUTE) is State.UNCERTAIN
    assert told(connection)


def test_nobody_is_told_while_slack_does_not_answer_the_question(
    connection: sa.Connection,
) -> None:
    uncertain(connection)
    after = MINUTE
    while looked_up(connection, Unanswered(SECOND, "ratelimited"), after) is State.LOOKUP:
        assert not told(connection)
        after += 6 * MINUTE
    assert after > timedelta(hours=1)
    assert told(connection)


def test_when_slack_asks_for_patience_nothing_else_is_looked_up_and_posts_go_on(
    connection: sa.Connection,
) -> None:
    uncertain(connection)
    for user in ("U2", "U3"):
        deliveries.add(connection, Kind.PLACE, user, {"event": ELEVEN}, NOON, user)
    settle(connection, claimed(connection), TIMEOUT, timedelta())
    post = claimed(connection, SECOND)  # U3 is the one that was not tried yet
    settle(connection, post, FOUND, SECOND)
    looked_up(connection, Unanswered(10 * SECOND, "ratelimited"), MINUTE)
    deliveries.add(connection, Kind.PLACE, "U4", {"event": ELEVEN}, NOON + MINUTE, "U4")
    assert claimed(connection, MINUTE).target == "U4"
    assert claims.claim(connection, NOON + MINUTE + 9 * SECOND) is None
    assert claimed(connection, MINUTE + 10 * SECOND).uncertain


def test_a_post_whose_lease_ran_out_is_looked_up_at_once(connection: sa.Connection) -> None:
    deliveries.add(connection, Kind.PLACE, "U1", {"event": ELEVEN}, NOON, "a letter")
    first = claimed(connection)
    looking = claimed(connection, LEASE)
    assert (looking.id, looking.uncertain, looking.claimed_at) == (first.id, True, NOON)
    assert settle(connection, first, FOUND, LEASE) is None
    assert settle(connection, looking, Absent(), LEASE) is State.LOOKUP


def test_who_was_stopped_while_looking_up_is_replaced(connection: sa.Connection) -> None:
    uncertain(connection)
    first = claimed(connection, MINUTE)
    assert claims.claim(connection, NOON + MINUTE + LEASE - SECOND) is None
    second = claimed(connection, MINUTE + LEASE)
    assert second.uncertain
    assert settle(connection, first, Absent(), MINUTE + LEASE) is None
    assert settle(connection, second, FOUND, MINUTE + LEASE) is State.SENT


def test_a_report_that_is_being_looked_up_is_not_sent_because_another_is_wanted(
    connection: sa.Connection,
) -> None:
    deliveries.report_to(connection, ["U9"], NOON)
    settle(connection, claimed(connection), TIMEOUT, timedelta())
    deliveries.report_to(connection, ["U9"], NOON + SECOND)
    assert claims.claim(connection, NOON + MINUTE - SECOND) is None
    assert looked_up(connection, FOUND, MINUTE) is State.SENT


def test_what_came_up_while_a_report_was_looked_up_is_told(connection: sa.Connection) -> None:
    deliveries.report_to(connection, ["U9"], NOON)
    settle(connection, claimed(connection), TIMEOUT, timedelta())
    deliveries.add(connection, Kind.PLACE, "U1", {"event": ELEVEN}, NOON + SECOND, "a letter")
    settle(connection, claimed(connection, SECOND), NotFindable("gone"), SECOND)
    telling = claimed(connection, 2 * SECOND)
    assert telling.kind is Kind.TELLING
    settle(connection, telling, FOUND, 2 * SECOND)
    assert looked_up(connection, FOUND, MINUTE) is State.SENT
    assert claimed(connection, MINUTE).kind is Kind.TELLING


def test_each_report_has_an_id_of_its_own(connection: sa.Connection) -> None:
    deliveries.report_to(connection, ["U9"], NOON)
    first = claimed(connection)
    deliveries.report_to(connection, ["U9"], NOON + SECOND)
    assert settle(connection, first, FOUND, SECOND) is State.PENDING
    second = claimed(connection, MINUTE)
    settle(connection, second, FOUND, MINUTE)
    deliveries.report_to(connection, ["U9"], NOON + 2 * MINUTE)
    third = claimed(connection, 2 * MINUTE)
    assert len({first.send_id, second.send_id, third.send_id}) == 3
