"""What is stored, looked up by tests."""

import sqlalchemy as sa

from bot.domain.events import Event
from bot.domain.ids import AnnouncementId, EventNumber
from storage import announcements, audit, events, tables
from storage.database import Connection
from tests.stage import Stage


def stored(stage: Stage, number: int = 11) -> Event:
    """The event of this number."""
    with stage.db.reading() as connection:
        event = events.get(connection, EventNumber(number))
    assert event is not None
    return event


def status_of(stage: Stage, number: int) -> str:
    """How far an announcement is."""
    with stage.db.reading() as connection:
        found = announcements.get(connection, AnnouncementId(number))
    assert found is not None
    return found.status.value


def audit_in(connection: Connection) -> list[tuple[str, str, str]]:
    """Who did what to whom or what, the oldest first."""
    return [(actor, action, subject) for _, actor, action, subject in audit.entries(connection)]


def audited(stage: Stage) -> list[tuple[str, str, str]]:
    """The same of a stage."""
    with stage.db.reading() as connection:
        return audit_in(connection)


def whole(connection: Connection) -> str:
    """Everything in every table, knowing nothing of what the tables say of themselves."""
    return "\n".join(
        str(list(row))
        for table in tables.metadata.sorted_tables
        for row in connection.execute(sa.text(f'SELECT * FROM "{table.name}"'))
    )
