"""/labcamp my-data and its button, over the real protocol."""

import json
from typing import Any

import pytest

from bot.services import files
from bot.services.daily_limits import FILES
from playground import Actor
from tests.builders import a_full_event
from tests.homes import click, home_of
from tests.stage import Stage

DAY = 24 * 3600


def files_of(stage: Stage, actor: Actor) -> list[dict[str, Any]]:
    """What stands in the files that somebody got, oldest first."""
    found = []
    for letter in actor.direct_messages:
        for file in letter.files:
            content = stage.playground.workspace.files[file].content
            assert content is not None
            found.append(json.loads(content))
    return found


@pytest.mark.parametrize("typed", ["meine-daten", "Meine Daten"])
async def test_members_get_all_that_is_kept_of_them_for_a_day(
    either_stage: Stage, typed: str
) -> None:
    either_stage.store(a_full_event())
    await either_stage.anna.command("/labcamp zusage 11")
    await either_stage.frances.command("/labcamp rsvp no 11")
    reply = await either_stage.anna.command(f"/labcamp {typed}")
    assert "kommt gleich als Datei" in reply.text
    await either_stage.deliver()
    (file,) = files_of(either_stage, either_stage.anna)
    assert file["Slack-ID"] == either_stage.anna.id
    sections = {one["Was"]: one["Einträge"] for one in file["Gespeichert"]}
    (answer,) = sections["Antworten"]
    assert answer["Antwort"] == "ja"
    assert either_stage.frances.id not in str(file)
    assert len(file["Außerhalb der Datenbank"]) == 6
    either_stage.playground.move_clock(DAY + 1)
    await either_stage.deliver()
    assert either_stage.playground.workspace.files == {}


async def test_the_file_is_in_the_members_own_language(stage: Stage) -> None:
    stage.store(a_full_event())
    await stage.frances.command("/labcamp rsvp maybe 11")
    reply = await stage.frances.command("/labcamp my data")
    assert "will be in your direct messages" in reply.text
    await stage.deliver()
    (file,) = files_of(stage, stage.frances)
    sections = {one["What"]: one["Entries"] for one in file["Kept"]}
    (answer,) = sections["Answers"]
    assert (answer["Answer"], answer["Answered by"]) == ("maybe", "command")


async def test_of_whom_nothing_is_kept_is_told_so_also_when_asking_again(stage: Stage) -> None:
    for _ in range(2):
        reply = await stage.anna.command("/labcamp meine-daten")
        assert "Über dich habe ich nichts gespeichert" in reply.text
    await stage.deliver()
    assert files_of(stage, stage.anna) == []


async def test_the_button_in_the_home_does_the_same(stage: Stage) -> None:
    stage.store(a_full_event())
    await stage.anna.command("/labcamp zusage 11")
    await home_of(stage, stage.anna)
    assert stage.anna.home is not None
    text = {"type": "plain_text", "text": "x"}
    button = {"type": "button", "action_id": "my_data", "text": text}
    stage.anna.home.content["blocks"].append(
        {"type": "actions", "block_id": "b", "elements": [button]}
    )
    await click(stage, stage.anna, "my_data")
    assert len(files_of(stage, stage.anna)) == 1


async def test_it_counts_as_one_of_the_files_of_a_day(stage: Stage) -> None:
    stage.store(a_full_event())
    await stage.anna.command("/labcamp zusage 11")
    now = stage.deps.clock.now()
    with stage.db.transaction() as connection:
        for time in range(FILES - 1):
            assert files.refusal(connection, stage.anna.id, f"a file {time}", now) is None
    assert "kommt gleich" in (await stage.anna.command("/labcamp meine-daten")).text
    assert "morgen geht es weiter" in (await stage.anna.command("/labcamp meine-daten")).text
    await stage.deliver()
    assert len(files_of(stage, stage.anna)) == 1


async def test_the_same_command_delivered_twice_sends_one_file(stage: Stage) -> None:
    stage.store(a_full_event())
    await stage.anna.command("/labcamp zusage 11")
    reply = await stage.anna.command("/labcamp meine-daten")
    assert (await stage.playground.deliver(reply.payload)).ok
    await stage.deliver()
    assert len(files_of(stage, stage.anna)) == 1
