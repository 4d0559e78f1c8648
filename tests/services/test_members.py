"""Who somebody is to the bot."""

import sqlalchemy as sa

from bot.domain.members import Member
from bot.services import members
from storage import tables
from tests.builders import NOON


def test_a_stranger_is_a_member_of_whom_nothing_is_known(connection: sa.Connection) -> None:
    assert members.member(connection, "U1") == Member("U1")


def test_what_slack_says_never_overwrites_a_choice(connection: sa.Connection) -> None:
    members.learn_language(connection, "U1", "en", NOON)
    members.set_language(connection, "U1", "de", "a", NOON)
    members.learn_language(connection, "U1", "en", NOON)
    assert members.member(connection, "U1").language == "de"


def test_a_choice_that_comes_again_later_undoes_no_newer_one(connection: sa.Connection) -> None:
    members.set_language(connection, "U1", "en", "first", NOON)
    members.set_language(connection, "U1", "de", "second", NOON)
    members.set_language(connection, "U1", "en", "first", NOON)
    members.set_reminders(connection, "U1", "off", NOON, on=False)
    members.set_reminders(connection, "U1", "on", NOON, on=True)
    members.set_reminders(connection, "U1", "off", NOON, on=False)
    assert members.member(connection, "U1") == Member("U1", "de", reminders=True)


def test_organizers_are_those_whom_somebody_added(connection: sa.Connection) -> None:
    members.set_language(connection, "U1", "de", "a", NOON)
    row = {"user": "U2", "reminders": True, "organizer": True}
    connection.execute(sa.insert(tables.members), row)
    assert members.organizers(connection) == {"U2"}
    assert members.member(connection, "U2") == Member("U2", organizer=True)
