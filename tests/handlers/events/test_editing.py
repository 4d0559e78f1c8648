"""/labcamp new and edit over the real protocol."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.events import Status
from playground.models import View
from playground.sample import LABCAMP
from tests.builders import a_full_event
from tests.forms import opened, sent, standing
from tests.notices import after_ten_minutes, in_the_channel, in_threads, said, with_answers
from tests.records import audited, stored
from tests.stage import Stage

INVITATION = """LabCamp#12: Daten teilen

07.12., 15 - 18 Uhr, online

- Kim Muster, Evaluation, Musterlabor: Messen, ohne zu vermessen

Registrierung erforderlich: https://example.org/anmeldung"""

BARE: dict[str, Any] = {
    "number": "12",
    "title": "Daten teilen",
    "date": "2027-01-14",
    "start": "15:00",
    "end": "18:00",
    "status": "published",
}


async def empty_form(stage: Stage) -> View:
    """The form of a new event, nothing read into it."""
    view = await opened(stage.ada, "neu")
    assert (await stage.ada.submit(view.id)).response_action == "update"
    return stage.ada.views[-1]


# --- new
@pytest.mark.parametrize("way", ["command", "shortcut"])
async def test_an_invitation_comes_back_read_and_is_saved(either_stage: Stage, way: str) -> None:
    stage = either_stage
    if way == "command":
        view = await opened(stage.ada, "new")
    else:
        assert (await stage.ada.shortcut("new_event")).ok
        await stage.deliver()
        view = stage.ada.views[-1]
    reply = await sent(stage.ada, view, invitation=INVITATION)
    assert reply.response_action == "push", reply
    form = stage.ada.views[-1]
    assert standing(form) == {
        "number": "12",
        "title": "Daten teilen",
        "date": "2026-12-07",
        "start": "15:00",
        "end": "18:00",
        "end_date": None,
        "timezone": "Europe/Berlin",
        "location": "online",
        "join_url": None,
        "registration_url": "https://example.org/anmeldung",
        "host": None,
        "capacity": None,
        "closes_date": None,
        "closes_time": None,
        "talks": "Messen, ohne zu vermessen | Kim Muster | Evaluation | Musterlabor",
        "description": None,
        "accessibility": None,
        "status": "draft",
        "material": "proposed",
    }
    assert "Das Jahr fehlt in der Einladung" in str(form.content)
    assert (await stage.ada.submit(form.id)).response_action == "update"
    event = stored(stage, 12)
    assert event.status is Status.DRAFT
    assert event.sessions[0].organisation == "Musterlabor"
    assert f"{event.starts_at:%Y-%m-%d %H:%M}" == "2026-12-07 14:00"
    assert audited(stage) == [(stage.ada.id, "create", "event 12")]
    # a draft is nobody's business but the organizers'
    assert "Kommende" not in (await stage.anna.command("/labcamp zeige 12")).text
    assert "Daten teilen" not in (await stage.anna.command("/labcamp zeige 12")).text


async def test_what_was_not_read_is_marked_and_asked_for(stage: Stage) -> None:
    view = await opened(stage.ada, "neu")
    await sent(stage.ada, view, invitation="Kommt alle, es wird schön!")
    form = stage.ada.views[-1]
    assert {name for name, value in standing(form).items() if value} == {
        "number", "timezone", "description", "status", "material",
    }  # fmt: skip
    assert str(form.content).count("Bitte prüfen: Das steht nicht in der Einladung") == 4
    assert "Bitte prüfen: Die nächste freie Nummer" in str(form.content)
    refused = await stage.ada.submit(form.id)
    assert set(refused.errors) == {"title", "date", "start", "end"}


async def test_a_long_invitation_is_read_and_waits_under_what_was_read_of_it(
    stage: Stage,
) -> None:
    view = await opened(stage.ada, "neu")
    program = "\n".join(f"Absatz {number}: " + "Wort " * 40 for number in range(50))
    await sent(stage.ada, view, invitation=f"{INVITATION}\n\n{program}")
    form = stage.ada.views[-1]
    assert standing(form)["title"] == "Daten teilen"
    await stage.ada.close(form.id)
    assert stage.ada.views == [view]
    assert "Absatz 49" in str(view.state)
    await stage.ada.submit(view.id)
    form = stage.ada.views[-1]
    assert (await sent(stage.ada, form, description="Kurz.")).response_action == "update"
    await stage.ada.close(stage.ada.views[-1].id)
    assert stage.ada.views == []
    assert stored(stage, 12).title == "Daten teilen"


async def test_what_is_too_long_for_an_invitation_says_what_to_do(stage: Stage) -> None:
    view = await opened(stage.ada, "neu")
    reply = await sent(stage.ada, view, invitation="x" * 12_001)
    assert "Lass weg, was nicht dazugehört" in reply.errors["invitation"]
    assert "xxx" in str(view.state)


async def test_a_form_of_an_older_version_is_still_read(stage: Stage) -> None:
    view = await opened(stage.ada, "neu")
    for block in view.content["blocks"]:
        block["element"] = {"type": "plain_text_input", "action_id": "value"}
    await sent(stage.ada, view, invitation=INVITATION)
    assert standing(stage.ada.views[-1])["title"] == "Daten teilen"


async def test_a_link_under_words_is_read(stage: Stage) -> None:
    view = await opened(stage.ada, "neu")
    linked = INVITATION.replace(
        "Registrierung erforderlich: https://example.org/anmeldung",
        "[Registrierung erforderlich](https://example.org/hier)",
    )
    await sent(stage.ada, view, invitation=linked)
    assert standing(stage.ada.views[-1])["registration_url"] == "https://example.org/hier"


@pytest.mark.parametrize(
    ("given", "at", "words"),
    [
        ({"number": "zwölf"}, "number", "ganze Zahl"),
        ({"number": "11"}, "number", "Wirkung sichtbar machen gibt es schon. Frei ist die 12."),
        ({"end": "14:00"}, "end", "nach dem Beginn"),
        ({"end": "15:00"}, "end", "nach dem Beginn"),
        ({"date": "2027-03-28", "start": "02:30"}, "start", "gibt es an diesem Tag nicht"),
        ({"timezone": "Berlin"}, "timezone", "Europe/Berlin"),
        ({"join_url": "http://example.org"}, "join_url", "https://"),
        ({"registration_url": "javascript:alert(1)"}, "registration_url", "https://"),
        ({"capacity": "viele"}, "capacity", "ganze Zahl"),
        ({"closes_date": "2027-01-13"}, "closes_time", "aus"),
        ({"closes_time": "12:00"}, "closes_date", "aus"),
        ({"closes_date": "2027-01-14", "closes_time": "15:01"}, "closes_time", "vor dem Beginn"),
        ({"closes_date": "2026-03-29", "closes_time": "02:30"}, "closes_time", "gibt es an diesem"),
        ({"talks": "Thema\n | | Leitung"}, "talks", "Zeile 2"),
        ({"talks": "a | b | c | d | e"}, "talks", "vier Teile"),
        ({"talks": "x" * 256}, "talks", "Zeile 1"),
    ],
)
async def test_an_error_stands_at_its_field_and_nothing_is_lost(
    stage: Stage, given: dict[str, str], at: str, words: str
) -> None:
    stage.store(a_full_event())
    form = await empty_form(stage)
    reply = await sent(stage.ada, form, **{**BARE, **given})
    assert reply.response_action == "errors", reply
    assert list(reply.errors) == [at]
    assert words in reply.errors[at]
    assert standing(form)["title"] == "Daten teilen"
    good = {**dict.fromkeys(given), at: None, "timezone": "Europe/Berlin", **BARE}
    assert (await sent(stage.ada, form, **good)).response_action == "update"
    assert stored(stage, 12).title == "Daten teilen"


async def test_a_form_sent_twice_makes_one_event(stage: Stage) -> None:
    form = await empty_form(stage)
    first = await sent(stage.ada, form, **BARE)
    again = await stage.playground.interact({**first.payload, "trigger_id": "another.one"})
    assert again.status == 200
    assert "errors" not in str(again.body)
    assert audited(stage) == [(stage.ada.id, "create", "event 12")]
    assert stored(stage, 12).revision == 1


@pytest.mark.parametrize("command", ["neu", "bearbeiten 11", "streichen 11"])
async def test_members_are_told_kindly_that_organizers_do_this(stage: Stage, command: str) -> None:
    stage.store(a_full_event())
    reply = await stage.anna.command(f"/labcamp {command}")
    assert "Organisator:innen" in reply.text
    assert stage.anna.views == []


@pytest.mark.parametrize("command", ["bearbeiten 11", "streichen 11"])
async def test_whoever_organizes_no_more_changes_nothing(stage: Stage, command: str) -> None:
    stage.store(a_full_event())
    form = await opened(stage.ada, command)
    stage.playground.workspace.users[stage.ada.id].is_restricted = True
    given = {"reason": "Krank", "sure": ["sure"]} if "streichen" in command else {"title": "Anders"}
    reply = await sent(stage.ada, form, **given)
    assert "Organisator:innen" in str(reply.errors)
    assert stored(stage).revision == 1
    assert audited(stage) == []


# --- edit
async def test_the_form_shows_the_event_and_saves_only_what_was_changed(stage: Stage) -> None:
    stage.store(a_full_event())
    before = stored(stage)
    form = await opened(stage.ada, "bearbeiten 11")
    await stage.ada.submit(form.id)
    assert "nichts geändert" in str(stage.ada.views[-1].content)
    assert stored(stage).revision == before.revision
    form = await opened(stage.ada, "edit")
    await sent(stage.ada, form, title="Wirkung zeigen")
    after = stored(stage)
    assert (after.title, after.sessions, after.description) == (
        "Wirkung zeigen", before.sessions, before.description,
    )  # fmt: skip
    assert audited(stage) == [(stage.ada.id, "edit", "event 11")]


async def test_what_a_form_can_not_say_is_kept(stage: Stage) -> None:
    event = a_full_event(registration_url="http://example.org/alt")
    exact = event.starts_at + timedelta(seconds=30)
    stage.store(a_full_event(registration_url="http://example.org/alt", starts_at=exact))
    form = await opened(stage.ada, "bearbeiten 11")
    await sent(stage.ada, form, title="Wirkung zeigen")
    assert stored(stage).starts_at == exact
    assert stored(stage).registration_url == "http://example.org/alt"


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("error", ["hang", "error:fatal_error"])
async def test_while_slack_does_not_say_who_organizes_nothing_is_lost(
    stage: Stage, error: str
) -> None:
    stage.store(a_full_event())
    form = await opened(stage.ada, "edit 11")
    stage.playground.faults.add("users.info", error)
    refused = await sent(stage.ada, form, title="Wirkung zeigen")
    assert "nicht prüfen" in str(refused.errors)
    assert stored(stage).revision == 1
    assert (await stage.ada.submit(form.id)).response_action == "update"
    assert stored(stage).title == "Wirkung zeigen"


async def test_while_the_database_is_locked_nothing_is_lost(stage: Stage) -> None:
    stage.store(a_full_event())
    form = await opened(stage.ada, "edit 11")
    with stage.locked_database():
        refused = await sent(stage.ada, form, title="Wirkung zeigen")
    assert refused.response_action == "errors"
    assert standing(form)["title"] == "Wirkung zeigen"
    assert (await stage.ada.submit(form.id)).response_action == "update"
    assert stored(stage).title == "Wirkung zeigen"


async def test_the_second_of_two_sees_what_the_first_changed(stage: Stage) -> None:
    stage.store(a_full_event())
    adas, bens = await opened(stage.ada, "edit 11"), await opened(stage.ben, "edit 11")
    await sent(stage.ben, bens, location="Rathaus", host="Rathauslabor")
    reply = await sent(stage.ada, adas, title="Wirkung zeigen", host="Musterlabor")
    assert reply.response_action == "update"
    again = stage.ada.views[-1]
    assert stored(stage).title == "Wirkung sichtbar machen"  # nothing overwritten unseen
    text = str(again.content)
    assert f"<@{stage.ben.id}> hat dieses LabCamp inzwischen geändert" in text
    assert "*Ort* ist jetzt: Rathaus" in text
    assert "*Ausgerichtet von* habt ihr beide geändert. Gespeichert ist: Rathauslabor" in text
    values = standing(again)
    assert (values["title"], values["location"], values["host"]) == (
        "Wirkung zeigen", "Rathaus", "Musterlabor",
    )  # fmt: skip
    await stage.ada.submit(again.id)
    saved = stored(stage)
    assert (saved.title, saved.location, saved.host) == ("Wirkung zeigen", "Rathaus", "Musterlabor")


async def test_a_change_sent_twice_counts_once(stage: Stage) -> None:
    stage.store(a_full_event())
    form = await opened(stage.ada, "edit 11")
    first = await sent(stage.ada, form, title="Wirkung zeigen")
    again = await stage.playground.interact({**first.payload, "trigger_id": "another.one"})
    assert "errors" not in str(again.body)
    assert "inzwischen geändert" not in str(again.body)
    assert stored(stage).revision == 2


async def test_the_longest_event_can_be_edited(stage: Stage) -> None:
    talk = a_full_event().sessions[0]
    sessions = (replace(talk, talk="T" * 255, speaker="S" * 255, role="R" * 255),) * 12
    event = a_full_event(sessions=sessions, description="D" * 3000, title="T" * 150)
    stage.store(event)
    form = await opened(stage.ada, "edit 11")
    await sent(stage.ada, form, location="Rathaus")
    assert stored(stage).sessions == sessions
    assert stored(stage).description == "D" * 3000


# --- change notices


async def test_a_new_time_and_place_are_told_once_before_and_after(stage: Stage) -> None:
    await with_answers(stage)
    await sent(stage.ada, await opened(stage.ada, "edit 11"), start="16:00")
    stage.playground.move_clock(300)
    await stage.deliver()
    await sent(stage.ada, await opened(stage.ada, "edit 11"), location="Rathaus")
    stage.playground.move_clock(599)
    await stage.deliver()
    assert said(stage.anna) == []
    await after_ten_minutes(stage)
    (told,) = said(stage.anna)
    moved = "Montag, 7. Dezember 2026: jetzt 16:00–18:00 (bisher 15:00–18:00), MEZ"
    assert moved in told
    assert "online → Rathaus" in told
    (english,) = said(stage.frances)
    assert "Monday" in english
    assert said(stage.ben) == []
    (thread,) = in_threads(stage)
    assert "online → Rathaus" in thread
    assert in_the_channel(stage)[-1] == thread
    assert f"Verschoben – {moved}" in stage.posts()[0].text
    await after_ten_minutes(stage)
    assert len(said(stage.anna)) == 1


async def test_a_new_place_alone_is_told_in_the_thread_only(stage: Stage) -> None:
    await with_answers(stage)
    await sent(stage.ada, await opened(stage.ada, "edit 11"), location="Rathaus")
    await after_ten_minutes(stage)
    (thread,) = in_threads(stage)
    assert thread not in in_the_channel(stage)
    assert "Verschoben" not in stage.posts()[0].text


async def test_of_two_announcements_the_newer_ones_thread_is_broadcast(stage: Stage) -> None:
    await with_answers(stage)
    await stage.ada.command("/labcamp announce 11 Noch einmal!")
    await stage.deliver()
    await sent(stage.ada, await opened(stage.ada, "edit 11"), start="16:00")
    await after_ten_minutes(stage)
    assert len(in_threads(stage)) == 2
    assert len([text for text in in_the_channel(stage) if "bisher" in text]) == 3


async def test_an_announcement_of_an_event_moved_back_says_nothing_of_it(stage: Stage) -> None:
    await with_answers(stage)
    for start in ("16:00", "15:00"):
        await sent(stage.ada, await opened(stage.ada, "edit 11"), start=start)
    await stage.refreshed()
    assert "bisher" not in stage.posts()[0].text


async def test_what_was_taken_back_is_not_told(stage: Stage) -> None:
    await with_answers(stage)
    await sent(stage.ada, await opened(stage.ada, "edit 11"), location="Rathaus")
    await sent(stage.ada, await opened(stage.ada, "edit 11"), location="online")
    await after_ten_minutes(stage)
    assert said(stage.anna) == []
    assert in_threads(stage) == []


async def test_the_join_link_goes_to_those_who_come_and_never_to_the_channel(stage: Stage) -> None:
    await with_answers(stage)
    new = "https://example.org/neuer-raum"
    await sent(stage.ada, await opened(stage.ada, "edit 11"), join_url=new)
    await after_ten_minutes(stage)
    assert new in said(stage.anna)[-1]
    assert new in said(stage.frances)[-1]
    (thread,) = in_threads(stage)
    assert "Zugangslink" in thread
    assert new not in str(stage.playground.workspace.messages[LABCAMP])


async def test_other_changes_are_told_only_when_asked_for(stage: Stage) -> None:
    await with_answers(stage)
    await sent(stage.ada, await opened(stage.ada, "edit 11"), host="Rathauslabor")
    await after_ten_minutes(stage)
    assert said(stage.anna) == []
    form = await opened(stage.ada, "edit 11")
    await sent(stage.ada, form, description="Ganz neu.", tell=["others"])
    await after_ten_minutes(stage)
    (told,) = said(stage.anna)
    assert "Beschreibung" in told
    assert "Rathauslabor" not in told


@pytest.mark.parametrize("command", ["bearbeiten 99", "streichen 99"])
async def test_an_event_that_there_is_not_is_said_so(stage: Stage, command: str) -> None:
    assert "99" in (await stage.ada.command(f"/labcamp {command}")).text
