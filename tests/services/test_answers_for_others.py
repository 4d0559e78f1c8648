"""An organizer answers for somebody, who is told."""

import pytest
import sqlalchemy as sa

from bot.domain.deliveries import Kind
from bot.domain.delivery_outcomes import Withdrawn
from bot.domain.ids import EventNumber
from bot.domain.rsvps import Answer, Via
from bot.jobs.kinds import letters
from bot.services.rsvps import Answered, answer, answer_for
from storage import events, rsvps
from storage.database import Connection
from tests.builders import ELEVEN, NOON, a_delivery, an_event
from tests.records import audit_in


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
    kept = rsvps.get(there, ELEVEN, "U1")
    assert kept is not None
    assert (kept.answer, kept.via) == (Answer.YES, Via.ORGANIZER)
    assert audit_in(there) == [("U0ADA", "rsvp yes", "event 11 U1")]
    told = letter_to(there, "U1")
    assert isinstance(told, tuple)
    card, by = told
    assert (by, card.rsvp) == ("U0ADA", kept)


def test_an_answer_for_somebody_waits_in_the_line_like_any_other(there: sa.Connection) -> None:
    for number, user in enumerate(["U1", "U2"]):
        answer_for(there, "U0ADA", user, Answer.YES, ELEVEN, f"{number}", NOON)
    assert [rsvp.user for rsvp in rsvps.waiting(there, ELEVEN)] == ["U2"]


@pytest.mark.parametrize("given", list(Answer))
def test_an_answer_that_is_there_already_is_not_told_again(
    there: sa.Connection, given: Answer
) -> None:
    answer(there, "U1", given, ELEVEN, Via.BUTTON, "own", NOON, NOON)
    before = rsvps.get(there, ELEVEN, "U1")
    outcome = answer_for(there, "U0ADA", "U1", given, ELEVEN, "key", NOON)
    assert isinstance(outcome, Answered)
    assert not outcome.is_news
    assert rsvps.get(there, ELEVEN, "U1") == before
    assert audit_in(there) == []
    told = sa.text("SELECT count(*) FROM deliveries WHERE kind = 'answered'")
    assert there.execute(told).scalar_one() == 0


def test_the_same_command_answers_once(there: sa.Connection) -> None:
    for _ in range(2):
        answer_for(there, "U0ADA", "U1", Answer.YES, ELEVEN, "key", NOON)
    assert len(audit_in(there)) == 1


def test_whoever_answers_for_themselves_afterwards_is_not_told_any_more(
    there: sa.Connection,
) -> None:
    answer_for(there, "U0ADA", "U1", Answer.YES, ELEVEN, "key", NOON)
    answer(there, "U1", Answer.NO, ELEVEN, Via.BUTTON, "own", NOON, NOON)
    assert isinstance(letter_to(there, "U1"), Withdrawn)


def test_a_refused_answer_for_somebody_leaves_no_trace(there: sa.Connection) -> None:
    answer_for(there, "U0ADA", "U1", Answer.YES, EventNumber(99), "key", NOON)
    assert audit_in(there) == []
