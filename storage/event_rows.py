"""What stands in a row of an event and its sessions, and the event that it makes."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from bot.domain.event_fields import EVENT_FIELDS
from bot.domain.events import Arrival, Event, Session, Status
from bot.domain.knowledge import Visibility

WRITTEN = tuple(row.name for row in EVENT_FIELDS if row.name != "sessions")
COLUMNS = (*WRITTEN, "revision")
SESSION_COLUMNS = tuple(one.name for one in fields(Session))
_TALK = -len(SESSION_COLUMNS)  # where a talk begins in a row


def event_of(row: Sequence[Any], talks: tuple[Session, ...]) -> Event:
    """The event in a row that begins with COLUMNS."""
    values = dict(zip(COLUMNS, row, strict=False))
    values |= {"status": Status(values["status"]), "material": Arrival(values["material"])}
    return Event(**values, sessions=talks)


def one_of(rows: Sequence[Sequence[Any]]) -> Event:
    """The event in rows that begin with COLUMNS, and end with SESSION_COLUMNS, one for each talk.

    Without a talk there is one row, and nothing in them.
    """
    has_talks = rows[0][_TALK] is not None
    return event_of(rows[0], tuple(session_of(row) for row in rows) if has_talks else ())


def session_of(row: Sequence[Any]) -> Session:
    """The session in a row that ends with SESSION_COLUMNS."""
    values = dict(zip(SESSION_COLUMNS, row[_TALK:], strict=True))
    visibility = values["visibility"]
    values |= {
        "visibility": Visibility(visibility) if visibility else None,
        "shown": Visibility(values["shown"]),
    }
    return Session(**values)
