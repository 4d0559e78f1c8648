"""A Slack that answers whatever a test wants, and all that the gateway can ask it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

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
from bot.slack.inspection import Inspection
from bot.slack.views import Expired, Opened
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
    "renew": (
        lambda slack: slack.renew(f"{slack.client.base_url}r", simple("Hallo")),
        (bool,),
    ),
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
    "share": (lambda slack: files.share(slack, "U1", {"F1": "A"}, ""), ATTEMPT),
    "file delete": (lambda slack: files.delete(slack, "F1"), (Done, *FAILURES)),
}
