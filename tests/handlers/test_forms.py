"""Modals and shortcuts over the real protocol: opened, submitted, refused without a loss."""

import pytest

from bot.views.block_kit import Block
from bot.views.message import simple
from bot.views.modals import Modal, modal
from playground.actor import Actor
from playground.models import View
from playground.sample import LABCAMP
from tests.builders import a_full_event, an_event
from tests.forms import shown
from tests.stage import Stage

WORDS = {"text": {"value": "Kommt vorbei!"}}


async def open_form(stage: Stage, actor: Actor | None = None, number: str = "11") -> View:
    reply = await (actor or stage.ada).command(f"/labcamp announce {number}")
    assert reply.ok, reply
    assert reply.text == ""
    return (actor or stage.ada).views[-1]


async def test_a_form_is_opened_filled_in_and_submitted(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event(), an_event(12))
    form = await open_form(stage, number="12")
    assert form.state["event"]["value"]["selected_option"]["value"] == "12"
    reply = await stage.ada.submit(form.id, WORDS)
    assert reply.ok, reply
    assert "Vorschau" in shown(form)
    assert (await stage.ada.submit(form.id)).ok
    assert "steht gleich in" in shown(stage.ada.views[-1])
    await stage.deliver()
    (post,) = stage.posts()
    assert "Kommt vorbei!" in str(post.blocks)
    assert "LabCamp#12" in post.text


async def test_the_shortcut_opens_the_same_form(either_stage: Stage) -> None:
    either_stage.store(a_full_event())
    reply = await either_stage.ada.shortcut("announce")
    assert reply.ok, reply
    await either_stage.deliver()
    assert either_stage.ada.views[-1].content["callback_id"] == "announce"


async def test_a_member_is_told_kindly_that_the_form_is_not_for_them(stage: Stage) -> None:
    stage.store(a_full_event())
    assert "Organisator:innen" in (await stage.anna.command("/labcamp announce")).text
    assert (await stage.anna.shortcut("announce")).ok
    assert "Organisator:innen" in shown(stage.anna.views[-1])


async def test_whoever_organizes_no_more_posts_nothing_and_loses_nothing(stage: Stage) -> None:
    stage.store(a_full_event())
    form = await open_form(stage)
    stage.playground.workspace.users[stage.ada.id].is_restricted = True
    reply = await stage.ada.submit(form.id, WORDS)
    assert reply.response_action == "errors"
    assert "Organisator:innen" in reply.errors["event"]
    assert "Kommt vorbei!" in str(form.state["text"])
    await stage.deliver()
    assert stage.posts() == []


@pytest.mark.usefixtures("impatient")
async def test_a_form_that_was_refused_can_be_sent_again(stage: Stage) -> None:
    stage.store(a_full_event())
    form = await open_form(stage)
    stage.playground.faults.add("users.info", "hang")
    refused = await stage.ada.submit(form.id, WORDS)
    assert "nicht prüfen" in str(refused.errors)
    assert (await stage.ada.submit(form.id)).response_action == "update"
    assert "Kommt vorbei!" in shown(form)


async def test_a_form_sent_twice_posts_once(stage: Stage) -> None:
    stage.store(a_full_event())
    form = await open_form(stage)
    await stage.ada.submit(form.id, WORDS)
    first = await stage.ada.submit(form.id)
    again = await stage.playground.interact({**first.payload, "trigger_id": "another.one"})
    assert first.ok
    assert again.status == 200
    await stage.deliver()
    assert len(stage.posts()) == 1


@pytest.mark.fault(
    "database", "locked while a form is sent", expected="what was typed stays in the form"
)
async def test_nothing_is_lost_while_the_database_is_locked(stage: Stage) -> None:
    stage.store(a_full_event())
    form = await open_form(stage)
    with stage.locked_database():
        reply = await stage.ada.submit(form.id, WORDS)
    assert reply.response_action == "errors"
    assert "nicht geklappt" in str(reply.errors)
    assert (await stage.ada.submit(form.id)).response_action == "update"


@pytest.mark.fault(
    "slack",
    "lets a form open no more, because it took too long",
    expected="whoever clicked is asked to try again",
)
@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id"])
async def test_who_was_too_slow_is_asked_to_try_again(stage: Stage, error: str) -> None:
    stage.store(a_full_event())
    stage.playground.faults.add("views.open", f"error:{error}")
    reply = await stage.ada.command("/labcamp announce")
    assert "nicht geöffnet" in reply.text


async def test_where_nothing_can_be_said_slack_itself_says_that_it_failed(stage: Stage) -> None:
    stage.store(a_full_event())
    stage.playground.faults.add("views.open", "error:expired_trigger_id")
    assert (await stage.ada.shortcut("announce")).error == "http_service_error"


async def test_a_shortcut_from_another_time_is_answered(either_stage: Stage) -> None:
    assert (await either_stage.frances.shortcut("long_gone")).ok
    assert "does not work any more" in shown(either_stage.frances.views[-1])


async def test_a_message_shortcut_from_another_time_is_answered_at_the_message(
    stage: Stage,
) -> None:
    message = stage.anna.say(LABCAMP, "Hallo!")
    assert (await stage.anna.message_action("long_gone", LABCAMP, message.ts)).ok
    assert "funktioniert nicht mehr" in stage.anna.ephemerals()[-1].text


def a_form(*names: str) -> Modal:
    made = modal("long_gone", "Altes Formular", [], close="Zu", submit="Ab")
    blocks = [
        {
            "type": "input",
            "block_id": name,
            "label": {"type": "plain_text", "text": name},
            "element": {"type": "plain_text_input", "action_id": "value"},
        }
        for name in names
    ] or list(simple("Nichts auszufüllen").blocks)
    return Modal(made.callback_id, made.title, tuple(map(Block, blocks)), made.close, made.submit)


async def opened(stage: Stage, form: Modal) -> View:
    trigger = stage.playground.workspace.new_trigger(stage.anna.id)
    await stage.deps.slack.views.open(trigger.id, form)
    return stage.anna.views[-1]


async def test_a_form_from_another_time_keeps_what_was_typed(either_stage: Stage) -> None:
    view = await opened(either_stage, a_form("eins", "zwei"))
    reply = await either_stage.anna.submit(
        view.id, {"eins": {"value": "a"}, "zwei": {"value": "b"}}
    )
    assert "funktioniert nicht mehr" in reply.errors["eins"]
    assert view.state["zwei"]["value"]["value"] == "b"


async def test_a_form_without_fields_from_another_time_is_answered_on_top_of_it(
    stage: Stage,
) -> None:
    view = await opened(stage, a_form())
    assert (await stage.anna.submit(view.id)).response_action == "push"
    assert "funktioniert nicht mehr" in shown(stage.anna.views[-1])
    assert stage.anna.views[0] is view


async def test_an_answer_to_a_click_in_a_modal_stands_in_it(stage: Stage) -> None:
    stage.store(a_full_event())
    reply = await stage.anna.command("/labcamp next")
    form = Modal("notice", "LabCamp", tuple(map(Block, reply.blocks)), "Zu")
    view = await opened(stage, form)
    await stage.anna.click_view(view.id, "rsvp_yes")
    await stage.deliver()
    assert stage.answer(stage.anna) == "yes"
    assert "Schön" in shown(stage.anna.views[-1])
    assert len(stage.anna.views) == 1
