"""One call to Slack, and what anything but a success means."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.delivery_outcomes import PICTURE_NOT_LOADED, Later, PutBack, Refused, Uncertain

log = structlog.get_logger()

# Seconds that a member waits for a question about themselves; a command is answered at once.
QUICK = 1.0

Call = Awaitable[AsyncSlackResponse]
Failure = Later | Refused | Uncertain

_UNCERTAIN = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
# Not the message's fault: it is tried again when the operator has mended the token.
TOKEN_TROUBLE = {
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
}
_TOKEN_PAUSE = timedelta(minutes=1)
_UNREACHABLE_PAUSE = timedelta(seconds=5)
# Seconds. Slack asks for some seconds or minutes; what is longer is taken for a slip.
_LONGEST_WISH = 86_400.0


async def call(asked: Call) -> AsyncSlackResponse | Failure:
    """Call Slack once; anything but a success becomes the outcome that it means."""
    try:
        return await asked
    except SlackApiError as error:
        return _outcome(error.response)
    except aiohttp.ClientConnectorError as error:
        return Later(_UNREACHABLE_PAUSE, f"unreachable: {error.os_error}")
    except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError, ValueError) as error:
        return Uncertain(type(error).__name__)
    except AttributeError:  # the SDK's, when the body is a text or a list
        return Uncertain("no object was answered")


async def quickly(question: Call) -> AsyncSlackResponse | Refused | None:
    """Ask Slack while a person waits for the answer; None when it does not say within a second."""
    answer = await call(asyncio.wait_for(question, QUICK))
    if isinstance(answer, AsyncSlackResponse):
        return answer
    log.warning("slack.silent", outcome=answer)
    return answer if isinstance(answer, Refused) else None


def before_the_post(failure: Failure) -> PutBack | Refused:
    """What a failed question means for the post that it was asked for: that waits, no other."""
    match failure:
        case Refused():
            return failure
        case Later(retry_after, error):
            return PutBack(retry_after, error)
        case Uncertain(error):
            return PutBack(_UNREACHABLE_PAUSE, error)


def _outcome(response: Any) -> Failure:
    """What an answer other than `ok` means for what was asked."""
    # the SDK hands out its own answer, or aiohttp's where the body was no JSON
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    error = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == 429 or error == "ratelimited":
        return Later(timedelta(seconds=_retry_after(response)))
    if error in TOKEN_TROUBLE:
        return Later(_TOKEN_PAUSE, error)
    if status >= 500 or not error or error in _UNCERTAIN:
        return Uncertain(error or f"http {status}")
    return Refused(PICTURE_NOT_LOADED if _is_about_a_picture(data) else error)


def _is_about_a_picture(data: Any) -> bool:
    """Whether Slack refused blocks because it could not load a picture in them.

    https://github.com/slackapi/python-slack-sdk/issues/1782
    """
    said = data.get("errors") if isinstance(data, dict) else None
    return isinstance(said, list) and any(PICTURE_NOT_LOADED in str(one) for one in said)


def _retry_after(response: Any) -> float:
    try:
        return min(max(1.0, float(response.headers.get("Retry-After", "1"))), _LONGEST_WISH)
    except ValueError:
        return 1.0
