"""Who organizes: added once, removed once, and never nobody."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import sqlalchemy as sa

from bot.domain.replies import Repeated, Reply
from bot.services import organizers
from storage import members
from storage.database import Database
from tests.builders import NOON
from tests.records import audit_in
from tests.waiting import HANG


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
    assert audit_in(connection) == [
        ("U0ADA", "organizers add", "U1"),
        ("U0ADA", "organizers remove", "U1"),
    ]


def test_whoever_was_added_keeps_their_language(connection: sa.Connection) -> None:
    members.set_language(connection, "U1", "en", NOON)
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
    together = Barrier(2)

    def remove(pair: tuple[str, str]) -> object:
        actor, user = pair
        together.wait(HANG)
        with db.transaction() as connection:
            return organizers.remove(connection, actor, user, actor, NOON, others=False)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(remove, [("U1", "U2"), ("U2", "U1")]))
    assert set(outcomes) == {Reply.LAST_ORGANIZER, Reply.ORGANIZER_REMOVED}
