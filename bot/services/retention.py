"""Answers become counts, and members go, when their time is over."""

from datetime import datetime, timedelta

from bot.domain.fields import folded
from bot.domain.ids import DeliveryId, EventNumber
from bot.services.refreshes import request_for_event
from storage import delivery_traces, knowledge_items, retention, rsvps
from storage.database import Connection

# Rows in one transaction: a few milliseconds, so that nobody's answer waits long.
_SOME = 500
_PROPOSERS = timedelta(days=90)


def due(
    connection: Connection, before: datetime
) -> tuple[EventNumber, tuple[DeliveryId, ...]] | None:
    """An event over since before this time, and what was sent to somebody about it; None for none.

    That goes first: an event whose answers are counted is done.
    """
    number = retention.due(connection, before)
    return None if number is None else (number, tuple(retention.letters_of(connection, number)))


def delete_letters(connection: Connection, letters: tuple[DeliveryId, ...]) -> None:
    """Delete these deliveries, so many at a time as `some` gives."""
    delivery_traces.delete(connection, letters)


def some(letters: tuple[DeliveryId, ...]) -> list[tuple[DeliveryId, ...]]:
    """The same in parts, each for a transaction of its own."""
    return [letters[start : start + _SOME] for start in range(0, len(letters), _SOME)]


def count(connection: Connection, number: EventNumber, before: datetime, now: datetime) -> bool:
    """Keep the counts of an event instead of the answers, and have its messages show them.

    False where it is not due any more: it was moved, or another process was faster.
    """
    if not retention.lock(connection, number, before):
        return False
    retention.finish(connection, number, rsvps.counts(connection, number))
    request_for_event(connection, number, now)
    return True


def delete_some(connection: Connection, before: datetime, now: datetime) -> int:
    """Delete some of what is counted or kept for no reason; 0 when nothing is left."""
    return (
        retention.delete_answers(connection, before, _SOME)
        or retention.delete_reactions(connection, before, _SOME)
        or retention.unname_proposers(connection, now - _PROPOSERS)
        or _forget_contacts(connection, before)
    )


def _forget_contacts(connection: Connection, before: datetime) -> int:
    """Forget who was asked for the material of talks of which there is none; how many it were.

    Whoever gave some can take it back at any time, and is known for that.
    """
    found = retention.contacts(connection, before)
    of = {
        number: set(map(folded, knowledge_items.sessions_of(connection, number).values()))
        for number in {number for number, _, _ in found}
    }
    idle = [(number, at) for number, at, name in found if folded(name) not in of[number]]
    return retention.forget_contacts(connection, idle)


def idle_members(connection: Connection, before: datetime) -> list[str]:
    """Some members of whom nothing is kept for a reason; to be read aside, for all are looked at.

    To be asked once no answer is left that they were kept for.
    """
    return retention.idle_members(connection, before, _SOME)


def delete_members(connection: Connection, users: list[str], before: datetime) -> int:
    """Delete those of these of whom nothing is kept still; how many there were."""
    return retention.delete_members(connection, users, before)
