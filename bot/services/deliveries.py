"""Putting deliveries on the table: once, or as often as they are wanted."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from bot.causes import new_send_id
from bot.domain.deliveries import ORGANIZERS, REFRESH_PACE, Kind, State
from bot.domain.delivery_payloads import Payload
from bot.domain.ids import EventNumber
from storage import deliveries, reminders
from storage.database import Connection


def add(
    connection: Connection,
    kind: Kind,
    target: str,
    payload: Payload,
    now: datetime,
    dedupe_key: str,
) -> None:
    """Put something to be sent at once on the table; nothing happens if the key is there."""
    add_all(connection, kind, {target: dedupe_key}, payload, now)


def add_all(
    connection: Connection,
    kind: Kind,
    dedupe_keys: Mapping[str, str],
    payload: Payload,
    due_at: datetime,
    *,
    missed_at: datetime | None = None,
) -> None:
    """Put the same on the table for many targets, each with its key; keys that are there stay.

    With `missed_at` they are only kept as missed: nothing is sent.
    """
    deliveries.add(
        connection,
        kind=kind,
        payload=payload,
        due_at=due_at,
        missed_at=missed_at,
        rows=[(target, key, new_send_id()) for target, key in dedupe_keys.items()],
    )


def add_again(
    connection: Connection,
    kind: Kind,
    target: str,
    payload: Payload,
    now: datetime,
    dedupe_key: str,
    pace: timedelta = REFRESH_PACE,
) -> None:
    """Put something on the table that is sent as often as it is wanted, coalesced.

    One row serves all wishes: one that waits is left as it is, one that is just being sent is
    sent once more, one that is done comes back, never sooner than `pace` after the last.
    One that is to be looked up is left as it is too: of what it did not tell there is another
    wish when it is settled (bot.services.claims).
    """
    row = deliveries.standing(connection, dedupe_key)
    if row is None:
        add(connection, kind, target, payload, now, dedupe_key)
    elif row.state is State.CLAIMED:
        deliveries.postpone(connection, row.id, now + pace)
    elif row.state not in (State.PENDING, State.LOOKUP):
        earliest = row.done_at + pace if row.done_at else now
        # never later than that either: the clock may have been moved back since
        due_at = min(max(now, earliest), now + pace)
        deliveries.put_back(connection, row.id, due_at, new_send_id())


def plan_once(
    connection: Connection,
    kind: Kind,
    target: str,
    number: EventNumber,
    due_at: datetime,
    now: datetime,
    *,
    is_wanted: bool,
) -> None:
    """Bring what is planned once for an event in line with it, after it was saved.

    What is no longer right is withdrawn or moved; what is right again comes back. One whose hour is
    past is not made; one that waits since before (the bot was away) is left as it is.
    """
    key = f"{kind}:{number}"
    row, comes = deliveries.standing(connection, key), is_wanted and due_at > now
    if row is None:
        if comes:
            payload: Payload = {"event": number}
            add(connection, kind, target, payload, due_at, key)
    elif row.state is State.PENDING and not is_wanted:
        reminders.withdraw(connection, row.id, now)
    elif row.state is State.PENDING and comes:
        deliveries.postpone(connection, row.id, due_at)
    elif row.state not in (State.PENDING, State.CLAIMED) and comes:
        deliveries.put_back(connection, row.id, due_at, new_send_id())


def add_gathered(
    connection: Connection, kind: Kind, target: str, now: datetime, pause: timedelta
) -> None:
    """Put something without a content of its own on the table, `pause` after its first wish.

    All wishes until then are one; what is just being done is done once more after the pause.
    """
    row, due_at, key = deliveries.standing(connection, kind.value), now + pause, kind.value
    if row is None:
        add(connection, kind, target, {}, due_at, key)
    elif row.state is State.CLAIMED:
        deliveries.postpone(connection, row.id, due_at)
    elif row.state is not State.PENDING:
        deliveries.put_back(connection, row.id, due_at, new_send_id())


def tell_of_problems(connection: Connection, now: datetime) -> None:
    """Have the organizers told of what went wrong; it is seen to when who they are is known."""
    add_again(connection, Kind.TELLING, ORGANIZERS, {}, now, "telling")


def report_to(
    connection: Connection, users: Collection[str], now: datetime, kind: Kind = Kind.PROBLEMS
) -> None:
    """Have each of these told, in one message each of this kind, of what they do not know yet."""
    for user in sorted(users):  # always in one order, lest two processes lock crosswise
        add_again(connection, kind, user, {}, now, f"{kind}:{user}")
