"""The mirror of Slack's reactions comes back line by line."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.announcements import RsvpMessage
from bot.domain.ids import EventNumber
from bot.domain.rsvps import Answer, Reaction
from storage import events, reactions, rsvp_messages
from storage.reactions import Line
from tests.builders import ELEVEN, NOON, an_event

THERE = Reaction(Answer.YES, NOON, NOON)
GONE = Reaction(Answer.NO, NOON, NOON + timedelta(microseconds=300), removed=True)
NEVER_SEEN = Reaction(Answer.MAYBE, None, NOON, removed=True)


@pytest.fixture(autouse=True)
def _messages(connection: sa.Connection) -> None:
    for number in (11, 12):
        events.save(connection, an_event(number), NOON)
    for ts, number in (("1.1", 11), ("2.2", 11), ("3.3", 12)):
        rsvp_messages.add(connection, RsvpMessage("C1", ts, EventNumber(number)))


@pytest.mark.parametrize("line", [THERE, GONE, NEVER_SEEN])
def test_a_line_comes_back_as_it_was_stored(connection: sa.Connection, line: Reaction) -> None:
    reactions.save(connection, "C1", "1.1", "U1", line)
    assert reactions.get(connection, "C1", "1.1", "U1", line) == line
    assert reactions.get(connection, "C1", "1.1", "U2", line) is None
    assert reactions.get(connection, "C1", "2.2", "U1", line) is None


def test_a_line_is_written_over_the_one_before(connection: sa.Connection) -> None:
    for line in (THERE, Reaction(Answer.YES, None, NOON + timedelta(1), removed=True)):
        reactions.save(connection, "C1", "1.1", "U1", line)
        assert reactions.of_message(connection, "C1", "1.1") == [Line("U1", line)]


def test_the_mirror_of_a_message_is_whole_and_in_a_stable_order(connection: sa.Connection) -> None:
    for user, line in (("U2", THERE), ("U1", NEVER_SEEN), ("U1", THERE), ("U1", GONE)):
        reactions.save(connection, "C1", "1.1", user, line)
    reactions.save(connection, "C1", "2.2", "U1", THERE)
    assert reactions.of_message(connection, "C1", "1.1") == [
        Line("U1", NEVER_SEEN),
        Line("U1", THERE),
        Line("U1", GONE),
        Line("U2", THERE),
    ]


def test_a_members_reactions_on_all_messages_of_an_event_are_found(
    connection: sa.Connection,
) -> None:
    reactions.save(connection, "C1", "1.1", "U1", THERE)
    reactions.save(connection, "C1", "2.2", "U1", GONE)
    reactions.save(connection, "C1", "3.3", "U1", NEVER_SEEN)
    reactions.save(connection, "C1", "1.1", "U2", NEVER_SEEN)
    found = reactions.of_member(connection, ELEVEN, "U1")
    assert sorted(found, key=lambda line: line.answer) == [GONE, THERE]
