"""Who comes, and the table of them, over the real protocol."""

import csv
import io
import json

import pytest

from bot.domain.events import Status
from bot.jobs.forget import forget_all
from playground import Actor
from playground.sample import (
    ANNA,
    CEM,
    FOREIGNER,
    LABCAMP,
)
from tests.builders import a_full_event, an_event
from tests.records import audited
from tests.stage import Stage


def table(stage: Stage, actor: Actor) -> list[list[str]]:
    """The rows of the last table that somebody got."""
    letter = [each for each in actor.direct_messages if each.files][-1]
    content = stage.playground.workspace.files[letter.files[0]].content
    assert content is not None
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


async def test_organizers_see_names_by_answer(either_stage: Stage) -> None:
    either_stage.store(a_full_event(capacity=1))
    for actor, answer in (
        (either_stage.anna, "zusage"),
        (either_stage.playground.as_user(CEM), "zusage"),
        (either_stage.frances, "maybe"),
        (either_stage.ben, "nein"),
    ):
        assert (await actor.command(f"/labcamp {answer} 11")).ok
    for text in ("who", "wer 11", "teilnehmende #11"):
        reply = await either_stage.ada.command(f"/labcamp {text}")
        assert "Dabei (1): Anna Stadtlabor" in reply.text
        assert "Auf der Warteliste (1): 1. Cem Ministerium" in reply.text
        assert "Vielleicht (1): Frances Civic Lab" in reply.text
        assert "Nicht dabei (1): Ben Organisator" in reply.text
        # Ada, Dora, Emil, both guests and Otto of another workspace; no bot
        assert "Im Kanal noch ohne Antwort: 6" in reply.text
    assert audited(either_stage) == [("U0ADAORGA", "who", "event 11")] * 3


async def test_members_see_counts_and_no_name(either_stage: Stage) -> None:
    either_stage.store(a_full_event())
    await either_stage.anna.command("/labcamp zusage 11")
    reply = await either_stage.frances.command("/labcamp who")
    assert "✅ 1 · 🤔 0 · ❌ 0" in reply.text
    assert "Anna" not in json.dumps(reply.blocks)
    assert ANNA not in json.dumps(reply.blocks)
    assert audited(either_stage) == []
    assert "users.list" not in [call.method for call in either_stage.playground.calls]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("method", ["users.list", "conversations.members"])
@pytest.mark.parametrize("kind", ["hang", "429", "500_before", "error:missing_scope"])
async def test_while_slack_is_silent_the_answer_is_there_all_the_same(
    stage: Stage, method: str, kind: str
) -> None:
    stage.store(a_full_event())
    await stage.anna.command("/labcamp zusage 11")
    stage.playground.faults.add(method, kind)
    reply = await stage.ada.command("/labcamp who")
    assert reply.ok
    shown = f"Dabei (1): {f'<@{ANNA}>' if method == 'users.list' else 'Anna Stadtlabor'}"
    assert shown in reply.text
    assert "noch ohne Antwort" not in reply.text


async def test_a_draft_is_for_organizers_only(stage: Stage) -> None:
    stage.store(an_event(12, title="Geheim", status=Status.DRAFT))
    assert "Geheim" in (await stage.ada.command("/labcamp who 12")).text
    assert "LabCamp#12 kenne ich nicht" in (await stage.anna.command("/labcamp who 12")).text


@pytest.mark.parametrize("text", ["who 99", "export 99"])
async def test_an_unknown_event_is_named(stage: Stage, text: str) -> None:
    assert "LabCamp#99 kenne ich nicht" in (await stage.ada.command(f"/labcamp {text}")).text


async def test_organizers_get_all_answers_as_a_table(either_stage: Stage) -> None:
    either_stage.store(a_full_event())
    otto = either_stage.playground.as_user(FOREIGNER)
    either_stage.playground.workspace.users[ANNA].real_name = '=HYPERLINK("https://evil.example")'
    await either_stage.anna.command("/labcamp zusage 11")
    await otto.command("/labcamp absage 11", LABCAMP)
    reply = await either_stage.ada.command("/labcamp exportieren 11")
    assert "kommt gleich als Direktnachricht" in reply.text
    await either_stage.deliver()
    rows = table(either_stage, either_stage.ada)
    assert [row[0] for row in rows] == [
        "Name",
        '\'=HYPERLINK("https://evil.example")',
        "Otto Fremdlabor",
    ]
    assert ("U0ADAORGA", "export", "event 11") in audited(either_stage)
    assert [row[-1] for row in rows] == ["Aufbewahren bis", *["6. Januar 2027"] * 2]
    told = [letter.text for letter in either_stage.ada.direct_messages if letter.files]
    assert "lösche deine Kopie spätestens am 6. Januar 2027" in told[-1]
    either_stage.playground.move_clock(24 * 3600 + 1)
    await either_stage.deliver()
    assert either_stage.playground.workspace.files == {}


async def test_the_button_under_who_gives_the_table_too_and_only_to_organizers(
    stage: Stage,
) -> None:
    stage.store(a_full_event())
    reply = await stage.ada.command("/labcamp who")
    await stage.ada.click_reply(reply, "export_answers")
    await stage.deliver()
    assert len(table(stage, stage.ada)) == 1
    message = (await stage.ada.command("/labcamp who")).message
    assert message is not None
    message.user = stage.anna.id  # as if the click was forged
    await stage.anna.click_reply(message, "export_answers")
    await stage.deliver()
    assert stage.anna.direct_messages == []
    assert "Das können nur die Organisator:innen." in stage.anna.ephemerals()[-1].text


async def test_members_get_no_table(stage: Stage) -> None:
    stage.store(a_full_event())
    reply = await stage.anna.command("/labcamp export 11")
    await stage.deliver()
    assert "Das können nur die Organisator:innen." in reply.text
    assert stage.anna.direct_messages == []
    assert audited(stage) == []


async def test_without_names_there_is_no_table_and_it_can_be_asked_for_again(
    stage: Stage,
) -> None:
    stage.store(a_full_event())
    stage.playground.faults.add("users.list", "429")
    await stage.ada.command("/labcamp export")
    await stage.deliver()
    assert any("nicht schicken" in told.text for told in stage.ada.ephemerals())
    await stage.ada.command("/labcamp export")
    await stage.deliver()
    assert len(table(stage, stage.ada)) == 1


async def test_the_same_export_delivered_twice_comes_once(stage: Stage) -> None:
    stage.store(a_full_event())
    reply = await stage.ada.command("/labcamp export")
    await stage.playground.deliver(reply.payload)
    await stage.deliver()
    assert len([each for each in stage.ada.direct_messages if each.files]) == 1
    assert len(audited(stage)) == 1


async def test_long_after_the_end_only_counts_are_left(stage: Stage) -> None:
    message = await stage.announced(a_full_event())
    for actor in (stage.anna, stage.ben):
        await actor.command("/labcamp zusage 11")
    stage.playground.move_clock(60 * 24 * 3600)
    await forget_all(stage.deps)
    await stage.deliver()
    assert "✅ &lt;5 · 🤔 0 · ❌ 0" in message.text
    for actor, wer in ((stage.ada, "wer"), (stage.anna, "wer")):
        reply = await actor.command(f"/labcamp {wer} 11")
        assert "&lt;5" in str(reply.blocks)
        assert stage.anna.id not in str(reply.blocks)
    assert "gelöscht" in (await stage.ada.command("/labcamp wer 11")).text
    await stage.ada.command("/labcamp exportieren 11")
    await stage.deliver()
    (file,) = stage.playground.workspace.files.values()
    assert file.content is not None
    assert "ja;<5" in file.content.decode().lower()
    assert stage.anna.id not in file.content.decode()
    assert "&lt;5" in str((await stage.anna.command("/labcamp zeige 11")).blocks)
