"""Answers by every way: the last action wins, and never more people come than there are places."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa

from bot.domain.announcements import RsvpMessage
from bot.domain.deliveries import Kind
from bot.domain.events import Closed, Event, Status
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent, Repeated
from bot.domain.rsvps import Answer, Counts, Reaction, Via
from bot.services.rsvp_reactions import ReactionSeen, follow, react
from bot.services.rsvps import Answered, NotOpen, Outcome, answer
from storage import events, reactions, rsvp_messages, rsvps, tables
from storage.database import Database
from tests.builders import ELEVEN, NOON, an_event
from tests.databases import again
from tests.waiting import HANG

YES, MAYBE, NO = Answer.YES, Answer.MAYBE, Answer.NO
MESSAGE = RsvpMessage("C1", "1.1", ELEVEN)


def at(minute: int) -> datetime:
    return NOON + timedelta(minutes=minute)


def stored(connection: sa.Connection, event: Event) -> None:
    """An event with one RSVP message in the channel."""
    events.save(connection, event, NOON)
    message = RsvpMessage("C1", f"{event.number}.1", event.number)
    rsvp_messages.add(connection, message)


def says(
    connection: sa.Connection,
    user: str,
    given: Answer,
    minute: int = 0,
    number: EventNumber | None = ELEVEN,
) -> Outcome:
    key = f"{user} {given} {minute} {number}"
    return answer(connection, user, given, number, Via.BUTTON, key, at(minute), at(minute))


def reacts(connection: sa.Connection, user: str, given: Answer, minute: int = 0) -> None:
    line = Reaction(given, at(minute), at(minute))
    react(connection, ReactionSeen("C1", "11.1", user, line), at(minute))


def takes_back(connection: sa.Connection, user: str, given: Answer, minute: int) -> None:
    line = Reaction(given, None, at(minute), removed=True)
    react(connection, ReactionSeen("C1", "11.1", user, line), at(minute))


def answer_of(connection: sa.Connection, user: str) -> Answer | None:
    rsvp = rsvps.get(connection, ELEVEN, user)
    return rsvp.answer if rsvp else None


def letters(connection: sa.Connection, kind: Kind) -> list[str]:
    """To whom there are letters of this kind, in the order in which they were decided."""
    row = tables.deliveries.c
    found = sa.select(row.target).where(row.kind == kind.value).order_by(row.id)
    return list(connection.execute(found).scalars())


def line(connection: sa.Connection) -> list[str]:
    return [rsvp.user for rsvp in rsvps.waiting(connection, ELEVEN)]


# --- Buttons and commands


def test_an_answer_is_kept_and_told(connection: sa.Connection) -> None:
    stored(connection, an_event())
    outcome = says(connection, "U1", MAYBE)
    assert isinstance(outcome, Answered)
    assert rsvps.counts(connection, ELEVEN) == Counts(maybe=1)
    assert outcome.own.rsvp == rsvps.get(connection, ELEVEN, "U1")
    assert letters(connection, Kind.REFRESH) == ["C1"]


def test_the_same_action_counts_once(connection: sa.Connection) -> None:
    stored(connection, an_event())
    says(connection, "U1", YES, 0)
    says(connection, "U1", NO, 1)
    assert says(connection, "U1", YES, 0) == Repeated()
    assert answer_of(connection, "U1") is NO


def test_without_a_number_the_next_event_is_meant(connection: sa.Connection) -> None:
    stored(connection, an_event(12, starts_at=at(5), ends_at=at(9)))
    stored(connection, an_event(11))
    outcome = says(connection, "U1", YES, number=None)
    assert isinstance(outcome, Answered)
    assert outcome.own.event.number == 12


def test_an_event_that_is_not_there_is_named(connection: sa.Connection) -> None:
    assert says(connection, "U1", YES, number=EventNumber(99)) == NoSuchEvent(EventNumber(99))
    assert says(connection, "U1", YES, number=None) == NoSuchEvent(None)


@pytest.mark.parametrize(
    ("event", "closed"),
    [
        (an_event(status=Status.DRAFT), Closed.DRAFT),
        (an_event(status=Status.CANCELLED), Closed.CANCELLED),
        (an_event(starts_at=at(-2), ends_at=at(0)), Closed.PAST),
    ],
)
def test_a_closed_event_takes_no_answers_and_says_why(
    connection: sa.Connection, event: Event, closed: Closed
) -> None:
    stored(connection, event)
    assert says(connection, "U1", YES) == NotOpen(event, closed)
    reacts(connection, "U1", NO)
    reacts(connection, "U1", NO, 1)
    assert rsvps.of_event(connection, ELEVEN) == []
    assert letters(connection, Kind.CLOSED) == ["U1"]


# --- Reactions


def test_only_rsvp_messages_count(connection: sa.Connection) -> None:
    stored(connection, an_event())
    seen = ReactionSeen("C1", "9.9", "U1", Reaction(YES, NOON, NOON))
    react(connection, seen, NOON)
    assert rsvps.of_event(connection, ELEVEN) == []
    assert reactions.of_message(connection, "C1", "9.9") == []


def test_the_last_action_wins_whichever_way_it_came(connection: sa.Connection) -> None:
    stored(connection, an_event())
    reacts(connection, "U1", YES, 1)
    assert answer_of(connection, "U1") is YES
    says(connection, "U1", NO, 2)
    assert answer_of(connection, "U1") is NO
    reacts(connection, "U1", MAYBE, 3)
    assert answer_of(connection, "U1") is MAYBE
    takes_back(connection, "U1", MAYBE, 4)
    assert answer_of(connection, "U1") is YES
    says(connection, "U1", MAYBE, 5)
    takes_back(connection, "U1", YES, 6)
    assert answer_of(connection, "U1") is MAYBE


def test_a_late_reaction_does_not_undo_a_button(connection: sa.Connection) -> None:
    stored(connection, an_event())
    says(connection, "U1", NO, 2)
    reacts(connection, "U1", YES, 1)
    assert answer_of(connection, "U1") is NO


def test_a_button_wins_even_when_slacks_clock_is_ahead(connection: sa.Connection) -> None:
    stored(connection, an_event())
    reacts(connection, "U1", YES, 10)
    says(connection, "U1", NO, 9)
    takes_back(connection, "U1", YES, 11)
    assert answer_of(connection, "U1") is NO


def test_who_says_what_they_reacted_can_still_take_the_reaction_back(
    connection: sa.Connection,
) -> None:
    stored(connection, an_event())
    reacts(connection, "U1", YES, 1)
    connection.execute(sa.delete(tables.deliveries))
    outcome = says(connection, "U1", YES, 2)
    assert isinstance(outcome, Answered)
    assert not outcome.is_news
    kept = rsvps.get(connection, ELEVEN, "U1")
    assert kept is not None
    assert (kept.answer, kept.via) == (YES, Via.REACTION)
    assert letters(connection, Kind.REFRESH) == []
    takes_back(connection, "U1", YES, 3)
    assert answer_of(connection, "U1") is None


def test_what_was_done_before_an_answer_was_said_again_does_not_overrule_it(
    connection: sa.Connection,
) -> None:
    """Slack tells late of what was reacted, and taken back, before the click."""
    stored(connection, an_event())
    reacts(connection, "U1", YES, 1)
    says(connection, "U1", YES, 5)
    reacts(connection, "U1", NO, 3)
    assert answer_of(connection, "U1") is YES
    takes_back(connection, "U1", YES, 4)
    assert answer_of(connection, "U1") is YES


def test_an_answer_by_button_said_again_by_command_keeps_its_way(
    connection: sa.Connection,
) -> None:
    stored(connection, an_event())
    says(connection, "U1", YES, 1)
    answer(connection, "U1", YES, ELEVEN, Via.COMMAND, "again", at(2), at(2))
    kept = rsvps.get(connection, ELEVEN, "U1")
    assert kept is not None
    assert kept.via is Via.BUTTON
    reacts(connection, "U1", NO, 0)
    assert answer_of(connection, "U1") is YES


def test_taking_the_only_reaction_back_leaves_no_answer(connection: sa.Connection) -> None:
    stored(connection, an_event())
    reacts(connection, "U1", YES, 1)
    takes_back(connection, "U1", YES, 2)
    assert rsvps.of_event(connection, ELEVEN) == []


def test_a_known_reaction_asks_for_no_refresh(connection: sa.Connection) -> None:
    stored(connection, an_event())
    reacts(connection, "U1", YES, 1)
    connection.execute(sa.delete(tables.deliveries))
    reacts(connection, "U1", YES, 1)
    assert letters(connection, Kind.REFRESH) == []


# --- Full events


def test_yeses_beyond_the_capacity_wait_in_their_order(connection: sa.Connection) -> None:
    stored(connection, an_event(capacity=1))
    for minute, user in enumerate(["U1", "U3", "U2"]):
        outcome = says(connection, user, YES, minute)
        assert isinstance(outcome, Answered)
        assert outcome.own.position == (minute or None)
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=1, waiting=2)
    assert line(connection) == ["U3", "U2"]
    # the answer to the button says it already
    assert letters(connection, Kind.WAITING) == []


def test_maybe_and_no_need_no_place(connection: sa.Connection) -> None:
    stored(connection, an_event(capacity=0))
    says(connection, "U1", MAYBE)
    says(connection, "U2", NO)
    assert rsvps.counts(connection, ELEVEN) == Counts(maybe=1, no=1)


def test_who_waits_because_of_a_reaction_is_told_once(connection: sa.Connection) -> None:
    stored(connection, an_event(capacity=1))
    reacts(connection, "U1", YES, 0)
    reacts(connection, "U2", YES, 1)
    reacts(connection, "U2", YES, 1)
    assert letters(connection, Kind.WAITING) == ["U2"]
    assert line(connection) == ["U2"]


def test_saying_yes_again_keeps_the_place_in_the_line(connection: sa.Connection) -> None:
    stored(connection, an_event(capacity=1))
    for minute, user in enumerate(["U1", "U2", "U3"]):
        says(connection, user, YES, minute)
    says(connection, "U2", YES, 9)
    reacts(connection, "U2", YES, 10)
    says(connection, "U1", YES, 11)
    assert line(connection) == ["U2", "U3"]
    assert letters(connection, Kind.WAITING) == []


def test_leaving_the_line_costs_the_place_in_it(connection: sa.Connection) -> None:
    stored(connection, an_event(capacity=1))
    for minute, user in enumerate(["U1", "U2", "U3"]):
        says(connection, user, YES, minute)
    says(connection, "U2", NO, 5)
    says(connection, "U2", YES, 6)
    assert line(connection) == ["U3", "U2"]
    assert letters(connection, Kind.PLACE) == []


def test_free_places_pass_on_in_order_and_each_is_told_once(connection: sa.Connection) -> None:
    stored(connection, an_event(capacity=2))
    for minute, user in enumerate(["U1", "U2", "U3", "U4", "U5"]):
        says(connection, user, YES, minute)
    says(connection, "U1", NO, 6)
    assert letters(connection, Kind.PLACE) == ["U3"]
    says(connection, "U2", MAYBE, 7)
    assert letters(connection, Kind.PLACE) == ["U3", "U4"]
    says(connection, "U5", NO, 8)
    says(connection, "U4", NO, 9)
    assert letters(connection, Kind.PLACE) == ["U3", "U4"]
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=1, maybe=1, no=3)


def test_a_reaction_taken_back_frees_the_place_too(connection: sa.Connection) -> None:
    stored(connection, an_event(capacity=1))
    reacts(connection, "U1", YES, 0)
    reacts(connection, "U2", YES, 1)
    takes_back(connection, "U1", YES, 2)
    assert letters(connection, Kind.PLACE) == ["U2"]
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=1)


def test_nobody_overtakes_the_line(connection: sa.Connection) -> None:
    stored(connection, an_event(capacity=1))
    says(connection, "U1", YES, 0)
    says(connection, "U2", YES, 1)
    says(connection, "U1", NO, 2)
    says(connection, "U3", YES, 3)
    says(connection, "U1", YES, 4)
    assert answer_of(connection, "U2") is YES
    assert line(connection) == ["U3", "U1"]


@pytest.mark.parametrize("capacity", [3, None])
def test_those_who_wait_move_up_when_there_is_more_room(
    connection: sa.Connection, capacity: int | None
) -> None:
    """The capacity was raised: the free places are those of the line, not of the next who come."""
    stored(connection, an_event(capacity=1))
    for minute, user in enumerate(["U1", "U2", "U3"]):
        says(connection, user, YES, minute)
    larger = an_event(capacity=capacity)
    events.save(connection, larger, NOON)
    follow(connection, larger, NOON)
    assert letters(connection, Kind.PLACE) == ["U2", "U3"]
    says(connection, "U4", YES, 5)
    assert line(connection) == ([] if capacity is None else ["U4"])


@pytest.mark.parametrize("capacity", [0, 1, 2])
def test_nobody_loses_a_place_when_there_is_less_room(
    connection: sa.Connection, capacity: int
) -> None:
    stored(connection, an_event(capacity=3))
    for minute, user in enumerate(["U1", "U2", "U3", "U4"]):
        says(connection, user, YES, minute)
    smaller = an_event(capacity=capacity)
    events.save(connection, smaller, NOON)
    follow(connection, smaller, NOON)
    says(connection, "U5", YES, 5)
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=3, waiting=2)
    says(connection, "U1", NO, 6)
    assert rsvps.counts(connection, ELEVEN) == Counts(yes=2, no=1, waiting=2)
    assert letters(connection, Kind.PLACE) == []
    for minute, user in enumerate(["U2", "U3"], start=7):
        says(connection, user, NO, minute)
    assert letters(connection, Kind.PLACE) == ["U4", "U5"][:capacity]


@pytest.mark.parametrize("capacity", [3, None])
def test_more_room_is_given_to_those_who_wait_at_once(
    connection: sa.Connection, capacity: int | None
) -> None:
    stored(connection, an_event(capacity=1))
    for minute, user in enumerate(["U1", "U2", "U3", "U4"]):
        says(connection, user, YES, minute)
    larger = an_event(capacity=capacity)
    events.save(connection, larger, NOON)
    for _ in range(2):
        follow(connection, larger, NOON)
    expected = ["U2", "U3"] if capacity else ["U2", "U3", "U4"]
    assert letters(connection, Kind.PLACE) == expected


def test_whoever_is_kept_later_stands_later_whatever_the_clocks_say(
    connection: sa.Connection,
) -> None:
    stored(connection, an_event(capacity=0))
    for minute, user in ((5, "U1"), (3, "U2"), (5, "U0"), (9, "U9"), (1, "U3")):
        says(connection, user, YES, minute)
    assert line(connection) == ["U1", "U2", "U0", "U9", "U3"]


async def test_fifty_at_once_never_get_more_places_than_there_are(db: Database) -> None:
    await db.write(stored, an_event(capacity=7))
    users = [f"U{number}" for number in range(50)]
    await asyncio.gather(*(db.write(says, user, YES) for user in users))
    assert await db.read(rsvps.counts, ELEVEN) == Counts(yes=7, waiting=43)
    there = await db.read(rsvps.of_event, ELEVEN)
    leaving = [rsvp.user for rsvp in there if rsvp.takes_a_place][:5]
    coming = [rsvp.user for rsvp in there if not rsvp.takes_a_place][:5]
    await asyncio.gather(
        *(db.write(says, user, NO, 1) for user in leaving),
        *(db.write(says, user, MAYBE, 1) for user in coming),
        *(db.write(reacts, f"W{number}", YES, 1) for number in range(10)),
    )
    assert await db.read(rsvps.counts, ELEVEN) == Counts(yes=7, maybe=5, no=5, waiting=43)
    told = await db.read(letters, Kind.PLACE)
    # one of those who left the line may have been given a place before
    assert 5 <= len(told) <= 10
    assert len(set(told)) == len(told)


def test_two_hundred_in_one_second_through_several_processes(db: Database) -> None:
    """Each of the four has its own connections, as processes have; all begin together."""
    with db.transaction() as connection:
        stored(connection, an_event(capacity=30))
    together = Barrier(20)
    processes = [again(db) for _ in range(4)]

    def clicks(worker: int) -> list[int | None]:
        together.wait(HANG)
        positions = []
        for number in range(10):
            with processes[worker % 4].transaction() as connection:
                outcome = says(connection, f"U{worker:02}{number}", YES)
            assert isinstance(outcome, Answered)
            positions.append(outcome.own.position)
        return positions

    with ThreadPoolExecutor(20) as pool:
        told = [position for some in pool.map(clicks, range(20)) for position in some]
    # thirty got a place, and each of the others was told a number that nobody else was told
    assert sorted(position or 0 for position in told) == [0] * 30 + list(range(1, 171))
    with db.transaction() as connection:
        assert rsvps.counts(connection, ELEVEN) == Counts(yes=30, waiting=170)
        waiting = rsvps.waiting(connection, ELEVEN)
        assert len({rsvp.waitlisted_at for rsvp in waiting}) == 170
        larger = an_event(capacity=50)
        events.save(connection, larger, NOON)
        follow(connection, larger, NOON)
        assert letters(connection, Kind.PLACE) == [rsvp.user for rsvp in waiting[:20]]
    for process in processes:
        process.close()
