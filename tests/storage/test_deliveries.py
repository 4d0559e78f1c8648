"""A delivery is claimed by one at a time, and settled by whoever holds the claim."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.deliveries import LEASE, SHORT_LEASE, Delivery, Kind, Problem, Settlement, State
from bot.domain.delivery_outcomes import Sent
from storage import claims, deliveries, events, pauses, problems, tables
from storage.database import Database
from tests.builders import ELEVEN, NOON, an_event

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
MANY = 40
POST = "chat.postMessage"
DONE = [s for s in State if s not in (State.PENDING, State.CLAIMED, State.LOOKUP)]


def put(
    connection: sa.Connection,
    key: str,
    *,
    kind: Kind = Kind.PLACE,
    target: str = "U1",
    due_at: datetime = NOON,
) -> None:
    deliveries.add(
        connection,
        kind=kind,
        rows=[(target, key, f"id of {key}")],
        payload={"event": ELEVEN, "key": key},
        due_at=due_at,
    )


def claimed(connection: sa.Connection, now: datetime = NOON) -> Delivery:
    delivery = claim(connection, now)
    assert delivery is not None
    return delivery


def claim(connection: sa.Connection, now: datetime) -> Delivery | None:
    due = claims.due(connection, now)
    return claims.claim(connection, due, now) if due else None


def key_of(delivery: Delivery | None) -> str | None:
    return str(delivery.payload["key"]) if delivery else None


def state(connection: sa.Connection, key: str) -> State:
    standing = deliveries.standing(connection, key)
    assert standing is not None
    return standing.state


def done(
    connection: sa.Connection, key: str, became: State, now: datetime, error: str | None = None
) -> None:
    """Put a delivery on the table, claim it, and settle it."""
    put(connection, key, target=key, due_at=now)
    delivery = claimed(connection, now)
    assert key_of(delivery) == key
    claims.settle(connection, delivery, Settlement(became, error=error), now)


# --- Claiming


def test_a_claimed_delivery_is_what_was_put_on_the_table(connection: sa.Connection) -> None:
    put(connection, "a", kind=Kind.REFRESH, target="C1")
    delivery = claimed(connection)
    assert delivery == Delivery(
        delivery.id,
        Kind.REFRESH,
        "C1",
        {"event": ELEVEN, "key": "a"},
        "id of a",
        attempts=1,
        claimed_at=NOON,
        claimed_until=NOON + SHORT_LEASE,
        due_at=NOON,
    )


def test_what_may_be_repeated_is_held_shorter(connection: sa.Connection) -> None:
    for kind in Kind:
        put(connection, kind, kind=kind)
        delivery = claimed(connection)
        held = delivery.claimed_until - delivery.claimed_at
        assert (delivery.kind, held) == (kind, LEASE if kind.is_a_post else SHORT_LEASE)


def test_a_key_is_put_on_the_table_once(connection: sa.Connection) -> None:
    put(connection, "a", target="U1")
    put(connection, "a", target="U2")
    assert claimed(connection).target == "U1"
    put(connection, "a", target="U3")
    assert claim(connection, NOON) is None


def test_nothing_is_claimed_before_it_is_due(connection: sa.Connection) -> None:
    put(connection, "a", due_at=NOON + SECOND)
    assert claim(connection, NOON) is None
    assert claim(connection, NOON + SECOND) is not None


def test_what_is_due_longest_is_claimed_first(connection: sa.Connection) -> None:
    for key, seconds in (("c", 0), ("b", -1), ("d", 0), ("a", -2)):
        put(connection, key, due_at=NOON + seconds * SECOND)
    order = [key_of(claim(connection, NOON)) for _ in range(5)]
    assert order == ["a", "b", "c", "d", None]


def test_a_kind_of_a_newer_version_is_left_to_it(connection: sa.Connection) -> None:
    put(connection, "new")
    connection.execute(sa.update(tables.deliveries).values(kind="of tomorrow"))
    put(connection, "known", due_at=NOON + SECOND)
    assert claims.next_due(connection, NOON) == NOON + SECOND
    assert key_of(claim(connection, NOON + SECOND)) == "known"
    assert claim(connection, NOON + SECOND) is None


def test_what_one_has_claimed_nobody_else_gets(db: Database) -> None:
    with db.transaction() as connection:
        for number in range(MANY):
            put(connection, f"key {number}")

    def all_that_i_get(_: int) -> list[str | None]:
        mine = []
        for _ in count():
            with db.transaction() as connection:
                delivery = claim(connection, NOON)
            if delivery is None:
                break
            mine.append(key_of(delivery))
        return mine

    with ThreadPoolExecutor(4) as pool:
        got = [key for mine in pool.map(all_that_i_get, range(4)) for key in mine]
    assert sorted(map(str, got)) == sorted(f"key {number}" for number in range(MANY))


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_two_who_claim_at_once_do_not_wait_for_each_other(db: Database) -> None:
    with db.transaction() as connection:
        put(connection, "a")
        put(connection, "b")
    with db.transaction() as one, db.transaction() as other:
        assert key_of(claim(one, NOON)) == "a"
        assert key_of(claim(other, NOON)) == "b"
        assert claim(other, NOON) is None


# --- Leases


def test_a_lease_that_ran_out_of_a_post_comes_back_uncertain(connection: sa.Connection) -> None:
    put(connection, "a")
    first = claimed(connection)
    assert not first.uncertain
    assert claim(connection, NOON + LEASE - SECOND) is None
    second = claimed(connection, NOON + LEASE)
    assert (second.id, second.attempts, second.uncertain) == (first.id, 2, True)
    assert second.send_id == first.send_id


def test_who_lost_the_lease_holds_it_no_more(connection: sa.Connection) -> None:
    put(connection, "a")
    first = claimed(connection)
    assert claims.held(connection, first) == (NOON, None)
    second = claimed(connection, NOON + LEASE)
    assert claims.held(connection, first) is None
    assert claims.held(connection, second) == (NOON, None)
    claims.settle(connection, second, Settlement(State.SENT), NOON + LEASE)
    assert claims.held(connection, second) is None


# --- Settling


@pytest.mark.parametrize("became", DONE)
def test_what_is_done_is_not_claimed_again(connection: sa.Connection, became: State) -> None:
    done(connection, "a", became, NOON)
    assert state(connection, "a") is became
    assert claim(connection, NOON + 365 * 24 * 60 * MINUTE) is None


def test_what_was_sent_keeps_its_name_in_slack(connection: sa.Connection) -> None:
    put(connection, "a")
    sent = Sent("C1", "1702425012.000300")
    claims.settle(connection, claimed(connection), Settlement(State.SENT), NOON, sent)
    row = connection.execute(sa.select(tables.deliveries)).one()
    assert (row.channel, row.ts, row.done_at, row.error) == ("C1", sent.ts, NOON, None)


def test_what_is_tried_again_waits_until_it_is_due(connection: sa.Connection) -> None:
    put(connection, "a")
    again = Settlement(State.PENDING, NOON + MINUTE, "ratelimited", attempts=1)
    claims.settle(connection, claimed(connection), again, NOON)
    assert claim(connection, NOON + MINUTE - SECOND) is None
    second = claimed(connection, NOON + MINUTE)
    assert (second.attempts, second.uncertain) == (2, False)


def test_times_are_compared_to_the_microsecond(connection: sa.Connection) -> None:
    half = timedelta(microseconds=500_000)
    put(connection, "a")
    again = Settlement(State.PENDING, NOON + half)
    claims.settle(connection, claimed(connection), again, NOON)
    assert claim(connection, NOON + half - timedelta(microseconds=1)) is None
    delivery = claimed(connection, NOON + half)
    claims.settle(connection, delivery, Settlement(State.REFUSED), NOON + half)
    assert problems.since(connection, NOON + half) == []
    assert deliveries.forget(connection, NOON + half) == 0
    assert deliveries.forget(connection, NOON + 2 * half) == 1


def test_what_was_done_can_be_put_back(connection: sa.Connection) -> None:
    done(connection, "a", State.SENT, NOON)
    standing = deliveries.standing(connection, "a")
    assert standing is not None
    assert (standing.state, standing.done_at) == (State.SENT, NOON)
    deliveries.put_back(connection, standing.id, NOON + MINUTE, "a new id")
    assert claim(connection, NOON) is None
    back = claimed(connection, NOON + MINUTE)
    assert (back.attempts, back.done_at, back.uncertain) == (1, NOON, False)
    assert back.send_id == "a new id"


def test_a_claimed_row_can_be_wanted_once_more(connection: sa.Connection) -> None:
    put(connection, "a")
    delivery = claimed(connection)
    deliveries.postpone(connection, delivery.id, NOON + 2 * SECOND)
    assert claims.held(connection, delivery) == (NOON + 2 * SECOND, None)
    assert state(connection, "a") is State.CLAIMED


def test_a_key_that_is_not_there_stands_nowhere(connection: sa.Connection) -> None:
    assert deliveries.standing(connection, "a") is None


# --- Pauses


def test_a_method_that_is_paused_is_not_called_for_anybody(connection: sa.Connection) -> None:
    put(connection, "post", kind=Kind.PLACE)
    put(connection, "other post", kind=Kind.ANNOUNCEMENT, target="C1")
    put(connection, "update", kind=Kind.REFRESH, target="C1")
    pauses.pause_method(connection, POST, NOON + 10 * SECOND)
    assert key_of(claim(connection, NOON)) == "update"
    assert claim(connection, NOON + 9 * SECOND) is None
    assert key_of(claim(connection, NOON + 10 * SECOND)) == "post"


def test_a_target_that_is_paused_waits_for_that_method_alone(connection: sa.Connection) -> None:
    put(connection, "post", kind=Kind.ANNOUNCEMENT, target="C1")
    put(connection, "update", kind=Kind.REFRESH, target="C1")
    put(connection, "elsewhere", kind=Kind.ANNOUNCEMENT, target="C2")
    assert pauses.take_target(connection, POST, "C1", NOON, SECOND)
    got = [key_of(claim(connection, NOON)) for _ in range(3)]
    assert got == ["update", "elsewhere", None]
    assert key_of(claim(connection, NOON + SECOND)) == "post"


def test_a_pause_can_be_renewed(connection: sa.Connection) -> None:
    put(connection, "a")
    for seconds in (1, 2):
        pauses.pause_method(connection, POST, NOON + seconds * SECOND)
    assert claim(connection, NOON + SECOND) is None
    assert claim(connection, NOON + 2 * SECOND) is not None


def test_a_shorter_pause_does_not_end_a_longer_one(connection: sa.Connection) -> None:
    """Two processes may each be told to wait; the longer wish of Slack's counts."""
    put(connection, "a")
    for seconds in (60, 1):
        pauses.pause_method(connection, POST, NOON + seconds * SECOND)
    assert claim(connection, NOON + 2 * SECOND) is None


def test_a_turn_for_a_target_is_taken_once(connection: sa.Connection) -> None:
    for second in range(3):
        now = NOON + second * SECOND
        assert pauses.take_target(connection, POST, "C1", now, SECOND)
        assert pauses.take_target(connection, POST, f"C2 {second}", now, SECOND)
        assert not pauses.take_target(connection, POST, "C1", now, SECOND)
        assert not pauses.take_target(connection, POST, "C1", now + SECOND / 2, SECOND)


def test_turns_for_all_come_in_a_burst_and_then_one_by_one(connection: sa.Connection) -> None:
    taken = [pauses.take_turn(connection, POST, NOON, SECOND, 3) for _ in range(5)]
    assert taken == [True, True, True, False, False]
    put(connection, "a")
    assert claim(connection, NOON) is None
    assert claim(connection, NOON + SECOND) is not None
    assert pauses.take_turn(connection, POST, NOON + SECOND, SECOND, 3)
    assert not pauses.take_turn(connection, POST, NOON + SECOND, SECOND, 3)


@given(st.lists(st.integers(0, 90_000), max_size=600))
@settings(
    max_examples=5,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_minute_has_more_turns_than_the_pace_and_the_burst(
    db: Database, moments: list[int]
) -> None:
    with db.transaction() as connection:
        pauses.forget(connection, NOON + 365 * 24 * 60 * MINUTE)
        taken = []
        for moment in sorted(moments):
            now = NOON + timedelta(milliseconds=moment)
            if pauses.take_turn(connection, POST, now, SECOND / 5, 100):
                taken.append(moment)
    for start in taken:
        assert sum(start <= moment < start + 60_000 for moment in taken) <= 400


@pytest.mark.parametrize("minutes", [1, 59, 300])
def test_a_turn_that_lies_far_ahead_is_of_a_clock_that_was_moved_back(
    connection: sa.Connection, minutes: int
) -> None:
    put(connection, "a", kind=Kind.ANNOUNCEMENT, target="C1")
    later = NOON + minutes * MINUTE
    assert pauses.take_target(connection, POST, "C1", later, SECOND)
    assert pauses.take_turn(connection, POST, later, SECOND, 1)
    assert claim(connection, NOON) is not None
    assert pauses.take_target(connection, POST, "C1", NOON, SECOND)
    assert pauses.take_turn(connection, POST, NOON, SECOND, 1)


# --- When to look again


def test_nothing_is_due_on_an_empty_table(connection: sa.Connection) -> None:
    assert claims.next_due(connection, NOON) is None
    done(connection, "a", State.SENT, NOON)
    assert claims.next_due(connection, NOON) is None


def test_the_next_is_due_when_the_earliest_is(connection: sa.Connection) -> None:
    put(connection, "later", due_at=NOON + 2 * MINUTE)
    put(connection, "soon", due_at=NOON + MINUTE)
    assert claims.next_due(connection, NOON) == NOON + MINUTE


def test_a_claimed_one_is_due_when_its_lease_ends(connection: sa.Connection) -> None:
    put(connection, "a")
    claimed(connection)
    assert claims.next_due(connection, NOON) == NOON + LEASE


def test_what_waits_for_a_pause_is_due_when_it_ends(connection: sa.Connection) -> None:
    put(connection, "a")
    assert pauses.take_target(connection, POST, "U1", NOON, SECOND)
    pauses.pause_method(connection, POST, NOON + MINUTE)
    assert claims.next_due(connection, NOON) == NOON + SECOND
    assert claims.next_due(connection, NOON + SECOND) == NOON + MINUTE
    assert claims.next_due(connection, NOON + MINUTE) == NOON


# --- Problems, and forgetting


def test_problems_are_what_was_refused_uncertain_or_missed(connection: sa.Connection) -> None:
    times: Iterator[datetime] = (NOON + seconds * SECOND for seconds in count())
    for became in (State.MISSED, State.SENT, State.REFUSED, State.WITHDRAWN, State.UNCERTAIN):
        done(connection, became.value, became, next(times), f"because {became}")
    assert problems.since(connection, NOON - SECOND) == [
        Problem(Kind.PLACE, "missed", State.MISSED, "because missed", ELEVEN),
        Problem(Kind.PLACE, "refused", State.REFUSED, "because refused", ELEVEN),
        Problem(Kind.PLACE, "uncertain", State.UNCERTAIN, "because uncertain", ELEVEN),
    ]
    after = problems.since(connection, NOON + 2 * SECOND)
    assert [problem.state for problem in after] == [State.UNCERTAIN]


def test_a_report_that_was_refused_is_no_problem_to_report(connection: sa.Connection) -> None:
    put(connection, "a", kind=Kind.PROBLEMS)
    refused = Settlement(State.REFUSED, error="user_disabled")
    claims.settle(connection, claimed(connection), refused, NOON)
    assert problems.since(connection, NOON - SECOND) == []


def test_only_what_was_done_long_ago_is_forgotten(connection: sa.Connection) -> None:
    done(connection, "old", State.SENT, NOON)
    done(connection, "new", State.REFUSED, NOON + MINUTE)
    put(connection, "to be tried again")
    again = Settlement(State.PENDING, NOON + 9 * MINUTE)
    claims.settle(connection, claimed(connection, NOON), again, NOON)
    put(connection, "never tried", due_at=NOON - MINUTE)
    assert deliveries.forget(connection, NOON + MINUTE) == 1
    assert deliveries.standing(connection, "old") is None
    for key in ("new", "to be tried again", "never tried"):
        assert deliveries.standing(connection, key) is not None


def test_that_somebody_was_asked_is_known_as_long_as_the_event_is_to_come(
    connection: sa.Connection,
) -> None:
    events.save(connection, an_event(starts_at=NOON, ends_at=NOON + MINUTE), NOON)
    put(connection, "nudge", kind=Kind.NUDGE)
    claims.settle(connection, claimed(connection), Settlement(State.SENT), NOON - MINUTE)
    assert deliveries.forget(connection, NOON) == 0
    assert deliveries.known_keys(connection, ["nudge", "other"]) == {"nudge"}
    assert deliveries.forget(connection, NOON + MINUTE) == 1
