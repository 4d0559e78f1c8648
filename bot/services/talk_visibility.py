"""Who sees the talks of an event: from its day on by itself, and their items with them."""

from collections.abc import Collection
from datetime import datetime

from bot.causes import new_send_id
from bot.domain.deliveries import Kind, State
from bot.domain.events import Event
from bot.domain.ids import EventNumber
from bot.domain.visibility import days_to_come
from bot.services.deliveries import add
from storage import deliveries, events, talk_bounds
from storage.database import Connection

_EVERYBODY = "*"


def plan(connection: Connection, changed: Collection[Event], now: datetime) -> None:
    """See to it that talks of these events, which were just saved, are shown when their day comes.

    A day that is none any more does no harm: then things are only looked at.
    """
    for event in changed:
        for at in days_to_come(event, now):
            key = f"{Kind.TALKS_SHOWN}:{event.number}:{at.isoformat()}"
            row = deliveries.standing(connection, key)
            if row is None:
                add(connection, Kind.TALKS_SHOWN, _EVERYBODY, {"event": event.number}, at, key)
            elif row.state not in (State.PENDING, State.CLAIMED):
                deliveries.put_back(connection, row.id, at, new_send_id())


def bound_among(connection: Connection, numbers: Collection[EventNumber]) -> list[EventNumber]:
    """Those of these events that have talks which not all the world sees now."""
    return sorted(set(talk_bounds.events(connection)) & set(numbers))


def bind(connection: Connection, number: EventNumber) -> None:
    """Let the items of an event follow its talks, after they got other names."""
    talks = events.sessions_of(connection, [number])[number]
    talk_bounds.follow(connection, number, talks)
