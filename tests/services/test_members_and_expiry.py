"""Who somebody is to the bot, and how long things are kept."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.deliveries import Kind
from bot.domain.members import Member
from bot.domain.outcomes import Sent
from bot.services import claims, deliveries, expiry, members
from storage import audit, handled_events, tables
from tests.builders import ELEVEN, NOON

DAY = timedelta(days=1)
A_MOMENT = timedelta(seconds=1)


def test_a_stranger_is_a_member_of_whom_nothing_is_known(connection: sa.Connection) -> None:
    assert members.member(connection, "U1") == Member("U1")


def test_what_slack_says_never_overwrites_a_choice(connection: sa.Connection) -> None:
    members.learn_language(connection, "U1", "en")
    members.set_language(connection, "U1", "de")
    members.learn_language(connection, "U1", "en")
    assert members.member(connection, "U1").language == "de"


def test_organizers_are_those_whom_somebody_added(connection: sa.Connection) -> None:
    members.set_language(connection, "U1", "de")
    row = {"user": "U2", "reminders": True, "organizer": True}
    connection.execute(sa.insert(tables.members), row)
    assert members.organizers(connection) == {"U2"}
    assert members.member(connection, "U2") == Member("U2", organizer=True)


def test_everything_is_kept_its_time_and_then_forgotten(connection: sa.Connection) -> None:
    handled_events.is_new(connection, "key", NOON)
    audit.add(connection, NOON, "U9", "announce", "event 11")
    deliveries.add(connection, Kind.PLACE, "U1", {"event": ELEVEN}, NOON, "done")
    delivery = claims.claim(connection, NOON)
    assert delivery is not None
    claims.settle(connection, delivery, Sent("D1", "1.1"), NOON)
    deliveries.add(connection, Kind.PLACE, "U2", {"event": ELEVEN}, NOON, "waits")
    kept = {"handled_events": 7, "deliveries": 90, "audit": 365}
    for table, days in kept.items():
        assert expiry.forget(connection, NOON + days * DAY)[table] == 0
        assert expiry.forget(connection, NOON + days * DAY + A_MOMENT)[table] == 1
    waiting = claims.claim(connection, NOON)
    assert waiting is not None
    assert waiting.target == "U2"
