"""The audit keeps what organizers did."""

from datetime import timedelta

import sqlalchemy as sa

from storage import audit
from tests.builders import NOON

DAY = timedelta(days=1)


def test_the_audit_says_who_did_what_when(connection: sa.Connection) -> None:
    lines = [(NOON + DAY, "U1", "announce", "event 11"), (NOON, "U2", "import", "event 4")]
    for line in lines:
        audit.add(connection, *line)
    assert audit.entries(connection) == lines
    assert audit.forget(connection, NOON + DAY) == 1
    assert audit.entries(connection) == lines[:1]


def test_who_only_looked_at_an_event_is_not_who_changed_it(connection: sa.Connection) -> None:
    for actor, action in (("U1", "edit"), ("U2", "who"), ("U3", "export"), ("U4", "nudge")):
        audit.add(connection, NOON, actor, action, "event 11")
    assert audit.last_actor(connection, "event 11") == "U1"
    assert audit.last_actor(connection, "event 12") is None
