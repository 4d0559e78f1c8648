"""Checks that ask the bot itself, while it runs: its own web server, and the way to it."""

import json
import secrets
import time
from typing import Any

import aiohttp
from yarl import URL

from bot.doctor.context import Context
from bot.doctor.findings import Finding, Verdict
from bot.feeds import PUBLIC_PATH
from bot.slack.inspection import signed

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # where it listens, not where to ask
_UNREACHED = (aiohttp.ClientError, TimeoutError, OSError, ValueError)
_CALENDAR = "BEGIN:VCALENDAR"
_LONGEST = 100_000  # bytes that are read of an answer


async def bot(context: Context) -> Finding:
    """Whether the bot runs, and what it complains of."""
    own = _own(context)
    if own is None:
        return context.unchecked("bot-anywhere")
    try:
        reasons = await _complaints(context, own / "healthz")
    except _UNREACHED:
        return context.unchecked("bot-away", address=str(own))
    if reasons is None:
        return context.doubtful("bot-other", address=str(own))
    if reasons:
        heading = context.wrong("bot-unwell", address=str(own))
        return Finding(Verdict.WRONG, "\n".join([heading.words, *reasons]), heading.advice)
    return context.well("bot-well", address=str(own))


async def signing_secret(context: Context) -> Finding:
    """Whether the running bot takes what is signed with the secret of the settings.

    A check of the address, which Slack sends too and which changes nothing (decision 0017).
    https://docs.slack.dev/reference/events/url_verification
    """
    secret, own = context.settings.slack_signing_secret, _own(context)
    if context.settings.socket_mode or secret is None:
        return context.unchecked("secret-unused")
    if own is None:
        return context.unchecked("bot-anywhere")
    challenge = secrets.token_hex(8)
    body = json.dumps({"type": "url_verification", "challenge": challenge})
    try:
        async with context.http.post(
            own / "slack" / "events", data=body, headers=signed(body, secret, time.time())
        ) as answer:
            said = await _text(answer)
    except _UNREACHED:
        return context.unchecked("bot-away", address=str(own))
    if answer.status == 401:
        return context.wrong("secret-other")
    if answer.status == 503:
        return context.unchecked("secret-starting")
    if challenge not in said:
        return context.wrong("secret-unanswered", address=str(own), status=answer.status)
    return context.well("secret-well")


async def public_address(context: Context) -> Finding:
    """Whether PUBLIC_URL leads to a bot.

    A proxy may well pass on what can be subscribed to, and not /healthz (docs/operating.md).
    """
    named = context.settings.public_url
    if named is None:
        return context.unchecked("address-unset")
    try:
        for path in ("/healthz", PUBLIC_PATH):
            async with context.http.get(f"{named}{path}", allow_redirects=False) as answer:
                said = await _text(answer)
            if said.startswith(_CALENDAR) or _read(said) is not None:
                return context.well("address-well", address=named)
        status, elsewhere = answer.status, answer.headers.get("Location")
    except _UNREACHED as error:
        return context.wrong(
            "address-silent", address=named, why=str(error) or type(error).__name__
        )
    if elsewhere is not None:
        return context.wrong("address-elsewhere", address=named, elsewhere=elsewhere)
    return context.wrong("address-other", address=named, status=status)


def _own(context: Context) -> URL | None:
    """Where the bot listens; None for whichever port is free."""
    host = _EVERYWHERE.get(context.settings.host, context.settings.host)
    if context.settings.port == 0:
        return None
    return URL.build(scheme="http", host=host, port=context.settings.port)


async def _complaints(context: Context, address: URL) -> list[str] | None:
    async with context.http.get(address, allow_redirects=False) as answer:
        return _read(await _text(answer))


async def _text(answer: aiohttp.ClientResponse) -> str:
    return (await answer.content.read(_LONGEST)).decode("utf-8", "replace")


def _read(said: str) -> list[str] | None:
    """The complaints in an answer of /healthz (bot.web); None for an answer of somebody else."""
    try:
        found: Any = json.loads(said)
    except (ValueError, RecursionError):
        return None
    reasons = found.get("reasons") if isinstance(found, dict) else None
    return [str(one) for one in reasons] if isinstance(reasons, list) else None
