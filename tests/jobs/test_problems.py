"""What could not be delivered is told to the organizers, or stands in the log and /healthz."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.domain.checks import Trouble, What
from bot.domain.deliveries import Delivery, Kind, State
from bot.domain.delivery_outcomes import Sent
from bot.domain.events import Status
from bot.health import Health
from bot.jobs.checks import Checks
from bot.jobs.schedule import Schedule
from bot.services import claims, deliveries
from playground.sample import ADA, ALLGEMEIN, BEN, LABCAMP
from storage import troubles
from storage.tables import deliveries as table
from tests.announcement_forms import filled, later, sent_off
from tests.builders import a_full_event
from tests.homes import home_of
from tests.stage import Stage


async def test_a_refused_announcement_is_told_to_each_organizer(stage: Stage) -> None:
    stage.store(a_full_event())
    await stage.ada.command("/labcamp announce 11 Kommt!", channel=ALLGEMEIN)
    stage.playground.workspace.channel(LABCAMP).is_archived = True
    await stage.deliver()
    for organizer in (stage.ada, stage.ben):
        (told,) = organizer.direct_messages
        assert (
            "Ankündigung (<#C0LABCAMP>, LabCamp#11): von Slack abgelehnt. Der Kanal ist archiviert"
            in told.text
        )
        assert "In meinem Home" in told.text


async def test_an_emoji_that_could_not_be_set_names_its_event(stage: Stage) -> None:
    stage.playground.faults.add("reactions.add", "error:too_many_reactions")
    await stage.announced()
    assert "Emoji unter einer Ankündigung (<#C0LABCAMP>, LabCamp#11)" in told_to(stage)


async def test_a_person_who_can_not_be_reached_is_not_taken_for_a_channel(stage: Stage) -> None:
    await stage.announced(a_full_event(capacity=1))
    for actor in (stage.anna, stage.frances):
        await actor.command("/labcamp zusage 11")
    stage.playground.workspace.users[stage.frances.id].deleted = True
    await stage.anna.command("/labcamp absage 11")
    await stage.deliver()
    told = told_to(stage)
    assert f"freien Platz (<@{stage.frances.id}>, LabCamp#11): von Slack abgelehnt" in told
    assert "Ihr Konto ist deaktiviert" in told
    assert "invite" not in told


async def test_the_home_is_named_only_where_there_is_something_to_decide(stage: Stage) -> None:
    event = a_full_event()
    stage.store(event)
    await sent_off(stage, filled("Kommt!", when="later", moment=later(stage, days=1)))
    stage.store(replace(event, status=Status.CANCELLED))
    stage.playground.move_clock(86_401)
    await stage.deliver()
    told = told_to(stage)
    assert "Ankündigung (<#C0LABCAMP>, LabCamp#11): nicht mehr gesendet. Das LabCamp ist" in told
    assert "Home" not in told
    assert "Gerade wartet nichts auf euch" in await home_of(stage, stage.ada)


def told_to(stage: Stage) -> str:
    """What Ada was told last."""
    return stage.ada.direct_messages[-1].text


async def test_what_fails_again_in_the_same_way_is_told_once(stage: Stage) -> None:
    await stage.announced()
    stage.playground.workspace.channel(LABCAMP).is_archived = True
    for answer in ("zusage", "absage", "vielleicht"):
        await stage.anna.command(f"/labcamp {answer} 11", channel=ALLGEMEIN)
        await stage.refreshed()
    assert len(stage.ada.direct_messages) == 1


async def test_what_is_from_after_a_clock_that_was_put_back_is_no_news_again_and_again(
    stage: Stage,
) -> None:
    now, hour = stage.deps.clock.now(), timedelta(hours=1)
    with stage.db.transaction() as connection:
        troubles.add(connection, Trouble(What.SCOPES, "chat:write"), now + hour)
        report = claimed_report(connection, now)
        assert claims.settle(connection, report, Sent(LABCAMP, "1.1"), now) is State.SENT
        assert claims.to_report(connection, now) != ([], [])  # it is told with the next one
    assert await stage.db.read(waiting) == []


def claimed_report(connection: sa.Connection, now: datetime) -> Delivery:
    """A report to Ada that is just being sent."""
    deliveries.add(connection, Kind.PROBLEMS, ADA, {}, now, "problems")
    claimed = claims.claim(connection, now)
    assert claimed is not None
    return claimed


def waiting(connection: sa.Connection) -> list[str]:
    """The kinds of what is to be sent."""
    rows = connection.execute(sa.select(table.c.kind).where(table.c.state == "pending"))
    return list(rows.scalars())


async def test_a_message_deleted_before_it_was_seeded_is_told_once(stage: Stage) -> None:
    stage.store(a_full_event())
    await stage.ada.command("/labcamp announce 11 Kommt!")
    stage.playground.faults.add("reactions.add", "429")
    await stage.deliver()
    stage.playground.workspace.delete_message(LABCAMP, stage.posts()[0].ts)
    for _ in range(3):
        await stage.refreshed()
    (told,) = stage.ada.direct_messages
    assert "in Slack gelöscht" in told.text


async def test_a_message_that_is_gone_is_not_compared_again(stage: Stage) -> None:
    message = await stage.announced()
    stage.playground.workspace.delete_message(message.channel, message.ts)
    for _ in range(3):
        await stage.reconcile()
    assert [call.method for call in stage.playground.calls].count("reactions.get") == 2


async def test_a_message_that_can_not_be_compared_after_it_was_posted_is_tried_again(
    stage: Stage,
) -> None:
    asked: list[bool] = []
    stage.deps.reconcile_soon = lambda: asked.append(True)
    stage.playground.faults.add("reactions.get", "429")
    await stage.announced()
    assert asked == [True]


async def test_a_message_that_was_deleted_in_slack_is_not_refreshed_again(stage: Stage) -> None:
    message = await stage.announced()
    stage.playground.workspace.delete_message(message.channel, message.ts)
    for actor in (stage.anna, stage.frances):
        await actor.command("/labcamp zusage 11")
        await stage.refreshed()
    assert [call.method for call in stage.playground.calls].count("chat.update") == 1
    assert len(stage.playground.as_user(BEN).direct_messages) == 1


async def test_without_organizers_a_problem_is_an_error_in_the_log(stage: Stage) -> None:
    await stage.announced()
    stage.deps.settings = replace(stage.deps.settings, organizers=frozenset())
    stage.playground.faults.add("chat.update", "error:cant_update_message")
    await stage.anna.command("/labcamp zusage 11")
    with capture_logs() as logs:
        await stage.deliver()
    assert "delivery.nobody_to_tell" in [line["event"] for line in logs]


async def test_healthz_says_that_it_is_starting_until_slack_has_answered() -> None:
    assert await Health().complaints() == ["starting: Slack has not said yet who the bot is"]


async def test_healthz_has_nothing_to_say_when_all_is_well(stage: Stage) -> None:
    health = Health()
    schedule = Schedule(stage.deps)
    health.watch(stage.deps, schedule, None)
    assert await health.complaints() == ["deliveries are not being looked at"]
    schedule.start()
    await stage.announced()
    await schedule.stop()
    assert await health.complaints() == []


async def test_healthz_says_that_the_database_does_not_answer(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    health = Health()
    schedule = Schedule(stage.deps)
    health.watch(stage.deps, schedule, None)
    with stage.db.transaction() as connection:
        connection.exec_driver_sql("DROP TABLE deliveries")
    assert any("database does not answer" in line for line in await health.complaints())


async def test_a_job_that_is_under_way_when_the_bot_stops_is_no_error(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    await stage.announced()
    held = stage.playground.faults.hold("reactions.get", "before")
    schedule = Schedule(stage.deps)
    schedule.start()
    await held.reached()
    under_way = [task for task in asyncio.all_tasks() if "run_coroutine" in repr(task)]
    await schedule.stop()
    await asyncio.wait(under_way)
    held.release()
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


@pytest.mark.fault(
    "slack",
    "takes the token no more while the bot runs",
    expected="it is said until it does again; nothing is lost",
)
@pytest.mark.parametrize("error", ["account_inactive", "invalid_auth", "token_revoked"])
async def test_that_slack_does_not_take_the_token_is_said_until_it_does_again(
    stage: Stage, error: str
) -> None:
    health, checks = Health(), Checks(stage.deps)
    health.watch(stage.deps, Schedule(stage.deps), None)
    said = f"Slack does not take SLACK_BOT_TOKEN: {error}"
    assert said not in " ".join(await health.complaints())
    stage.playground.faults.add("*", f"error:{error}", times=1000)
    with capture_logs() as logs:
        await stage.anna.command("/labcamp announce 11")  # asks who Anna is
        assert said in " ".join(await health.complaints())
        for _ in range(2):
            await checks.look()
    (line,) = [line for line in logs if line["log_level"] == "error"]
    assert (line["event"], line["what"]) == ("trouble", "token")
    stage.playground.faults.clear()
    await checks.look()
    assert said not in " ".join(await health.complaints())


async def test_a_token_that_slack_refuses_is_noticed_though_nobody_does_anything(
    stage: Stage,
) -> None:
    health = Health()
    health.watch(stage.deps, Schedule(stage.deps), None)
    stage.playground.faults.add("*", "error:org_login_required", times=1000)
    await Checks(stage.deps).look()
    assert "org_login_required" in " ".join(await health.complaints())


async def test_healthz_asks_slack_nothing(stage: Stage) -> None:
    settings = replace(stage.deps.settings, organizers=frozenset(), organizer_group="S0ORGA")
    stage.deps.settings = settings
    health = Health()
    health.watch(stage.deps, Schedule(stage.deps), None)
    await Checks(stage.deps).look()
    before = len(stage.playground.calls)
    assert "Set LABCAMP_ORGANIZERS" in " ".join(await health.complaints())
    assert len(stage.playground.calls) == before
