"""Those of the channel who have not answered are asked once, when an organizer says so."""

from datetime import timedelta

import pytest

from bot.domain.events import Event, Status
from playground import Actor
from playground.models import User, View
from playground.sample import ALLGEMEIN, EMIL, FOREIGNER, GUSTAV, LABCAMP, REMINDER_BOT
from tests.announcement_forms import filled, sent_off
from tests.builders import a_full_event
from tests.forms import shown
from tests.records import audited
from tests.stage import Stage

EVENT = a_full_event()


async def looked_at(stage: Stage, actor: Actor) -> View:
    """The preview behind the button under `who`."""
    who = await actor.command("/labcamp who 11")
    await actor.click_reply(who, "nudge_preview")
    await stage.deliver()
    return actor.views[-1]


async def nudged(stage: Stage, actor: Actor | None = None) -> None:
    """Somebody has the others asked."""
    view = await looked_at(stage, actor or stage.ada)
    assert (await (actor or stage.ada).submit(view.id)).response_action == "update"
    await stage.deliver()


def letters(actor: Actor) -> list[str]:
    """What the bot asked somebody, oldest first."""
    return [one.text for one in actor.direct_messages if "noch nicht geantwortet" in one.text]


async def test_whoever_has_not_answered_is_asked_once(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(EVENT)
    await stage.anna.command("/labcamp zusage 11")
    view = await looked_at(stage, stage.ada)
    # Ada, Ben, Cem, Dora, Emil, Frances and two guests; no bot, and nobody of another workspace
    assert "*8 Personen* aus <#C0LABCAMP>" in shown(view)
    assert "8 Personen fragen" in shown(view)
    assert letters(stage.playground.as_user(EMIL)) == []
    await stage.ada.submit(view.id)
    await stage.deliver()
    assert letters(stage.anna) == []
    (asked,) = letters(stage.playground.as_user(EMIL))
    assert asked.startswith("Bist du bei *LabCamp#11: Wirkung sichtbar machen* dabei?")
    assert "`/labcamp erinnerungen aus`" in asked
    assert len(letters(stage.playground.as_user(GUSTAV))) == 1
    for other in (FOREIGNER, REMINDER_BOT):
        assert stage.playground.as_user(other).direct_messages == []
    assert audited(stage) == [(stage.ada.id, did, "event 11") for did in ("who", "nudge")]


async def test_nobody_is_asked_again_by_another_organizer(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(EVENT)
    await nudged(stage)
    who = await stage.ben.command("/labcamp who 11")
    await stage.ben.click_reply(who, "nudge_preview")
    await stage.deliver()
    assert "niemand mehr zu fragen" in str(stage.ben.ephemerals()[-1].blocks)
    assert len(letters(stage.anna)) == 1


async def test_two_who_send_it_at_once_ask_everybody_once(stage: Stage) -> None:
    stage.store(EVENT)
    views = [await looked_at(stage, actor) for actor in (stage.ada, stage.ben)]
    for actor, view in zip((stage.ada, stage.ben), views, strict=True):
        await actor.submit(view.id)
    await stage.deliver()
    assert len(letters(stage.anna)) == 1


async def test_the_message_is_answered_with_its_buttons(stage: Stage) -> None:
    stage.store(EVENT)
    await nudged(stage)
    message = stage.anna.direct_messages[-1]
    await stage.anna.click(message.channel, message.ts, "rsvp_yes")
    await stage.deliver()
    assert stage.answer(stage.anna) == "yes"


async def test_reminders_that_are_off_stay_off(stage: Stage) -> None:
    stage.store(EVENT)
    await stage.anna.command("/labcamp erinnerungen aus")
    view = await looked_at(stage, stage.ada)
    assert "*8 Personen*" in shown(view)
    assert "Eine weitere Person" in shown(view)
    await stage.ada.submit(view.id)
    await stage.deliver()
    assert letters(stage.anna) == []


@pytest.mark.parametrize("meanwhile", ["zusage 11", "erinnerungen aus"])
async def test_what_changed_since_the_preview_counts(stage: Stage, meanwhile: str) -> None:
    stage.store(EVENT)
    view = await looked_at(stage, stage.ada)
    await stage.anna.command(f"/labcamp {meanwhile}")
    await stage.ada.submit(view.id)
    await stage.deliver()
    assert letters(stage.anna) == []
    assert len(letters(stage.ben)) == 1


async def test_whoever_answers_before_it_is_sent_gets_nothing(stage: Stage) -> None:
    stage.store(EVENT)
    view = await looked_at(stage, stage.ada)
    stage.playground.faults.add("chat.postMessage", "429")
    await stage.ada.submit(view.id)
    await stage.deliver()
    await stage.anna.command("/labcamp absage 11")
    stage.playground.move_clock(60)
    await stage.deliver()
    assert letters(stage.anna) == []


@pytest.mark.parametrize("then", ["begins", "cancelled"])
async def test_it_is_not_sent_any_more_when_it_makes_no_sense(stage: Stage, then: str) -> None:
    stage.store(EVENT)
    view = await looked_at(stage, stage.ada)
    stage.playground.faults.add("conversations.members", "429")
    await stage.ada.submit(view.id)
    await stage.deliver()
    if then == "begins":
        away = EVENT.starts_at - stage.deps.clock.now()
        stage.playground.move_clock(away.total_seconds() + 1)
    else:
        stage.store(a_full_event(status=Status.CANCELLED))
        stage.playground.move_clock(60)
    await stage.deliver()
    assert letters(stage.anna) == []
    assert letters(stage.ben) == []


@pytest.mark.parametrize(
    "event",
    [
        a_full_event(status=Status.DRAFT),
        a_full_event(status=Status.CANCELLED),
        a_full_event(starts_at=EVENT.starts_at - timedelta(days=40),
                     ends_at=EVENT.ends_at - timedelta(days=40)),
    ],
    ids=["draft", "cancelled", "past"],
)  # fmt: skip
async def test_where_nothing_can_be_answered_nobody_is_asked(stage: Stage, event: Event) -> None:
    stage.store(EVENT)
    who = await stage.ada.command("/labcamp who 11")
    stage.store(event)
    assert "nudge" not in str((await stage.ada.command("/labcamp who 11")).blocks)
    await stage.ada.click_reply(who, "nudge_preview")
    await stage.deliver()
    assert "zu spät" in str(stage.ada.ephemerals())


async def test_who_is_asked_is_in_the_channel_where_it_was_announced(stage: Stage) -> None:
    stage.store(EVENT)
    workspace = stage.playground.workspace
    workspace.channel(ALLGEMEIN).members[workspace.bot_user] = None
    await sent_off(stage, filled("Kommt!", channel=ALLGEMEIN))
    await stage.ada.close(stage.ada.views[-1].id)
    view = await looked_at(stage, stage.ada)
    assert f"*7 Personen* aus <#{ALLGEMEIN}>" in shown(view)
    await stage.ada.submit(view.id)
    await stage.deliver()
    assert len(letters(stage.ben)) == 1
    assert letters(stage.playground.as_user(GUSTAV)) == []


async def test_a_channel_that_may_not_be_looked_into_is_named(stage: Stage) -> None:
    stage.store(EVENT)
    who = await stage.ada.command("/labcamp who 11")
    stage.playground.faults.add("conversations.members", "error:missing_scope")
    await stage.ada.click_reply(who, "nudge_preview")
    await stage.deliver()
    said = str(stage.ada.ephemerals())
    assert "Slack sagt mir nicht, wer in <#C0LABCAMP> ist: `missing_scope`" in said


async def test_a_channel_of_many_pages_is_asked_whole(stage: Stage) -> None:
    stage.store(EVENT)
    workspace = stage.playground.workspace
    for number in range(1100):
        user = workspace.add_user(User(f"many{number}", f"Viele {number}", f"U0MANY{number}"))
        workspace.channel(LABCAMP).members[user.id] = None
    view = await looked_at(stage, stage.ada)
    assert "*1109 Personen*" in shown(view)
    pages = [call for call in stage.playground.calls if call.method == "conversations.members"]
    assert len(pages) >= 3


@pytest.mark.usefixtures("impatient")
async def test_while_slack_is_silent_nobody_is_asked(stage: Stage) -> None:
    stage.store(EVENT)
    who = await stage.ada.command("/labcamp who 11")
    stage.playground.faults.add("conversations.members", "429")
    await stage.ada.click_reply(who, "nudge_preview")
    await stage.deliver()
    assert "wer im Kanal ist" in str(stage.ada.ephemerals()[-1].blocks)
    assert letters(stage.anna) == []


async def test_members_have_no_such_button(stage: Stage) -> None:
    stage.store(EVENT)
    assert "nudge" not in str((await stage.anna.command("/labcamp who 11")).blocks)
