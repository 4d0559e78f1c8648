"""What people write, wherever it comes in: none of it comes out of the log, at whichever level.

Each place has an unlikely word of its own, so that what is found in the log says where it came in.
The places are taken from what the bot knows: routes, forms, events, formats, methods.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from aiohttp import web

from bot.files.formats import _FORMATS
from bot.jobs.links import check_links
from bot.settings import BadSettings, load
from bot.slack import Slack
from handlers.buttons import BUTTONS
from handlers.entrance import _SORTS
from handlers.routes import SUBMITS
from playground import sign
from playground.json_values import Json
from playground.rich_text import typed
from storage.database import Connection, Database, Unavailable
from tests.builders import NOON, a_full_event, an_item
from tests.canaries import Canaries, quiet_canaries
from tests.every_file import EVERY_FILE
from tests.every_way import FORMS, changed, every_event, every_form, every_interaction, places
from tests.everything import everything
from tests.forms import opened, sent
from tests.manifest import manifest_events
from tests.odd_slack import GATEWAY, Odd, odd_slack
from tests.permissions import TYPED, VALUES
from tests.stage import Stage
from tests.street import street
from tests.waiting import HANG

# What stands in these is Slack's own word, or the bot's.
_NOBODYS = {"type", "emoji", "token", "verbatim", "is_enterprise_install", "enterprise", "submit"}
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def canaries(capfd: pytest.CaptureFixture[str]) -> Iterator[Canaries]:
    with quiet_canaries(capfd) as canaries:
        yield canaries


def with_canaries(name: str, payload: Json, canaries: Canaries) -> Iterator[Json]:
    """The payload again and again, each time with a canary in one more place.

    What stands around the fields of a form is the same for all forms, and is tried with one.
    """
    for path in places(payload):
        if path[-1] in _NOBODYS or "blocks" in path:
            continue
        is_field = path[0] == "view" and path[1] in ("state", "private_metadata")
        if name in FORMS and name != "event" and not is_field:
            continue
        canary: Any = canaries.at(f"{name}: {'.'.join(map(str, path))}")
        yield changed(payload, path, typed(canary) if path[-1] == "rich_text_value" else canary)


def every_command(payload: Json, canaries: Canaries) -> Iterator[Json]:
    for kind, line in TYPED.items():
        yield changed(payload, ("text",), f"{line} {canaries.at(kind.__name__)}")


def every_button(payload: Json, canaries: Canaries) -> Iterator[Json]:
    action = ("actions", 0)
    for name in BUTTONS:
        button = changed(payload, (*action, "action_id"), name)
        for before in ("", f"{VALUES.get(name, '11')}:"):
            yield changed(button, (*action, "value"), before + canaries.at(f"{name} {before!r}"))


async def deliver(stage: Stage, payloads: Iterator[Json]) -> None:
    """Send them all, and wait until the bot has come to an end with them, answered or not."""
    once = stage.playground.deliveries.once
    sending = [asyncio.create_task(once(payload)) for payload in payloads]
    await asyncio.sleep(0)  # they are on their way, and what comes next comes after them
    assert (await stage.anna.command("/labcamp help")).ok
    if stage.web_url:
        await asyncio.wait(sending)
    await stage.deps.afterwards.finish(HANG)
    for one in sending:  # over Socket Mode nobody says that nothing comes
        one.cancel()
    await asyncio.gather(*sending, return_exceptions=True)


def test_every_form_has_a_place_here_and_every_event_a_name_in_the_log() -> None:
    assert FORMS.keys() == SUBMITS.keys()
    assert {event.partition(".")[0] for event in manifest_events()} <= _SORTS


async def test_what_stands_in_a_payload_is_not_said(
    either_stage: Stage, canaries: Canaries
) -> None:
    stage = either_stage
    await stage.announced(a_full_event())
    payloads = await every_interaction(stage) | await every_event(stage) | await every_form(stage)
    assert payloads.keys() >= manifest_events() | FORMS.keys()
    await deliver(stage, every_command(payloads["command"], canaries))
    if stage.web_url:  # behind the two ways in all is the same
        await deliver(stage, every_button(payloads["click in a message"], canaries))
    else:
        payloads = {name: payloads[name] for name in payloads if name not in FORMS}
    for name, payload in payloads.items():
        await deliver(stage, with_canaries(name, payload, canaries))
    for kind in ("error:invalid_blocks", "500_after", "odd:html_504"):
        stage.playground.faults.add("*", kind, times=3)
    await stage.refreshed()
    assert "listener.failed" in canaries.said()
    assert "delivery" in canaries.said()


async def test_what_slack_says_of_people_is_not_said(stage: Stage, canaries: Canaries) -> None:
    for user in stage.playground.workspace.users.values():
        for name in ("name", "real_name", "display_name"):
            setattr(user, name, canaries.at(f"{name} of {user.id}"))
    stage.frances.user.locale = canaries.at("locale")
    await everything(stage, stage.frances)
    assert "file" in canaries.said()


@pytest.mark.parametrize("method", GATEWAY)
async def test_what_slack_answers_is_not_said(method: str, canaries: Canaries) -> None:
    async with odd_slack() as server, Slack("xoxb-1", server.url) as slack:
        for odd in with_an_echo(method, canaries):
            server.answer = odd
            await GATEWAY[method][0](slack)


def with_an_echo(method: str, canaries: Canaries) -> Iterator[Odd]:
    """Refusals that repeat what was asked for, and answers with it in the wrong places."""

    def echo() -> str:
        return canaries.at(method)

    refusals: list[Json] = [
        {"error": f"invalid_arguments: {echo()}"},
        {"error": f"{echo()} was not found"},
        {"error": "invalid_blocks", "errors": [echo()], "needed": echo(), "provided": echo()},
        {"error": "invalid_blocks", "response_metadata": {"messages": [f"[ERROR] {echo()}"]}},
        {"error": {"text": echo()}, "warning": echo()},
    ]
    for refusal in refusals:
        yield Odd(body=json.dumps({"ok": False, **refusal}).encode())
    fields = ("channel", "ts", "user", "view", "messages", "members", "message", "upload_url")
    yield Odd(body=json.dumps({"ok": True, **{name: echo() for name in fields}}).encode())
    yield Odd(503, "text/html", f"<html>{echo()}".encode())
    yield Odd(200, "text/plain", echo().encode(), (("X-Echo", echo()),))
    yield Odd(302, "", b"", (("Location", f"http://{echo()}.invalid/"),))
    yield Odd(429, "text/plain", echo().encode(), (("Retry-After", echo()),))


async def test_what_a_request_brings_is_not_said(stage: Stage, canaries: Canaries) -> None:
    secret = stage.playground.credentials.signing_secret
    bodies = [
        (FORM, "command=%2Flabcamp&text={}"),
        (FORM, "command={}"),
        (FORM, "payload=%7B%22{}"),
        (FORM, "payload=%7B%22type%22%3A%22{}%22%7D"),
        (FORM, "ssl_check=1&{}=1"),
        ("application/json", '{{"{}"'),
        ("application/json", '{{"type": "{}"}}'),
        ("application/json", '{{"type": "event_callback", "event": "{}"}}'),
        ("application/json", '{{"authorizations": ["{}"]}}'),
        ("application/json", '{{"type": "url_verification", "challenge": ["{}"]}}'),
        ("application/json", '{{"type": "event_callback", "event": {{"type": "{}"}}}}'),
        ("{}", "{}"),
        (FORM, "payload=%7B%22type%22%3A%22block_actions%22%2C%22x%22%3A%22{}%22%7D"),
    ]
    for kind, body in bodies:
        for signed in (True, False):
            raw = body.format(canaries.at(f"{kind} {body}, signed: {signed}")).encode()
            sent_at = str(int(time.time()))
            headers = {
                "content-type": kind.format(canaries.at("content type")),
                "x-slack-request-timestamp": sent_at,
                "x-slack-signature": sign(raw, sent_at, secret if signed else "guessed"),
                canaries.at("a header's name"): canaries.at("a header"),
            }
            await stage.playground.send_raw(headers, raw)
    for kind in ("x-slack-request-timestamp", "x-slack-signature"):
        await stage.playground.send_raw({"content-type": FORM, kind: canaries.at(kind)}, b"a=b")
    assert "request.forged" in canaries.said()
    assert "payload.unreadable" in canaries.said()


async def test_what_is_asked_of_the_web_server_is_not_said(
    stage: Stage, canaries: Canaries
) -> None:
    for path in (
        "/{}",
        "/calendar/{}.ics",
        "/wissen.atom?{}=1",
        "/healthz?{}",
        "/metrics?{}",
        "/slack/events/{}",
    ):
        headers = {name: canaries.at(name) for name in ("User-Agent", "If-None-Match", "Cookie")}
        async with (
            aiohttp.ClientSession() as session,
            session.get(stage.web_url + path.format(canaries.at(path)), headers=headers) as answer,
        ):
            # no schedule runs here, and /healthz says so
            assert answer.status in (200, 304, 404) or "healthz" in path
    port = int(stage.web_url.rpartition(":")[2])
    for line in (f"GET /{canaries.at('line')} HTTP/9\r\n\r\n", f"{canaries.at('verb')}\r\n\r\n"):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(line.encode())
        async with asyncio.timeout(HANG):
            await reader.read()
        writer.close()


@pytest.mark.parametrize("ending", EVERY_FILE)
def test_what_stands_in_a_file_is_not_said(
    ending: str, canaries: Canaries, sqlite_db: Database, tmp_path: Path
) -> None:
    for number, content in enumerate(EVERY_FILE[ending]):
        canary = canaries.at(f"{number} {ending}")
        file = tmp_path / f"{canary}{ending}"
        file.write_bytes(content(canary))
        with file.open("rb") as opened_file:
            assert [*_FORMATS[ending].entries(opened_file)]


def test_every_format_has_a_place_here() -> None:
    same = {".yml": ".yaml", ".markdown": ".md", ".htm": ".html"}
    assert {same.get(ending, ending) for ending in _FORMATS} == EVERY_FILE.keys()


def _in_another_encoding(word: str) -> bytes:
    return word.encode("utf-16")


async def test_what_an_invitation_says_is_not_said(stage: Stage, canaries: Canaries) -> None:
    for ending in (".ics", ".txt", ".md", ".zip"):
        for content in (
            *EVERY_FILE[".ics"],
            *EVERY_FILE[".md"],
            _in_another_encoding,
        ):
            canary = canaries.at(f"invitation {ending}")
            name = f"{canary}{ending}"
            form = await opened(stage.ada, "new")
            given = [stage.ada.upload(name, content(canary))]
            await sent(stage.ada, form, file=given)
            await stage.ada.close(stage.ada.views[-1].id, all_of_them=True)
    form = await opened(stage.ada, "new")
    text = f"LabCamp#12: {canaries.at('pasted')}\n07.12.2026, 15 Uhr\nOrt: {canaries.at('place')}"
    reply = await sent(stage.ada, form, invitation=text)
    assert reply.response_action == "push"


async def test_what_other_servers_answer_is_not_said(stage: Stage, canaries: Canaries) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        headers = {"X-Title": canaries.at("header"), "Retry-After": canaries.at("retry")}
        if "redirect" in request.path:
            headers["Location"] = f"https://{canaries.at('redirect')}.gone.test/"
        status = 302 if "redirect" in request.path else 404
        return web.Response(
            status=status,
            headers=headers,
            text=f"<title>{canaries.at('title')}",
            reason=canaries.at("reason"),
        )

    async with street(answer) as there:
        words = [canaries.at(f"link {number}") for number in range(4)]
        hosts = ["a.test", f"{words[0]}.test", f"{words[1]}.gone.test", f"{words[2]}.gone.test"]
        stage.store_items(
            *[
                replace(
                    an_item(number),
                    title=canaries.at("title"),
                    url=f"http://{host}:{there.port}/{'redirect' if number % 2 else ''}{words[3]}",
                )
                for number, host in enumerate(hosts)
            ]
        )
        for _ in range(3):
            await check_links(stage.deps, there.gate(), timedelta())
            stage.playground.move_clock(86_400)
        await stage.deliver()
    assert "links.checked" in canaries.said()


# What quotes values: a constraint, a type, a length, a sign that the database does not know.
_QUOTING = [
    "INSERT INTO troubles (what, about, at) VALUES (:word, :word, :now), (:word, :word, :now)",
    "INSERT INTO troubles (what, about, at) VALUES (:word, NULL, :now)",
    "SELECT CAST(:word AS INTEGER) FROM missing",
    "SELECT * FROM events WHERE number = CAST(:word AS INTEGER) / 0 AND nothing = :word",
    "INSERT INTO sessions (event, position, talk) VALUES (4711, 1, :word)",
]


@pytest.mark.parametrize("statement", _QUOTING)
async def test_what_a_database_quotes_is_not_said(
    statement: str, canaries: Canaries, stage: Stage, postgres_db: Database
) -> None:
    for db in (stage.db, postgres_db):
        canary = canaries.at(statement)

        def ask(connection: Connection, word: str = canary) -> None:
            connection.execute(sa.text(statement), {"word": word, "now": NOON})
            connection.execute(sa.text(f"SELECT {word}"))

        stage.deps.db = db
        with pytest.raises(Exception) as failure:  # noqa: PT011 - whatever it says
            await db.write(ask)
        task = stage.deps.afterwards.start(_fail(failure.value))
        await asyncio.wait([task])
        if isinstance(failure.value, Unavailable):
            assert canary not in db.briefly(failure.value)
    assert canaries.said().count("afterwards.failed") == 4


async def _fail(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    "name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL"]
)
def test_no_secret_is_named_when_it_is_wrong(name: str, canaries: Canaries, tmp_path: Path) -> None:
    word = canaries.at(name)
    for value in (
        *(word, f"xoxb-{word}", f"xapp-{word}", f"'{word}", f"postgresql://ada:{word}@[/x"),
        *(f"postgresql://ada:x@{word}@db/x", f"postgres:{word}", f"mysql://a:{word}@db/x"),
        f"postgresql://ada:x/{word}@db/x",
    ):
        given = {"SLACK_BOT_TOKEN": "xoxb-1", "LOG_LEVEL": "unknown", name: value}
        with pytest.raises(BadSettings) as bad:
            load(given, tmp_path)
        assert word not in str(bad.value)


_DYING = """
import threading, warnings
from bot.traces import say_no_more
say_no_more()
def fail(word):
    raise ValueError(word)
class Odd:
    def __del__(self):
        fail("kanarienvogel")
thread = threading.Thread(target=fail, args=["kanarienvogel"])
thread.start()
thread.join()
Odd()
warnings.warn("kanarienvogel")
fail("kanarienvogel")
"""


def test_what_ends_a_process_a_thread_or_an_object_does_not_say_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _DYING], capture_output=True, text=True, check=False
    )
    assert done.stderr.count("ValueError") == 3
    assert "UserWarning" in done.stderr
    assert "kanarien" not in done.stderr + done.stdout
