"""Claiming what is due, and writing what became of it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.domain.deliveries import (
    POST_PACE,
    PROBLEMS,
    Delivery,
    Kind,
    Later,
    Outcome,
    Problem,
    Sent,
    State,
    method,
    settlement,
)
from bot.services import consequences
from bot.services.deliveries import add_again
from storage import deliveries, pauses
from storage import problems as stored_problems
from storage.database import Connection


def claim(connection: Connection, now: datetime) -> Delivery | None:
    """What is due longest at `now`, ours for the length of a lease; None when nothing is due.

    A post whose lease ran out comes back as `interrupted`: nobody knows whether it was sent.
    """
    delivery = deliveries.claim(connection, now)
    if delivery is not None and delivery.is_a_post:
        pauses.pause_target(connection, method(delivery.kind), delivery.target, now + POST_PACE)
    return delivery


def next_due(connection: Connection, now: datetime) -> datetime | None:
    """When something may become due; None when nothing waits."""
    return deliveries.next_due(connection, now)


def problems(connection: Connection, after: datetime) -> list[Problem]:
    """What was refused, uncertain or missed after this time."""
    return stored_problems.since(connection, after)


def settle(
    connection: Connection,
    delivery: Delivery,
    outcome: Outcome,
    now: datetime,
    organizers: Collection[str],
) -> State | None:
    """Write what became of a claimed delivery, and what follows from it; the state it has now.

    None when the lease was lost to somebody else, who settles it.
    """
    held = deliveries.held(connection, delivery)
    if held is None:
        return None
    due_at, last_error = held
    result = settlement(delivery, outcome, now)
    done_at = None if result.state is State.PENDING else _told_at(delivery, now)
    if result.state is not State.PENDING and due_at > delivery.claimed_at:
        result = replace(result, state=State.PENDING, due_at=due_at)  # wanted again meanwhile
    if isinstance(outcome, Later):
        pauses.pause_method(connection, method(delivery.kind), now + outcome.retry_after)
    sent = outcome if isinstance(outcome, Sent) else None
    deliveries.settle(connection, delivery, result, done_at, sent)
    consequences.follow(connection, delivery, sent or result.state, now)
    is_news = result.error != last_error  # what failed in the same way before was told then
    if result.state in PROBLEMS and delivery.kind is not Kind.PROBLEMS and is_news:
        _tell(connection, organizers, now)
    return result.state


def _told_at(delivery: Delivery, now: datetime) -> datetime:
    """When it was done; a report knows nothing of what came up after it was claimed."""
    return delivery.claimed_at if delivery.kind is Kind.PROBLEMS else now


def _tell(connection: Connection, organizers: Collection[str], now: datetime) -> None:
    for user in sorted(organizers):  # always in one order, lest two processes lock crosswise
        add_again(connection, Kind.PROBLEMS, user, {}, now, f"problems:{user}")
