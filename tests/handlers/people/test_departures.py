"""Nobody holds a place who can't come: not a bot, and not whoever was deactivated."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.rsvps import Counts
from bot.jobs.forget import forget_all
from bot.jobs.reconcile import reconcile_all
from bot.services import calendar
from playground import Actor
from playground.sample import REMINDER_BOT
from storage import personal_data
from tests.builders import a_full_event
from tests.stage import Stage

YES = "white_check_mark"


def deactivate(stage: Stage, actor: Actor) -> None:
    stage.playground.workspace.user(actor.id).deleted = True


async def test_the_place_of_whoever_was_deactivated_goes_to_those_who_wait(
    either_stage: Stage,
) -> None:
    stage = either_stage
    await stage.announced(a_full_event(capacity=1))
    await stage.anna.command("/labcamp zusage 11")
    await stage.frances.command("/labcamp yes 11")
    deactivate(stage, stage.anna)
    await stage.reconcile()
    await stage.deliver()
    assert stage.answer(stage.anna) is None
    frances = stage.rsvp(stage.frances)
    assert frances is not None
    assert frances.waitlisted_at is None
    assert "✅ 1" in stage.posts()[0].text


async def test_of_whoever_was_deactivated_nothing_is_kept(either_stage: Stage) -> None:
    stage = either_stage
    await stage.announced(a_full_event(capacity=1))
    await stage.anna.command("/labcamp zusage 11")
    await stage.anna.command("/labcamp sprache en")
    await stage.frances.command("/labcamp yes 11")
    stage.anna.leave_workspace()
    await stage.deliver()
    assert (stage.answer(stage.anna), stage.counts()) == (None, Counts(yes=1))
    with stage.db.reading() as connection:
        assert stage.anna.id not in personal_data.people(connection)


async def test_the_hourly_look_finds_whoever_was_deactivated_unheard(either_stage: Stage) -> None:
    stage = either_stage
    await stage.anna.command("/labcamp sprache en")
    await stage.frances.command("/labcamp language en")
    deactivate(stage, stage.anna)
    await forget_all(stage.deps)
    with stage.db.reading() as connection:
        assert personal_data.people(connection) == {stage.frances.id}


async def test_what_a_bot_reacts_is_no_answer_for_long(either_stage: Stage) -> None:
    stage = either_stage
    message = await stage.announced(a_full_event(capacity=1))
    robot = stage.playground.as_user(REMINDER_BOT)
    await robot.react(message.channel, message.ts, YES)
    await stage.deliver()
    await stage.reconcile()
    assert stage.answer(robot) is None
    await stage.anna.command("/labcamp zusage 11")
    # nor when the event is saved again, or Slack is asked again
    event = a_full_event(capacity=2)
    stage.store(replace(event, starts_at=event.starts_at + timedelta(hours=1)))
    await stage.reconcile()
    assert stage.answer(robot) is None
    anna = stage.rsvp(stage.anna)
    assert anna is not None
    assert anna.waitlisted_at is None


async def test_an_organizer_can_free_the_place_of_whoever_was_deactivated(
    either_stage: Stage,
) -> None:
    stage = either_stage
    stage.store(a_full_event())
    await stage.anna.command("/labcamp zusage 11")
    deactivate(stage, stage.anna)
    reply = await stage.ada.command(f"/labcamp rsvp yes 11 <@{stage.anna.id}>")
    assert "kann ich keine Antwort eintragen" in reply.text
    reply = await stage.ada.command(f"/labcamp rsvp no 11 <@{stage.anna.id}>")
    assert "ein Platz ist damit wieder frei" in reply.text
    assert stage.answer(stage.anna) is None
    reply = await stage.ada.command(f"/labcamp rsvp no 11 <@{stage.anna.id}>")
    assert "kann ich keine Antwort eintragen" in reply.text


async def test_as_long_as_slack_does_not_say_who_is_there_nobody_is_let_go(stage: Stage) -> None:
    stage.store(a_full_event())
    await stage.anna.command("/labcamp zusage 11")
    deactivate(stage, stage.anna)
    stage.playground.faults.add("users.list", "500_before")

    assert not await reconcile_all(stage.deps)
    assert stage.answer(stage.anna) == "yes"


async def test_the_calendar_of_whoever_was_deactivated_is_there_no_more(stage: Stage) -> None:
    key = stage.deps.settings.slack_bot_token
    with stage.db.transaction() as connection:
        anna = str(calendar.token(connection, stage.anna.id, key))
        frances = str(calendar.token(connection, stage.frances.id, key))
    deactivate(stage, stage.anna)
    await stage.reconcile()
    with stage.db.reading() as connection:
        assert calendar.own(connection, anna, stage.deps.clock.now()) is None
        assert calendar.own(connection, frances, stage.deps.clock.now()) is not None
