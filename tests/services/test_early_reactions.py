"""People react before Slack has told us the ts of our message: nothing of that is lost or late."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.domain.deliveries import Delivery, Kind, State
from bot.domain.delivery_outcomes import Sent, Uncertain
from bot.domain.rsvps import Answer, Reaction, Via
from bot.services import claims, expiry
from bot.services.announcements import announce
from bot.services.rsvp_reactions import ReactionSeen, react
from bot.services.rsvps import answer
from storage import events, reactions, rsvps, tables
from storage.database import Database
from tests.builders import ELEVEN, NOON, an_event

YES, MAYBE, NO = Answer.YES, Answer.MAYBE, Answer.NO


def at(second: int) -> datetime:
    return NOON + timedelta(seconds=second)


def announcing(connection: sa.Connection) -> Delivery:
    """An announcement that is with Slack, who has not answered yet."""
    events.save(connection, an_event(), NOON)
    announce(connection, "U9", ELEVEN, "Kommt!", "labcamp", "key", NOON)
    delivery = claims.claim(connection, NOON)
    assert delivery is not None
    return delivery


def sent(connection: sa.Connection, delivery: Delivery, second: int) -> State | None:
    return claims.settle(connection, delivery, Sent("C1", "1.1"), at(second))


def reacts(connection: sa.Connection, given: Answer, second: int, ts: str = "1.1") -> None:
    react(connection, ReactionSeen("C1", ts, "U1", Reaction(given, at(second), at(second))), NOON)


def clicks(connection: sa.Connection, given: Answer, second: int) -> None:
    answer(connection, "U1", given, ELEVEN, Via.BUTTON, f"click {second}", at(second), at(second))


def said(connection: sa.Connection) -> list[tuple[str, Answer]]:
    return [(rsvp.user, rsvp.answer) for rsvp in rsvps.of_event(connection, ELEVEN)]


def test_an_early_reaction_counts_once_the_message_is_known(connection: sa.Connection) -> None:
    delivery = announcing(connection)
    reacts(connection, YES, 1)
    assert said(connection) == []
    sent(connection, delivery, 2)
    assert said(connection) == [("U1", YES)]


def test_a_button_after_an_early_reaction_wins(connection: sa.Connection) -> None:
    delivery = announcing(connection)
    reacts(connection, YES, 1)
    clicks(connection, NO, 2)
    sent(connection, delivery, 3)
    assert said(connection) == [("U1", NO)]


def test_an_early_reaction_after_a_button_wins(connection: sa.Connection) -> None:
    delivery = announcing(connection)
    clicks(connection, NO, 1)
    reacts(connection, MAYBE, 2)
    sent(connection, delivery, 3)
    assert said(connection) == [("U1", MAYBE)]


def test_an_early_reaction_that_was_taken_back_is_none(connection: sa.Connection) -> None:
    delivery = announcing(connection)
    reacts(connection, YES, 1)
    gone = Reaction(YES, None, at(2), removed=True)
    react(connection, ReactionSeen("C1", "1.1", "U1", gone), NOON)
    sent(connection, delivery, 3)
    assert said(connection) == []


def test_whoever_reacts_early_but_after_the_end_is_told_why_not(connection: sa.Connection) -> None:
    delivery = announcing(connection)
    reacts(connection, YES, 400 * 24 * 3600)
    sent(connection, delivery, 400 * 24 * 3600 + 1)
    assert said(connection) == []
    letters = sa.select(tables.deliveries.c.kind).where(tables.deliveries.c.target == "U1")
    assert connection.execute(letters).scalars().all() == [Kind.CLOSED]


def test_reactions_count_while_nobody_knows_whether_the_message_arrived(
    connection: sa.Connection,
) -> None:
    claims.settle(connection, announcing(connection), Uncertain("timeout"), NOON)
    reacts(connection, YES, 1)
    assert len(reactions.of_message(connection, "C1", "1.1")) == 1


def test_nothing_is_kept_of_other_messages_while_nothing_is_under_way(
    connection: sa.Connection,
) -> None:
    sent(connection, announcing(connection), 1)
    reacts(connection, YES, 2, ts="9.9")
    assert reactions.of_message(connection, "C1", "9.9") == []


def test_reactions_to_what_was_no_announcement_go_after_a_day(connection: sa.Connection) -> None:
    delivery = announcing(connection)
    reacts(connection, YES, 1)
    reacts(connection, YES, 1, ts="9.9")
    sent(connection, delivery, 2)
    assert expiry.forget(connection, at(1) + timedelta(days=1))["reactions"] == 0
    assert expiry.forget(connection, at(2) + timedelta(days=1))["reactions"] == 1
    assert reactions.of_message(connection, "C1", "9.9") == []
    assert said(connection) == [("U1", YES)]


def test_a_reaction_in_the_very_moment_of_knowing_counts(db: Database) -> None:
    """Two processes: one learns the ts while the other takes in a reaction."""
    for number in range(20):
        with db.transaction() as connection:
            connection.execute(sa.delete(tables.events))
            connection.execute(sa.delete(tables.reactions))
            connection.execute(sa.delete(tables.pauses))
            connection.execute(sa.delete(tables.deliveries))
            connection.execute(sa.delete(tables.handled_events))
            delivery = announcing(connection)

        def learn(delivery: Delivery = delivery) -> None:
            with db.transaction() as connection:
                sent(connection, delivery, 2)

        def hear() -> None:
            with db.transaction() as connection:
                reacts(connection, YES, 1)

        with ThreadPoolExecutor(2) as pool:
            both = (learn, hear) if number % 2 else (hear, learn)
            for done in [pool.submit(one) for one in both]:
                done.result()
        with db.reading() as connection:
            assert said(connection) == [("U1", YES)]
