"""Members, knowledge items, what was handled before, and the audit."""

from datetime import timedelta

import sqlalchemy as sa

from bot.domain.ids import EventNumber
from bot.domain.knowledge import ItemKind, KnowledgeItem, Publication
from bot.domain.members import Member
from storage import audit, handled_events, knowledge, material, members
from storage.tables import members as members_table
from tests.builders import ELEVEN, NOON, an_item

DAY = timedelta(days=1)


def test_a_member_has_no_language_until_one_is_kept(connection: sa.Connection) -> None:
    assert members.get(connection, "U1") is None
    members.set_language(connection, "U1", "en")
    assert members.get(connection, "U1") == Member("U1", "en")
    assert members.get(connection, "U2") is None


def test_a_chosen_language_replaces_any_and_a_learnt_one_none(connection: sa.Connection) -> None:
    members.learn_language(connection, "U1", "de")
    members.learn_language(connection, "U1", "en")
    assert members.get(connection, "U1") == Member("U1", "de")
    members.set_language(connection, "U1", "en")
    members.learn_language(connection, "U1", "de")
    assert members.get(connection, "U1") == Member("U1", "en")


def test_a_wish_about_reminders_is_kept_beside_all_else(connection: sa.Connection) -> None:
    members.set_reminders(connection, "U1", on=False)
    members.learn_language(connection, "U1", "en")
    assert members.get(connection, "U1") == Member("U1", "en", reminders=False)
    members.set_reminders(connection, "U1", on=True)
    assert members.get(connection, "U1") == Member("U1", "en")


def test_organizers_stay_organizers_whatever_they_speak(connection: sa.Connection) -> None:
    row = {"language": None, "reminders": False, "organizer": True}
    connection.execute(sa.insert(members_table), [{"user": user, **row} for user in ("U2", "U1")])
    members.learn_language(connection, "U1", "en")
    members.set_language(connection, "U3", "en")
    assert members.organizers(connection) == ["U1", "U2"]
    assert members.get(connection, "U1") == Member("U1", "en", reminders=False, organizer=True)
    reminders = sa.select(members_table.c.user).where(members_table.c.reminders.is_(True))
    assert connection.execute(reminders).scalars().all() == ["U3"]


def test_an_item_comes_back_as_it_was_stored(connection: sa.Connection) -> None:
    full = KnowledgeItem(
        "Aufzeichnung",
        "HTTPS://Example.org/Aufnahme/?x=Ä#1",
        ItemKind.RECORDING,
        EventNumber(4),
        "Ein Impuls",
        ("lebenszyklus", "ä"),
        "Worum es geht.",
        Publication.PROPOSED,
    )
    bare = KnowledgeItem("Nur das", "https://example.org")
    for item in (full, bare):
        knowledge.save(connection, item, NOON)
    assert knowledge.all_items(connection) == [full, bare]


def test_two_spellings_of_an_address_are_one_item(connection: sa.Connection) -> None:
    knowledge.save(connection, KnowledgeItem("Alt", "https://example.org/a/", event=ELEVEN), NOON)
    changed = KnowledgeItem("Neu", "HTTPS://EXAMPLE.org/a", ItemKind.SLIDES)
    knowledge.save(connection, changed, NOON)
    assert knowledge.all_items(connection) == [changed]
    found = knowledge.get_many(connection, ["https://example.org:443/a", "https://example.org/b"])
    assert found == {"https://example.org/a": changed}
    assert knowledge.get_many(connection, []) == {}


def test_an_event_shows_its_published_items_oldest_first(connection: sa.Connection) -> None:
    items = [
        an_item(3),
        an_item(1),
        an_item(2, event=12),
        an_item(4, status=Publication.PROPOSED),
        an_item(5, status=Publication.REJECTED),
        an_item(6, event=None),
    ]
    for item in items:
        knowledge.save(connection, item, NOON)
    assert [kept.item for kept in material.of_event(connection, 11)] == items[:2]
    assert knowledge.all_items(connection) == items


def test_a_key_is_new_once(connection: sa.Connection) -> None:
    assert handled_events.is_new(connection, "Ev1", NOON)
    assert not handled_events.is_new(connection, "Ev1", NOON + DAY)
    assert handled_events.is_new(connection, "Ev2", NOON)


def test_keys_can_be_forgotten_by_the_time_they_were_first_seen(connection: sa.Connection) -> None:
    handled_events.is_new(connection, "old", NOON)
    handled_events.is_new(connection, "new", NOON + DAY)
    handled_events.is_new(connection, "old", NOON + 2 * DAY)
    assert handled_events.forget(connection, NOON + DAY) == 1
    assert handled_events.is_new(connection, "old", NOON)
    assert not handled_events.is_new(connection, "new", NOON)


def test_the_audit_says_who_did_what_when(connection: sa.Connection) -> None:
    lines = [(NOON + DAY, "U1", "announce", "event 11"), (NOON, "U2", "import", "event 4")]
    for line in lines:
        audit.add(connection, *line)
    assert audit.entries(connection) == lines
    assert audit.forget(connection, NOON + DAY) == 1
    assert audit.entries(connection) == lines[:1]
