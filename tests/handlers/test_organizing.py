"""What only organizers do with people, over the real protocol."""

import csv
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.events import Status
from handlers.people import participants
from playground import Actor
from playground.sample import (
    ANNA,
    BEN,
    CEM,
    FOREIGNER,
    GUSTAV,
    IDA,
    LABCAMP,
    REMINDER_BOT,
    STRANGER,
)
from storage import audit, members
from storage.database import Database
from tests.builders import a_full_event, an_event
from tests.stage import Stage, on_stage


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """More time for Slack to say names, for a machine that does much else."""
    monkeypatch.setattr(participants, "_A_MOMENT", 2.0)


@pytest.fixture
async def grown_stage(stage_db: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    """A stage whose settings name Ada alone."""
    async with on_stage(stage_db, tmp_path, organizers=frozenset({"U0ADAORGA"})) as stage:
        yield stage


def member(stage: Stage, user: str) -> Actor:
    return stage.playground.as_user(user)


def actions(stage: Stage) -> list[tuple[str, str, str]]:
    with stage.db.reading() as connection:
        return [(who, what, whom) for _, who, what, whom in audit.entries(connection)]


def organizers(stage: Stage) -> list[str]:
    with stage.db.reading() as connection:
        return members.organizers(connection)


def table(stage: Stage, actor: Actor) -> list[list[str]]:
    """The rows of the last table that somebody got."""
    letter = [each for each in actor.direct_messages if each.files][-1]
    content = stage.playground.workspace.files[letter.files[0]].content
    assert content is not None
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


# --- Who comes


@pytest.mark.usefixtures("patience")
async def test_organizers_see_names_by_answer(either_stage: Stage) -> None:
    either_stage.store(a_full_event(capacity=1))
    for actor, answer in (
        (either_stage.anna, "zusage"),
        (member(either_stage, CEM), "zusage"),
        (either_stage.frances, "maybe"),
        (either_stage.ben, "absage"),
    ):
        assert (await actor.command(f"/labcamp {answer} 11")).ok
    for text in ("who", "wer 11", "teilnehmende #11"):
        reply = await either_stage.ada.command(f"/labcamp {text}")
        assert "Dabei (1): Anna Stadtlabor" in reply.text
        assert "Auf der Warteliste (1): 1. Cem Ministerium" in reply.text
        assert "Vielleicht (1): Frances Civic Lab" in reply.text
        assert "Nicht dabei (1): Ben Organisator" in reply.text
        # Ada, Dora, Emil, both guests and Otto of another workspace; no bot
        assert "Noch ohne Antwort im Kanal: 6" in reply.text


async def test_members_see_counts_and_no_name(either_stage: Stage) -> None:
    either_stage.store(a_full_event())
    await either_stage.anna.command("/labcamp zusage 11")
    reply = await either_stage.frances.command("/labcamp who")
    assert "✅ 1 · 🤔 0 · ❌ 0" in reply.text
    assert "Anna" not in json.dumps(reply.blocks)
    assert ANNA not in json.dumps(reply.blocks)
    assert "users.list" not in [call.method for call in either_stage.playground.calls]


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
    assert "Noch ohne Antwort" not in reply.text


async def test_a_draft_is_for_organizers_only(stage: Stage) -> None:
    stage.store(an_event(12, title="Geheim", status=Status.DRAFT))
    assert "Geheim" in (await stage.ada.command("/labcamp who 12")).text
    assert "LabCamp#12 kenne ich nicht" in (await stage.anna.command("/labcamp who 12")).text


@pytest.mark.parametrize("text", ["who 99", "export 99"])
async def test_an_unknown_event_is_named(stage: Stage, text: str) -> None:
    assert "LabCamp#99 kenne ich nicht" in (await stage.ada.command(f"/labcamp {text}")).text


# --- The table


async def test_organizers_get_all_answers_as_a_table(either_stage: Stage) -> None:
    either_stage.store(a_full_event())
    otto = member(either_stage, FOREIGNER)
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
    assert ("U0ADAORGA", "export", "event 11") in actions(either_stage)
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
    assert actions(stage) == []


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
    assert len(actions(stage)) == 1


# --- Answering for somebody else


async def test_an_organizer_answers_for_somebody_who_hears_of_it(either_stage: Stage) -> None:
    either_stage.store(a_full_event())
    reply = await either_stage.ada.command("/labcamp rsvp yes 11 @anna")
    assert f"Notiert: <@{ANNA}> ist bei" in reply.text
    await either_stage.deliver()
    (letter,) = either_stage.anna.direct_messages
    assert "<@U0ADAORGA> hat für dich bei" in letter.text
    assert "https://example.org/raum" in json.dumps(letter.blocks)
    rsvp = either_stage.rsvp(either_stage.anna)
    assert rsvp is not None
    assert (rsvp.answer, rsvp.via) == ("yes", "organizer")
    assert actions(either_stage) == [("U0ADAORGA", "rsvp yes", f"event 11 {ANNA}")]
    await either_stage.anna.click(letter.channel, letter.ts, "rsvp_no")
    await either_stage.deliver()
    assert either_stage.answer(either_stage.anna) == "no"


async def test_members_answer_for_nobody_but_themselves(stage: Stage) -> None:
    stage.store(a_full_event())
    reply = await stage.anna.command("/labcamp zusage 11 @frances")
    assert "Das können nur die Organisator:innen." in reply.text
    assert stage.answer(stage.frances) is None
    await stage.anna.command("/labcamp zusage 11 @anna")
    assert stage.answer(stage.anna) == "yes"
    assert actions(stage) == []


@pytest.mark.parametrize(
    ("user", "kept"),
    [(GUSTAV, True), (FOREIGNER, True), (REMINDER_BOT, False), (IDA, False), (STRANGER, False)],
)
async def test_guests_can_come_and_bots_can_not(stage: Stage, user: str, kept: bool) -> None:
    stage.store(a_full_event())
    reply = await stage.ada.command(f"/labcamp zusage 11 <@{user}>")
    assert reply.ok
    assert (stage.answer(member(stage, user)) is not None) is kept
    assert ("Notiert" in reply.text) is kept


async def test_a_closed_event_takes_no_answer_for_anybody(stage: Stage) -> None:
    stage.store(a_full_event(status=Status.CANCELLED))
    reply = await stage.ada.command("/labcamp zusage 11 @anna")
    assert "ist leider abgesagt" in reply.text
    assert actions(stage) == []


# --- Organizers


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
    assert [what for _, what, _ in actions(stage) if what != "export"] == [
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
    assert actions(stage) == []


async def test_those_whom_the_settings_name_are_removed_there(stage: Stage) -> None:
    reply = await stage.ada.command("/labcamp organizers remove @ben")
    assert f"<@{BEN}> steht in den Einstellungen des Bots." in reply.text
    assert "LABCAMP_ORGANIZERS" in reply.text
    assert "gehört schon" in (await stage.ada.command("/labcamp organizers add @ben")).text
    assert "gehört nicht zu" in (await stage.ada.command("/labcamp organizers remove @cem")).text


async def test_the_last_organizer_cant_be_removed(stage_db: Database, tmp_path: Path) -> None:
    with stage_db.transaction() as connection:
        members.set_organizer(connection, ANNA, organizer=True)
    async with on_stage(stage_db, tmp_path, organizers=frozenset()) as stage:
        reply = await stage.anna.command("/labcamp organizers remove @anna")
        assert "Dann wäre niemand mehr da" in reply.text
        assert organizers(stage) == [ANNA]


async def test_while_slack_is_silent_nobody_becomes_an_organizer(stage: Stage) -> None:
    await stage.ada.command("/labcamp help")
    stage.playground.faults.add("users.info", "500_before", times=2)
    reply = await stage.ada.command("/labcamp organizers add @anna")
    assert "Es ist nichts passiert" in reply.text
    assert organizers(stage) == []


async def test_help_tells_organizers_of_all_this(stage: Stage) -> None:
    text = (await stage.ada.command("/labcamp help")).text
    for command in ("who 11", "export 11", "rsvp yes 11 @name", "organizers"):
        assert f"/labcamp {command}" in text
        assert f"/labcamp {command}" not in (await stage.anna.command("/labcamp help")).text
