"""Who comes to an event, in order, and the table of them."""

import pytest
import sqlalchemy as sa

from bot.domain.attendance import Attendance
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent, Repeated
from bot.domain.rsvps import Answer
from bot.services import participants
from storage import events, rsvps
from tests.builders import ELEVEN, NOON, an_event, an_rsvp
from tests.records import audit_in


@pytest.fixture
def there(connection: sa.Connection) -> sa.Connection:
    """A database with an event of one place."""
    events.save(connection, an_event(capacity=1), NOON)
    return connection


def test_all_answers_are_found_and_the_line_keeps_its_order(there: sa.Connection) -> None:
    for user, given in (("U1", Answer.YES), ("U2", Answer.MAYBE), ("U3", Answer.NO)):
        rsvps.save(there, ELEVEN, an_rsvp(user, given))
    for minute, user in enumerate(["U9", "U8"]):
        rsvps.save(there, ELEVEN, an_rsvp(user, waitlisted_at=NOON.replace(minute=minute)))
    for number in (ELEVEN, None):
        found = participants.attendance(there, number, NOON)
        assert isinstance(found, Attendance)
        groups = {answer: [rsvp.user for rsvp in some] for answer, some in found.groups.items()}
        assert groups == {"yes": ["U1"], "waiting": ["U9", "U8"], "maybe": ["U2"], "no": ["U3"]}
        assert found.users == {"U1", "U2", "U3", "U8", "U9"}
    assert participants.attendance(there, EventNumber(99), NOON) == NoSuchEvent(EventNumber(99))


def test_each_look_at_the_names_stands_in_the_audit(there: sa.Connection) -> None:
    for _ in range(2):
        participants.looked(there, "U0ADA", ELEVEN, NOON)
    assert audit_in(there) == [("U0ADA", "who", "event 11")] * 2


def test_an_export_is_made_once_and_stands_in_the_audit(there: sa.Connection) -> None:
    first, again = (participants.export(there, "U0ADA", None, "key", NOON) for _ in range(2))
    assert first == ELEVEN
    assert again == Repeated()
    assert audit_in(there) == [("U0ADA", "export", "event 11")]
