"""The material of an event, by talk."""

from datetime import datetime

from bot.domain.events import Event, Status
from bot.domain.ids import EventNumber
from bot.domain.material import MaterialPage, by_session, page_of
from bot.domain.visibility import Audience
from storage import events, material
from storage.database import Connection


def page(
    connection: Connection,
    of: EventNumber,
    part: int,
    now: datetime,
    *,
    organizes: bool,
) -> tuple[Event, MaterialPage] | None:
    """A page (from 1) of what these see of this event; None for a draft and without an event."""
    event = events.get(connection, of)
    if event is None or event.status is Status.DRAFT:
        return None
    by = Audience.ORGANIZERS if organizes else Audience.MEMBERS
    groups = by_session(event.sessions, material.of_event(connection, of, now, by))
    return event, page_of(groups, part)
