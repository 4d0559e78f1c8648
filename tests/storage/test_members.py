"""What is kept of a member beside all else that is kept of them."""

import sqlalchemy as sa

from bot.domain.members import Member
from storage import members
from storage.tables import members as members_table
from tests.builders import NOON


def test_a_member_has_no_language_until_one_is_kept(connection: sa.Connection) -> None:
    assert members.get(connection, "U1") is None
    members.set_language(connection, "U1", "en", NOON)
    assert members.get(connection, "U1") == Member("U1", "en")
    assert members.get(connection, "U2") is None


def test_a_chosen_language_replaces_any_and_a_learnt_one_none(connection: sa.Connection) -> None:
    members.learn_language(connection, "U1", "de", NOON)
    members.learn_language(connection, "U1", "en", NOON)
    assert members.get(connection, "U1") == Member("U1", "de")
    members.set_language(connection, "U1", "en", NOON)
    members.learn_language(connection, "U1", "de", NOON)
    assert members.get(connection, "U1") == Member("U1", "en")


def test_a_wish_about_reminders_is_kept_beside_all_else(connection: sa.Connection) -> None:
    members.set_reminders(connection, "U1", NOON, on=False)
    members.learn_language(connection, "U1", "en", NOON)
    assert members.get(connection, "U1") == Member("U1", "en", reminders=False)
    members.set_reminders(connection, "U1", NOON, on=True)
    assert members.get(connection, "U1") == Member("U1", "en")


def test_organizers_stay_organizers_whatever_they_speak(connection: sa.Connection) -> None:
    row = {"language": None, "reminders": False, "organizer": True}
    connection.execute(sa.insert(members_table), [{"user": user, **row} for user in ("U2", "U1")])
    members.learn_language(connection, "U1", "en", NOON)
    members.set_language(connection, "U3", "en", NOON)
    assert members.organizers(connection) == ["U1", "U2"]
    assert members.get(connection, "U1") == Member("U1", "en", reminders=False, organizer=True)
    reminders = sa.select(members_table.c.user).where(members_table.c.reminders.is_(True))
    assert connection.execute(reminders).scalars().all() == ["U3"]


def test_a_member_is_welcomed_once_whatever_is_known_of_them(connection: sa.Connection) -> None:
    members.set_language(connection, "U1", "en", NOON)
    assert [members.welcome(connection, user, NOON) for user in ("U1", "U1", "U2", "U2")] == [
        *(True, False),
        *(True, False),
    ]
    assert members.get(connection, "U1") == Member("U1", "en")
    assert members.get(connection, "U2") == Member("U2")
