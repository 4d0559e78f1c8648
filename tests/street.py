"""Web servers on this machine, which the gate knows by other names."""

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.domain.link_checks import Answer
from bot.links import Asker, Gate
from tests.waiting import HANG

HERE = "127.0.0.1"


class EverybodysTurn:
    """Nobody waits; whom a turn was taken for is kept."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def take(self, host: str) -> bool:
        """Takes a turn at this host; it is refused where there is too much to do."""
        self.taken.append(host)
        return host != "busy.test"

    async def end(self, host: str, answer: Answer) -> None:
        """The turn is over, with this answer."""
        assert self.taken


@dataclass
class Street:
    """Web servers of a test, and what they were asked."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    turns: EverybodysTurn = field(default_factory=EverybodysTurn)
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    open: frozenset[str] = frozenset({HERE})

    async def look_up(self, host: str) -> list[str]:
        """Every name leads here, unless a test says where; the last answer is given for ever."""
        if host.endswith("gone.test"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        answers = self.names.get(host, [[HERE]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def gate(self) -> Gate:
        """A gate to nothing but these servers."""
        return Gate(self.open.__contains__, {self.port, 80, 443}, self.look_up)

    async def ask(self, url: str, patience: float = HANG) -> Answer:
        """What becomes of a link; PORT in it stands for that of the servers."""
        url = url.replace("PORT", str(self.port))
        contact = "https://bot.example.org"
        async with Asker(self.turns, contact, self.gate(), request_timeout=patience) as asker:
            return await asker.ask(url)


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def street(answer: Handler) -> AsyncIterator[Street]:
    """Servers that answer all that they are asked in this way."""
    made = Street()

    async def handle(request: web.Request) -> web.StreamResponse:
        made.asked.append(f"{request.method} {request.host.partition(':')[0]}{request.rel_url}")
        made.headers.append(dict(request.headers))
        return await answer(request)

    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, HERE, 0).start()
    made.port = runner.addresses[0][1]
    try:
        yield made
    finally:
        await runner.cleanup()


def answers(head: int, get: int = 200, retry_after: str | None = None) -> Handler:
    """A server that answers with these statuses."""

    async def answer(request: web.Request) -> web.StreamResponse:
        headers = {"Retry-After": retry_after} if retry_after else {}
        return web.Response(status=head if request.method == "HEAD" else get, headers=headers)

    return answer
