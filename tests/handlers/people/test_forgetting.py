"""/labcamp forget-me: who did everything that can be done is forgotten, and found nowhere again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.jobs import forget
from bot.jobs.copies import forget_copies
from bot.services import forgetting
from playground import Actor
from playground.sample import ADA
from storage import backups, feeds, members, tables
from storage.database import Database
from tests import records
from tests.everything import YES, everything, forgets
from tests.homes import click, home_of, shown_to
from tests.items import proposed
from tests.notices import said
from tests.stage import Stage, on_stage

PUBLIC = "https://bot.example.org"


@pytest.fixture
async def forgetful(stage_db: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage with a web server, that keeps its file of wishes in a folder of its own."""
    async with on_stage(stage_db, public_url=PUBLIC, backup_dir=tmp_path / "b") as stage:
        yield stage


def whole(stage: Stage) -> str:
    """Everything in every table."""
    with stage.db.reading() as connection:
        return records.whole(connection)


async def test_who_did_everything_is_found_nowhere_again(forgetful: Stage) -> None:
    stage, actor = forgetful, forgetful.frances
    await everything(stage, actor)
    assert actor.id in whole(stage)
    await forgets(stage, actor)
    assert actor.id not in whole(stage)
    assert [message.text for message in actor.direct_messages if message.bot_id] == []
    assert stage.counts().yes == 1
    assert actor.home is not None
    assert "Your next" not in str(actor.home.content)


async def test_no_byte_of_who_was_forgotten_is_left_in_the_files(
    own_sqlite_db: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    async with on_stage(own_sqlite_db, public_url=PUBLIC, backup_dir=folder) as stage:
        actor = stage.frances
        await everything(stage, actor)
        assert found_in(stage, actor)
        await forgets(stage, actor)
        await forget.forget_all(stage.deps)
        await forget_copies(stage.deps)
        backups.write(stage.db, folder / "after.db")
        assert found_in(stage, actor) == []


def found_in(stage: Stage, actor: Actor) -> list[Path]:
    """The files in which somebody's id stands: the database, what is beside it, the backups."""
    database = Path(str(stage.db.url.database))
    files = [*database.parent.glob(f"{database.name}*")]
    files += [one for one in stage.deps.settings.backup_dir.glob("*") if one.is_file()]
    assert len(files) > 1
    return [file for file in files if actor.id.encode() in file.read_bytes()]


async def test_nothing_comes_back_by_comparing_or_by_the_hourly_look(forgetful: Stage) -> None:
    stage, actor = forgetful, forgetful.frances
    await everything(stage, actor)
    await forgets(stage, actor)
    await stage.reconcile()
    await forget.forget_all(stage.deps)
    await stage.deliver()
    assert actor.id not in whole(stage)


async def test_a_database_of_before_the_wish_learns_of_it(forgetful: Stage) -> None:
    stage, actor = forgetful, forgetful.frances
    await everything(stage, actor)
    await forgets(stage, actor)
    with stage.db.transaction() as connection:  # as if it had been restored
        connection.execute(sa.delete(tables.forgotten))
        members.set_language(connection, actor.id, "en", stage.deps.clock.now())
    await forget.honour(stage.deps)
    assert actor.id not in whole(stage)
    wishes = forgetting.written_down(stage.deps.settings.backup_dir)
    assert [wish.is_of(actor.id) for wish in wishes] == [True]
    file = stage.deps.settings.backup_dir / "forgotten.txt"
    assert file.stat().st_mode & 0o777 == 0o600
    assert actor.id not in file.read_text(encoding="ascii")


async def test_what_they_do_anew_counts(forgetful: Stage) -> None:
    stage, actor = forgetful, forgetful.frances
    message = await stage.announced()
    await actor.react(message.channel, message.ts, YES)
    await stage.deliver()
    await forgets(stage, actor)
    assert stage.answer(actor) is None
    await actor.command("/labcamp maybe 11")
    assert stage.answer(actor) == "maybe"
    await stage.reconcile()
    assert stage.answer(actor) == "maybe"


async def test_nobody_who_is_forgotten_is_asked_whether_they_come(forgetful: Stage) -> None:
    stage, actor = forgetful, forgetful.frances
    await stage.announced()
    await forgets(stage, actor)
    await stage.ada.click_reply(await stage.ada.command("/labcamp who 11"), "nudge_preview")
    await stage.deliver()
    await stage.ada.submit(stage.ada.views[-1].id)
    for _ in range(3):
        await stage.deliver()
        stage.playground.move_clock(5)
    assert said(stage.anna)
    assert said(actor) == []


async def test_the_question_says_what_goes_what_stays_and_asks_once_more(
    forgetful: Stage,
) -> None:
    stage = forgetful
    await stage.anna.command("/labcamp vergiss mich")
    view = str(stage.anna.views[-1].content)
    for words in (
        "Vergiss mich",
        "Das lösche ich",
        "Das bleibt",
        "Alles löschen",
        "Du kannst jede",
    ):
        assert words in view
    assert "Rolle" not in view
    await stage.anna.close(stage.anna.views[-1].id)
    await stage.anna.command("/labcamp sprache de")
    assert stage.anna.id in whole(stage)


async def test_who_organizes_is_told_what_becomes_of_that(forgetful: Stage) -> None:
    stage = forgetful
    await stage.ada.command("/labcamp vergiss-mich")
    assert "LABCAMP_ORGANIZERS" in str(stage.ada.views[-1].content)
    await stage.ada.command(f"/labcamp orga hinzufügen <@{stage.frances.id}>")
    await stage.frances.command("/labcamp forget-me")
    view = str(stage.frances.views[-1].content)
    assert "give up that role" in view
    assert "Nobody will organize" not in view


async def test_the_last_who_organizes_is_warned(stage_db: Database) -> None:
    async with on_stage(stage_db, organizers=frozenset()) as stage:
        with stage.db.transaction() as connection:
            members.set_organizer(connection, ADA, stage.deps.clock.now(), organizer=True)
        await stage.ada.command("/labcamp vergiss-mich")
        assert "organisiert niemand mehr" in str(stage.ada.views[-1].content)


async def test_a_locked_database_is_said_and_the_wish_can_be_sent_again(
    forgetful: Stage, impatient: None
) -> None:
    stage, actor = forgetful, forgetful.anna
    await actor.command("/labcamp zusage 11")
    await actor.command("/labcamp vergiss-mich")
    view = actor.views[-1].id
    with stage.locked_database():
        await actor.submit(view)
    assert "noch einmal" in str(actor.views[-1].content)
    # what they do until then counts
    assert forgetting.written_down(stage.deps.settings.backup_dir) == []
    await actor.command("/labcamp language en")
    await forget.honour(stage.deps)
    assert actor.id in whole(stage)


async def test_a_proposal_is_withdrawn_in_the_home(stage: Stage) -> None:
    await proposed(stage)
    assert "Labore wachsen lassen" in await home_of(stage, stage.anna)
    await click(stage, stage.anna, "kb_withdraw")
    assert "Labore wachsen lassen" not in shown_to(stage.anna)
    assert "Labore wachsen lassen" not in whole(stage)


async def test_the_own_calendar_is_switched_off_in_the_home(forgetful: Stage) -> None:
    stage = forgetful
    assert "Abschalten" not in await home_of(stage, stage.anna)
    await stage.anna.command("/labcamp kalender")
    assert "Abschalten" in await home_of(stage, stage.anna)
    await click(stage, stage.anna, "calendar_end")
    assert "Abschalten" not in shown_to(stage.anna)
    with stage.db.reading() as connection:
        assert feeds.of_user(connection, stage.anna.id) is None
