"""Texts about an event for outside, over the real protocol: to be copied, and as files."""

import email
import json
from dataclasses import replace
from datetime import timedelta
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from bot.domain.events import Status
from bot.domain.knowledge import Visibility
from bot.locales import texts
from playground.interactions import Response
from playground.models import Ephemeral
from tests.builders import a_full_event, an_event, an_item
from tests.log import listening
from tests.stage import Stage


def copied(blocks: list[dict[str, Any]]) -> list[str]:
    """What is there to be copied."""
    return [
        block["elements"][0]["elements"][0]["text"]
        for block in blocks
        if block["type"] == "rich_text"
    ]


async def pressed(stage: Stage, shown: Response | Ephemeral, button: str) -> Ephemeral:
    """What Ada sees in place of `shown` when she has pressed a button in it."""
    await stage.ada.click_reply(shown, button)
    await stage.deliver()
    return stage.ada.ephemerals()[-1]


@pytest.mark.parametrize("line", ["texte 11", "texts #11", "Texte"])
async def test_an_organizer_copies_the_newsletter_and_goes_on_to_all_others(
    stage: Stage, line: str
) -> None:
    stage.store(a_full_event())
    reply = await stage.ada.command(f"/labcamp {line}")
    markdown, html = copied(reply.blocks)
    assert markdown.startswith("# LabCamp#11: Wirkung sichtbar machen\n")
    assert html.startswith("<!DOCTYPE html>")
    assert "stimmen in allen Texten" in json.dumps(reply.blocks, ensure_ascii=False)


async def test_whoever_has_announced_an_event_is_offered_its_texts(stage: Stage) -> None:
    stage.store(a_full_event())
    announced = await stage.ada.command("/labcamp announce 11 Kommt vorbei!")
    shown = await pressed(stage, announced, "typed")
    assert copied(shown.blocks)[0].startswith("# LabCamp#11")


async def test_each_outlet_is_one_tap_away_in_both_languages(stage: Stage) -> None:
    stage.store(a_full_event())
    shown = await pressed(stage, await stage.ada.command("/labcamp texte 11"), "texts_homepage")
    (page,) = copied(shown.blocks)
    assert '"@type": "Event"' in page
    shown = await pressed(stage, shown, "texts_language")
    assert "You are warmly invited" in copied(shown.blocks)[0]
    shown = await pressed(stage, shown, "texts_social")
    long, short = copied(shown.blocks)
    assert long.endswith("#LabCamp #OeffentlichesGestalten")
    assert "Registration: https://example.org/anmeldung" in short
    (mail,) = copied((await pressed(stage, shown, "texts_mail")).blocks)
    assert mail.startswith("LabCamp#11: Wirkung sichtbar machen\n\nHello everyone!")


async def test_all_of_it_comes_as_files_in_one_message_and_goes_after_a_day(
    either_stage: Stage,
) -> None:
    stage = either_stage
    stage.store(a_full_event())
    reply = await stage.ada.command("/labcamp texte 11")
    still = await pressed(stage, reply, "texts_files")
    assert "kommen gleich als Dateien" in json.dumps(still.blocks)
    assert len(copied(still.blocks)) == 2  # what was shown is there still
    await stage.deliver()
    (letter,) = [one for one in stage.ada.direct_messages if one.files]
    files = [stage.playground.workspace.files[id_] for id_ in letter.files]
    assert len(files) == 7
    (eml,) = [file.content for file in files if b"X-Unsent" in (file.content or b"")]
    assert eml is not None
    mail = email.message_from_bytes(eml, policy=default)
    assert mail["Subject"] == "LabCamp#11: Wirkung sichtbar machen"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["labcamp-11.ics"]
    assert all(b"example.org/raum" not in (file.content or b"") for file in files)
    stage.playground.move_clock(24 * 3600 + 1)
    await stage.deliver()
    assert stage.playground.workspace.files == {}


async def test_when_one_file_can_not_be_uploaded_the_organizer_is_told_and_none_is_left(
    stage: Stage,
) -> None:
    stage.store(a_full_event())
    reply = await stage.ada.command("/labcamp texte 11")
    stage.playground.faults.add("files.completeUploadExternal", "error:internal_error")
    await pressed(stage, reply, "texts_files")
    assert texts("de").plain("file.not.sent") in [one.text for one in stage.ada.ephemerals()]
    stage.playground.move_clock(24 * 3600 + 1)
    await stage.deliver()
    assert stage.playground.workspace.files == {}


async def test_after_the_event_it_is_a_recap_with_what_is_public(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event())
    stage.store_items(
        an_item(1, title="Für alle"),
        an_item(2, title="Im Haus", visibility=Visibility.MEMBERS),
        an_item(3, title="Später", visible_from=a_full_event().ends_at + timedelta(days=99)),
    )
    stage.playground.move_clock(21 * 24 * 3600)
    shown = json.dumps((await stage.ada.command("/labcamp texte")).blocks, ensure_ascii=False)
    assert "Rückblick auf LabCamp#11" in shown
    assert [word for word in ("Für alle", "Im Haus", "Später") if word in shown] == ["Für alle"]


async def test_members_are_told_that_organizers_do_that(stage: Stage) -> None:
    stage.store(a_full_event())
    reply = await stage.anna.command("/labcamp texte 11")
    assert "Organisator:innen" in reply.text
    assert copied(reply.blocks) == []


async def test_of_what_is_not_published_nothing_goes_out(stage: Stage) -> None:
    stage.store(a_full_event(12, title="Geheim", status=Status.DRAFT))
    reply = await stage.ada.command("/labcamp texte 12")
    assert "noch nicht veröffentlicht" in reply.text
    assert reply.blocks[-1]["elements"][0]["action_id"] == "event_edit"
    assert "LabCamp#99 kenne ich nicht" in (await stage.ada.command("/labcamp texte 99")).text


async def test_a_moved_event_says_so_and_an_announcement_that_does_not_is_named(
    either_stage: Stage,
) -> None:
    stage = either_stage
    event = a_full_event()
    await stage.announced(event, "Kommt am 7. Dezember um 15 Uhr!")
    day, hour = timedelta(days=1), timedelta(hours=1)
    stage.store(
        replace(event, starts_at=event.starts_at + day + hour, ends_at=event.ends_at + day + hour)
    )
    reply = await stage.ada.command("/labcamp texte 11")
    shown = json.dumps(reply.blocks, ensure_ascii=False)
    assert copied(reply.blocks)[0].startswith("# Neuer Termin für LabCamp#11")
    assert "Diese Ankündigung sagt etwas anderes" in shown
    assert "„7. Dezember“ ist nicht das Datum des LabCamps" in shown
    assert "„15 Uhr“ war die frühere Uhrzeit" in shown
    assert "announcement_correct" in shown


async def test_a_cancelled_event_that_was_published_is_called_off(stage: Stage) -> None:
    stage.store(a_full_event())
    stage.store(a_full_event(status=Status.CANCELLED))
    reply = await stage.ada.command("/labcamp texte 11")
    assert copied(reply.blocks)[0].startswith("# Abgesagt: LabCamp#11 – Wirkung sichtbar machen")


async def test_texts_that_are_too_long_for_slack_begin_there_and_are_whole_as_files(
    stage: Stage,
) -> None:
    stage.store(
        an_event(description='Ein Satz, "der" lang ist.\n' * 100, accessibility="& " * 1500)
    )
    reply = await stage.ada.command("/labcamp texte 11")
    assert reply.ok
    assert "Alles als Dateien" in json.dumps(reply.blocks[-4], ensure_ascii=False) + json.dumps(
        reply.blocks[-3], ensure_ascii=False
    )
    assert len(json.dumps(reply.blocks, ensure_ascii=False)) <= 12_500


async def test_a_broken_template_is_named_to_the_organizer_and_in_the_log(
    stage: Stage, tmp_path: Path
) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "newsletter.md.j2").write_text("gut\n{{ titel }}", encoding="utf-8")
    stage.deps.settings = replace(stage.deps.settings, templates=tmp_path)
    stage.store(a_full_event())
    with listening() as said:
        reply = await stage.ada.command("/labcamp texte 11")
    assert copied(reply.blocks)[0].startswith("# LabCamp#11")
    shown = json.dumps(reply.blocks, ensure_ascii=False)
    assert "`de/newsletter.md.j2`, Zeile 2: 'titel' is undefined" in shown
    assert "texts.template" in said()
    assert "de/newsletter.md.j2" in said()
    assert "titel" not in said()
