"""What the bot needs and lacks is said in the log, in /healthz and to the organizers, once."""

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.health import Health
from bot.jobs.checks import Checks
from bot.jobs.schedule import Schedule
from bot.settings import Settings
from playground import sign
from playground.sample import ALLGEMEIN, LABCAMP
from storage.database import Database
from tests.builders import a_full_event
from tests.stage import Stage

HOUR, DAY = 3600, 86_400


async def complaints(stage: Stage) -> str:
    health = Health()
    health.watch(stage.deps, Schedule(stage.deps), None)
    return " ".join(await health.complaints())


async def look(stage: Stage, checks: Checks) -> list[EventDict]:
    """Look, and tell; what was said in the log as an error, or to be over."""
    with capture_logs() as logs:
        await checks.look()
    await stage.deliver()
    await stage.deliver()
    return [line for line in logs if line["event"].startswith("trouble")]


def settings(stage: Stage, **fields: object) -> None:
    changed: Settings = replace(stage.deps.settings, **fields)  # type: ignore[arg-type]
    stage.deps.settings = changed


def without_a_scope(stage: Stage) -> None:
    stage.playground.scopes -= {"usergroups:read"}


def archived(stage: Stage) -> None:
    stage.playground.workspace.channel(LABCAMP).is_archived = True


def without_the_bot(stage: Stage) -> None:
    del stage.playground.workspace.channel(LABCAMP).members[stage.deps.identity.user]


def misnamed(stage: Stage) -> None:
    settings(stage, channel="#labkamp")


def unknown(stage: Stage) -> None:
    settings(stage, channel="C0NOWHERE")


def clock_off(stage: Stage) -> None:
    stage.playground.date_off = -3 * HOUR


def a_group_on_the_free_plan(stage: Stage) -> None:
    settings(stage, organizer_group="S0ORGA")


FAULTS: list[tuple[Callable[[Stage], None], str, str, str]] = [
    (without_a_scope, "scopes", "lacks scopes: usergroups:read", "fehlen Rechte: usergroups:read"),
    (archived, "channel-archived", "… (LABCAMP_CHANNEL) is archived", "archiviert"),
    (without_the_bot, "channel-outside", "/invite @LabCamp", "Der Bot ist nicht im Kanal"),
    (misnamed, "channel-unknown", "… (LABCAMP_CHANNEL) does not exist", "labkamp"),
    (unknown, "channel-unknown", "… (LABCAMP_CHANNEL)", "C0NOWHERE"),
    (clock_off, "clock-fast", "clock is 180 minutes fast", "geht 180 Minuten vor"),
    (a_group_on_the_free_plan, "organizers-group", "paid_teams_only", "paid_teams_only"),
]


@pytest.mark.parametrize(("fault", "what", "english", "german"), FAULTS)
async def test_what_is_wrong_is_said_in_the_log_in_healthz_and_to_each_organizer_once(
    stage: Stage, fault: Callable[[Stage], None], what: str, english: str, german: str
) -> None:
    fault(stage)
    checks = Checks(stage.deps)
    (line,) = await look(stage, checks)
    assert (line["log_level"], line["event"], line["what"]) == ("error", "trouble", what)
    assert english in line["do"]
    assert english in await complaints(stage)
    for organizer in (stage.ada, stage.ben):
        (told,) = organizer.direct_messages
        assert german in told.text
    for _ in range(3):
        stage.playground.move_clock(HOUR)
        assert await look(stage, checks) == []
    await look(stage, Checks(stage.deps))  # it was started anew
    assert len(stage.ada.direct_messages) == 1


async def test_what_is_well_says_nothing(stage: Stage) -> None:
    assert await look(stage, Checks(stage.deps)) == []
    assert "trouble" not in await complaints(stage)
    assert stage.ada.direct_messages == []


async def test_a_trouble_is_said_again_after_a_day_and_when_it_is_over(stage: Stage) -> None:
    archived(stage)
    checks = Checks(stage.deps)
    await look(stage, checks)
    stage.playground.move_clock(DAY)
    (line,) = await look(stage, checks)
    assert line["event"] == "trouble"
    stage.playground.workspace.channel(LABCAMP).is_archived = False
    stage.playground.move_clock(HOUR)
    (line,) = await look(stage, checks)
    assert (line["event"], line["what"]) == ("trouble.over", "channel-archived")
    assert "archived" not in await complaints(stage)
    archived(stage)
    stage.playground.move_clock(HOUR)
    (line,) = await look(stage, checks)
    assert line["event"] == "trouble"
    assert len(stage.ada.direct_messages) == 2


async def test_what_was_mended_before_the_start_is_told_again_when_it_breaks_again(
    stage: Stage,
) -> None:
    archived(stage)
    await look(stage, Checks(stage.deps))
    stage.playground.workspace.channel(LABCAMP).is_archived = False
    checks = Checks(stage.deps)
    stage.deps.learned.channel = None  # as after a start
    await look(stage, checks)
    archived(stage)
    stage.playground.move_clock(HOUR)
    await look(stage, checks)
    assert len(stage.ada.direct_messages) == 2


async def test_a_refused_delivery_has_all_looked_at_at_once(stage: Stage) -> None:
    checks = Checks(stage.deps)
    await look(stage, checks)
    stage.store(a_full_event())
    await stage.ada.command("/labcamp announce 11 Kommt!", channel=ALLGEMEIN)
    archived(stage)
    await stage.deliver()
    (line,) = await look(stage, checks)
    assert line["what"] == "channel-archived"


async def test_between_two_hours_only_the_token_is_asked_for(stage: Stage) -> None:
    checks = Checks(stage.deps)
    await look(stage, checks)
    before = len(stage.playground.calls)
    await look(stage, checks)
    assert [call.method for call in stage.playground.calls[before:]] == ["auth.test"]


async def test_nobody_who_organizes_is_said_until_somebody_does(stage: Stage) -> None:
    ada = frozenset({stage.ada.id})
    settings(stage, organizers=frozenset())
    checks = Checks(stage.deps)
    (line,) = await look(stage, checks)
    assert line["what"] == "organizers-nobody"
    assert "Set LABCAMP_ORGANIZERS" in await complaints(stage)
    settings(stage, organizers=ada)
    assert (await stage.ada.command(f"/labcamp organizers add <@{stage.anna.id}>")).ok
    settings(stage, organizers=frozenset())
    (line,) = await look(stage, checks)
    assert (line["event"], line["what"]) == ("trouble.over", "organizers-nobody")


async def test_where_slack_does_not_say_what_was_known_stays(stage: Stage) -> None:
    archived(stage)
    checks = Checks(stage.deps)
    await look(stage, checks)
    stage.playground.move_clock(HOUR)
    for method in ("auth.test", "conversations.info"):
        stage.playground.faults.add(method, "500_before")
    assert await look(stage, checks) == []
    assert "archived" in await complaints(stage)


async def test_without_a_channel_there_is_a_hint_and_nothing_is_wrong(stage: Stage) -> None:
    settings(stage, channel=None)
    checks = Checks(stage.deps)
    with capture_logs() as logs:
        await checks.look()
        await checks.look()
    assert [line["set"] for line in logs if line["event"] == "channel.unset"] == ["LABCAMP_CHANNEL"]
    assert "LABCAMP_CHANNEL" not in await complaints(stage)


async def test_requests_signed_with_another_secret_are_said_until_one_fits(stage: Stage) -> None:
    checks, right = Checks(stage.deps), stage.playground.credentials
    stage.playground.credentials = replace(right, signing_secret="of yesterday")
    stage.playground.connect_http(f"{stage.web_url}/slack/events")
    assert not (await stage.anna.command("/labcamp next")).ok
    (line,) = await look(stage, checks)
    assert (line["log_level"], line["what"]) == ("error", "secret")
    assert "do not match SLACK_SIGNING_SECRET" in await complaints(stage)
    stage.playground.credentials = right
    stage.playground.connect_http(f"{stage.web_url}/slack/events")
    assert (await stage.anna.command("/labcamp next")).ok
    assert "SLACK_SIGNING_SECRET" not in await complaints(stage)


@pytest.mark.parametrize(
    ("body", "age"), [('{"team_id": "T0OTHER"}', 0), ('{"team_id": "T0LABCAMP"}', 400)]
)
async def test_a_stranger_does_not_make_us_complain(stage: Stage, body: str, age: int) -> None:
    sent_at = str(int(time.time()) - age)
    headers = {
        "content-type": "application/json",
        "x-slack-request-timestamp": sent_at,
        "x-slack-signature": sign(body, sent_at, "guessed"),
    }
    assert (await stage.playground.send_raw(headers, body)).status == 401
    assert "SLACK_SIGNING_SECRET" not in await complaints(stage)


async def test_whoever_knows_our_workspace_can_not_make_us_complain_while_slack_is_heard(
    stage: Stage,
) -> None:
    assert (await stage.anna.command("/labcamp next")).ok
    right = stage.playground.credentials
    stage.playground.credentials = replace(right, signing_secret="guessed")
    stage.playground.connect_http(f"{stage.web_url}/slack/events")
    assert not (await stage.anna.command("/labcamp next")).ok
    assert "SLACK_SIGNING_SECRET" not in await complaints(stage)


async def test_another_bot_on_the_same_file_is_said_until_it_ends(sqlite_stage: Stage) -> None:
    other = Database(f"sqlite:///{sqlite_stage.db.url.database}")
    assert other.sole_use.is_ours()
    checks = Checks(sqlite_stage.deps)
    (line,) = await look(sqlite_stage, checks)
    assert (line["log_level"], line["what"]) == ("error", "database-shared")
    assert "Another bot runs on the same SQLite file" in await complaints(sqlite_stage)
    other.close()
    (line,) = await look(sqlite_stage, checks)
    assert (line["event"], line["what"]) == ("trouble.over", "database-shared")
