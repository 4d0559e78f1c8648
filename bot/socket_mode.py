"""Socket Mode: Slack's payloads over a connection that the bot opens itself."""

import asyncio
import json
import re
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.deps import Afterwards
from bot.domain.delivery_outcomes import Later
from bot.settings import BadSettings
from bot.slack.answers import OddAnswer, text
from bot.slack.calls import Failure, attempt
from bot.slack.token import TOKEN_TROUBLE

log = structlog.get_logger()

FIRST_PAUSE = 1.0  # seconds, doubled after each failure
LONGEST_PAUSE = 60.0
# What Slack asks for is kept up to this: nothing is heard meanwhile, and it may be a slip.
LONGEST_WISH = 600.0
# Seconds without a word from Slack before it is asked for one; half as long it may take to answer.
PING_EVERY = 10.0
_PATIENCE = 10.0  # seconds for a new connection
# Seconds that a connection which Slack wants to end is still listened to, if Slack does not end it.
_LINGER = 30.0
_REFUSED = (
    "SLACK_APP_TOKEN: Slack refuses it ({error}). Copy it anew from Basic Information → App-Level "
    "Tokens of your Slack app; it needs the scope connections:write."
)
_WORD = re.compile(r"[a-z_]{1,50}")
_SIGNS = (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.PING, aiohttp.WSMsgType.PONG)
_ENDS = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED)
Socket = aiohttp.ClientWebSocketResponse
Envelope = dict[str, Any]


class SocketMode:
    """The connection: what comes in goes to Bolt, and Bolt's answer back as the ack.

    `connected` is called whenever a connection is there anew. What is being answered when the
    process is to end stands among `afterwards`. `ping_every`, `first_pause` and `longest_wish` are
    in seconds. `trouble` is why there is no connection, as far as that is known.

    The SDK's own client closes the old connection before it opens the new one, loses what is under
    way meanwhile, and never pauses longer than five seconds (docs/decisions/0010).
    """

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        afterwards: Afterwards,
        connected: Callable[[], None],
        *,
        ping_every: float = PING_EVERY,
        first_pause: float = FIRST_PAUSE,
        longest_wish: float = LONGEST_WISH,
    ) -> None:
        self._app, self._token = app, app_token
        self._afterwards = afterwards
        self._connected = connected
        self._ping_every, self._first_pause = ping_every, first_pause
        self._longest_wish = longest_wish
        self.trouble = ""
        # when Slack said anything last, be it a ping, in seconds of time.monotonic()
        self.heard_at: float | None = None
        self._session: aiohttp.ClientSession | None = None
        self._sockets: list[Socket] = []  # without those that Slack wants to end
        self._tasks: set[asyncio.Task[None]] = set()
        self._renewing: asyncio.Task[None] | None = None
        self._opened_at = float("-inf")

    async def connect(self) -> None:
        """Connect; as long as Slack can't be reached try again, with growing pauses.

        Raises BadSettings when Slack refuses the token.
        """
        # the proxy that the environment names is used for this too
        self._session = aiohttp.ClientSession(trust_env=True)
        await self._open(give_up=True)

    async def is_connected(self) -> bool:
        """Whether payloads can come in now."""
        return any(not socket.closed for socket in self._sockets)

    async def close(self) -> None:
        """Take no more payloads."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in self._sockets:  # whose listening had not begun
            await socket.close()
        if self._session is not None:
            await self._session.close()

    async def _open(self, *, give_up: bool = False) -> None:
        """Open a connection, however long; BadSettings for a bad token if it may `give_up`."""
        # not again and again, should Slack end each one as soon as it is there
        since = time.monotonic() - self._opened_at
        await asyncio.sleep(max(0.0, self._first_pause - since))
        pause = self._first_pause
        while isinstance(socket := await self._reached(), Failure):
            if give_up and socket.error in TOKEN_TROUBLE | {"not_allowed_token_type"}:
                raise BadSettings([_REFUSED.format(error=socket.error)])
            pause = await self._later(socket, pause)
        self._opened_at = time.monotonic()
        self._sockets.append(socket)
        self._spawn(self._listen(socket))
        log.info("socket.connected")
        # events may have been missed before
        self._connected()

    async def _reached(self) -> Socket | Failure:
        """A new connection, or what came of it: whatever Slack answers is no reason to end."""
        return await attempt(self._dial_in_time())

    async def _dial_in_time(self) -> Socket:
        async with asyncio.timeout(
            _PATIENCE
        ):  # wait_for would pass over an end that comes meanwhile
            return await self._dial()

    async def _dial(self) -> Socket:
        """A new connection that Slack has greeted."""
        assert self._session is not None
        answer = await self._app.client.apps_connections_open(app_token=self._token)
        socket = await self._session.ws_connect(
            text(answer, "url"), heartbeat=self._ping_every, autoping=False
        )
        try:
            greeting = _envelope(await self._said(socket))
            if greeting.get("type") != "hello":  # too_many_websockets
                raise OddAnswer(f"no hello, reason {_reason(greeting)}")
        except BaseException:
            await socket.close()  # Slack counts the open ones
            raise
        return socket

    async def _later(self, failure: Failure, pause: float) -> float:
        """Wait; how long to wait the next time, in seconds."""
        if failure.error == "ratelimited" and isinstance(failure, Later):
            wish = min(failure.retry_after, timedelta(seconds=self._longest_wish))
            pause = max(pause, wish.total_seconds())
        say = log.error if failure.error in TOKEN_TROUBLE else log.warning
        say("socket.not_connected", outcome=failure, again_in=pause)
        self.trouble = failure.error
        await asyncio.sleep(pause)
        return min(pause * 2, LONGEST_PAUSE)

    def _renew(self) -> None:
        """Have another connection, unless there is one or it is on its way."""
        if not self._sockets and (self._renewing is None or self._renewing.done()):
            self._renewing = self._spawn(self._open())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _listen(self, socket: Socket) -> None:
        """Take what comes until the connection ends; then there is to be another one."""
        try:
            await self._heard(socket)
        except Exception:  # whatever it is, the bot must be reached again
            log.exception("socket.broken")
        log.info("socket.ended", code=socket.close_code)
        self._renew()

    async def _heard(self, socket: Socket) -> None:
        """Take what comes until Slack ends the connection, or it went silent."""
        try:
            while (message := await self._said(socket)).type not in _ENDS:
                self._take(socket, _envelope(message))
        finally:
            with suppress(ValueError):
                self._sockets.remove(socket)
            await socket.close()

    async def _said(self, socket: Socket) -> aiohttp.WSMessage:
        """What Slack says next. Its pings are answered, and are no more than signs of life."""
        while True:
            message = await socket.receive()
            if message.type in _SIGNS:
                self.heard_at = time.monotonic()
            if message.type is aiohttp.WSMsgType.PING:
                await socket.pong(message.data)
            elif message.type is not aiohttp.WSMsgType.PONG:
                return message

    def _take(self, socket: Socket, envelope: Envelope) -> None:
        match envelope:
            case {"payload": dict(), "envelope_id": str(), "type": str()}:
                request = SocketModeRequest.from_dict(envelope)
                assert request is not None
                self._afterwards.start(self._answer(socket, request))
            case {"type": "disconnect"} if socket in self._sockets:
                # the new one first; the old one is listened to, and answered, until Slack ends it
                self._sockets.remove(socket)
                self._spawn(self._end(socket))
                self._renew()
            case {"type": "disconnect"}:
                pass
            case _:
                log.warning("socket.unreadable")

    async def _end(self, socket: Socket) -> None:
        await asyncio.sleep(_LINGER)
        await socket.close()

    async def _answer(self, socket: Socket, request: SocketModeRequest) -> None:
        try:
            answer = await run_async_bolt_app(self._app, request)
        except Exception:  # what listeners raise Bolt handles; here it could not read the payload
            log.exception("payload.unreadable")
            return
        if answer.status != 200:
            return  # without an ack, when something failed, Slack sends an event again
        with suppress(ConnectionError, aiohttp.ClientError):  # gone: Slack knows, and so it does
            await socket.send_json(_ack(request, answer))


def _envelope(message: aiohttp.WSMessage) -> Envelope:
    """The object in a message; an empty one where there is none."""
    if message.type is not aiohttp.WSMsgType.TEXT:
        return {}
    try:
        found = json.loads(message.data)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _reason(greeting: Envelope) -> str:
    """Slack's word for why it does not greet, if it is a word: it is shown to everybody."""
    said = str(greeting.get("reason"))
    return said if _WORD.fullmatch(said) else "unknown"


def _ack(request: SocketModeRequest, answer: BoltResponse) -> dict[str, Any]:
    """The ack, with what Bolt has to say.

    https://docs.slack.dev/apis/events-api/using-socket-mode#acknowledge
    """
    ack: dict[str, Any] = {"envelope_id": request.envelope_id}
    if answer.body:
        is_json = answer.headers.get("content-type", [""])[0].startswith("application/json")
        ack["payload"] = json.loads(answer.body) if is_json else {"text": answer.body}
    return ack
