"""Socket Mode: the WebSocket that the bot opens, and the envelopes that travel over it."""

import asyncio
import contextlib
import itertools
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from aiohttp import WSMsgType, web

from playground import limits
from playground.json_values import Json
from playground.traffic import Traffic
from playground.transport import BotAnswer, Kind, Wire

# How long a connection may live: told to the bot in `hello`, as Slack does.
_CONNECTION_SECONDS = 18_060
_PING_SECONDS = 10.0


@dataclass(eq=False)
class _Connection:
    socket: web.WebSocketResponse
    # Open, but nothing is heard: a fault that Slack's users have seen.
    deaf: bool = False
    # The bot was asked to open another one.
    leaving: bool = False
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)


class SocketTransport:
    """Hands each payload to one of the open connections, and waits for its ack."""

    def __init__(
        self,
        app_id: str,
        ack_seconds: float,
        on_change: Callable[[], None],
        traffic: Traffic,
    ) -> None:
        self._app_id = app_id
        self._on_change = on_change
        self._traffic = traffic
        self._ack_seconds = ack_seconds
        self._tickets: set[str] = set()
        self._connections: list[_Connection] = []
        self._turn = itertools.count()
        self._arrived = asyncio.Event()
        self.pongs = 0  # how often a ping was answered
        self.greetings: list[str] = []  # instead of a hello, one for each new connection
        self.deaf = False  # whether those that come will hear nothing either

    @property
    def connected(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    def new_url(self, base_url: str) -> str:
        """An address for one connection, as apps.connections.open gives it."""
        ticket = secrets.token_urlsafe(18)
        self._tickets.add(ticket)
        host = base_url.removeprefix("http://")
        return f"ws://{host}/link/?ticket={ticket}&app_id={self._app_id}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """GET /link/: a connection from its hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="invalid ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False, heartbeat=None)
        await socket.prepare(request)
        if len(self._connections) >= limits.SOCKET_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        connection = _Connection(socket, self.deaf)
        self._connections.append(connection)
        pings = asyncio.create_task(_ping(connection))
        try:
            hello = self.greetings.pop() if self.greetings else self._hello()
            self._traffic.frame("bot", "hello", hello)
            await socket.send_str(hello)
            self._on_change()
            self._arrived.set()
            await self._listen(connection)
        finally:
            pings.cancel()
            self._connections.remove(connection)
            self._traffic.frame("slack", "closed", {"code": socket.close_code})
            if not self._connections:
                self._arrived.clear()
            self._on_change()
            for future in connection.waiting.values():
                if not future.done():
                    future.set_exception(ConnectionResetError("the connection was closed"))
        return socket

    def _hello(self) -> str:
        hello = {
            "type": "hello",
            "num_connections": len(self._connections),
            "debug_info": {
                "host": "playground",
                "build_number": 1,
                "approximate_connection_time": _CONNECTION_SECONDS,
            },
            "connection_info": {"app_id": self._app_id},
        }
        return json.dumps(hello)

    async def _listen(self, connection: _Connection) -> None:
        async for message in connection.socket:
            if connection.deaf:
                continue
            if message.type is WSMsgType.PING:
                await connection.socket.pong(message.data)
            elif message.type is WSMsgType.PONG:
                self.pongs += 1
            elif message.type is WSMsgType.TEXT:
                with contextlib.suppress(ValueError):
                    _acked(connection, json.loads(message.data))

    async def wait_for_connection(self) -> None:
        """Returns as soon as a bot is connected."""
        await self._arrived.wait()

    async def send(
        self, kind: Kind, payload: Json, *, retry: int = 0, reason: str = ""
    ) -> BotAnswer:
        """Sends one envelope over one connection, each in its turn."""
        if not self._connections:
            return BotAnswer(error="dispatch_failed", reason="connection_failed")
        staying = [each for each in self._connections if not each.leaving]
        ways = staying or self._connections
        connection = ways[next(self._turn) % len(ways)]
        envelope_id = str(uuid4())
        envelope: Json = {"envelope_id": envelope_id, "payload": payload, "type": kind}
        envelope["accepts_response_payload"] = kind != "events_api"
        if kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = future
        try:
            if not connection.deaf:
                await connection.socket.send_json(envelope)
            ack = await asyncio.wait_for(future, self._ack_seconds)
        except TimeoutError:
            return BotAnswer(error="operation_timeout", reason="timeout", wire=Wire(sent=envelope))
        except ConnectionError:
            wire = Wire(sent=envelope)
            return BotAnswer(error="dispatch_failed", reason="connection_failed", wire=wire)
        finally:
            connection.waiting.pop(envelope_id, None)
        return BotAnswer(200, ack.get("payload") or None, wire=Wire(sent=envelope, got=ack))

    async def disconnect(self, reason: str = "refresh_requested", grace: float = 0) -> None:
        """Asks every connected bot to reconnect, and closes the connections `grace` seconds later.

        With "warning" Slack leaves some ten seconds. As long as there is no other connection,
        payloads still come in the old ones.
        https://docs.slack.dev/apis/events-api/using-socket-mode#disconnect
        """
        old = list(self._connections)
        for connection in old:
            connection.leaving = True
            debug = {"host": "playground"}
            body = {"type": "disconnect", "reason": reason, "debug_info": debug}
            self._traffic.frame("bot", "disconnect", body)
            await connection.socket.send_json(body)
        await asyncio.sleep(grace)
        for connection in old:
            await connection.socket.close()

    async def say(self, text: str) -> None:
        """Sends this over every connection, whatever it is: a frame that is no envelope."""
        for connection in list(self._connections):
            with contextlib.suppress(ConnectionError):  # the bot may have had enough of it
                await connection.socket.send_str(text)

    def deafen(self) -> None:
        """The connections of now stay open, but nothing passes through them any more."""
        for connection in self._connections:
            connection.deaf = True

    async def close(self) -> None:
        """Closes all connections."""
        for connection in list(self._connections):
            await connection.socket.close()


async def _ping(connection: _Connection) -> None:
    with contextlib.suppress(ConnectionError):
        while not connection.deaf:
            await asyncio.sleep(_PING_SECONDS)
            await connection.socket.ping(b"Ping from playground")


def _acked(connection: _Connection, ack: object) -> None:
    if not isinstance(ack, dict):
        return
    future = connection.waiting.get(str(ack.get("envelope_id")))
    if future is not None and not future.done():
        future.set_result(ack)
