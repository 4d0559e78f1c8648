"""Migrating leads every database to exactly our tables, once, and never backwards."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.domain.announcements import RsvpMessage
from bot.domain.ids import EventNumber
from bot.domain.knowledge import KnowledgeItem
from bot.domain.members import Member
from storage import events, knowledge, members, migrations, rsvp_messages, rsvps
from storage.database import Database
from storage.migrations import HEAD, NewerSchema, migrate
from storage.tables import metadata
from tests.builders import ELEVEN, NOON, a_full_event, an_rsvp
from tests.waiting import HANG

STARTERS = 3
_EVENTS = metadata.tables["events"]
_OLD_EVENT = """
    INSERT INTO events (number, title, starts_at, ends_at, timezone, status, revision)
    VALUES (:number, 'Alt', '2026-12-07 14:00:00', '2026-12-07 17:00:00', 'Europe/Berlin',
            :status, 3)
"""
_KNOWLEDGE = metadata.tables["knowledge"]
_KEYS_AND_TIMES = sa.select(_KNOWLEDGE.c.url_key, _KNOWLEDGE.c.added_at).order_by("id")
_EVENT_OF_0009 = (
    "INSERT INTO events (number, title, starts_at, ends_at, timezone, status, host, revision, "
    "changed_at) VALUES (11, 'Alt', :at, :at, 'Europe/Berlin', 'draft', 'Labor', 1, :at)"
)
_MESSAGE_OF_0010 = (
    "INSERT INTO rsvp_messages (channel, ts, event, open) VALUES ('C1', '1.1', 11, true)"
)
_BEFORE_WIDER_KEYS = "0006"
_OLD_ITEM = """
    INSERT INTO knowledge (url_key, url, title, kind, event, tags, description, status)
    VALUES (:url_key, :url, :title, 'other', :event, :tags, :description, :status)
"""


def an_old_item(path: str, title: str, **fields: object) -> dict[str, object]:
    """A row as it was when tracking parameters still made two of one."""
    url = f"https://example.org/{path}"
    empty = {"event": None, "tags": "[]", "description": None, "status": "published"}
    key = url.replace("/?", "?")
    return {"url_key": key, "url": url, "title": title, **empty, **fields}


_OLD_ITEMS = [
    an_old_item(
        "a?utm_source=x", "Aufzeichnung", tags='["ki"]', description="Zuerst.", status="rejected"
    ),
    an_old_item("b/?utm_id=1", "Anderes"),
    an_old_item("a", "Video", event=4, tags='["wirkung", "ki"]', status="proposed"),
    an_old_item("a?fbclid=2", "Aufzeichnung", event=5, description="Danach."),
    an_old_item("c", "Drittes"),
]


@contextmanager
def opened(url: str) -> Iterator[sa.Connection]:
    database = Database(url, HANG)
    try:
        with database.transaction() as connection:
            yield connection
    finally:
        database.close()


@pytest.fixture
def url(empty_url: str) -> str:
    """The address of a database with nothing in it."""
    return empty_url


def set_revision(connection: sa.Connection, revision: str) -> None:
    connection.execute(
        sa.text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision}
    )


def upgrade_to(connection: sa.Connection, revision: str) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    command.upgrade(config, revision)


def revisions(connection: sa.Connection) -> list[str]:
    return list(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars())


def test_an_empty_database_gets_exactly_our_tables(url: str, tmp_path: Path) -> None:
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert revisions(connection) == [HEAD]
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        events.save(connection, a_full_event(), NOON)
        assert events.all_events(connection) == [a_full_event()]
    assert not (tmp_path / "backups").exists()


def test_the_newest_revision_is_the_one_that_alembic_finds() -> None:
    folder = str(Path(migrations.__file__).parent)
    config = Config()
    config.set_main_option("script_location", folder)
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_migrating_again_changes_nothing(url: str, tmp_path: Path) -> None:
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        events.save(connection, a_full_event(), NOON)
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert revisions(connection) == [HEAD]
        assert events.all_events(connection) == [a_full_event()]
    assert not (tmp_path / "backups").exists()


def test_several_that_start_at_once_all_find_the_tables(url: str, tmp_path: Path) -> None:
    together = Barrier(STARTERS)

    def start(_: int) -> None:
        together.wait(HANG)
        migrate(url, tmp_path / "backups")

    with ThreadPoolExecutor(STARTERS) as pool:
        assert list(pool.map(start, range(STARTERS))) == [None] * STARTERS
    with opened(url) as connection:
        assert revisions(connection) == [HEAD]
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_what_was_stored_before_events_knew_their_times_is_still_there(
    url: str, tmp_path: Path
) -> None:
    with opened(url) as connection:
        upgrade_to(connection, "0001")
        for number, status in ((11, "published"), (12, "draft"), (13, "cancelled")):
            connection.execute(sa.text(_OLD_EVENT), {"number": number, "status": status})
        rsvps.save(connection, ELEVEN, an_rsvp())
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert rsvps.get(connection, ELEVEN, "U0ANNA") == an_rsvp()
        found = connection.execute(sa.select(_EVENTS.c.number, _EVENTS.c.published_at)).all()
        assert {number: bool(at) for number, at in found} == {11: True, 12: False, 13: True}
        changed_at = set(connection.execute(sa.select(_EVENTS.c.changed_at)).scalars())
        assert {at.utcoffset() for at in changed_at} == {timedelta()}


def test_items_whose_addresses_have_become_the_same_are_one_and_nothing_is_lost(
    url: str, tmp_path: Path
) -> None:
    with opened(url) as connection:
        upgrade_to(connection, _BEFORE_WIDER_KEYS)
        for row in _OLD_ITEMS:
            connection.execute(sa.text(_OLD_ITEM), row)
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert knowledge.all_items(connection) == [
            KnowledgeItem(
                "Aufzeichnung",
                "https://example.org/a?utm_source=x",
                event=EventNumber(4),
                tags=("ki", "wirkung"),
                description="Zuerst.\n\nVideo\n\nDanach.",
            ),
            KnowledgeItem("Anderes", "https://example.org/b/?utm_id=1"),
            KnowledgeItem("Drittes", "https://example.org/c"),
        ]
        found = connection.execute(_KEYS_AND_TIMES).all()
        assert [key for key, _ in found] == [f"https://example.org/{one}" for one in "abc"]
        assert {at.utcoffset() for _, at in found} == {timedelta()}
        knowledge.save(connection, KnowledgeItem("Neu", "https://example.org/b"), NOON)
        assert len(knowledge.all_items(connection)) == 3


def test_an_event_from_before_accessibility_is_still_there(url: str, tmp_path: Path) -> None:
    with opened(url) as connection:
        upgrade_to(connection, "0009")
        connection.execute(sa.text(_EVENT_OF_0009), {"at": NOON.isoformat(" ")})
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        (event,) = events.all_events(connection)
        assert (event.title, event.host, event.accessibility) == ("Alt", "Labor", None)


def test_a_message_from_before_they_close_is_still_there_and_closes_at_once(
    url: str, tmp_path: Path
) -> None:
    message = RsvpMessage("C1", "1.1", ELEVEN)
    with opened(url) as connection:
        upgrade_to(connection, "0010")
        connection.execute(sa.text(_EVENT_OF_0009), {"at": NOON.isoformat(" ")})
        connection.execute(sa.text(_MESSAGE_OF_0010))
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert rsvp_messages.outlived(connection, NOON) == [message]
        rsvp_messages.turn(connection, message.channel, message.ts, NOON)
        assert rsvp_messages.outlived(connection, NOON) == []


def test_a_member_from_before_the_welcome_is_still_there(url: str, tmp_path: Path) -> None:
    with opened(url) as connection:
        upgrade_to(connection, "0010")
        of_then = (
            'INSERT INTO members ("user", language, reminders, organizer) VALUES (:u, :l, :r, :o)'
        )
        values = {"u": "U1", "l": "en", "r": False, "o": True}
        connection.execute(sa.text(of_then), values)
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert members.get(connection, "U1") == Member("U1", "en", reminders=False, organizer=True)
        assert members.welcome(connection, "U1", NOON)


def test_an_event_from_before_answers_closed_takes_them_until_its_end(
    url: str, tmp_path: Path
) -> None:
    message = RsvpMessage("C1", "1.1", ELEVEN)
    with opened(url) as connection:
        upgrade_to(connection, "0013")
        connection.execute(sa.text(_EVENT_OF_0009), {"at": NOON.isoformat(" ")})
        connection.execute(sa.text(_MESSAGE_OF_0010))
        rows = sa.table("rsvp_messages", sa.column("over"))
        connection.execute(sa.update(rows).values(over=True))
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        (event,) = events.all_events(connection)
        assert event.closes_at is None
        assert rsvp_messages.outlived(connection, NOON) == []  # it shows that already
        assert rsvp_messages.outlived(connection, NOON - timedelta(days=1)) == [message]


def test_an_event_from_before_calendars_came_in_gets_its_uid_later(
    url: str, tmp_path: Path
) -> None:
    with opened(url) as connection:
        upgrade_to(connection, "0016")
        connection.execute(sa.text(_EVENT_OF_0009), {"at": NOON.isoformat(" ")})
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert events.numbers_of(connection, ["a", "b"]) == {}
        events.keep_uid(connection, ELEVEN, "a")
        assert events.numbers_of(connection, ["a", "b"]) == {"a": ELEVEN}
        assert [event.title for event in events.all_events(connection)] == ["Alt"]


def test_a_newer_database_is_refused_and_left_alone(url: str, tmp_path: Path) -> None:
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        events.save(connection, a_full_event(), NOON)
        set_revision(connection, "9999")
    with pytest.raises(NewerSchema, match=r"9999.*newer version"):
        migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert revisions(connection) == ["9999"]
        assert events.all_events(connection) == [a_full_event()]
    assert not (tmp_path / "backups").exists()


def test_a_folder_with_a_percent_sign_is_no_hindrance(tmp_path: Path) -> None:
    folder = tmp_path / "100% Ä"
    folder.mkdir()
    migrate(f"sqlite:///{folder / 'labcamp.db'}", tmp_path / "backups")
    with opened(f"sqlite:///{folder / 'labcamp.db'}") as connection:
        assert revisions(connection) == [HEAD]
