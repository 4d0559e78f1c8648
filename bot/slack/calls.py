"""Calls to Slack, and what anything but a success means."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.checks import TokenStanding
from bot.domain.delivery_outcomes import PICTURE_NOT_LOADED, Later, PutBack, Refused, Uncertain
from bot.slack.answers import OddAnswer, next_cursor
from bot.slack.headers import retry_after
from bot.slack.token import TOKEN_TROUBLE

log = structlog.get_logger()

T = TypeVar("T")

# Seconds that a member waits for a question about themselves; a command is answered at once.
QUICK = 1.0

Call = Awaitable[AsyncSlackResponse]
Failure = Later | Refused | Uncertain
Reading = Callable[[AsyncSlackResponse], T]

_UNCERTAIN = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
_TOKEN_PAUSE = timedelta(minutes=1)
_UNREACHABLE_PAUSE = timedelta(seconds=5)
# https://docs.slack.dev/apis/web-api/#responses: "a short machine-readable error code"
_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
# More than any workspace has of anything: a list that goes on then has no end.
_MOST_PAGES = 2000


async def attempt(asked: Awaitable[T]) -> T | Failure:
    """What was asked for; whatever is raised instead becomes the outcome that it means."""
    try:
        return await asked
    except SlackApiError as error:
        return _outcome(error.response)
    except aiohttp.ClientConnectorError as error:
        return Later(_UNREACHABLE_PAUSE, f"unreachable: {error.os_error}")
    except OddAnswer as odd:
        return Uncertain(f"odd answer: {odd}")
    except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError, ValueError) as error:
        return Uncertain(type(error).__name__)
    # the SDK's when the body is a text or a list, the codecs', and json's of a deep one
    except (AttributeError, LookupError, RecursionError) as error:
        return Uncertain(f"no object was answered: {type(error).__name__}")
    except Exception:  # nobody has thought of it; nothing that lives on ends by it
        log.exception("slack.unforeseen")
        return Uncertain("unforeseen")


class Calls:
    """Calls with the bot's token; what Slack says of the token is noted in `standing`."""

    def __init__(self, client: AsyncWebClient, standing: TokenStanding) -> None:
        self.client = client
        self._standing = standing

    async def call(self, asked: Call, reads: Reading[T]) -> T | Failure:
        """Call Slack once, and read the answer; anything else becomes the outcome it means."""
        outcome = await attempt(_read(asked, reads))
        if not isinstance(outcome, Failure):
            self._standing.trouble = None
        elif outcome.error in TOKEN_TROUBLE:
            self._standing.trouble = outcome.error
        return outcome

    async def quickly(self, question: Call, reads: Reading[T]) -> T | Refused | None:
        """Ask while a person waits for the answer; None when Slack does not say in a second."""
        answer = await self.call(asyncio.wait_for(question, QUICK), reads)
        if not isinstance(answer, Failure):
            return answer
        log.warning("slack.silent", outcome=answer)
        return answer if isinstance(answer, Refused) else None

    async def pages(
        self, ask: Callable[[str | None], Call], reads: Reading[list[T]]
    ) -> AsyncIterator[list[T] | Failure]:
        """Page after page of a list, or what Slack said instead; `ask` takes the cursor.

        https://docs.slack.dev/apis/web-api/pagination
        """
        cursor: str | None = None
        seen: set[str] = set()
        while cursor != "":
            page = await self.call(ask(cursor), lambda answer: (reads(answer), next_cursor(answer)))
            if isinstance(page, Failure):
                yield page
                return
            found, cursor = page
            yield found
            if cursor in seen or len(seen) == _MOST_PAGES:
                yield Uncertain("odd answer: pages without end")
                return
            seen.add(cursor)

    async def collected(
        self, ask: Callable[[str | None], Call], reads: Reading[list[T]]
    ) -> list[T] | Failure:
        """All pages of a list together; or why Slack does not say."""
        found: list[T] = []
        async for page in self.pages(ask, reads):
            if isinstance(page, Failure):
                return page
            found += page
        return found


def before_the_post(failure: Failure) -> PutBack | Refused:
    """What a failed question means for the post that it was asked for: that waits, no other."""
    match failure:
        case Refused():
            return failure
        case Later(pause, error):
            return PutBack(pause, error)
        case Uncertain(error):
            return PutBack(_UNREACHABLE_PAUSE, error)


async def _read(asked: Call, reads: Reading[T]) -> T:
    answer = await asked
    if not isinstance(answer.data, dict):  # a file's content, where there is none
        raise OddAnswer("no object")
    return reads(answer)


def _outcome(response: Any) -> Failure:
    """What an answer other than `ok` means for what was asked."""
    # the SDK hands out its own answer, or aiohttp's where the body was no JSON
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    said = data.get("error") if isinstance(data, dict) else None
    error = said if isinstance(said, str) and _CODE.fullmatch(said) else ""
    if status == 429 or error == "ratelimited":
        return Later(retry_after(response.headers))
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
