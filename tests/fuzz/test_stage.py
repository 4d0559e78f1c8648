"""Whatever reaches the web server, and whatever Slack answers: no crash, no 500, no hang."""

import asyncio
import json
import time
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.slack import Slack
from playground import BotAnswer, sign
from playground.json_values import Json
from playground.rich_text import typed
from storage.database import Database
from tests.builders import a_full_event, an_item
from tests.every_way import (
    FORMS,
    Way,
    changed,
    every_event,
    every_form,
    every_interaction,
    fresh,
    places,
)
from tests.fuzz.texts import TEXTS, edited, piece, texts
from tests.fuzz.watching import Watch, fuzzed
from tests.odd_answers import ODD
from tests.odd_slack import GATEWAY, Odd, odd_slack
from tests.stage import Stage, on_stage
from tests.waiting import HANG

FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@dataclass
class Theatre:
    """A stage that stands for a whole module, and what Slack sends there."""

    runner: asyncio.Runner
    stage: Stage
    payloads: dict[str, Json]

    def play(self, act: Coroutine[Any, Any, Any]) -> Any:
        """What comes of it, and of all that it begins."""
        return self.runner.run(self._played(act))

    async def sent(self, payload: Json) -> BotAnswer:
        """What the bot answers; a connection that was idle for too long is not its fault."""
        once = self.stage.playground.deliveries.once
        answer = await once(payload)
        return answer if answer.status else await once(payload)

    async def _played(self, act: Coroutine[Any, Any, Any]) -> Any:
        found = await act
        await self.stage.deps.afterwards.finish(HANG)
        return found


@pytest.fixture(scope="module")
def theatre(tmp_path_factory: pytest.TempPathFactory, kept_sqlite: Database) -> Iterator[Theatre]:
    """With an event that was announced, and an item to be found."""
    file = tmp_path_factory.mktemp("theatre") / "labcamp.db"
    kept_sqlite.copy_to(file)
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def opened() -> Theatre:
            db = Database(f"sqlite:///{file}", HANG)
            stack.callback(db.close)
            stage = await stack.enter_async_context(on_stage(db))
            await stage.announced(a_full_event())
            stage.store_items(an_item())
            payloads = await every_interaction(stage) | await every_event(stage)
            return Theatre(runner, stage, payloads | await every_form(stage))

        yield runner.run(opened())
        runner.run(stack.aclose())


_PARTS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | texts(most=500)
    | st.sampled_from([[], {}, [None], {"type": "x"}, "x" * 5000, -1, "11", 1e400])
)
GONE = object()


def without(payload: Json, path: Way) -> Json:
    """The payload without what stands in one place, or around it."""
    found = changed(payload, path, GONE)
    part: Any = found
    for step in path[:-1]:
        part = part[step]
    del part[path[-1]]
    return found


@st.composite
def mutated(draw: st.DrawFn, payloads: dict[str, Json]) -> Json:
    """A payload with something else, or nothing, in some places."""
    payload = payloads[draw(st.sampled_from(sorted(payloads)))]
    found = fresh(payload)
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(list(places(found))))
        path = path[: draw(st.sampled_from([len(path), len(path), max(1, len(path) - 1)]))]
        if draw(st.integers(0, 4)) == 0:
            found = without(found, path)
        else:
            found = changed(found, path, draw(_PARTS))
    if draw(st.integers(0, 9)) == 0:
        found["type"] = "block_suggestion"
    return found


# What says 500 on purpose: an event is sent again, of a shortcut Slack says that it did not work.
SAYS_SO = ("event_callback", "shortcut", "message_action")


def test_no_payload_is_too_odd(theatre: Theatre, watch: Watch) -> None:
    @fuzzed
    @given(mutated(theatre.payloads))
    def fuzz(payload: Json) -> None:
        with watch.over(payload):
            answer = theatre.play(theatre.sent(payload))
        assert answer.status is not None
        assert answer.status < 500 or payload.get("type") in SAYS_SO, payload

    fuzz()
    assert theatre.play(theatre.stage.anna.command("/labcamp help")).ok


UNFORESEEN = {"listener.failed", "afterwards.failed", "payload.unreadable", "slack.unforeseen"}
WRITTEN: dict[str, Way] = {
    "command": ("text",),
    "message.im": ("event", "text"),
    "app_mention": ("event", "text"),
    "shortcut of a message": ("message", "text"),
}


def written(payloads: dict[str, Json]) -> list[tuple[Json, Way]]:
    """Wherever in a payload something stands that people write: also in each field of a form."""
    fields = [
        (payload, path)
        for payload in (payloads[name] for name in FORMS)
        for path in places(payload)
        if path[-1] in ("value", "rich_text_value") and "state" in path
    ]
    return [*((payloads[name], path) for name, path in WRITTEN.items()), *fields]


def test_nothing_that_is_written_is_too_odd(theatre: Theatre, watch: Watch) -> None:
    @fuzzed
    @given(st.sampled_from(written(theatre.payloads)), TEXTS)
    def fuzz(place: tuple[Json, Way], text: str) -> None:
        payload, path = place
        put = typed(text) if path[-1] == "rich_text_value" else text
        with capture_logs() as logs, watch.over(path, text):
            answer = theatre.play(theatre.sent(changed(payload, path, put)))
        assert answer.status == 200 or payload.get("type") in SAYS_SO, answer
        assert not UNFORESEEN & {line["event"] for line in logs}, logs

    fuzz()


@st.composite
def bodies(draw: st.DrawFn, payloads: dict[str, Json]) -> tuple[str, bytes]:
    """A content type, and a body that is almost one of Slack's."""
    payload = payloads[draw(st.sampled_from(sorted(payloads)))]
    written = json.dumps(payload)
    sound = st.sampled_from(
        [
            (JSON, written),
            (FORM, f"payload={quote(written)}"),
            (FORM, urlencode({name: str(value) for name, value in payload.items()})),
            (FORM, "command=%2Flabcamp&text=next&user_id=U1&trigger_id=1"),
            (FORM, "ssl_check=1&token=x"),
            (JSON, '{"type": "url_verification", "challenge": "x"}'),
            (JSON, "[" * 5000),
        ]
    )
    kind, body = draw(sound)
    kind = draw(st.sampled_from([kind, kind, JSON, FORM, "", "text/plain", "multipart/form-data"]))
    raw = draw(edited(body)).encode("utf-8", "surrogatepass")
    return kind, raw + draw(st.sampled_from([b"", b"", b"\xff", b"%ff%00", b"&payload=%7B%7D"]))


def test_no_body_is_too_odd(theatre: Theatre, watch: Watch) -> None:
    playground = theatre.stage.playground
    secret = playground.credentials.signing_secret

    @fuzzed
    @given(bodies(theatre.payloads), st.sampled_from([secret, secret, secret, "guessed"]))
    def fuzz(sent: tuple[str, bytes], key: str) -> None:
        content_type, body = sent
        sent_at = str(int(time.time()))
        headers = {
            "content-type": content_type,
            "x-slack-request-timestamp": sent_at,
            "x-slack-signature": sign(body, sent_at, key),
        }
        with watch.over(sent):
            answer = theatre.play(playground.send_raw(headers, body))
        assert answer.status is not None
        assert answer.status < 500 or any(kind.encode() in body for kind in SAYS_SO), answer

    fuzz()


PATHS = ["/calendar.ics", "/wissen.atom", "/calendar/x.ics", "/healthz", "/slack/events", "/"]


def test_no_request_is_too_odd(theatre: Theatre, watch: Watch) -> None:
    port = int(theatre.stage.web_url.rpartition(":")[2])

    async def asked(raw: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(raw)
        writer.write_eof()
        try:
            return await reader.read()
        finally:
            writer.close()

    @fuzzed
    @given(
        st.sampled_from(["GET", "HEAD", "POST", "PUT", "OPTIONS", "X"]),
        st.sampled_from(PATHS).flatmap(edited) | piece.map(quote),
        st.lists(st.tuples(st.sampled_from(["Host", "If-None-Match", "Range", "Cookie"]), TEXTS)),
    )
    def fuzz(verb: str, path: str, headers: list[tuple[str, str]]) -> None:
        lines = [f"{verb} {path} HTTP/1.1", *(f"{name}: {text}" for name, text in headers)]
        raw = "\r\n".join([*lines, "Connection: close", "", ""]).encode("utf-8", "replace")
        with watch.over(raw):
            answer = theatre.play(asked(raw))
        # of /healthz: here nobody has asked Slack yet
        is_no = b'{"ok":false' in answer or (verb == "HEAD" and answer.startswith(b"HTTP/1.1 503"))
        assert is_no or not answer.startswith(b"HTTP/1.1 5"), answer

    fuzz()


def test_no_answer_of_slack_is_too_odd(watch: Watch) -> None:
    @fuzzed
    @given(st.sampled_from(sorted(GATEWAY)), ODD)
    def fuzz(name: str, odd: Odd) -> None:
        ask, outcomes = GATEWAY[name]

        async def outcome() -> object:
            async with odd_slack() as server, Slack("xoxb-1", server.url) as slack:
                server.answer = odd
                return await ask(slack)

        with watch.over(name, odd):
            assert isinstance(asyncio.run(outcome()), outcomes)

    fuzz()
