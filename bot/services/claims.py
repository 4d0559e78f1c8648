"""Claiming what is due, and writing what became of it."""

from dataclasses import replace
from datetime import datetime

from bot.domain.deliveries import (
    POST_PACE,
    PROBLEMS,
    REPORTS,
    UNREPORTED,
    WORKSPACE_BURST,
    WORKSPACE_PACE,
    Delivery,
    Problem,
    State,
    is_a_post,
    method,
    next_method,
    settlement,
)
from bot.domain.outcomes import Later, Outcome, Sent, Unanswered
from bot.services import consequences
from bot.services.deliveries import new_send_id, tell
from storage import claims, deliveries, pauses
from storage import problems as stored_problems
from storage.claims import Due
from storage.database import Connection


def claim(connection: Connection, now: datetime) -> Delivery | None:
    """What is due longest at `now`, ours for the length of a lease; None when nothing is due.

    A post whose lease ran out comes back `uncertain`: nobody knows whether it was sent. Of a post
    that is to be sent the turn is taken as well, from all processes.
    """
    while due := claims.due(connection, now):
        if not is_a_post(due.kind) or due.uncertain or _takes_turn(connection, due, now):
            return claims.claim(connection, due, now)
    return None


def _takes_turn(connection: Connection, due: Due, now: datetime) -> bool:
    """Whether it may be posted now; if not, another process was faster, and we know of it now."""
    called = method(due.kind)
    return pauses.take_target(connection, called, due.target, now, POST_PACE) and pauses.take_turn(
        connection, called, now, WORKSPACE_PACE, WORKSPACE_BURST
    )


def settle_and_claim(
    connection: Connection, delivery: Delivery, outcome: Outcome, now: datetime
) -> tuple[State | None, Delivery | None]:
    """`settle`, and `claim` what is next: one commit for the two."""
    return settle(connection, delivery, outcome, now), claim(connection, now)


def next_due(connection: Connection, now: datetime) -> datetime | None:
    """When something may become due; None when nothing waits."""
    return claims.next_due(connection, now)


def problems(connection: Connection, after: datetime) -> list[Problem]:
    """What was refused, uncertain or missed after this time."""
    return stored_problems.since(connection, after)


def settle(
    connection: Connection, delivery: Delivery, outcome: Outcome, now: datetime
) -> State | None:
    """Write what became of a claimed delivery, and what follows from it; the state it has now.

    None when the lease was lost to somebody else, who settles it. What went wrong for good is told
    to the organizers, once as long as it goes wrong in the same way.
    """
    held = claims.held(connection, delivery)
    if held is None:
        return None
    due_at, last_error = held
    result = settlement(delivery, outcome, now)
    is_done = result.state not in (State.PENDING, State.LOOKUP)
    # what is missed is not wanted again, however many wishes came meanwhile
    wanted_again = is_done and due_at != delivery.due_at and result.state is not State.MISSED
    if wanted_again:  # what went wrong now is told if it does so then
        result = replace(result, error=last_error)
    if isinstance(outcome, Later | Unanswered):
        called = next_method(delivery.kind, State.LOOKUP if delivery.uncertain else State.PENDING)
        pauses.pause_method(connection, called, now + outcome.retry_after)
    sent = outcome if isinstance(outcome, Sent) else None
    claims.settle(connection, delivery, result, _told_at(delivery, now, is_done), sent)
    consequences.follow(connection, delivery, sent or result.state, now)
    if wanted_again:
        deliveries.put_back(connection, delivery.id, due_at, new_send_id())
        return State.PENDING
    is_news = result.error != last_error or delivery.uncertain
    if result.state in PROBLEMS and delivery.kind not in UNREPORTED and is_news:
        tell(connection, now)
    return result.state


def _told_at(delivery: Delivery, now: datetime, is_done: bool) -> datetime | None:
    """When it was done; a report knows nothing of what came up after it was claimed."""
    if not is_done:
        return None
    return delivery.claimed_at if delivery.kind in REPORTS else now
