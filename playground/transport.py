"""How payloads reach the bot: the interface, and signed HTTP requests."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol
from urllib.parse import urlencode

import aiohttp

from playground import limits
from playground.json_values import Json

Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True)
class Wire:
    """What went over the line just as it was: to a URL, or in a frame, and what came back."""

    url: str = ""
    sent_headers: Mapping[str, str] = field(default_factory=dict)
    sent: Any = None
    got_headers: Mapping[str, str] = field(default_factory=dict)
    got: Any = None


@dataclass(frozen=True)
class BotAnswer:
    """What came back: the HTTP status (200 for an acked envelope), the body, or an error.

    `body` is parsed JSON, a string, or None when it was empty. `error` is what Slack shows to
    the person: `operation_timeout`, `dispatch_failed`, `http_service_error`,
    `http_client_error`; `reason` is Slack's word for a retry's header, `wire` all of it to be read.
    """

    status: int | None = None
    body: Any = None
    error: str | None = None
    reason: str = ""
    no_retry: bool = False
    wire: Wire = field(default_factory=Wire, compare=False, repr=False)

    @property
    def ok(self) -> bool:
        """Whether Slack counts the payload as delivered."""
        return self.error is None


class Transport(Protocol):
    """A way to the bot."""

    async def send(
        self, kind: Kind, payload: Json, *, retry: int = 0, reason: str = ""
    ) -> BotAnswer:
        """Delivers a payload once and waits at most three seconds for the answer."""

    async def close(self) -> None:
        """Lets go of all connections."""


def sign(body: str | bytes, timestamp: int | str, secret: str) -> str:
    """The value of X-Slack-Signature.

    https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    raw = body.encode() if isinstance(body, str) else body
    base = b"v0:" + str(timestamp).encode() + b":" + raw
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def kind_of(payload: Json) -> Kind:
    """How Slack carries this payload."""
    if "command" in payload:
        return "slash_commands"
    return "events_api" if payload.get("type") == "event_callback" else "interactive"


def _encoded(kind: Kind, payload: Json) -> tuple[str, str]:
    """The body and content type of the HTTP request for a payload."""
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


class HttpTransport:
    """Signed requests to one Request URL."""

    def __init__(self, url: str, signing_secret: str, ack_seconds: float = limits.ACK_SECONDS):
        self.url = url
        self._secret = signing_secret
        self._ack_seconds = ack_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The one session of all requests; made when first needed, inside the event loop."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession()
        return self._session

    async def send(
        self, kind: Kind, payload: Json, *, retry: int = 0, reason: str = ""
    ) -> BotAnswer:
        """Delivers a payload once; the signature's time is the real one."""
        body, content_type = _encoded(kind, payload)
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(body, timestamp, self._secret),
        }
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        answer = await self.post(headers, body)
        return replace(answer, wire=replace(answer.wire, sent=payload))

    async def post(self, headers: dict[str, str], body: str | bytes) -> BotAnswer:
        """Sends these headers and this body as they are."""
        wire = Wire(self.url, headers, body)
        try:
            async with asyncio.timeout(self._ack_seconds):
                async with self.session.post(
                    self.url, data=body, headers=headers, allow_redirects=False
                ) as response:
                    text = await response.text()
        except TimeoutError:
            return BotAnswer(error="operation_timeout", reason="http_timeout", wire=wire)
        except aiohttp.ClientError:
            return BotAnswer(error="dispatch_failed", reason="connection_failed", wire=wire)
        no_retry = response.headers.get("X-Slack-No-Retry") == "1"
        error = None
        if response.status != 200:
            error = "http_service_error" if response.status >= 500 else "http_client_error"
        parsed = _parse(text, response.content_type)
        wire = replace(wire, got_headers=response.headers, got=parsed)
        reason = "http_error" if error else ""
        return BotAnswer(response.status, parsed, error, reason, no_retry, wire)

    async def close(self) -> None:
        """Closes the session."""
        if self._session is not None:
            await self._session.close()


def _parse(text: str, content_type: str) -> Any:
    if not text.strip():
        return None
    if content_type == "application/json":
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text
