"""What organizers did: who, what, to which event or person, when."""

from datetime import datetime

import sqlalchemy as sa

from storage.tables import audit

_ADD = sa.insert(audit)
_ALL = sa.select(audit.c.at, audit.c.actor, audit.c.action, audit.c.subject).order_by(audit.c.id)
# That a follow-up was posted; lines have the word of before it was called so.
FOLLOW_UP = "post material"
# What is done with an event and leaves it as it is.
_CHANGES_NOTHING = ("who", "export", "nudge", "announce", FOLLOW_UP)
_LAST_ACTOR = (
    sa.select(audit.c.actor)
    .where(audit.c.subject == sa.bindparam("subject"), audit.c.action.not_in(_CHANGES_NOTHING))
    .order_by(audit.c.id.desc())
    .limit(1)
)
_FORGET = sa.delete(audit).where(audit.c.at < sa.bindparam("before"))


def add(connection: sa.Connection, at: datetime, actor: str, action: str, subject: str) -> None:
    """Write one line; `subject` is such as `event 11`."""
    connection.execute(_ADD, {"at": at, "actor": actor, "action": action, "subject": subject})


def entries(connection: sa.Connection) -> list[tuple[datetime, str, str, str]]:
    """All lines (at, actor, action, subject), oldest first."""
    return [(row.at, row.actor, row.action, row.subject) for row in connection.execute(_ALL)]


def last_actor(connection: sa.Connection, subject: str) -> str | None:
    """Who last changed `subject`; None when nobody is known to have."""
    return connection.execute(_LAST_ACTOR, {"subject": subject}).scalar_one_or_none()


def forget(connection: sa.Connection, before: datetime) -> int:
    """Delete the lines from before this time; how many there were."""
    return connection.execute(_FORGET, {"before": before}).rowcount
