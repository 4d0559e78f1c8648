"""Nothing that people or the bot do again and again looks through a table that grows."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.knowledge import Publication
from bot.services import changes
from playground.sample import LABCAMP
from storage import figures
from storage.database import Database
from storage.tables import metadata
from tests.builders import a_full_event, an_item
from tests.databases import again
from tests.forms import opened, sent
from tests.homes import home_of
from tests.stage import Stage, on_stage
from tests.statements import Heard, looked_through, recorded, seem_new

# Of these there are as many as there is to be done, or to be chosen from, at any time.
_SMALL = {"pauses", "troubles"}
# Each holds a few of its table's rows, or but the numbers of which the sum is asked for.
_SMALL_INDEXES = {
    "ix_deliveries_announcement",
    "ix_deliveries_fan_out",
    "ix_events_unplanned",
    "ix_knowledge_dead_since",
    "ix_knowledge_proposed_by",
    "ix_members_organizer",
    "ix_topics_proposed_by",
}
_GROWING = set(metadata.tables) - _SMALL


@pytest.fixture
def heard() -> Heard:
    """The statements of a test."""
    return {}


@pytest.fixture
async def stage(db: Database, heard: Heard) -> AsyncIterator[Stage]:
    """A stage whose statements are recorded."""
    with recorded(heard):
        listened_to = again(db)
        async with on_stage(listened_to, public_url="https://bot.example.org") as stage:
            yield stage
        listened_to.close()


async def test_no_answer_home_or_look_at_what_is_due_reads_a_whole_table(
    stage: Stage, heard: Heard
) -> None:
    now = stage.deps.clock.now()
    stage.store(a_full_event(4, starts_at=now - timedelta(days=9), ends_at=now - timedelta(days=8)))
    stage.store_items(an_item(1, event=4), an_item(2, status=Publication.PROPOSED))
    event = a_full_event(capacity=1, starts_at=now + timedelta(days=9), ends_at=now + timedelta(10))
    message = await stage.announced(event)
    await stage.db.read_aside(stage.deps.vocabulary.refresh)  # once for each process
    heard.clear()  # to make, or to announce, an event is another matter
    for person, emoji in ((stage.anna, "white_check_mark"), (stage.frances, "thinking_face")):
        await person.react(LABCAMP, message.ts, emoji)
        await stage.refreshed()
    said = "next", "show 11", "show 4", "events", "events past", "calendar", "kb folien"
    for text in (*said, "rsvp yes 11", "rsvp no 11", "rsvp maybe"):
        assert (await stage.frances.command(f"/labcamp {text}")).ok
    stage.store_topics("Wirkung messen", "Wie man anfängt")
    listed = await stage.ada.command("/labcamp topics")
    for action in ("topic_vote", "topic_merge"):
        await stage.ada.click_reply(listed, action)
    await sent(stage.frances, await opened(stage.frances, "topics add"), title="Ganz anders")
    for text in ("who 11", "export 11", "rsvp yes 11"):
        assert (await stage.ada.command(f"/labcamp {text}")).ok
    for person in (stage.anna, stage.ada):
        await home_of(stage, person)
    await stage.reconcile()
    await stage.db.read(changes.last_planning)
    await stage.db.write(changes.plan_changed, (), now)
    await stage.db.read(figures.oldest_due, now)
    await stage.deliver()
    with stage.db.transaction() as connection:
        seem_new(connection)
        bad = {sql: _bad(connection, sql, values) for sql, values in dict(heard).items()}
        connection.rollback()
    assert len(heard) > 50
    assert {sql: tables for sql, tables in bad.items() if tables} == {}


def _bad(connection: sa.Connection, sql: str, values: object) -> set[tuple[str, str]]:
    if sql.split()[0] not in ("SELECT", "UPDATE", "DELETE"):
        return set()
    found = looked_through(connection, sql, values)
    return {(table, by) for table, by in found if table in _GROWING and by not in _SMALL_INDEXES}


def test_a_statement_that_looks_through_a_table_is_known_as_one(
    connection: sa.Connection,
) -> None:
    of_one = "SELECT event FROM rsvps WHERE \"user\" = 'U1'"
    assert looked_through(connection, of_one, ()) == set()
    assert looked_through(connection, "SELECT * FROM rsvps WHERE via = 'x'", ()) == {("rsvps", "")}
    (through_an_index,) = looked_through(connection, "SELECT sum(planning) FROM events", ())
    assert through_an_index == ("events", "ix_events_planning")
