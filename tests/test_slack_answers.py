"""Whatever Slack answers, or what stands before it: every outcome is a value, and nothing ends."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.deps import Afterwards
from bot.domain.channels import Place
from bot.domain.delivery_outcomes import (
    Absent,
    Done,
    Later,
    NotFindable,
    PutBack,
    Refused,
    Sent,
    Unanswered,
    Uncertain,
)
from bot.domain.files import File
from bot.domain.members import Profile
from bot.slack import Identity, Shown, Slack, files
from bot.slack.channels import Channels
from bot.slack.inspection import Inspection
from bot.slack.people import People
from bot.slack.views import Expired, Opened, Views
from bot.socket_mode import SocketMode
from bot.views.home import HomeView
from bot.views.message import simple
from bot.views.modals import Modal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MODAL = Modal(callback_id="x", title="X", blocks=(), close="Zu")
FAILURES = (Later, Refused, Uncertain)
ATTEMPT = (Sent, PutBack, *FAILURES)


@dataclass(frozen=True)
class Odd:
    """An answer as it goes over the wire, with its length or what it says of that."""

    status: int = 200
    type: str = "application/json"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def raw(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status} Odd", "Connection: close"]
        if self.type:
            lines.append(f"Content-Type: {self.type}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + self.body


@dataclass
class OddSlack:
    """A server that answers everything with `answer`."""

    answer: Odd = field(default_factory=Odd)
    url: str = ""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(
                (
                    int(line.split(b":")[1])
                    for line in head.lower().splitlines()
                    if line.startswith(b"content-length:")
                ),
                0,
            )
            await reader.readexactly(length)
            writer.write(self.answer.raw())
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def odd_slack() -> AsyncIterator[OddSlack]:
    """The server, on this machine."""
    odd = OddSlack()
    server = await asyncio.start_server(odd.handle, "127.0.0.1", 0)
    odd.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    async with server:
        yield odd


# Every public question and act of the gateway, and what may come of it.
GATEWAY: dict[str, tuple[Callable[[Slack], Awaitable[object]], tuple[type, ...]]] = {
    "identity": (lambda slack: slack.identity(), (Identity, *FAILURES)),
    "check_token": (lambda slack: slack.check_token(), (type(None),)),
    "post": (lambda slack: slack.post("C1", simple("Hallo"), "id"), ATTEMPT),
    "post by name": (lambda slack: slack.post("labcamp", simple("Hallo"), "id"), ATTEMPT),
    "find": (
        lambda slack: slack.find("C1", "id", EPOCH),
        (Sent, Absent, Unanswered, NotFindable),
    ),
    "find with a person": (
        lambda slack: slack.find("U1", "id", EPOCH, "1.0"),
        (Sent, Absent, Unanswered, NotFindable),
    ),
    "whisper": (lambda slack: slack.whisper("C1", "U1", simple("Hallo")), ATTEMPT),
    "update": (lambda slack: slack.update("C1", "1.0", simple("Hallo")), ATTEMPT),
    "delete": (lambda slack: slack.delete("C1", "1.0"), ATTEMPT),
    "place": (lambda slack: slack.channels.place("C1"), (Place, type(None))),
    "known_id": (lambda slack: slack.channels.known_id("labcamp"), (str, type(None))),
    "add_reaction": (lambda slack: slack.add_reaction("C1", "1.0", "x"), ATTEMPT),
    "shown_answers": (lambda slack: slack.shown_answers("C1", "1.0", "U0"), (Shown, *FAILURES)),
    "respond": (
        lambda slack: slack.respond(f"{slack.client.base_url}r", simple("Hallo"), replace=False),
        (bool,),
    ),
    "where": (lambda slack: slack.channels.where("U1"), (str, *FAILURES)),
    "profile": (lambda slack: slack.people.profile("U1", "T1"), (Profile, type(None))),
    "asked": (lambda slack: slack.people.asked("U1", "T1"), (Profile, Refused, type(None))),
    "group": (
        lambda slack: slack.people.group("S1"),
        (frozenset, Refused, type(None)),
    ),
    "group_members": (lambda slack: slack.people.group_members("S1"), (frozenset, type(None))),
    "everybody": (lambda slack: slack.people.everybody(), (dict, *FAILURES)),
    "everybody_and": (lambda slack: slack.people.everybody_and({"U1"}), (dict, *FAILURES)),
    "members_of": (lambda slack: slack.people.members_of("C1"), (frozenset, *FAILURES)),
    "reachable_in": (lambda slack: slack.people.reachable_in("C1"), (frozenset, *FAILURES)),
    "open": (lambda slack: slack.views.open("t", MODAL), (Opened, Expired, *FAILURES)),
    "push": (lambda slack: slack.views.push("t", MODAL), (Opened, Expired, *FAILURES)),
    "view update": (lambda slack: slack.views.update("V1", MODAL), (Opened, Expired, *FAILURES)),
    "publish": (
        lambda slack: slack.views.publish("U1", HomeView(())),
        (Opened, Expired, *FAILURES),
    ),
    "socket_url": (lambda slack: Inspection(slack.client).socket_url("xapp-1"), (str, *FAILURES)),
    "app_of": (lambda slack: Inspection(slack.client).app_of("xapp-1"), (str, *FAILURES)),
    "faults": (
        lambda slack: Inspection(slack.client).faults(MODAL.payload()),
        (tuple, *FAILURES),
    ),
    "upload": (lambda slack: files.upload(slack, File("a", "A", b"A")), (str, *FAILURES)),
    "share": (lambda slack: files.share(slack, "U1", "F1", "A", ""), ATTEMPT),
    "file delete": (lambda slack: files.delete(slack, "F1"), (Done, *FAILURES)),
}

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
