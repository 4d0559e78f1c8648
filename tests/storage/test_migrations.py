"""Migrating leads every database to exactly our tables, once, and never backwards."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.domain.calendar import FeedToken
from bot.domain.ids import EventNumber
from bot.domain.knowledge import KnowledgeItem
from bot.domain.topics import Topic
from bot.services import my_data
from bot.version import VERSION
from storage import events, feeds, knowledge, migrations, rsvp_messages, rsvps, topics
from storage.database import Database
from storage.migrations import HEAD, NewerSchema, Unusable, migrate
from storage.tables import metadata
from tests import old_rows
from tests.builders import NOON, a_full_event
from tests.old_rows import Values, upgrade_to
from tests.waiting import HANG

STARTERS = 3
_REVISIONS = [f"{number:04}" for number in range(1, int(HEAD) + 1)]
_FEEDS = "0006"
_KNOWLEDGE = metadata.tables["knowledge"]
_KEYS_AND_TIMES = sa.select(_KNOWLEDGE.c.url_key, _KNOWLEDGE.c.added_at).order_by("id")
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


def test_a_topic_from_before_signs_counted_is_still_the_same_topic(
    url: str, tmp_path: Path
) -> None:
    with opened(url) as connection:
        upgrade_to(connection, "0029")
        row = {"title": "C++", "title_key": "c", "status": "open", "votes": 0, "added_at": NOON}
        connection.execute(sa.insert(metadata.tables["topics"]).values(row))
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert topics.add(connection, Topic("c++!"), None, NOON) is None
        assert topics.add(connection, Topic("C"), None, NOON) is not None


def test_what_was_written_at_any_revision_is_what_it_was(url: str, tmp_path: Path) -> None:
    """At each revision its version fills all tables that it has, and goes on to the next one."""
    written: list[tuple[str, Values, Values]] = []
    with opened(url) as connection:
        for revision in _REVISIONS:
            upgrade_to(connection, revision)
            written += old_rows.since(connection, revision)
    assert {name for name, _, _ in written} == metadata.tables.keys()
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        for name, row, becomes in written:
            table = metadata.tables[name]
            key = {column.name: becomes[column.name] for column in table.primary_key.columns}
            (found,) = connection.execute(sa.select(table).filter_by(**key)).mappings()
            wrong = [one for one in becomes if not old_rows.is_the_same(found[one], becomes[one])]
            assert wrong == [], (name, row, dict(found))
        assert_that_the_bot_reads_it(connection)


def assert_that_the_bot_reads_it(connection: sa.Connection) -> None:
    count = len(_REVISIONS)
    assert len(events.all_events(connection)) == 2 * count
    assert len(knowledge.all_items(connection)) == count
    kept = {one.table for one in my_data.of_person(connection, "U001", 30).kept}
    assert {"rsvps", "members", "announcements", "reactions", "audit"} <= kept
    for revision in _REVISIONS:
        number = EventNumber(int(revision))
        user = f"U{revision[1:]}"
        assert rsvps.get(connection, number, user) is not None
        assert [one.event for one in rsvp_messages.of_event(connection, number)] == [number]
        if revision >= _FEEDS:
            token = feeds.of_user(connection, user)
            assert token is not None
            assert token.is_of(FeedToken(f"handle{number}", "secret"))


def test_a_step_that_fails_leaves_all_as_it_was(url: str, tmp_path: Path) -> None:
    """The last step finds a table of somebody else's, when the one before it is done already."""
    with opened(url) as connection:
        upgrade_to(connection, "0017")
        list(old_rows.since(connection, "0017"))
        connection.execute(sa.text("CREATE TABLE forgotten (id INTEGER)"))
    with pytest.raises(Unusable, match=r"forgotten.* already exists.*Nothing was changed"):
        migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert revisions(connection) == ["0017"]
        assert list(connection.execute(sa.text("SELECT secret FROM feeds")).scalars()) == ["secret"]
        connection.execute(sa.text("DROP TABLE forgotten"))
    migrate(url, tmp_path / "backups")
    with opened(url) as connection:
        assert len(connection.execute(sa.text("SELECT digest FROM feeds")).all()) == 1


def beside_us(connection: sa.Connection, revision: str, tmp_path: Path) -> None:
    """Write, read, change and delete in our tables as the version of that revision does."""
    with opened(f"sqlite:///{tmp_path / 'then.db'}") as then:
        upgrade_to(then, revision)
        known = old_rows.columns_of(then)
    rows = list(old_rows.since(connection, revision, known))
    for name, row, _ in reversed(rows):
        table = old_rows.as_it_was(name, row)
        keys = metadata.tables[name].primary_key.columns.keys()
        this = sa.and_(*(table.c[key] == row[key] for key in keys))
        connection.execute(sa.update(table).where(this).values(row))
        (found,) = connection.execute(sa.select(table).where(this)).mappings()
        assert dict(found) == row, name
        connection.execute(sa.delete(table).where(this))
    for table in metadata.sorted_tables:
        assert connection.execute(sa.select(table)).first() is None, table.name


def test_the_last_release_goes_on_beside_us_for_the_length_of_a_deploy(
    db: Database, tmp_path: Path
) -> None:
    version, revision = old_rows.RELEASED
    assert version == VERSION  # docs/releasing.md says when to change it
    with db.transaction() as connection:
        beside_us(connection, revision, tmp_path)


def test_it_is_noticed_when_a_step_leaves_no_room_for_the_version_before(
    sqlite_db: Database, tmp_path: Path
) -> None:
    """As 0018 did, which gave a column another name."""
    with (
        pytest.raises(sa.exc.OperationalError, match="secret"),
        sqlite_db.transaction() as connection,
    ):
        beside_us(connection, "0017", tmp_path)


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
