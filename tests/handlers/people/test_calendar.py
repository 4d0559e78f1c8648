"""/labcamp calendar and its buttons, over the real protocol; the files that come by it."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest

from bot.domain.events import Status
from bot.jobs.deliver import deliver_due
from playground import SlackMessage
from playground.models import SlackFile
from storage.database import Database
from tests.builders import a_full_event, an_event
from tests.stage import Stage, on_stage
from tests.waiting import HANG

PUBLIC = "https://bot.example.org"
DAY = 24 * 3600
JOIN = "https://example.org/raum"


@pytest.fixture
async def public_stage(stage_db: Database) -> AsyncIterator[Stage]:
    """A stage whose bot knows the address of its web server."""
    async with on_stage(stage_db, public_url=PUBLIC) as stage:
        yield stage


def shown(reply: object) -> str:
    return json.dumps(getattr(reply, "blocks", reply), ensure_ascii=False)


def address_in(text: str) -> str:
    """The path of the member's own calendar."""
    return text[text.index("/calendar/") : text.index(".ics", text.index("/calendar/")) + 4]


def letters(stage: Stage) -> list[SlackMessage]:
    return [message for message in stage.anna.direct_messages if message.files]


def file_of(stage: Stage, message: SlackMessage) -> SlackFile:
    return stage.playground.workspace.files[message.files[0]]


def content(file: SlackFile) -> str:
    assert file.content is not None
    return file.content.decode()


async def feed(stage: Stage, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(stage.web_url + path) as answer:
        return answer.status, await answer.text()


async def test_members_get_both_addresses_and_the_next_event(public_stage: Stage) -> None:
    public_stage.store(a_full_event())
    reply = await public_stage.anna.command("/labcamp kalender")
    assert reply.ok, reply
    assert f"<{PUBLIC}/calendar.ics>" in reply.text
    assert "LabCamp#11" in reply.text
    assert "webcal%3A%2F%2Fbot.example.org%2Fcalendar.ics" in shown(reply)
    assert "open_add_google" in shown(reply)
    assert (await feed(public_stage, address_in(reply.text)))[0] == 200
    again = await public_stage.anna.command("/labcamp calendar")
    assert address_in(again.text) == address_in(reply.text)
    other = await public_stage.frances.command("/labcamp calendar")
    assert "Subscribe to all LabCamps" in other.text
    assert address_in(other.text) != address_in(reply.text)


async def test_ones_own_calendar_follows_ones_answer(public_stage: Stage) -> None:
    public_stage.store(a_full_event())
    path = address_in((await public_stage.anna.command("/labcamp calendar")).text)
    assert "LabCamp#11" not in (await feed(public_stage, path))[1]
    await public_stage.anna.command("/labcamp zusage 11")
    assert JOIN in (await feed(public_stage, path))[1]
    await public_stage.anna.command("/labcamp absage 11")
    assert "LabCamp#11" not in (await feed(public_stage, path))[1]


async def test_a_new_address_ends_the_old_one_at_once(public_stage: Stage) -> None:
    reply = await public_stage.anna.command("/labcamp calendar")
    old = address_in(reply.text)
    await public_stage.anna.click_reply(reply, "calendar_renew")
    await public_stage.deliver()
    answer = public_stage.anna.ephemerals()[-1]
    new = address_in(answer.text)
    assert new != old
    assert "Deine bisherige Adresse gilt ab sofort nicht mehr" in answer.text
    assert (await feed(public_stage, old))[0] == 404
    assert (await feed(public_stage, new))[0] == 200


async def test_without_an_event_the_addresses_are_there_all_the_same(public_stage: Stage) -> None:
    reply = await public_stage.anna.command("/labcamp calendar")
    assert f"<{PUBLIC}/calendar.ics>" in reply.text
    assert "calendar_file" not in shown(reply)


async def test_without_a_public_address_the_coming_events_come_as_a_file(
    either_stage: Stage,
) -> None:
    either_stage.store(a_full_event(), an_event(12), an_event(13, status=Status.CANCELLED))
    await either_stage.anna.command("/labcamp zusage 11")
    reply = await either_stage.anna.command("/labcamp calendar")
    assert reply.ok, reply
    assert "schicke ich dir gleich als Kalenderdatei" in reply.text
    assert "calendar.ics" not in shown(reply)
    await either_stage.deliver()
    (letter,) = letters(either_stage)
    assert "In 24 Stunden lösche ich die Datei hier wieder." in letter.text
    file = file_of(either_stage, letter)
    assert (file.name, file.title) == ("labcamp.ics", "LabCamp")
    assert content(file).count("BEGIN:VEVENT") == 2
    assert JOIN in content(file)


async def test_without_a_public_address_and_an_event_there_is_nothing_to_send(
    stage: Stage,
) -> None:
    reply = await stage.anna.command("/labcamp calendar")
    assert "Gerade ist kein LabCamp geplant." in reply.text
    await stage.deliver()
    assert letters(stage) == []


async def test_the_same_command_delivered_twice_sends_one_file(stage: Stage) -> None:
    stage.store(a_full_event())
    reply = await stage.anna.command("/labcamp calendar")
    assert (await stage.playground.deliver(reply.payload)).ok
    await stage.deliver()
    assert len(letters(stage)) == 1


async def test_twenty_files_a_day_are_enough(stage: Stage) -> None:
    stage.store(a_full_event())
    for _ in range(21):
        await stage.anna.command("/labcamp kalender")
    await stage.deps.afterwards.finish(HANG)
    assert len(letters(stage)) == 20
    assert "morgen geht es weiter" in stage.anna.ephemerals()[-1].text


async def test_a_card_leads_into_the_calendar_and_to_the_file(either_stage: Stage) -> None:
    either_stage.store(a_full_event())
    card = await either_stage.frances.command("/labcamp next")
    await either_stage.frances.click_reply(card, "calendar_event")
    await either_stage.deliver()
    ways = either_stage.frances.ephemerals()[-1]
    assert "Put LabCamp#11: Wirkung sichtbar machen into your calendar" in ways.text
    assert JOIN not in shown(ways)
    await either_stage.frances.click_reply(ways, "calendar_file")
    await either_stage.deliver()
    (letter,) = [each for each in either_stage.frances.direct_messages if each.files]
    file = file_of(either_stage, letter)
    assert file.name == "labcamp-11.ics"
    assert "SUMMARY:LabCamp#11: Wirkung sichtbar machen" in content(file)
    assert JOIN not in content(file)
    assert "will be in your direct messages" in either_stage.frances.ephemerals()[-1].text


async def test_from_one_events_calendar_one_comes_to_all_and_back(public_stage: Stage) -> None:
    public_stage.store(a_full_event())
    card = await public_stage.anna.command("/labcamp 11")
    for action, expected in (
        ("calendar_event", "in deinen Kalender"),
        ("show_event", "Du hast noch nicht geantwortet"),
        ("calendar_event", "in deinen Kalender"),
        ("calendar_all", f"<{PUBLIC}/calendar.ics>"),
    ):
        await public_stage.anna.click_reply(card, action)
        await public_stage.deliver()
        card = public_stage.anna.ephemerals()[-1]  # type: ignore[assignment]
        assert expected in card.text


async def test_a_draft_stays_unseen_however_its_button_is_forged(stage: Stage) -> None:
    stage.store(a_full_event(), an_event(12, title="Geheim", status=Status.DRAFT))
    card = await stage.anna.command("/labcamp 11")
    for action in ("calendar_event", "calendar_file"):
        for value in ("12", "99", "-1", "x", ""):
            message = replace(card.message, blocks=_forged(action, value))  # type: ignore[type-var]
            stage.playground.workspace.ephemerals[:] = [message]  # type: ignore[list-item]
            await stage.anna.click_reply(message, action)  # type: ignore[arg-type]
            await stage.deliver()
            assert "Geheim" not in stage.anna.ephemerals()[-1].text
    assert letters(stage) == []


def _forged(action: str, value: str) -> list[dict[str, object]]:
    label = {"type": "plain_text", "text": "Klick"}
    element = {"type": "button", "action_id": action, "text": label, "value": value}
    return [{"type": "actions", "block_id": "b", "elements": [element]}]


# --- Files that were asked for


async def test_a_file_is_deleted_after_a_day_by_whichever_process_is_there(
    stage: Stage,
) -> None:
    stage.store(a_full_event())
    await stage.anna.command("/labcamp calendar")
    await stage.deliver()
    stage.playground.move_clock(DAY - 60)
    await stage.deliver()
    assert len(letters(stage)) == 1
    stage.playground.move_clock(120)
    restarted = replace(stage.deps)  # it knows what stands in the database, and nothing else
    await deliver_due(restarted)
    assert letters(stage) == []
    assert stage.playground.workspace.files == {}


async def test_a_file_that_was_deleted_by_hand_troubles_nobody(stage: Stage) -> None:
    stage.store(a_full_event())
    await stage.anna.command("/labcamp calendar")
    await stage.deliver()
    stage.playground.workspace.files.clear()
    stage.playground.move_clock(DAY + 1)
    await stage.deliver()
    assert [call.error for call in stage.playground.calls if call.method == "files.delete"] == [
        "file_not_found"
    ]
    assert stage.ada.direct_messages == []


@pytest.mark.parametrize("fault", ["500_before", "reset_after", "429"])
async def test_a_deletion_that_failed_is_tried_again(stage: Stage, fault: str) -> None:
    stage.store(a_full_event())
    await stage.anna.command("/labcamp calendar")
    await stage.deliver()
    stage.playground.faults.add("files.delete", fault)
    for _ in range(3):
        stage.playground.move_clock(DAY)
        await stage.deliver()
    assert stage.playground.workspace.files == {}


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("files.getUploadURLExternal", "error:missing_scope"),
        ("files.getUploadURLExternal", "429"),
        ("upload", "500_before"),
        ("upload", "reset_before"),
        ("conversations.open", "error:user_disabled"),
        ("files.completeUploadExternal", "error:internal_error"),
    ],
)
async def test_whoever_asked_hears_that_a_file_could_not_be_sent(
    stage: Stage, method: str, fault: str
) -> None:
    stage.store(a_full_event())
    stage.playground.faults.add(method, fault)
    await stage.anna.command("/labcamp calendar")
    await stage.deliver()
    assert letters(stage) == []
    assert "Die Datei konnte ich dir gerade nicht schicken." in stage.anna.ephemerals()[-1].text
    await stage.anna.command("/labcamp calendar")
    await stage.deliver()
    assert len(letters(stage)) == 1


async def test_in_the_home_a_file_that_can_not_be_sent_is_said_by_direct_message(
    stage: Stage,
) -> None:
    stage.store(a_full_event())
    await stage.frances.open_home()
    await stage.deliver()
    assert stage.frances.home is not None
    await stage.frances.click_view(stage.frances.home.id, "calendar_event")
    await stage.deliver()
    stage.playground.faults.add("files.completeUploadExternal", "error:internal_error")
    top = stage.frances.views[-1]
    await stage.frances.click_view(top.id, "calendar_file")
    for _ in range(2):
        await stage.deliver()
    (told,) = stage.frances.direct_messages
    assert "I could not send you the file just now. Please try again in a moment." in told.text


async def test_a_file_whose_deletion_cant_be_noted_is_not_sent(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    stage.store(a_full_event())
    await stage.anna.command("/labcamp help")  # the language is known from here on
    with stage.db.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE deliveries")
    await stage.anna.command("/labcamp calendar")
    await stage.deps.afterwards.finish(HANG)
    assert letters(stage) == []
    assert any("nicht schicken" in told.text for told in stage.anna.ephemerals())
