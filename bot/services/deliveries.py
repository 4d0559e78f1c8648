"""Putting deliveries on the table, claiming what is due, and writing what became of it."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.announcements import AnnouncementStatus, RsvpMessage
from bot.domain.deliveries import (
    POST_PACE,
    PROBLEMS,
    REFRESH_PACE,
    Delivery,
    Kind,
    Later,
    Outcome,
    Problem,
    Sent,
    State,
    settlement,
)
from bot.domain.rsvps import EMOJI
from storage import announcements, deliveries
from storage.database import Connection


def add(
    connection: Connection,
    kind: Kind,
    target: str,
    payload: Mapping[str, str | int],
    now: datetime,
    dedupe_key: str,
) -> None:
    """Put something to be sent at once on the table; nothing happens if the key is there."""
    deliveries.add(
        connection,
        kind=kind,
        target=target,
        payload=payload,
        due_at=now,
        dedupe_key=dedupe_key,
        send_id=secrets.token_hex(16),
    )


def add_again(
    connection: Connection,
    kind: Kind,
    target: str,
    payload: Mapping[str, str | int],
    now: datetime,
    dedupe_key: str,
) -> None:
    """Put something on the table that is sent as often as it is wanted, coalesced.

    One row serves all wishes: one that waits is left as it is, one that is just being sent is
    sent once more, one that is done comes back, never sooner than REFRESH_PACE after the last.
    """
    row = deliveries.standing(connection, dedupe_key)
    if row is None:
        add(connection, kind, target, payload, now, dedupe_key)
    elif row.state is State.CLAIMED:
        deliveries.postpone(connection, row.id, now + REFRESH_PACE)
    elif row.state is not State.PENDING:
        earliest = row.done_at + REFRESH_PACE if row.done_at else now
        # never later than that either: the clock may have been moved back since
        deliveries.put_back(connection, row.id, min(max(now, earliest), now + REFRESH_PACE))


def claim(connection: Connection, now: datetime) -> Delivery | None:
    """What is due longest at `now`, ours for the length of a lease; None when nothing is due.

    A post whose lease ran out comes back as `interrupted`: nobody knows whether it was sent.
    """
    delivery = deliveries.claim(connection, now)
    if delivery is not None and delivery.is_a_post:
        pause_ends = now + POST_PACE
        deliveries.pause_target(connection, delivery.kind, delivery.target, pause_ends)
    return delivery


def next_due(connection: Connection, now: datetime) -> datetime | None:
    """When something may become due; None when nothing waits."""
    return deliveries.next_due(connection, now)


def problems(connection: Connection, after: datetime) -> list[Problem]:
    """What was refused, uncertain or missed after this time."""
    return deliveries.problems(connection, after)


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
        deliveries.pause_method(connection, delivery.kind, now + outcome.retry_after)
    sent = outcome if isinstance(outcome, Sent) else None
    deliveries.settle(connection, delivery, result, done_at, sent)
    if sent and delivery.kind is Kind.ANNOUNCEMENT:
        _announced(connection, delivery, sent, now)
    is_news = result.error != last_error  # what failed in the same way before was told then
    if result.state in PROBLEMS and delivery.kind is not Kind.PROBLEMS and is_news:
        _tell(connection, organizers, now)
    return result.state


def _told_at(delivery: Delivery, now: datetime) -> datetime:
    """When it was done; a report knows nothing of what came up after it was claimed."""
    return delivery.claimed_at if delivery.kind is Kind.PROBLEMS else now


def _announced(connection: Connection, delivery: Delivery, sent: Sent, now: datetime) -> None:
    """The message is in the channel: its reactions count from now on, and emoji are seeded."""
    announcement = announcements.get(connection, int(delivery.payload["announcement"]))
    if announcement is None or announcement.event is None:
        return
    announcements.set_status(connection, announcement.id, AnnouncementStatus.POSTED)
    message = RsvpMessage(sent.channel, sent.ts, announcement.event, announcement.id)
    announcements.add_message(connection, message)
    for emoji in EMOJI.values():
        key = f"seed:{sent.channel}:{sent.ts}:{emoji}"
        payload = {"ts": sent.ts, "emoji": emoji}
        add(connection, Kind.SEED, sent.channel, payload, now, key)


def _tell(connection: Connection, organizers: Collection[str], now: datetime) -> None:
    for user in sorted(organizers):  # always in one order, lest two processes lock crosswise
        add_again(connection, Kind.PROBLEMS, user, {}, now, f"problems:{user}")
