"""The web app: Slack's signed requests, the health check, and the calendars."""

import asyncio
import json
import re
import time
from collections.abc import Sequence
from urllib.parse import parse_qs

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.domain.checks import Signatures
from bot.feeds import Feeds

log = structlog.get_logger()

# Bytes. Slack's largest payloads are views, some 250 kB; nobody else has anything to send.
_LARGEST_BODY = 1_000_000
_LONGEST_CHECK = 1000
_FOR_A_BODY = 10.0  # seconds; Slack itself waits three for the answer
_CLOSING = {"Connection": "close"}  # what is not read is not waited for
_COMMAND = re.compile(r"(?:^|&)command=[^&]")
_SIGNATURE = re.compile("v0=[0-9a-f]{64}")
_WINDOW = 300  # seconds
_SECONDS = re.compile(r"[0-9]{1,12}")


class SlackEndpoint:
    """Takes Slack's HTTP requests, checks them, and hands them to Bolt."""

    def __init__(self, signing_secret: str | None) -> None:
        self._verifier = SignatureVerifier(signing_secret) if signing_secret else None
        self._bolt: AsyncApp | None = None
        self._team, self._signatures = "", Signatures()

    def open(self, bolt: AsyncApp, team: str, signatures: Signatures) -> None:
        """From now on hand over to `bolt`, and note how what names our `team` is signed."""
        self._bolt, self._team, self._signatures = bolt, team, signatures

    async def answer(self, request: Request) -> Response:
        """Answer one request: 401 for forged or old ones, 400 for what is no payload."""
        if self._verifier is None:
            return PlainTextResponse("This bot uses Socket Mode.", 404)
        signed = _is_signed(request)
        try:
            async with asyncio.timeout(_FOR_A_BODY):
                body = await _body_of(request, _LARGEST_BODY if signed else _LONGEST_CHECK)
        except TimeoutError:
            return PlainTextResponse("too slow", 408, _CLOSING)
        except ClientDisconnect:
            return PlainTextResponse("gone", 400, _CLOSING)
        if body is None and signed:
            return PlainTextResponse("too large", 413, _CLOSING)
        if body is None:
            return PlainTextResponse("not signed", 401, _CLOSING)
        if _is_ssl_check(body):
            return Response()
        if not self._is_from_slack(request, body):
            self._note_foreign(request, body)
            log.warning("request.forged")
            return PlainTextResponse("invalid signature", 401)
        self._signatures.valid(time.monotonic())
        if not _is_payload(request.headers.get("content-type", ""), body):
            return PlainTextResponse("no payload", 400)
        if self._bolt is None:
            return PlainTextResponse("starting", 503)
        return await _dispatched(self._bolt, request, body)

    def _note_foreign(self, request: Request, body: str) -> None:
        """Whether it may be Slack's, signed with another secret: only that says something of ours.

        It names our workspace, has all that Slack sends, and was sent just now.
        """
        sent_at = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if not _SECONDS.fullmatch(sent_at) or not _SIGNATURE.fullmatch(signature):
            return
        if self._team and self._team in body and abs(time.time() - int(sent_at)) < _WINDOW:
            self._signatures.foreign(time.monotonic())

    def _is_from_slack(self, request: Request, body: str) -> bool:
        """Whether Slack signed it in the last five minutes.

        https://docs.slack.dev/authentication/verifying-requests-from-slack
        """
        sent_at = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if self._verifier is None or not _SECONDS.fullmatch(sent_at) or not signature.isascii():
            return False
        return self._verifier.is_valid(body, sent_at, signature)


async def _dispatched(bolt: AsyncApp, request: Request, body: str) -> Response:
    """Bolt's answer. What listeners raise Bolt handles; here it could not read the payload."""
    try:
        answer = await bolt.async_dispatch(
            AsyncBoltRequest(body=body, query=request.url.query, headers=dict(request.headers))
        )
    except Exception:
        log.exception("payload.unreadable")
        return PlainTextResponse("no payload", 400)
    return Response(answer.body, answer.status, answer.first_headers_without_set_cookie())


def _is_signed(request: Request) -> bool:
    """Whether there is a signature, be it right or wrong: only then is more than a little read."""
    return all(
        request.headers.get(f"x-slack-{name}") for name in ("signature", "request-timestamp")
    )


async def _body_of(request: Request, most: int) -> str | None:
    """The body as text, with what is no UTF-8 replaced; None when it has more than `most` bytes."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > most:
        return None
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > most:
            return None
    return parts.decode("utf-8", "replace")


def _is_payload(content_type: str, body: str) -> bool:
    """Whether Bolt can make sense of it: a command's form, or an object in JSON."""
    if content_type.startswith("application/json"):
        return _is_object(body)
    if body.startswith("payload=") or "&payload=" in body:
        return _is_object(parse_qs(body).get("payload", [""])[0])
    return _COMMAND.search(body) is not None


def _is_ssl_check(body: str) -> bool:
    """Whether Slack only looks at our certificate, which it does without a signature.

    Nothing else may stand in it, so that nothing comes in this way.
    https://docs.slack.dev/interactivity/implementing-slash-commands
    """
    if len(body) > _LONGEST_CHECK or "ssl_check=1" not in body:
        return False
    fields = parse_qs(body, keep_blank_values=True)
    return fields.get("ssl_check") == ["1"] and fields.keys() <= {"ssl_check", "token"}


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def create(
    slack: SlackEndpoint,
    watching: Sequence[Route],
    feeds: Feeds,
) -> Starlette:
    """The web app; `watching` are the routes of whoever watches over the bot."""
    app = Starlette(
        routes=[
            Route("/slack/events", slack.answer, methods=["POST"]),
            *watching,
            *feeds.routes,
        ]
    )
    app.router.redirect_slashes = False  # it would lead to whatever host the request names
    return app
