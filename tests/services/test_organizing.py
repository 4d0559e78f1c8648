"""What organizers do with people: add and remove organizers, answer for somebody, take a table."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from bot.domain.attendance import Attendance
from bot.domain.deliveries import Kind
from bot.domain.ids import EventNumber
from bot.domain.outcomes import Withdrawn
from bot.domain.replies import NoSuchEvent, Repeated, Reply
from bot.domain.rsvps import Answer, Via
from bot.jobs.kinds import letters
from bot.services import organizers, participants
from bot.services.rsvps import Answered, answer, answer_for
from storage import audit, events, members, rsvps
from storage.database import Connection, Database
from tests.builders import ELEVEN, NOON, a_delivery, an_event, an_rsvp


def actions(connection: sa.Connection) -> list[tuple[str, str, str]]:
    return [(actor, action, subject) for _, actor, action, subject in audit.entries(connection)]


def test_an_organizer_is_added_once_and_removed_once(connection: sa.Connection) -> None:
    assert organizers.add(connection, "U0ADA", "U1", "a", NOON) == Reply.ORGANIZER_ADDED
    assert organizers.add(connection, "U0ADA", "U1", "a", NOON) == Repeated()
    assert organizers.add(connection, "U0ADA", "U1", "b", NOON) == Reply.ORGANIZER_ALREADY
    assert members.organizers(connection) == ["U1"]
    removed = [
        organizers.remove(connection, "U0ADA", "U1", key, NOON, others=True) for key in "cdc"
    ]
    assert removed == [Reply.ORGANIZER_REMOVED, Reply.NOT_ADDED, Repeated()]
    assert members.organizers(connection) == []
    assert actions(connection) == [
        ("U0ADA", "organizers add", "U1"),
        ("U0ADA", "organizers remove", "U1"),
    ]


def test_whoever_was_added_keeps_their_language(connection: sa.Connection) -> None:
    members.set_language(connection, "U1", "en")
    organizers.add(connection, "U0ADA", "U1", "a", NOON)
    organizers.remove(connection, "U0ADA", "U1", "b", NOON, others=True)
    member = members.get(connection, "U1")
    assert member is not None
    assert (member.language, member.organizer) == ("en", False)


def test_the_last_organizer_stays(connection: sa.Connection) -> None:
    for user in ("U1", "U2"):
        organizers.add(connection, "U1", user, f"add {user}", NOON)
    for user, expected in (("U1", Reply.ORGANIZER_REMOVED), ("U2", Reply.LAST_ORGANIZER)):
        outcome = organizers.remove(connection, "U2", user, f"remove {user}", NOON, others=False)
        assert outcome == expected
    assert members.organizers(connection) == ["U2"]


def test_two_who_remove_each_other_at_once_leave_one(db: Database) -> None:
    with db.transaction() as connection:
        for user in ("U1", "U2"):
            organizers.add(connection, "U1", user, f"add {user}", NOON)
    patient = Database(db.url.render_as_string(hide_password=False), 30)
    together = Barrier(2)

    def remove(pair: tuple[str, str]) -> object:
        actor, user = pair
        together.wait(10)
        with patient.transaction() as connection:
            return organizers.remove(connection, actor, user, actor, NOON, others=False)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(remove, [("U1", "U2"), ("U2", "U1")]))
    patient.close()
    assert set(outcomes) == {Reply.LAST_ORGANIZER, Reply.ORGANIZER_REMOVED}


# --- Answering for somebody else


@pytest.fixture
def there(connection: sa.Connection) -> sa.Connection:
    """A database with an event of one place."""
    events.save(connection, an_event(capacity=1), NOON)
    return connection


def letter_to(connection: Connection, user: str) -> object:
    row = connection.execute(
        sa.text("SELECT payload FROM deliveries WHERE kind = 'answered' AND target = :user"),
        {"user": user},
    ).one()
    assert row is not None
    delivery = a_delivery(Kind.ANSWERED, target=user, payload={"event": 11, "by": "U0ADA"})
    return letters.answered(connection, delivery, NOON)


def test_an_answer_for_somebody_is_kept_told_and_audited(there: sa.Connection) -> None:
    outcome = answer_for(there, "U0ADA", "U1", Answer.YES, ELEVEN, "key", NOON)
    assert isinstance(outcome, Answered)
    kept = rsvps.get(there, 11, "U1")
    assert kept is not None
    assert (kept.answer, kept.via) == (Answer.YES, Via.ORGANIZER)
    assert actions(there) == [("U0ADA", "rsvp yes", "event 11 U1")]
    told = letter_to(there, "U1")
    assert isinstance(told, tuple)
    card, by = told
    assert (by, card.rsvp) == ("U0ADA", kept)


def test_an_answer_for_somebody_waits_in_the_line_like_any_other(there: sa.Connection) -> None:
    for number, user in enumerate(["U1", "U2"]):
        answer_for(there, "U0ADA", user, Answer.YES, ELEVEN, f"{number}", NOON)
    assert [rsvp.user for rsvp in rsvps.waiting(there, 11)] == ["U2"]


def test_the_same_command_answers_once(there: sa.Connection) -> None:
    for _ in range(2):
        answer_for(there, "U0ADA", "U1", Answer.YES, ELEVEN, "key", NOON)
    assert len(actions(there)) == 1


def test_whoever_answers_for_themselves_afterwards_is_not_told_any_more(
    there: sa.Connection,
) -> None:
    answer_for(there, "U0ADA", "U1", Answer.YES, ELEVEN, "key", NOON)
    answer(there, "U1", Answer.NO, ELEVEN, Via.BUTTON, "own", NOON, NOON)
    assert isinstance(letter_to(there, "U1"), Withdrawn)


def test_a_refused_answer_for_somebody_leaves_no_trace(there: sa.Connection) -> None:
    answer_for(there, "U0ADA", "U1", Answer.YES, EventNumber(99), "key", NOON)
    assert actions(there) == []


# --- Who comes


def test_all_answers_are_found_and_the_line_keeps_its_order(there: sa.Connection) -> None:
    for user, given in (("U1", Answer.YES), ("U2", Answer.MAYBE), ("U3", Answer.NO)):
        rsvps.save(there, 11, an_rsvp(user, given))
    for minute, user in enumerate(["U9", "U8"]):
        rsvps.save(there, 11, an_rsvp(user, waitlisted_at=NOON.replace(minute=minute)))
    for number in (ELEVEN, None):
        found = participants.attendance(there, number, NOON)
        assert isinstance(found, Attendance)
        groups = {answer: [rsvp.user for rsvp in some] for answer, some in found.groups.items()}
        assert groups == {"yes": ["U1"], "waiting": ["U9", "U8"], "maybe": ["U2"], "no": ["U3"]}
        assert found.users == {"U1", "U2", "U3", "U8", "U9"}
    assert participants.attendance(there, EventNumber(99), NOON) == NoSuchEvent(EventNumber(99))


def test_an_export_is_made_once_and_stands_in_the_audit(there: sa.Connection) -> None:
    first, again = (participants.export(there, "U0ADA", None, "key", NOON) for _ in range(2))
    assert isinstance(first, Attendance)
    assert again == Repeated()
    assert actions(there) == [("U0ADA", "export", "event 11")]
