"""What is no payload, or none of Slack's, is answered with a clear no and changes nothing."""

import json
import time
from urllib.parse import quote

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.domain.rsvps import Counts
from playground import BotAnswer, sign
from playground.sample import LABCAMP
from tests.builders import an_event
from tests.stage import Stage

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


async def send(
    stage: Stage,
    body: str | bytes,
    content_type: str = JSON,
    *,
    age: int = 0,
    secret: str | None = None,
    timestamp: str | None = None,
) -> BotAnswer:
    sent_at = timestamp or str(int(time.time()) - age)
    key = secret or stage.playground.credentials.signing_secret
    raw = body if isinstance(body, bytes) else body.encode()
    headers = {
        "content-type": content_type,
        "x-slack-request-timestamp": sent_at,
        "x-slack-signature": sign(raw, sent_at, key),
    }
    return await stage.playground.send_raw(headers, raw)


@pytest.mark.parametrize("body", ["null", "[]", "[1]", "", "1", '"text"', "{", "nul", "[" * 9000])
async def test_json_that_is_no_object_is_refused(stage: Stage, body: str) -> None:
    assert (await send(stage, body)).status == 400


@pytest.mark.parametrize(
    "body",
    [
        "",
        "payload=",
        "payload=null",
        "payload=[]",
        "payload=%7B",
        "payload=%22x%22",
        "text=next",
        "&&=",
    ],
)
async def test_a_form_without_a_payload_or_command_is_refused(stage: Stage, body: str) -> None:
    assert (await send(stage, body, FORM)).status == 400


async def test_bytes_that_are_no_text_do_not_have_the_signature_they_claim(stage: Stage) -> None:
    assert (await send(stage, b"\xff\xfe\x00", FORM)).status == 401


async def test_a_forged_request_is_refused(stage: Stage) -> None:
    answer = await send(stage, "command=/labcamp&text=next", FORM, secret="guessed")
    assert answer.status == 401


@pytest.mark.parametrize("age", [301, -301, 86_400])
async def test_an_old_request_is_refused(stage: Stage, age: int) -> None:
    answer = await send(stage, "command=/labcamp&text=next", FORM, age=age)
    assert answer.status == 401


@pytest.mark.parametrize("timestamp", ["now", "1e9", "-1", "１７", "9" * 400, "12.5"])
async def test_a_timestamp_that_is_no_number_is_refused(stage: Stage, timestamp: str) -> None:
    body = b"command=/labcamp&text=next"
    headers = {
        "content-type": FORM,
        "x-slack-request-timestamp": quote(timestamp),
        "x-slack-signature": "v0=0",
    }
    assert (await stage.playground.send_raw(headers, body)).status == 401


async def test_an_unsigned_request_is_refused(stage: Stage) -> None:
    assert (await stage.playground.send_raw({"content-type": JSON}, b"{}")).status == 401


async def test_a_body_without_end_is_refused(stage: Stage) -> None:
    assert (await send(stage, "x" * 1_010_000)).status == 413


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "block_actions"},
        {"type": "block_actions", "actions": []},
        {"type": "block_actions", "actions": None, "user": {"id": "U1"}},
        {"type": "view_submission", "view": {}},
        {"type": "something_new"},
        {"type": 5},
    ],
)
async def test_a_payload_that_lacks_everything_does_no_harm(
    stage: Stage, payload: dict[str, object]
) -> None:
    answer = await send(stage, "payload=" + quote(json.dumps(payload)), FORM)
    assert answer.status in (200, 400, 404)
    assert (await stage.anna.command("/labcamp help")).ok


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"type": "reaction_added"},
        {"type": "reaction_added", "item": None, "reaction": "x", "user": "U1"},
        {
            "type": "reaction_added",
            "item": {"type": "message", "channel": "C1", "ts": "1.1"},
            "reaction": "x",
            "user": "U1",
            "event_ts": "soon",
        },
        {
            "type": "reaction_added",
            "item": {"type": "message", "channel": "C1", "ts": "1.1"},
            "reaction": "x",
            "event_ts": "1.1",
        },
        {"type": "never_heard_of"},
    ],
)
async def test_an_event_that_makes_no_sense_does_no_harm(
    stage: Stage, event: dict[str, object]
) -> None:
    body = {"type": "event_callback", "event_id": "Ev1", "team_id": "T0LABCAMP", "event": event}
    answer = await send(stage, json.dumps(body))
    assert answer.status in (200, 400, 404)
    assert (await stage.anna.command("/labcamp help")).ok


async def test_slacks_question_when_the_address_is_set_is_answered(stage: Stage) -> None:
    body = {"type": "url_verification", "challenge": "abc", "token": "t"}
    answer = await send(stage, json.dumps(body))
    assert answer.status == 200
    assert "abc" in str(answer.body)


async def test_a_command_with_unusual_text_is_answered(stage: Stage) -> None:
    for text in ("\x00", "🙂" * 500, "a" * 4000, "show ٣", "rsvp yes 11 \u202e", "' OR 1=1 --"):
        reply = await stage.anna.command(f"/labcamp {text}")
        assert reply.ok, (text, reply)


@pytest.mark.parametrize("field", ["team_id", "api_app_id"])
async def test_a_signed_command_for_another_app_or_workspace_is_not_obeyed(
    stage: Stage, field: str
) -> None:
    stage.store(an_event(11))
    payload = (await stage.anna.command("/labcamp help")).payload
    foreign = {**payload, "text": "rsvp yes 11", field: "T0OTHER"}
    assert not (await stage.playground.interact(foreign)).text
    assert stage.answer(stage.anna) is None
    ours = {**payload, "text": "rsvp yes 11", "trigger_id": "another"}
    assert (await stage.playground.interact(ours)).ok
    assert stage.answer(stage.anna) == "yes"


async def test_a_click_for_another_app_is_not_obeyed(stage: Stage) -> None:
    message = await stage.announced()
    clicked = await stage.anna.click(message.channel, message.ts, "rsvp_yes")
    before = stage.counts()
    payload = {**clicked.payload, "api_app_id": "A0OTHER"}
    payload["user"] = {**payload["user"], "id": stage.frances.id}
    answer = await stage.playground.interact(payload)
    assert answer.status == 403
    assert stage.counts() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"user": {"id": "U1"}},
        {"user": ["U1"]},
        {"user": ""},
        {"user": "U1 U2"},
        {"item": {"type": "message", "channel": {}, "ts": "1.1"}},
        {"item": {"type": "message", "channel": "C1", "ts": 1.1}},
        {"item": ["message"]},
        {"reaction": ["x"]},
        {"event_ts": {}},
    ],
)
async def test_a_reaction_of_odd_parts_is_acked_and_changes_nothing(
    either_stage: Stage, fields: dict[str, object]
) -> None:
    message = await either_stage.announced()
    await either_stage.anna.react(LABCAMP, message.ts, "x")
    await either_stage.playground.settled()
    sent = either_stage.playground.sent[-1].payload
    odd = {**sent, "event_id": "EvOdd", "event": {**sent["event"], "reaction": "white_check_mark"}}
    odd["event"] |= fields
    assert (await either_stage.playground.deliver(odd)).ok
    assert either_stage.counts() == Counts(no=1)


CHECK = {"content-type": FORM}


@pytest.mark.parametrize("body", [b"ssl_check=1&token=x", b"token=x&ssl_check=1", b"ssl_check=1"])
async def test_slacks_look_at_the_certificate_is_answered_though_it_is_not_signed(
    stage: Stage, body: bytes
) -> None:
    with capture_logs() as logs:
        answer = await stage.playground.send_raw(CHECK, body)
    assert (answer.status, answer.body, logs) == (200, None, [])


@pytest.mark.parametrize(
    "more",
    [
        "&command=/labcamp&text=rsvp+yes+11&user_id=U0ANNA&trigger_id=1",
        "&payload=%7B%22type%22%3A%22block_actions%22%7D",
        "&ssl_check=2",
        "&x=" + "y" * 2000,
    ],
)
async def test_nothing_else_comes_in_as_a_look_at_the_certificate(stage: Stage, more: str) -> None:
    stage.store(an_event(11))
    answer = await stage.playground.send_raw(CHECK, f"ssl_check=1&token=x{more}")
    assert answer.status == 401
    assert stage.answer(stage.anna) is None


@pytest.mark.parametrize("path", ["/healthz/", "/slack/events/", "/calendar.ics/"])
async def test_nobody_is_led_to_the_host_that_the_request_names(stage: Stage, path: str) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(
            stage.web_url + path, headers={"Host": "evil.example"}, allow_redirects=False
        ) as answer,
    ):
        assert answer.status == 404
