"""Whatever Slack answers, or what stands before it: every outcome is a value, and nothing ends."""

import asyncio
import json

import aiohttp
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.deps import Afterwards
from bot.slack import Slack
from bot.slack.channels import Channels
from bot.slack.inspection import Inspection
from bot.slack.people import People
from bot.slack.views import Views
from bot.socket_mode import SocketMode
from tests.odd_slack import GATEWAY, Odd, OddSlack, odd_slack

NAMES = [
    "ok",
    "error",
    "errors",
    "user_id",
    "team_id",
    "channel",
    "channels",
    "ts",
    "id",
    "name",
    "user",
    "users",
    "members",
    "profile",
    "locale",
    "message",
    "messages",
    "reactions",
    "metadata",
    "event_type",
    "event_payload",
    "view",
    "hash",
    "upload_url",
    "file_id",
    "url",
    "response_metadata",
    "next_cursor",
]
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["C1", "1.0", "ratelimited", "invalid_auth", "\0", "\ud800", "x" * 5000])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)
    ),
    max_leaves=12,
)
# as documented but for one thing or two
FAIR = st.fixed_dictionaries(
    {"ok": st.booleans()},
    optional={name: VALUES for name in NAMES if name != "ok"},
)
BODIES = st.one_of(
    FAIR.map(lambda fair: json.dumps(fair).encode()),
    VALUES.map(lambda value: json.dumps(value).encode()),
    st.binary(max_size=40),
    st.sampled_from([b"", b"[]", b"null", b"5", b"[" * 100_000, b'{"ok": true}', b"<html>", b"ok"]),
)
TYPES = st.sampled_from(
    [
        "application/json",
        "application/json; charset=utf-8",
        "application/json; charset=utf-7",
        "application/json; charset=hex",
        "application/json; charset=none",
        "application/json; charset=undefined",
        "text/plain",
        "text/html",
        "application/gzip",
        "image/png",
        "nonsense",
        "",
    ]
)
HEADERS = st.lists(
    st.sampled_from(
        [
            ("Retry-After", "1"),
            ("Retry-After", "inf"),
            ("Retry-After", "-inf"),
            ("Retry-After", "nan"),
            ("Retry-After", "9" * 400),
            ("Retry-After", "Mon, 23 Nov 2026 12:00:00 GMT"),
            ("Retry-After", "Mon, 23 Nov 99999 12:00:00 +9999"),
            ("Date", "gestern"),
            ("Date", "Mon, 01 Jan 0001 00:00:00 +2300"),
            ("Date", "Fri, 31 Dec 9999 23:59:59 -2300"),
            ("Date", "Fri, 31 Dec 99999999999999999999 23:59:59 GMT"),
            ("Content-Encoding", "gzip"),
            ("Content-Encoding", "br"),
            ("Content-Length", "3"),
            ("Content-Length", "9" * 5),
            ("Content-Length", "x"),
            ("Transfer-Encoding", "chunked"),
            ("Location", "http://["),
            ("Location", "ftp://127.0.0.1/"),
            ("Set-Cookie", "=;;=\x01"),
        ]
    )
    | st.tuples(
        st.from_regex(r"[A-Za-z-]{1,12}", fullmatch=True),
        st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=20),
    ),
    max_size=3,
).map(tuple)
STATUSES = st.sampled_from([200, 200, 200, 204, 301, 307, 400, 401, 404, 429, 500, 503]) | (
    st.integers(101, 999)
)
ODD = st.builds(Odd, STATUSES, TYPES, BODIES, HEADERS)
SLOW = settings(max_examples=5, deadline=None)  # for each of some thirty methods


@pytest.mark.parametrize("name", GATEWAY)
@SLOW
@given(odd=ODD)
@example(odd=Odd(503, "text/plain", b"upstream connect error"))
@example(odd=Odd(429, "text/plain", b"Please relax.", (("Retry-After", "inf"),)))
@example(odd=Odd(200, "application/gzip", b'{"ok": true}'))
@example(odd=Odd(200, "application/json", b'{"ok": true, "channel": 5, "ts": 5, "view": 5}'))
@example(odd=Odd(200, "application/json", b'{"ok": true, "user": {"id": 5, "profile": 5}}'))
@example(odd=Odd(200, "application/json", b'{"ok": true, "members": [5], "channels": [5]}'))
@example(
    odd=Odd(
        200,
        "application/json",
        b'{"ok": true, "members": [], "channels": [], "messages": [],'
        b' "response_metadata": {"next_cursor": "again"}}',
    )
)
@example(odd=Odd(200, "application/json", b'{"ok": false, "error": "\\u0000\\ud800"}'))
def test_every_outcome_of_the_gateway_is_a_value(name: str, odd: Odd) -> None:
    async def outcome() -> object:
        async with odd_slack() as server, Slack("xoxb-1", server.url) as slack:
            server.answer = odd
            async with asyncio.timeout(8):
                return await GATEWAY[name][0](slack)

    found = asyncio.run(outcome())
    assert isinstance(found, GATEWAY[name][1]), found
    assert "\0" not in repr(found)
    repr(found).encode()  # nothing that no database takes


def test_all_that_the_gateway_offers_is_asked_here() -> None:
    offered = {
        name
        for part in (Slack, Channels, People, Views, Inspection)
        for name, made in vars(part).items()
        if asyncio.iscoroutinefunction(made) and not name.startswith("_")
    }
    asked = {name.split()[-1] if name.startswith("view ") else name for name in GATEWAY}
    # those that others here go through
    assert offered - asked <= {"id_of"}


async def nobody() -> AuthorizeResult:
    """Stands in for Bolt's question who the bot is."""
    return AuthorizeResult(enterprise_id=None, team_id=None)


@settings(max_examples=30, deadline=None)
@given(odds=st.lists(ODD, min_size=1, max_size=3))
def test_whatever_comes_instead_of_an_address_the_connection_is_asked_for_again(
    odds: list[Odd],
) -> None:
    asked: list[Odd] = []

    class Renewed(OddSlack):
        async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.answer = odds[len(asked) % len(odds)]
            asked.append(self.answer)
            await super().handle(reader, writer)

    async def play() -> None:
        odd = Renewed()
        server = await asyncio.start_server(odd.handle, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        async with server, Slack("xoxb-1", url) as slack:
            app = AsyncApp(client=slack.client_without_token(), authorize=nobody)
            haste = {"first_pause": 0.001, "longest_wish": 0.001}
            mode = SocketMode(app, "xapp-1", Afterwards(), lambda: None, **haste)
            mode._session = aiohttp.ClientSession()
            mode._renew()
            async with asyncio.timeout(8):
                while len(asked) < len(odds) + 1:
                    await asyncio.sleep(0.002)
            assert mode._renewing is not None
            assert not mode._renewing.done()
            await mode.close()

    asyncio.run(play())
