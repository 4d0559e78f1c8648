"""Socket Mode survives what Slack does to connections: nothing is lost, and all are answered."""

import asyncio
import time
from collections.abc import AsyncIterator
from functools import partial
from itertools import chain, pairwise

import pytest
from structlog.testing import capture_logs

from bot.bolt import bolt_app
from bot.domain.rsvps import EMOJI, Answer, Counts
from bot.socket_mode import FIRST_PAUSE, LONGEST_PAUSE, PING_EVERY, SocketMode
from playground import socket_mode
from playground.clock import PlaygroundClock
from playground.odd_answers import ODD_ANSWERS
from playground.sample import ANNA, CEM, DORA, EMIL, LABCAMP
from storage.database import Database
from tests.stage import Stage, on_stage
from tests.waiting import HANG, timed, until, until_found

HASTE = {"first_pause": 0.05, "longest_wish": 0.1}
WATCHFUL = {"ping_every": 0.5, **HASTE}
# Slack leaves some ten seconds
GRACE = 10.0
MEMBERS = (ANNA, CEM, DORA, EMIL)


@pytest.fixture
async def hasty(postgres_db: Database) -> AsyncIterator[Stage]:
    """A stage over Socket Mode that does not wait as long as the real one."""
    async with on_stage(postgres_db, over_sockets=True, haste=HASTE) as stage:
        yield stage


@pytest.fixture
async def watchful(postgres_db: Database) -> AsyncIterator[Stage]:
    """A hasty stage that soon notices when nothing comes any more."""
    async with on_stage(postgres_db, over_sockets=True, haste=WATCHFUL) as stage:
        yield stage


async def until_connected(stage: Stage) -> None:
    async with asyncio.timeout(HANG):
        await stage.playground.connected()


def is_connected(stage: Stage, times: int) -> bool:
    return stage.playground.sockets.connected == times


async def unanswered(stage: Stage, enough: asyncio.Event | None = None) -> list[str]:
    """Members answer by command, all at once, and again until it is `enough`; what went wrong."""

    async def answers(user: str) -> list[str]:
        member = stage.playground.as_user(user)
        wrong = []
        while True:
            for answer in Answer:
                reply = await member.command(f"/labcamp rsvp {answer} 11")
                if "LabCamp#11" not in reply.text:
                    wrong.append(reply.error or reply.text)
            if enough is None or enough.is_set():
                return wrong

    return [*chain.from_iterable(await asyncio.gather(*map(answers, MEMBERS)))]


@pytest.mark.fault(
    "slack", "renews the connection under load", expected="nothing is lost, all are answered"
)
@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
async def test_a_refresh_under_load_loses_nothing_and_answers_all(
    hasty: Stage, reason: str
) -> None:
    message = await hasty.announced()
    enough = asyncio.Event()
    load = asyncio.create_task(unanswered(hasty, enough))
    ending = []
    sockets = hasty.playground.sockets
    for connections in (2, 3, 4):
        ending.append(asyncio.create_task(sockets.disconnect(reason, grace=GRACE)))
        await until(partial(is_connected, hasty, connections))
        await hasty.frances.react(LABCAMP, message.ts, EMOJI[Answer.YES])
        await hasty.frances.unreact(LABCAMP, message.ts, EMOJI[Answer.YES])
    enough.set()
    assert await load == []
    await asyncio.gather(*ending)
    await hasty.playground.settled()
    assert {len(sent.answers) for sent in hasty.playground.sent} == {1}
    assert hasty.counts() == Counts(no=len(MEMBERS))
    assert hasty.playground.sockets.connected == 1


async def test_what_slack_cuts_off_at_once_is_taken_in_when_it_comes_again(hasty: Stage) -> None:
    message = await hasty.announced()
    reacting = [
        hasty.playground.as_user(user).react(LABCAMP, message.ts, EMOJI[Answer.YES])
        for user in MEMBERS
    ]
    await asyncio.gather(*reacting)
    await hasty.playground.sockets.disconnect()
    await until_connected(hasty)
    await hasty.playground.settled()
    await hasty.reconcile()
    assert hasty.counts() == Counts(yes=len(MEMBERS))
    assert (await hasty.anna.command("/labcamp next")).ok


@pytest.mark.fault(
    "slack", "goes silent on an open connection", expected="it is replaced within a minute"
)
async def test_a_connection_that_is_open_but_deaf_is_replaced_within_a_minute(
    watchful: Stage,
) -> None:
    async def answered() -> bool:
        return (await watchful.anna.command("/labcamp next")).ok

    watchful.playground.sockets.deafen()
    _, seconds = await timed(until_found(answered))
    # all times of the real one are so many times longer
    assert seconds * PING_EVERY / WATCHFUL["ping_every"] < 60
    assert PING_EVERY * 1.5 + FIRST_PAUSE < 60


async def test_slacks_pings_are_answered_and_are_signs_of_life(
    socket_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket_mode, "_PING_SECONDS", 0.02)
    deps, token = socket_stage.deps, socket_stage.deps.settings.slack_app_token or ""
    connection = SocketMode(bolt_app(deps), token, deps.afterwards, lambda: None)
    await connection.connect()
    greeted_at = connection.heard_at or 0.0
    await until(lambda: socket_stage.playground.sockets.pongs > 1)
    assert greeted_at < (connection.heard_at or 0.0) <= time.monotonic()
    assert await connection.is_connected()
    await connection.close()


@pytest.mark.fault(
    "slack", "is gone while the bot runs", expected="it is asked ever more seldom, and found again"
)
async def test_while_slack_is_away_it_is_asked_ever_more_seldom_and_then_found_again(
    hasty: Stage,
) -> None:
    hasty.playground.workspace.clock = PlaygroundClock()  # which does not stand: calls have a time
    before = len(hasty.playground.calls)
    hasty.playground.faults.add("apps.connections.open", "500_before", times=5)
    await hasty.playground.sockets.disconnect()
    await until_connected(hasty)
    calls = [
        call.at
        for call in hasty.playground.calls[before:]
        if call.method == "apps.connections.open"
    ]
    pauses = [later - earlier for earlier, later in pairwise(calls)]
    assert len(pauses) == 5
    for number, pause in enumerate(pauses):
        assert pause >= HASTE["first_pause"] * 2**number * 0.9
    assert (await hasty.anna.command("/labcamp next")).ok
    assert LONGEST_PAUSE <= 60


async def test_a_server_that_goes_away_altogether_is_found_when_it_is_back(hasty: Stage) -> None:
    port = int(hasty.playground.url.rpartition(":")[2])
    await hasty.playground.stop()
    await asyncio.sleep(0.3)
    await hasty.playground.start(port=port)
    await until_connected(hasty)
    assert (await hasty.anna.command("/labcamp next")).ok


async def test_connections_that_slack_ends_at_once_are_not_opened_in_a_tight_loop(
    hasty: Stage,
) -> None:
    before = len(hasty.playground.calls)
    began = time.monotonic()
    for _ in range(5):
        await hasty.playground.sockets.disconnect("too_many_websockets")
        await until_connected(hasty)
    assert time.monotonic() - began >= 4 * HASTE["first_pause"]
    assert len(hasty.playground.calls) - before == 5


@pytest.mark.fault("slack", "sends the same four times", expected="it counts once")
async def test_the_same_envelope_four_times_counts_once(hasty: Stage) -> None:
    message = await hasty.announced()
    saying = await hasty.anna.command("/labcamp rsvp yes 11")
    announcing = await hasty.ada.command("/labcamp announce 11 Nur einmal!")
    await hasty.frances.react(LABCAMP, message.ts, EMOJI[Answer.NO])
    await hasty.playground.settled()
    reacting = hasty.playground.sent[-1].payload
    for payload in (saying.payload, announcing.payload, reacting):
        for _ in range(3):
            assert (await hasty.playground.deliver(payload)).ok
    hasty.playground.move_clock(2)
    await hasty.deliver()
    assert len(hasty.posts()) == 2
    assert hasty.counts() == Counts(yes=1, no=1)


@pytest.mark.fault(
    "two", "two processes have connections, and one goes", expected="all are answered"
)
async def test_two_processes_with_one_token_share_the_work_and_one_may_go(hasty: Stage) -> None:
    await hasty.announced()
    token = hasty.playground.credentials.app_token
    other = SocketMode(bolt_app(hasty.deps), token, hasty.deps.afterwards, lambda: None, **HASTE)
    await other.connect()
    assert hasty.playground.sockets.connected == 2
    assert await unanswered(hasty) == []
    await other.close()
    await until(lambda: hasty.playground.sockets.connected == 1)
    assert await unanswered(hasty) == []
    assert hasty.counts() == Counts(no=len(MEMBERS))


@pytest.mark.parametrize("retry_after", [1, "Mon, 23 Nov 2026 12:00:00 GMT", "inf", "nan", "soon"])
@pytest.mark.parametrize("kind", ["429", "odd:text_429", "odd:text_503", "odd:html_as_json"])
async def test_whatever_slack_asks_for_instead_of_a_connection_it_is_asked_again(
    hasty: Stage, kind: str, retry_after: int | str
) -> None:
    hasty.playground.faults.add("apps.connections.open", kind, retry_after=retry_after)
    await hasty.playground.sockets.disconnect()
    await until_connected(hasty)
    assert (await hasty.anna.command("/labcamp next")).ok


@pytest.mark.parametrize("kind", ODD_ANSWERS)
async def test_whatever_slack_answers_instead_of_an_address_it_is_asked_again_ever_more_seldom(
    hasty: Stage, kind: str
) -> None:
    hasty.playground.workspace.clock = PlaygroundClock()  # which does not stand: calls have a time
    before = len(hasty.playground.calls)
    hasty.playground.faults.add("apps.connections.open", kind, times=3)
    await hasty.playground.sockets.disconnect()
    await until_connected(hasty)
    asked = [call.at for call in hasty.playground.calls[before:]]
    pauses = [later - earlier for earlier, later in pairwise(asked)]
    assert len(pauses) == 3
    for number, pause in enumerate(pauses):
        assert pause >= HASTE["first_pause"] * 2**number * 0.9
    assert (await hasty.anna.command("/labcamp next")).ok


@pytest.mark.parametrize("kind", ODD_ANSWERS)
async def test_whatever_slack_answers_at_the_start_does_not_end_the_bot(
    hasty: Stage, kind: str
) -> None:
    token = hasty.playground.credentials.app_token
    other = SocketMode(bolt_app(hasty.deps), token, hasty.deps.afterwards, lambda: None, **HASTE)
    hasty.playground.faults.add("apps.connections.open", kind)
    await other.connect()
    assert await other.is_connected()
    await other.close()


@pytest.mark.parametrize("error", ["invalid_auth", "account_inactive"])
async def test_a_token_that_slack_refuses_for_a_while_is_tried_again_and_is_an_error(
    hasty: Stage, error: str
) -> None:
    hasty.playground.faults.add("apps.connections.open", f"error:{error}", times=2)
    with capture_logs() as logs:
        await hasty.playground.sockets.disconnect()
        await until_connected(hasty)
    assert [line["event"] for line in logs if line["log_level"] == "error"] == [
        "socket.not_connected"
    ] * 2
    assert (await hasty.anna.command("/labcamp next")).ok


ODD_FRAMES = [
    "",
    "5",
    "null",
    "[]",
    '"hello"',
    "{",
    "{}",
    "[" * 100_000,
    '{"a":' * 50_000,
    '{"type": ["disconnect"]}',
    '{"type": "events_api", "envelope_id": "1", "payload": null}',
    '{"type": "events_api", "envelope_id": "1", "payload": []}',
    '{"type": "events_api", "envelope_id": "1", "payload": 5}',
    '{"type": null, "envelope_id": null, "payload": {}}',
    '{"type": "events_api", "envelope_id": "1", "payload": {}, "retry_reason": 5}',
    '{"type": "slash_commands", "envelope_id": "1", "payload": {"command": 5}}',
    '{"type": "interactive", "envelope_id": "1", "payload": {"type": []}}',
    '{"type": "events_api", "envelope_id": "1", "payload": {"event": {"user": 5}}}',
]


@pytest.mark.fault("slack", "sends what is no envelope", expected="the next one is answered")
@pytest.mark.parametrize("frame", ODD_FRAMES, ids=lambda frame: frame[:60] or "nothing")
async def test_a_frame_that_is_no_envelope_does_not_make_the_bot_deaf(
    hasty: Stage, frame: str
) -> None:
    await hasty.playground.sockets.say(frame)
    assert (await hasty.anna.command("/labcamp next")).ok
    await hasty.playground.sockets.disconnect()
    await until_connected(hasty)
    assert (await hasty.anna.command("/labcamp next")).ok


async def test_a_frame_that_is_too_large_costs_no_more_than_the_connection(hasty: Stage) -> None:
    await hasty.playground.sockets.say("x" * 5_000_000)
    async with asyncio.timeout(5):
        while not (await hasty.anna.command("/labcamp next")).ok:
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("greeting", ["5", "null", "[]", "{", '{"type": "disconnect"}'])
async def test_a_connection_that_is_not_greeted_is_closed_and_another_one_is_opened(
    hasty: Stage, greeting: str
) -> None:
    sockets = hasty.playground.sockets
    sockets.greetings.append(greeting)
    await sockets.disconnect()
    async with asyncio.timeout(5):
        while sockets.greetings or sockets.connected != 1:
            await asyncio.sleep(0.01)
        while not (await hasty.anna.command("/labcamp next")).ok:
            await asyncio.sleep(0.02)
    assert sockets.connected == 1
