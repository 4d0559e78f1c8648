"""Who organizes, changed by organizers, over the real protocol."""

from collections.abc import AsyncIterator

import pytest

from playground.sample import (
    ANNA,
    BEN,
    FOREIGNER,
    GUSTAV,
    IDA,
    REMINDER_BOT,
    STRANGER,
)
from storage import members
from storage.database import Database
from tests.builders import NOON, a_full_event
from tests.records import audited
from tests.stage import Stage, on_stage


@pytest.fixture
async def grown_stage(stage_db: Database) -> AsyncIterator[Stage]:
    """A stage whose settings name Ada alone."""
    async with on_stage(stage_db, organizers=frozenset({"U0ADAORGA"})) as stage:
        yield stage


def organizers(stage: Stage) -> list[str]:
    with stage.db.reading() as connection:
        return members.organizers(connection)


async def test_an_organizer_adds_another_who_may_do_what_organizers_do(
    grown_stage: Stage,
) -> None:
    stage = grown_stage
    stage.store(a_full_event())
    assert "nur die Organisator:innen" in (await stage.anna.command("/labcamp export")).text
    reply = await stage.ada.command("/labcamp organisierende hinzufügen @anna")
    assert reply.text == f"<@{ANNA}> gehört jetzt zu den Organisator:innen."
    assert "kommt gleich" in (await stage.anna.command("/labcamp export")).text
    listed = await stage.anna.command("/labcamp organizers")
    assert "LABCAMP_ORGANIZERS)\n• <@U0ADAORGA>" in listed.text
    assert f"Von euch hinzugefügt\n• <@{ANNA}>" in listed.text
    assert "gehört schon" in (await stage.ada.command("/labcamp organizers add @anna")).text
    reply = await stage.ada.command("/labcamp organizers remove @anna")
    assert "gehört nicht mehr" in reply.text
    assert "nur die Organisator:innen" in (await stage.anna.command("/labcamp export")).text
    assert [what for _, what, _ in audited(stage) if what != "export"] == [
        "organizers add",
        "organizers remove",
    ]


@pytest.mark.parametrize("text", ["", " add @anna", " remove @ben"])
async def test_members_neither_see_nor_change_who_organizes(stage: Stage, text: str) -> None:
    reply = await stage.anna.command(f"/labcamp organizers{text}")
    assert "Das können nur die Organisator:innen." in reply.text
    assert organizers(stage) == []


@pytest.mark.parametrize("user", [GUSTAV, FOREIGNER, REMINDER_BOT, IDA, STRANGER, "U0NOBODY"])
async def test_guests_bots_strangers_and_other_workspaces_never_organize(
    stage: Stage, user: str
) -> None:
    reply = await stage.ada.command(f"/labcamp organizers add <@{user}>")
    assert reply.ok
    assert "gehört jetzt" not in reply.text
    assert organizers(stage) == []
    assert audited(stage) == []


async def test_those_whom_the_settings_name_are_removed_there(stage: Stage) -> None:
    reply = await stage.ada.command("/labcamp organizers remove @ben")
    assert f"<@{BEN}> steht in den Einstellungen des Bots." in reply.text
    assert "LABCAMP_ORGANIZERS" in reply.text
    assert "gehört schon" in (await stage.ada.command("/labcamp organizers add @ben")).text
    assert "gehört nicht zu" in (await stage.ada.command("/labcamp organizers remove @cem")).text


async def test_the_last_organizer_cant_be_removed(stage_db: Database) -> None:
    with stage_db.transaction() as connection:
        members.set_organizer(connection, ANNA, NOON, organizer=True)
    async with on_stage(stage_db, organizers=frozenset()) as stage:
        reply = await stage.anna.command("/labcamp organizers remove @anna")
        assert "Dann wäre niemand mehr da" in reply.text
        assert organizers(stage) == [ANNA]


async def test_while_slack_is_silent_nobody_becomes_an_organizer(stage: Stage) -> None:
    await stage.ada.command("/labcamp help")
    stage.playground.faults.add("users.info", "500_before", times=2)
    reply = await stage.ada.command("/labcamp organizers add @anna")
    assert "Ich habe nichts geändert" in reply.text
    assert organizers(stage) == []


async def test_help_tells_organizers_of_all_this(stage: Stage) -> None:
    text = (await stage.ada.command("/labcamp help")).text
    for command in ("wer 11", "exportieren 11", "zusage 11 @name", "organisierende"):
        assert f"/labcamp {command}" in text
        assert f"/labcamp {command}" not in (await stage.anna.command("/labcamp help")).text
