"""What Slack shows wins over what was missed, but not over what came meanwhile."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.domain.announcements import RsvpMessage
from bot.domain.deliveries import Kind
from bot.domain.events import Event, Status
from bot.domain.rsvps import Answer, Counts, Reaction, Via
from bot.services import reconciliation
from bot.services.rsvp_reactions import ReactionSeen, react
from bot.services.rsvps import answer
from storage import events, rsvp_messages, rsvps, tables
from tests.builders import ELEVEN, NOON, an_event

YES, MAYBE, NO = Answer.YES, Answer.MAYBE, Answer.NO
MESSAGE = RsvpMessage("C1", "1.1", ELEVEN)


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def stored(connection: sa.Connection, event: Event) -> None:
    events.save(connection, event, NOON)
    rsvp_messages.add(connection, RsvpMessage("C1", "1.1", event.number))


def reacts(connection: sa.Connection, user: str, given: Answer, minute: int) -> None:
    seen = ReactionSeen("C1", "1.1", user, Reaction(given, at(minute), at(minute)))
    react(connection, seen, at(minute))


def reconciled(
    connection: sa.Connection, shown: Mapping[Answer, set[str]], minute: int = 30
) -> bool:
    before = reconciliation.mirror(connection, "C1", "1.1")
    people = {given: frozenset(users) for given, users in shown.items()}
    return reconciliation.reconcile(connection, "C1", "1.1", before, people, at(minute), at(minute))


def answers(connection: sa.Connection) -> dict[str, str]:
    return {rsvp.user: rsvp.answer.value for rsvp in rsvps.of_event(connection, ELEVEN)}


def letters(connection: sa.Connection, kind: Kind) -> list[str]:
    row = tables.deliveries.c
    found = sa.select(row.target).where(row.kind == kind.value).order_by(row.id)
    return list(connection.execute(found).scalars())


def test_what_was_reacted_meanwhile_is_taken_in(connection: sa.Connection) -> None:
    stored(connection, an_event())
    assert reconciled(connection, {YES: {"U1", "U2"}, NO: {"U3"}})
    assert answers(connection) == {"U1": "yes", "U2": "yes", "U3": "no"}


def test_what_was_taken_back_meanwhile_is_gone(connection: sa.Connection) -> None:
    stored(connection, an_event())
    for user in ("U1", "U2"):
        reacts(connection, user, YES, 0)
    reacts(connection, "U2", MAYBE, 1)
    assert reconciled(connection, {YES: {"U2"}})
    assert answers(connection) == {"U2": "yes"}


def test_a_change_of_mind_is_one_answer(connection: sa.Connection) -> None:
    stored(connection, an_event(capacity=1))
    reacts(connection, "U1", YES, 0)
    reacts(connection, "U2", YES, 1)
    assert reconciled(connection, {YES: {"U2"}, NO: {"U1"}})
    assert answers(connection) == {"U1": "no", "U2": "yes"}
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=1, no=1)
    assert letters(connection, Kind.PLACE) == ["U2"]


def test_of_several_found_new_yes_goes_before_maybe_before_no(connection: sa.Connection) -> None:
    stored(connection, an_event())
    assert reconciled(connection, {NO: {"U1", "U2"}, MAYBE: {"U1", "U2"}, YES: {"U1"}})
    assert answers(connection) == {"U1": "yes", "U2": "maybe"}


def test_a_second_look_changes_nothing(connection: sa.Connection) -> None:
    stored(connection, an_event())
    reconciled(connection, {YES: {"U1"}})
    connection.execute(sa.delete(tables.deliveries))
    before = rsvps.of_event(connection, ELEVEN)
    assert reconciled(connection, {YES: {"U1"}}, 40)
    assert rsvps.of_event(connection, ELEVEN) == before
    assert letters(connection, Kind.REFRESH) == []


def test_it_is_refused_when_somebody_reacted_while_slack_was_asked(
    connection: sa.Connection,
) -> None:
    stored(connection, an_event())
    before = reconciliation.mirror(connection, "C1", "1.1")
    reacts(connection, "U1", NO, 1)
    applied = reconciliation.reconcile(
        connection, "C1", "1.1", before, {YES: frozenset({"U1", "U2"})}, at(2), at(2)
    )
    assert not applied
    assert answers(connection) == {"U1": "no"}


def test_a_button_after_the_look_wins(connection: sa.Connection) -> None:
    stored(connection, an_event())
    reconciled(connection, {YES: {"U1"}}, 5)
    answer(connection, "U1", NO, ELEVEN, Via.BUTTON, "click", at(6), at(6))
    assert reconciled(connection, {YES: {"U1"}}, 7)
    assert answers(connection) == {"U1": "no"}


@pytest.mark.parametrize(
    "event", [an_event(status=Status.CANCELLED), an_event(starts_at=at(-9), ends_at=at(0))]
)
def test_who_reacted_to_a_closed_event_is_told_once(
    connection: sa.Connection, event: Event
) -> None:
    stored(connection, event)
    for minute in (10, 20):
        assert reconciled(connection, {YES: {"U1"}, NO: {"U2"}}, minute)
    assert answers(connection) == {}
    assert sorted(letters(connection, Kind.CLOSED)) == ["U1", "U2"]


def test_messages_are_compared_until_a_day_after_their_event(connection: sa.Connection) -> None:
    event = an_event()
    stored(connection, event)
    day = timedelta(days=1)
    assert reconciliation.messages(connection, NOON) == [MESSAGE]
    assert reconciliation.messages(connection, event.ends_at + day - timedelta(seconds=1)) == [
        MESSAGE
    ]
    assert reconciliation.messages(connection, event.ends_at + day) == []
