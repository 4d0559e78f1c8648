"""What becomes of a delivery after each outcome."""

from datetime import timedelta

import pytest

from bot.domain.deliveries import (
    LEASE,
    Kind,
    Later,
    Missed,
    Outcome,
    PutBack,
    Refused,
    Sent,
    Settlement,
    State,
    Uncertain,
    Withdrawn,
    method,
    pause,
    settlement,
)
from bot.slack import TIMEOUT
from tests.builders import NOON, a_delivery

POSTS = [kind for kind in Kind if method(kind) == "chat.postMessage"]
OTHERS = [kind for kind in Kind if kind not in POSTS]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    ("outcome", "becomes"),
    [
        (Sent("C1", "1.1"), Settlement(State.SENT)),
        (
            Later(timedelta(seconds=7)),
            Settlement(State.PENDING, NOON + timedelta(seconds=7), "ratelimited"),
        ),
        (
            PutBack(timedelta(seconds=7), "could not be prepared"),
            Settlement(State.PENDING, NOON + timedelta(seconds=7), "could not be prepared"),
        ),
        (Refused("is_archived"), Settlement(State.REFUSED, error="is_archived")),
        (Withdrawn("the event is gone"), Settlement(State.WITHDRAWN, error="the event is gone")),
        (Missed("the event was over"), Settlement(State.MISSED, error="the event was over")),
    ],
)
def test_every_certain_outcome_has_its_state(
    kind: Kind, outcome: Outcome, becomes: Settlement
) -> None:
    assert settlement(a_delivery(kind), outcome, NOON) == becomes


@pytest.mark.parametrize("kind", POSTS)
def test_a_post_of_which_nobody_knows_is_not_repeated(kind: Kind) -> None:
    assert settlement(a_delivery(kind), Uncertain("timeout"), NOON) == Settlement(
        State.UNCERTAIN, error="timeout"
    )


@pytest.mark.parametrize("kind", OTHERS)
def test_what_may_be_repeated_is_tried_again_after_a_pause(kind: Kind) -> None:
    tried = a_delivery(kind, attempts=3)
    assert settlement(tried, Uncertain("timeout"), NOON) == Settlement(
        State.PENDING, NOON + timedelta(seconds=4), "timeout"
    )


def test_updates_and_emoji_may_be_repeated_and_posts_may_not() -> None:
    assert set(OTHERS) == {Kind.REFRESH, Kind.SEED}
    assert all(a_delivery(kind).is_a_post for kind in POSTS)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 0.5), (1, 1), (2, 2), (3, 4), (9, 256), (10, 300), (10_000, 300)]
)
def test_pauses_double_up_to_five_minutes(attempts: int, seconds: float) -> None:
    assert pause(attempts) == timedelta(seconds=seconds)


def test_a_lease_is_longer_than_a_call_to_slack_may_take() -> None:
    assert timedelta(seconds=2 * TIMEOUT) < LEASE
