"""All that one payload leads to has one id in the log, however much later it happens."""

import asyncio
import logging

import pytest
from structlog.contextvars import bound_contextvars, get_contextvars, merge_contextvars
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot import causes
from bot.jobs.schedule import Schedule
from tests.builders import a_full_event
from tests.stage import Stage


def caused(lines: list[EventDict], event: str) -> set[object]:
    return {line["cause"] for line in lines if line["event"] == event}


@pytest.fixture
def telling(caplog: pytest.LogCaptureFixture) -> None:
    """At DEBUG each payload and each call to Slack is a line of its own."""
    for ours in ("bot", "handlers"):
        caplog.set_level(logging.DEBUG, ours)


@pytest.mark.usefixtures("telling")
async def test_one_payload_is_found_again_in_all_that_it_leads_to(either_stage: Stage) -> None:
    stage = either_stage
    stage.store(a_full_event())
    with capture_logs(processors=[merge_contextvars]) as lines:
        assert (await stage.ada.command("/labcamp announce 11 Kommt vorbei!")).ok
        await stage.deps.afterwards.finish(60)
        asked = len(lines)
        await stage.deliver()
    (cause,) = caused(lines[:asked], "payload")
    assert caused(lines[:asked], "slack.called") == {cause}
    sent = [line for line in lines[asked:] if line["event"] == "delivery"]
    assert {line["kind"] for line in sent} == {"announcement", "seed"}
    assert {line["cause"] for line in sent} == {cause}
    posted = [line for line in lines[asked:] if line.get("name") == "chat.postMessage"]
    assert [line["cause"] for line in posted] == [cause]
    with capture_logs(processors=[merge_contextvars]) as lines:
        await stage.anna.command("/labcamp rsvp yes 11")
        await stage.deliver()
    (another,) = caused(lines, "payload")
    assert another != cause
    (refresh,) = [line for line in lines if line.get("kind") == "refresh"]
    assert refresh["cause"] == another


async def test_what_fails_says_the_cause_and_what_is_repeated_has_a_new_one(stage: Stage) -> None:
    with stage.locked_database(), capture_logs(processors=[merge_contextvars]) as lines:
        for _ in range(2):
            await stage.anna.command("/labcamp reminders off")
    assert len(caused(lines, "listener.failed")) == 2


async def test_a_job_has_a_cause_of_its_own_whoever_woke_it(stage: Stage) -> None:
    seen = []

    async def _index() -> None:
        seen.append(get_contextvars()["cause"])

    schedule = Schedule(stage.deps)
    with bound_contextvars(cause="c0ffee12"):
        for _ in range(2):
            await asyncio.create_task(schedule._run(_index))
    assert len({*seen, "c0ffee12"}) == 3


def test_a_send_id_begins_with_what_caused_it_and_ends_as_no_other() -> None:
    with bound_contextvars(cause="c0ffee12"):
        one, other = causes.new_send_id(), causes.new_send_id()
    assert one[:8] == other[:8] == "c0ffee12"
    assert one != other
    assert len(one) == len(causes.new_send_id()) == 32
