"""Whatever Slack answers, or what stands before it: every outcome is a value, and nothing ends."""

import asyncio

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
from bot.slack.views import Opened, Views
from bot.socket_mode import SocketMode
from tests.odd_answers import ODD
from tests.odd_slack import GATEWAY, Odd, OddSlack, odd_slack

SLOW = settings(max_examples=5, deadline=None)  # for each of some thirty methods


@pytest.mark.fault(
    "slack",
    "answers whatever question with nonsense: no JSON, other fields, odd headers",
    expected="nothing ends by it",
)
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


@pytest.mark.parametrize("name", ["open", "push", "view update", "publish"])
async def test_a_view_is_shown_if_slack_says_so_and_nothing_else(name: str) -> None:
    async with odd_slack() as server, Slack("xoxb-1", server.url) as slack:
        server.answer = Odd(200, "application/json", b'{"ok": true}')
        assert await GATEWAY[name][0](slack) == Opened()


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
