"""Socket Mode: Slack's payloads over a connection that the bot opens itself."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.async_internals import (
    run_async_bolt_app,
    send_async_response,
)
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.deps import Afterwards
from bot.settings import BadSettings
from bot.slack import TOKEN_TROUBLE

log = structlog.get_logger()

_FIRST_PAUSE = 1.0  # seconds, doubled after each failure
_LONGEST_PAUSE = 60.0
_REFUSED = (
    "SLACK_APP_TOKEN: Slack refuses it ({error}). Copy it anew from Basic Information → App-Level "
    "Tokens of your Slack app; it needs the scope connections:write."
)


class SocketMode:
    """The connection: what comes in goes to Bolt, and Bolt's answer back as the ack.

    `connected` is called whenever a connection is there anew. What is being answered when the
    process is to end stands among `afterwards`.
    """

    def __init__(
        self, app: AsyncApp, app_token: str, afterwards: Afterwards, connected: Callable[[], None]
    ) -> None:
        self._app = app
        self._afterwards = afterwards
        self._connected = connected
        self._client = SocketModeClient(app_token, web_client=app.client)
        self._client.message_listeners.append(self._noticed)
        self._client.socket_mode_request_listeners.append(self._asked)

    async def connect(self) -> None:
        """Connect; as long as Slack can't be reached try again, with growing pauses.

        Raises BadSettings when Slack refuses the token.
        """
        pause = _FIRST_PAUSE
        while True:
            try:
                await self._client.connect_to_new_endpoint()
            except SlackApiError as error:
                if error.response["error"] in TOKEN_TROUBLE | {"not_allowed_token_type"}:
                    raise BadSettings([_REFUSED.format(error=error.response["error"])]) from error
                pause = await self._later(error, pause)
            except Exception as error:  # noqa: BLE001  # the SDK raises what its HTTP library does
                pause = await self._later(error, pause)
            else:
                return

    async def _later(self, error: Exception, pause: float) -> float:
        """Wait; how long to wait the next time, in seconds."""
        log.warning("socket.not_connected", error=str(error), again_in=pause)
        await asyncio.sleep(pause)
        return min(pause * 2, _LONGEST_PAUSE)

    async def is_connected(self) -> bool:
        """Whether payloads can come in now."""
        return bool(await self._client.is_connected())

    async def close(self) -> None:
        """Take no more payloads."""
        await self._client.close()  # type: ignore[no-untyped-call]

    async def _asked(self, _: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        await self._afterwards.start(self._answer(request))

    async def _answer(self, request: SocketModeRequest) -> None:
        started = time.time()  # Bolt only logs how long it took
        answer = await run_async_bolt_app(self._app, request)
        # without an ack, when something failed, Slack sends an event again
        await send_async_response(self._client, request, answer, started)

    async def _noticed(
        self, _: AsyncBaseSocketModeClient, message: dict[str, Any], __: str | None
    ) -> None:
        """Slack says hello on every new connection: events may have been missed before it."""
        if message.get("type") == "hello":
            self._connected()
