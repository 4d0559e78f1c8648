"""Where Slack sends its requests: they are checked, read once, and handed to Bolt.

A bare ASGI application: a framework's request, its layers and its response cost as much as Bolt
does (docs/decisions/0022-plain-in-the-hot-places.md).
"""

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from yarl import URL

from bot.domain.checks import Signatures

log = structlog.get_logger()

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = dict[bytes, bytes]

# Bytes. Slack's largest payloads are views, some 250 kB; nobody else has anything to send.
_LARGEST_BODY = 1_000_000
_LONGEST_CHECK = 1000
_FOR_A_BODY = 10.0  # seconds; Slack itself waits three for the answer
_SIGNATURE = re.compile("v0=[0-9a-f]{64}")
_WINDOW = 300  # seconds
_SECONDS = re.compile(r"[0-9]{1,12}")
_TEXT, _JSON = "text/plain; charset=utf-8", "application/json; charset=utf-8"


class _Refused(Exception):
    """What is not handed on: the status of the answer, and a word."""

    def __init__(self, status: int, said: str, *, closes: bool = False) -> None:
        super().__init__(said)
        self.status, self.said = status, said
        self.closes = closes  # what is not read is not waited for


def _beyond_limit(*, is_signed: bool) -> _Refused:
    """Made anew each time: an exception that is kept keeps what every request held."""
    said = (413, "too large") if is_signed else (401, "not signed")
    return _Refused(*said, closes=True)


class SlackEndpoint:
    """Takes Slack's HTTP requests, checks them, and hands them to Bolt."""

    def __init__(self, signing_secret: str | None) -> None:
        self._verifier = SignatureVerifier(signing_secret) if signing_secret else None
        self._bolt: AsyncApp | None = None
        self._team, self._signatures = "", Signatures()

    def open(self, bolt: AsyncApp, team: str, signatures: Signatures) -> None:
        """From now on hand over to `bolt`, and note how what names our `team` is signed."""
        self._bolt, self._team, self._signatures = bolt, team, signatures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: 401 for forged or old ones, 400 for what is no payload."""
        try:
            status, body = await self._answer(scope, receive)
            closes = False
        except _Refused as refused:
            status, body, closes = refused.status, refused.said, refused.closes
        content = body.encode()
        headers = [
            (b"content-type", (_JSON if body.startswith("{") else _TEXT).encode()),
            (b"content-length", str(len(content)).encode()),
        ]
        if closes:
            headers.append((b"connection", b"close"))
        if status == 405:
            headers.append((b"allow", b"POST"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    async def _answer(self, scope: Scope, receive: Receive) -> tuple[int, str]:
        if scope["method"] != "POST":
            raise _Refused(405, "only POST")
        if self._verifier is None:
            raise _Refused(404, "This bot uses Socket Mode.")
        headers = dict(scope["headers"])
        body = await _body_of(headers, receive)
        if _is_ssl_check(body):
            return 200, ""
        if not self._is_from_slack(headers, body):
            self._note_foreign(headers, body)
            log.warning("request.forged")
            raise _Refused(401, "invalid signature")
        if self._team and self._team in body:  # a check of the address says nothing either way
            self._signatures.valid(time.monotonic())
        payload = _payload_of(headers, body)
        if payload is None:
            raise _Refused(400, "no payload")
        if self._bolt is None:
            raise _Refused(503, "starting")
        return await _dispatched(self._bolt, payload)

    def _note_foreign(self, headers: Headers, body: str) -> None:
        """Whether it may be Slack's, signed with another secret: only that says something of ours.

        It names our workspace, has all that Slack sends, and was sent just now.
        """
        sent_at, signature = _sent_at(headers), _signature(headers)
        if not _SECONDS.fullmatch(sent_at) or not _SIGNATURE.fullmatch(signature):
            return
        if self._team and self._team in body and abs(time.time() - int(sent_at)) < _WINDOW:
            self._signatures.foreign(time.monotonic())

    def _is_from_slack(self, headers: Headers, body: str) -> bool:
        """Whether Slack signed it in the last five minutes.

        https://docs.slack.dev/authentication/verifying-requests-from-slack
        """
        sent_at, signature = _sent_at(headers), _signature(headers)
        if self._verifier is None or not _SECONDS.fullmatch(sent_at) or not signature.isascii():
            return False
        return self._verifier.is_valid(body, sent_at, signature)


async def _dispatched(bolt: AsyncApp, payload: dict[str, Any]) -> tuple[int, str]:
    """Bolt's answer. What listeners raise Bolt handles; here it could not read the payload.

    It is told what Socket Mode tells it too: a payload that was read and checked.
    """
    try:
        answer = await bolt.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
    except Exception:
        log.exception("payload.unreadable")
        raise _Refused(400, "no payload") from None
    return answer.status, answer.body


def _sent_at(headers: Headers) -> str:
    return headers.get(b"x-slack-request-timestamp", b"").decode("latin-1")


def _signature(headers: Headers) -> str:
    return headers.get(b"x-slack-signature", b"").decode("latin-1")


async def _body_of(headers: Headers, receive: Receive) -> str:
    """The body as text, with what is no UTF-8 replaced.

    More than a little is read only where there is a signature, be it right or wrong.
    """
    is_signed = bool(_sent_at(headers) and _signature(headers))
    most = _LARGEST_BODY if is_signed else _LONGEST_CHECK
    announced = headers.get(b"content-length", b"0")
    if announced.isdigit() and int(announced) > most:
        raise _beyond_limit(is_signed=is_signed)
    parts, more = bytearray(), True
    try:
        async with asyncio.timeout(_FOR_A_BODY):
            while more:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise _Refused(400, "gone", closes=True)
                parts += message.get("body", b"")
                more = message.get("more_body", False)
                if len(parts) > most:
                    raise _beyond_limit(is_signed=is_signed)
    except TimeoutError:
        raise _Refused(408, "too slow", closes=True) from None
    return parts.decode("utf-8", "replace")


def _payload_of(headers: Headers, body: str) -> dict[str, Any] | None:
    """What Slack sends: an object in JSON, the same in a form's field, or a command's form."""
    if headers.get(b"content-type", b"").startswith(b"application/json"):
        return _object(body)
    form = dict(URL.build(query_string=body, encoded=True).query)  # of C: Python's own is slow
    if "payload" in form:
        return _object(form["payload"])
    return form if form.get("command") else None


def _is_ssl_check(body: str) -> bool:
    """Whether Slack only looks at our certificate, which it does without a signature.

    Nothing else may stand in it, so that nothing comes in this way.
    https://docs.slack.dev/interactivity/implementing-slash-commands
    """
    if len(body) > _LONGEST_CHECK or "ssl_check=1" not in body:
        return False
    fields = parse_qs(body, keep_blank_values=True)
    return fields.get("ssl_check") == ["1"] and fields.keys() <= {"ssl_check", "token"}


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
