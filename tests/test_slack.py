"""The gateway: each thing that Slack may say, and the outcome that it means."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.domain.delivery_outcomes import Later, PutBack, Refused, Sent, Uncertain
from bot.domain.rsvps import Answer
from bot.slack import TOKEN_TROUBLE, Shown, Slack
from bot.views.message import simple
from playground.sample import IDA, LABCAMP
from tests.stage import Stage

SEND_ID = "0" * 32


@asynccontextmanager
async def a_terse_slack(
    said: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> AsyncIterator[Slack]:
    """The gateway to a Slack that says this to everything, with no other headers: no Date."""

    async def answer(request: web.Request) -> web.Response:
        return web.json_response(said, status=status)

    async def strip(request: web.Request, response: web.StreamResponse) -> None:
        response.headers.pop("Date", None)
        response.headers.update(headers or {})

    app = web.Application()
    app.router.add_route("*", "/{method}", answer)
    app.on_response_prepare.append(strip)
    async with TestServer(app) as server, Slack("xoxb-1", str(server.make_url("/"))) as slack:
        yield slack


@pytest.mark.fault(
    "slack",
    "answers a post with each error it knows, 5xx, 429, or nothing",
    expected="it is known whether it was posted, or that nobody knows; nothing is sent blindly",
)
@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ("500_before", Uncertain),
        ("500_after", Uncertain),
        ("reset_before", Uncertain),
        ("reset_after", Uncertain),
        ("error:internal_error", Uncertain),
        ("error:fatal_error", Uncertain),
        ("429", Later),
        ("error:ratelimited", Later),
        *((f"error:{error}", Later) for error in sorted(TOKEN_TROUBLE)),
        ("error:is_archived", Refused),
        ("error:not_in_channel", Refused),
        ("error:msg_too_long", Refused),
    ],
)
async def test_what_slack_says_to_a_post_is_an_outcome(
    stage: Stage, fault: str, outcome: type
) -> None:
    stage.playground.faults.add("chat.postMessage", fault)
    assert isinstance(await stage.deps.slack.post(LABCAMP, simple("Hallo"), SEND_ID), outcome)
    posted = 1 if fault.endswith("_after") else 0
    assert len(stage.posts()) == posted  # and the SDK has not tried again by itself


async def test_slacks_retry_after_is_kept(stage: Stage) -> None:
    stage.playground.faults.add("chat.postMessage", "429", retry_after=17)
    outcome = await stage.deps.slack.post(LABCAMP, simple("Hallo"), SEND_ID)
    assert isinstance(outcome, Later)
    assert outcome.retry_after.total_seconds() == 17


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [(None, 1), ("soon", 1), ("-5", 1), ("2.5", 2.5), ("1e300", 86_400), ("inf", 1), ("nan", 1)],
)
async def test_an_odd_retry_after_is_a_pause_all_the_same(
    asked: str | None, seconds: float
) -> None:
    headers = {"Retry-After": asked} if asked else {}
    async with a_terse_slack({"ok": False, "error": "ratelimited"}, 429, headers) as slack:
        outcome = await slack.post(LABCAMP, simple("Hallo"), SEND_ID)
    assert isinstance(outcome, Later)
    assert outcome.retry_after.total_seconds() == seconds


async def test_slack_may_say_until_when_it_wants_to_be_left_in_peace() -> None:
    headers = {
        "Retry-After": "Mon, 23 Nov 2026 12:00:30 GMT",
        "Date": "Mon, 23 Nov 2026 12:00:00 GMT",
    }
    async with a_terse_slack({"ok": False, "error": "ratelimited"}, 429, headers) as slack:
        outcome = await slack.post(LABCAMP, simple("Hallo"), SEND_ID)
    assert outcome == Later(timedelta(seconds=30))


@pytest.mark.parametrize("said", [{"ok": True}, {}, [], ["ok"], "ok", None])
async def test_a_post_of_which_slack_does_not_say_where_it_stands_is_uncertain(said: Any) -> None:
    async with a_terse_slack(said) as slack:
        assert isinstance(await slack.post(LABCAMP, simple("Hallo"), SEND_ID), Uncertain)


@pytest.mark.parametrize("headers", [{}, {"Date": "gestern"}])
async def test_without_slacks_date_reactions_are_as_of_now(headers: dict[str, str]) -> None:
    shown = {"reactions": [{"name": "x", "users": ["U0ANNA"]}]}
    before = datetime.now(UTC) - timedelta(seconds=1)
    async with a_terse_slack({"ok": True, "message": shown}, headers=headers) as slack:
        found = await slack.shown_answers(LABCAMP, "1.000001", "U0BOT")
    assert isinstance(found, Shown)
    assert found.answers == {Answer.NO: {"U0ANNA"}}
    assert before <= found.at <= datetime.now(UTC)


@pytest.mark.parametrize("target", ["C1", "D12", "U123", "W9"])
async def test_an_id_is_no_name_however_short_it_is(target: str) -> None:
    said = {"ok": True, "channel": "C1", "ts": "1.000001", "channels": []}
    async with a_terse_slack(said) as slack:
        assert isinstance(await slack.post(target, simple("Hallo"), SEND_ID), Sent)


@pytest.mark.parametrize("name", [LABCAMP, "labcamp", "#labcamp"])
async def test_a_channel_is_found_by_its_id_and_by_its_name(stage: Stage, name: str) -> None:
    outcome = await stage.deps.slack.post(name, simple("Hallo"), SEND_ID)
    assert isinstance(outcome, Sent)
    assert outcome.channel == LABCAMP


@pytest.mark.parametrize("name", ["gibt-es-nicht", "allgemein"])
async def test_a_channel_without_the_bot_is_refused(stage: Stage, name: str) -> None:
    outcome = await stage.deps.slack.post(name, simple("Hallo"), SEND_ID)
    assert outcome == Refused("channel_not_found")


@pytest.mark.parametrize("fault", ["500_before", "429"])
async def test_a_channel_that_can_not_be_looked_up_puts_back_only_its_own_post(
    stage: Stage, fault: str
) -> None:
    stage.playground.faults.add("users.conversations", fault)
    outcome = await stage.deps.slack.post("labcamp", simple("Hallo"), SEND_ID)
    assert isinstance(outcome, PutBack)
    assert stage.posts() == []


async def test_an_emoji_that_is_there_already_is_as_good(stage: Stage) -> None:
    message = await stage.announced()
    outcome = await stage.deps.slack.add_reaction(message.channel, message.ts, "x")
    assert isinstance(outcome, Sent)


async def test_whoever_was_deactivated_does_not_organize(stage: Stage) -> None:
    profile = await stage.deps.slack.people.profile(IDA, stage.deps.identity.team)
    assert profile is not None
    assert not profile.may_organize


async def test_a_group_that_the_plan_does_not_have_has_no_members(stage: Stage) -> None:
    assert await stage.deps.slack.people.group_members("S0123ABCD") == frozenset()


@pytest.mark.usefixtures("impatient")
async def test_a_group_of_which_slack_does_not_speak_in_time_is_unknown(stage: Stage) -> None:
    stage.playground.faults.add("usergroups.users.list", "hang")
    assert await stage.deps.slack.people.group_members("S0123ABCD") is None
