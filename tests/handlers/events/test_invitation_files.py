"""An invitation that is given as a file in the form of a new event, over the real protocol."""

import re
from typing import Any

import pytest

from playground.actor import Actor
from playground.models import View
from tests.forms import opened, sent, shown, standing
from tests.stage import Stage

TEXT = "LabCamp#12: Daten teilen\n\n07.12.2026, 15 - 18 Uhr, online"
ZONE = """BEGIN:VTIMEZONE
TZID:Ortszeit
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


def an_event(title: str = "LabCamp#12: Daten teilen", day: str = "20261207", more: str = "") -> str:
    return (
        f"BEGIN:VEVENT\nUID:{title}\nSUMMARY:{title}\nDTSTART;TZID=Ortszeit:{day}T150000\n"
        f"DTEND;TZID=Ortszeit:{day}T180000\nLOCATION:Rathaus\\, Saal 2\n{more}END:VEVENT\n"
    )


def calendar(*events: str) -> str:
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{ZONE}{''.join(events)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n")


async def given(
    stage: Stage, content: str | bytes, name: str = "EINLADUNG.ics", actor: Actor | None = None
) -> Any:
    """What comes of a file in the form of a new event."""
    actor = actor or stage.ada
    form = await opened(actor, "neu")
    raw = content.encode() if isinstance(content, str) else content
    return await sent(actor, form, file=[actor.upload(name, raw)])


async def read(stage: Stage, content: str | bytes, name: str = "EINLADUNG.ics") -> View:
    """The form of the event, as it was filled in."""
    reply = await given(stage, content, name)
    assert reply.response_action == "push", reply
    return stage.ada.views[-1]


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("EINLADUNG.ics", calendar(an_event()), "Rathaus, Saal 2"),
        ("einladung.txt", TEXT, "online"),
        ("Einladung.md", f"\ufeff{TEXT}", "online"),
    ],
)
async def test_a_file_fills_in_the_form_and_waits_under_it(
    either_stage: Stage, name: str, content: str, place: str
) -> None:
    stage = either_stage
    form = await read(stage, content, name)
    found = {part: standing(form)[part] for part in ("number", "title", "date", "start", "end")}
    assert found == {
        "number": "12",
        "title": "Daten teilen",
        "date": "2026-12-07",
        "start": "15:00",
        "end": "18:00",
    }
    assert standing(form)["location"] == place
    await stage.ada.close(form.id)
    assert name in str(stage.ada.views[-1].state)


async def test_of_a_whole_calendar_the_next_event_is_taken_and_that_is_said(stage: Stage) -> None:
    past, later = an_event("Früher", "20251207"), an_event("Später", "20270107")
    form = await read(stage, calendar(later, an_event(), past))
    assert standing(form)["title"] == "Daten teilen"
    assert shown(form).count("Im Kalender stehen mehrere Termine") == 4  # on top, and at the fields


async def test_that_an_event_comes_again_is_said_to_be_not_read(stage: Stage) -> None:
    form = await read(stage, calendar(an_event(more="RRULE:FREQ=MONTHLY\n")))
    assert standing(form)["date"] == "2026-12-07"
    assert "Der Termin wiederholt sich; gelesen habe ich nur das erste Datum." in shown(form)


LARGE = calendar(an_event(more=f"DESCRIPTION:{'x' * 100_000}\n"))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.ics", LARGE, "Höchstens 100 kB"),
        ("a.ics", TEXT, "finde ich keinen Termin"),
        ("a.ics", calendar(), "finde ich keinen Termin"),
        ("a.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:", "finde ich keinen Termin"),
        ("a.txt", " \n", "finde ich keinen Termin"),
        ("a.txt", "x" * 12_001, "Höchstens 12000 Zeichen"),
        ("a.ics", calendar(an_event("Übermorgen")).encode("cp1252"), "kein Text in UTF-8"),
        ("a.txt", TEXT.encode("utf-16"), "kein Text in UTF-8"),
        ("a.txt", b"PK\x03\x04\x00", "kein Text in UTF-8"),
        ("a.ics", "<!DOCTYPE html><title>Kalender</title>", "kein Text in UTF-8"),
    ],
)
async def test_what_is_wrong_with_a_file_stands_at_its_field(
    stage: Stage, name: str, content: str | bytes, said: str
) -> None:
    reply = await given(stage, content, name)
    assert said in reply.errors["file"]
    assert name in str(stage.ada.views[-1].state)


async def test_a_file_that_is_larger_than_slack_said_is_not_read_to_its_end(stage: Stage) -> None:
    form = await opened(stage.ada, "neu")
    id_ = stage.ada.upload("a.ics", LARGE.encode())
    stage.playground.workspace.files[id_].length = 10
    assert "Höchstens 100 kB" in (await sent(stage.ada, form, file=[id_])).errors["file"]


@pytest.mark.parametrize("fault", ["500_before", "odd:html_504", "signed out"])
async def test_a_file_that_slack_does_not_give_can_be_sent_once_more(
    stage: Stage, fault: str
) -> None:
    form = await opened(stage.ada, "neu")
    id_ = stage.ada.upload("EINLADUNG.ics", calendar(an_event()).encode())
    scopes = stage.playground.scopes
    if fault == "signed out":  # Slack leads to the page where one signs in
        stage.playground.scopes = scopes - {"files:read"}
    else:
        stage.playground.faults.add("download", fault)
    reply = await sent(stage.ada, form, file=[id_])
    assert "Slack hat mir die Datei nicht gegeben" in reply.errors["file"]
    stage.playground.scopes = scopes
    assert (await stage.ada.submit(form.id)).response_action == "push"


async def test_a_text_and_a_file_at_once_are_not_chosen_between(stage: Stage) -> None:
    form = await opened(stage.ada, "neu")
    id_ = stage.ada.upload("a.ics", calendar(an_event()).encode())
    reply = await sent(stage.ada, form, invitation=TEXT, file=[id_])
    assert "nur eines von beiden" in reply.errors["file"]


async def test_an_english_organizer_reads_it_in_english(stage: Stage) -> None:
    await stage.ben.command("/labcamp language en")
    reply = await given(stage, calendar(), actor=stage.ben)
    assert "I find no event in this file" in reply.errors["file"]
    assert "Or as a file" in shown(stage.ben.views[-1])


async def test_where_the_scope_was_not_granted_yet_the_form_opens_without_files(
    stage: Stage,
) -> None:
    stage.playground.scopes -= {"files:read"}
    await stage.deps.slack.check_token()
    form = await opened(stage.ada, "neu")
    assert re.findall("'block_id': '([^']+)'", shown(form)) == ["invitation"]
    assert (await sent(stage.ada, form, invitation=TEXT)).response_action == "push"
