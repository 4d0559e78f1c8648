"""The one gateway to Slack: what it is asked, and outcomes as values instead of exceptions."""

import asyncio
import re
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.deliveries import Attempt, Later, PutBack, Refused, Sent, Uncertain
from bot.domain.members import Profile
from bot.domain.rsvps import Answer, answer_of
from bot.views.message import Message

log = structlog.get_logger()

_Call = Awaitable[AsyncSlackResponse]
_Failure = Later | Refused | Uncertain

# Seconds. Shorter than a delivery's lease (bot.domain.deliveries.LEASE).
TIMEOUT = 10.0
# Seconds that a member waits for a question about themselves; a command is answered at once.
_QUICK = 1.0
METADATA_EVENT = "labcamp_delivery"

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
_DONE_ALREADY = {"already_reacted"}
_CHANNEL_ID = re.compile(r"[CDGU][A-Z0-9]{6,}|W[A-Z0-9]{6,}")
_NOT_ORGANIZERS = ("is_bot", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in this workspace (auth.test)."""

    user: str
    team: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The answers that Slack shows as reactions under a message, at Slack's time `at`."""

    answers: Mapping[Answer, frozenset[str]]
    at: datetime


class Slack:
    """Slack as the bot sees it. Used as `async with Slack(token, url) as slack`."""

    def __init__(self, token: str, api_url: str) -> None:
        self._token = token
        self._api_url = api_url
        self._channel_ids: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        """Open the one HTTP session that all calls share."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        self._session = aiohttp.ClientSession(timeout=timeout)
        # without retry_handlers=[] the SDK sends a post again after a reset: it stands twice
        self.client = AsyncWebClient(
            self._token, self._api_url, session=self._session, retry_handlers=[]
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the session."""
        await self._session.close()

    def client_without_token(self) -> AsyncWebClient:
        """A client in the same session for whoever brings a token of their own."""
        return AsyncWebClient(base_url=self._api_url, session=self._session, retry_handlers=[])

    async def identity(self) -> Identity | _Failure:
        """Who the bot is here, or why Slack does not say."""
        answer = await self._call(self.client.auth_test())
        if not isinstance(answer, AsyncSlackResponse):
            return answer
        return Identity(answer["user_id"], answer["team_id"])

    async def post(self, target: str, message: Message, send_id: str) -> Attempt:
        """Post a message to a channel (id or name) or a person; `send_id` goes along unseen."""
        channel = await self._channel_id(target)
        if not isinstance(channel, str):
            return channel
        metadata = {"event_type": METADATA_EVENT, "event_payload": {"send_id": send_id}}
        answer = await self._call(
            self.client.chat_postMessage(
                channel=channel,
                **message.payload(),
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        if not isinstance(answer, AsyncSlackResponse):
            return answer
        return Sent(answer["channel"], answer["ts"])

    async def update(self, channel: str, ts: str, message: Message) -> Attempt:
        """Replace a message that the bot has posted."""
        update = self.client.chat_update(channel=channel, ts=ts, **message.payload())
        answer = await self._call(update)
        return Sent(channel, ts) if isinstance(answer, AsyncSlackResponse) else answer

    async def add_reaction(self, channel: str, ts: str, emoji: str) -> Attempt:
        """Put an emoji under a message; one that is there already is as good."""
        addition = self.client.reactions_add(channel=channel, timestamp=ts, name=emoji)
        answer = await self._call(addition)
        if isinstance(answer, Refused) and answer.error in _DONE_ALREADY:
            return Sent(channel, ts)
        return Sent(channel, ts) if isinstance(answer, AsyncSlackResponse) else answer

    async def shown_answers(self, channel: str, ts: str, bot: str) -> Shown | _Failure:
        """The answers under a message, without the bot's own."""
        question = self.client.reactions_get(channel=channel, timestamp=ts, full=True)
        answer = await self._call(question)
        if not isinstance(answer, AsyncSlackResponse):
            log.warning("reactions.unknown", channel=channel, ts=ts, outcome=answer)
            return answer
        users: dict[Answer, frozenset[str]] = {}
        for reaction in answer["message"].get("reactions", []):
            given = answer_of(reaction["name"])
            if given is not None:
                users[given] = users.get(given, frozenset()) | set(reaction["users"]) - {bot}
        return Shown(users, _date_of(answer))

    async def profile(self, user: str, team: str) -> Profile | None:
        """What Slack says of a person, within a second; None when it does not say in time."""
        answer = await self._quickly(self.client.users_info(user=user, include_locale=True))
        if answer is None or isinstance(answer, Refused):
            return None
        person: dict[str, Any] = answer["user"]
        stranger = any(person.get(flag) for flag in _NOT_ORGANIZERS)
        at_home = person.get("team_id", team) == team
        return Profile(person.get("locale") or "", may_organize=at_home and not stranger)

    async def group_members(self, group: str) -> frozenset[str] | None:
        """The members of a user group, within a second; None when Slack does not say.

        A group that there is not, or that the workspace's plan does not have, has no members.
        """
        answer = await self._quickly(self.client.usergroups_users_list(usergroup=group))
        if isinstance(answer, Refused):
            return frozenset()
        return None if answer is None else frozenset(answer["users"])

    async def respond(self, response_url: str, message: Message, *, replace: bool) -> bool:
        """Show a message to whoever just clicked or typed; whether Slack took it.

        https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
        """
        body = {**message.payload(), "response_type": "ephemeral", "replace_original": replace}
        try:
            async with self._session.post(response_url, json=body) as answer:
                if answer.status == 200:
                    return True
                log.warning("respond.refused", status=answer.status)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.warning("respond.failed", error=repr(error))
        return False

    async def _channel_id(self, target: str) -> str | PutBack | Refused:
        """The id of a channel that may have been named; what is an id already stays as it is."""
        name = target.removeprefix("#")
        if _CHANNEL_ID.fullmatch(name):
            return name
        if name not in self._channel_ids:
            refreshed = await self._look_up_channels()
            if refreshed is not None:
                return refreshed
        return self._channel_ids.get(name) or Refused("channel_not_found")

    async def _look_up_channels(self) -> PutBack | Refused | None:
        """Learn the names of the bot's channels; what Slack said if it did not tell."""
        cursor = ""
        while True:
            answer = await self._call(
                self.client.users_conversations(
                    types="public_channel", exclude_archived=True, limit=200, cursor=cursor
                )
            )
            if not isinstance(answer, AsyncSlackResponse):
                return _before_the_post(answer)
            self._channel_ids |= {channel["name"]: channel["id"] for channel in answer["channels"]}
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return None

    async def _quickly(self, call: _Call) -> AsyncSlackResponse | Refused | None:
        answer = await self._call(asyncio.wait_for(call, _QUICK))
        if isinstance(answer, AsyncSlackResponse):
            return answer
        log.warning("slack.silent", outcome=answer)
        return answer if isinstance(answer, Refused) else None

    async def _call(self, call: _Call) -> AsyncSlackResponse | _Failure:
        """Call Slack once; anything but a success becomes the outcome that it means."""
        try:
            return await call
        except SlackApiError as error:
            return _outcome(error.response)
        except aiohttp.ClientConnectorError as error:
            return Later(_UNREACHABLE_PAUSE, f"unreachable: {error.os_error}")
        except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError, ValueError) as error:
            return Uncertain(type(error).__name__)


def _before_the_post(failure: _Failure) -> PutBack | Refused:
    """What a failed question means for the post that it was asked for: that waits, no other."""
    match failure:
        case Refused():
            return failure
        case Later(retry_after, error):
            return PutBack(retry_after, error)
        case Uncertain(error):
            return PutBack(_UNREACHABLE_PAUSE, error)


def _outcome(response: Any) -> _Failure:
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
    return Refused(error)


def _retry_after(response: Any) -> float:
    try:
        return max(1.0, float(response.headers.get("Retry-After", "1")))
    except ValueError:
        return 1.0


def _date_of(response: AsyncSlackResponse) -> datetime:
    """When Slack answered, by Slack's own clock (to the second, rounded down), UTC."""
    headers: Mapping[str, str] = response.headers
    return parsedate_to_datetime(headers["Date"]).astimezone(UTC)
