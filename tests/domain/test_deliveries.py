"""What becomes of a delivery after each outcome."""

from datetime import timedelta

import pytest

from bot.domain.deliveries import LEASE, Kind, Settlement, State, pause, settlement
from bot.domain.delivery_outcomes import (
    Absent,
    Done,
    Later,
    Missed,
    NotFindable,
    Outcome,
    PutBack,
    Refused,
    Sent,
    Unanswered,
    Uncertain,
    Withdrawn,
)
from bot.slack import TIMEOUT
from tests.builders import NOON, a_delivery
from tests.every_case import every

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
POSTS = [kind for kind in Kind if kind.method == "chat.postMessage"]
OTHERS = [kind for kind in Kind if kind not in POSTS]


CERTAIN = [
    (Sent("C1", "1.1"), Settlement(State.SENT)),
    (Done(), Settlement(State.SENT)),
    (
        Later(timedelta(seconds=7)),
        Settlement(State.PENDING, NOON + timedelta(seconds=7), "ratelimited", attempts=1),
    ),
    (
        PutBack(timedelta(seconds=7), "could not be prepared"),
        Settlement(State.PENDING, NOON + 7 * SECOND, "could not be prepared", attempts=1),
    ),
    (Refused("is_archived"), Settlement(State.REFUSED, error="is_archived")),
    (Withdrawn("the event is gone"), Settlement(State.WITHDRAWN, error="the event is gone")),
    (Missed("the event was over"), Settlement(State.MISSED, error="the event was over")),
]


@every("kind", Kind)
@every(("outcome", "becomes"), CERTAIN)
def test_every_certain_outcome_has_its_state(
    kind: Kind, outcome: Outcome, becomes: Settlement
) -> None:
    assert settlement(a_delivery(kind), outcome, NOON) == becomes


@every("kind", POSTS)
def test_a_post_of_which_nobody_knows_is_not_repeated(kind: Kind) -> None:
    assert settlement(a_delivery(kind), Uncertain("timeout"), NOON) == Settlement(
        State.LOOKUP, NOON + MINUTE, "timeout"
    )


@pytest.mark.parametrize(
    ("lookups", "becomes"),
    [
        (0, Settlement(State.LOOKUP, NOON + MINUTE, "found nowhere", lookups=1)),
        (1, Settlement(State.PENDING, NOON, "found nowhere", lookups=2)),
        (2, Settlement(State.LOOKUP, NOON + MINUTE, "found nowhere", lookups=3)),
        (3, Settlement(State.UNCERTAIN, error="sent twice, and found nowhere")),
    ],
)
def test_what_is_found_nowhere_twice_is_sent_once_more_and_only_once(
    lookups: int, becomes: Settlement
) -> None:
    assert settlement(a_delivery(lookups=lookups), Absent(), NOON) == becomes


def test_how_often_it_was_looked_up_is_known_while_it_is_sent_once_more() -> None:
    again = a_delivery(lookups=2, attempts=1)
    for outcome in (Later(SECOND), PutBack(SECOND, "")):
        assert settlement(again, outcome, NOON).lookups == 2
    assert settlement(again, Uncertain("timeout"), NOON).lookups == 2


def test_a_lookup_that_slack_does_not_answer_is_repeated_for_two_hours_at_most() -> None:
    waited, now = timedelta(), NOON
    for attempts in range(1, 1000):
        looked = a_delivery(attempts=attempts, lookups=1)
        becomes = settlement(looked, Unanswered(SECOND, "ratelimited"), now)
        if becomes.due_at is None:
            break
        assert (becomes.state, becomes.lookups) == (State.LOOKUP, 1)
        assert becomes.attempts == attempts
        waited += becomes.due_at - now
        now = becomes.due_at
    assert becomes == Settlement(State.UNCERTAIN, error="ratelimited")
    assert timedelta(hours=1) < waited < timedelta(hours=2)


def test_a_lookup_waits_as_long_as_slack_asks_for() -> None:
    becomes = settlement(a_delivery(), Unanswered(10 * MINUTE, "ratelimited"), NOON)
    assert becomes.due_at == NOON + 10 * MINUTE


def test_what_can_not_be_looked_up_stays_uncertain() -> None:
    becomes = settlement(a_delivery(), NotFindable("missing_scope"), NOON)
    assert becomes == Settlement(State.UNCERTAIN, error="missing_scope")


@every("kind", OTHERS)
def test_what_may_be_repeated_is_tried_again_after_a_pause(kind: Kind) -> None:
    tried = a_delivery(kind, attempts=3)
    assert settlement(tried, Uncertain("timeout"), NOON) == Settlement(
        State.PENDING, NOON + timedelta(seconds=4), "timeout", attempts=3
    )


def test_all_but_posts_may_be_repeated() -> None:
    assert set(OTHERS) == {
        Kind.REFRESH,
        Kind.REMOVAL,
        Kind.SEED,
        Kind.TELLING,
        Kind.LINKS_TELLING,
        Kind.PROPOSED,
        Kind.MATERIAL_ASKING,
        Kind.FOLLOW_UP_REFRESH,
        Kind.FEEDBACK_ASKING,
        Kind.FEEDBACK_CLOSING,
        Kind.TALKS_SHOWN,
        Kind.ASKED,
        Kind.FAN_OUT,
        Kind.CHANGE,
        Kind.NUDGING,
        Kind.ERASURE,
        Kind.FILE,
    }
    assert all(kind.is_a_post for kind in POSTS)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 0.5), (1, 1), (2, 2), (3, 4), (9, 256), (10, 300), (10_000, 300)]
)
def test_pauses_double_up_to_five_minutes(attempts: int, seconds: float) -> None:
    assert pause(attempts) == timedelta(seconds=seconds)


def test_a_lease_is_longer_than_a_call_to_slack_may_take() -> None:
    assert timedelta(seconds=2 * TIMEOUT) < LEASE
