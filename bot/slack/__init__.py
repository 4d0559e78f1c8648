"""The one gateway to Slack: what it is asked, and outcomes as values instead of exceptions."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import aiohttp
import structlog
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from yarl import URL

from bot.domain.checks import TokenStanding
from bot.domain.delivery_outcomes import Attempt, Finding, Refused, Sent
from bot.domain.rsvps import Answer, answer_of
from bot.slack.answers import item, items, text, texts, word
from bot.slack.calls import Calls, Failure, before_the_post
from bot.slack.channels import METADATA_EVENT, Channels
from bot.slack.client import Client
from bot.slack.headers import date
from bot.slack.hosts import is_slacks
from bot.slack.people import People
from bot.slack.token import TOKEN_TROUBLE, note
from bot.slack.views import Views
from bot.views.message import Message

__all__ = ["METADATA_EVENT", "TIMEOUT", "TOKEN_TROUBLE", "Identity", "Shown", "Slack"]

log = structlog.get_logger()

# Seconds. Shorter than a delivery's lease (bot.domain.deliveries.LEASE).
TIMEOUT = 10.0
# Answers to clicks: when thousands come, whoever still waits for an ack goes first.
_TOLD_AT_ONCE = 10

_DONE_ALREADY = {"already_reacted"}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in this workspace (auth.test); `app` is empty where Slack does not say it."""

    user: str
    team: str
    app: str = ""


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
        self.token = TokenStanding()
        self._telling = asyncio.Semaphore(_TOLD_AT_ONCE)

    async def __aenter__(self) -> Self:
        """Open the one HTTP session that all calls share."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        self._session = aiohttp.ClientSession(timeout=timeout)
        # without retry_handlers=[] the SDK sends a post again after a reset: it stands twice
        self.client = Client(self._token, self._api_url, session=self._session, retry_handlers=[])
        self.calls = Calls(self.client, self.token)
        self.channels = Channels(self.calls)
        self.people = People(self.calls, self.channels)
        self.views = Views(self.calls)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the session."""
        await self._session.close()

    @property
    def http(self) -> aiohttp.ClientSession:
        """The session itself, for addresses of Slack's that are no methods."""
        return self._session

    def opens(self, url: URL) -> Mapping[str, str] | None:
        """The headers that open an address of Slack's; None for any other: the token stays here."""
        return {"Authorization": f"Bearer {self._token}"} if is_slacks(url, self._api_url) else None

    def client_without_token(self) -> Client:
        """A client in the same session for whoever brings a token of their own."""
        return Client(base_url=self._api_url, session=self._session, retry_handlers=[])

    async def identity(self) -> Identity | Failure:
        """Who the bot is here, or why Slack does not say."""
        found = await self.calls.call(self.client.auth_test(), self._introduced)
        if isinstance(found, Failure):
            return found
        identity, bot = found
        # auth.test names the app of an app-level token alone
        app = await self.calls.quickly(
            self.client.bots_info(bot=bot), lambda answer: text(item(answer, "bot"), "app_id")
        )
        return replace(identity, app=app) if isinstance(app, str) else identity

    def _introduced(self, answer: AsyncSlackResponse) -> tuple[Identity, str]:
        note(self.token, answer.headers)
        return _identity(answer)

    async def check_token(self) -> None:
        """Ask whether Slack takes the token, and what it may do; `token` knows it then."""
        self.token.said_at = None
        outcome = await self.calls.call(
            self.client.auth_test(), lambda answer: note(self.token, answer.headers)
        )
        if isinstance(outcome, Refused):  # for whatever reason: this method needs no scope
            self.token.trouble = outcome.error

    async def post(
        self,
        target: str,
        message: Message,
        send_id: str,
        thread_ts: str | None = None,
        *,
        broadcast: bool = False,
    ) -> Attempt:
        """Post a message to a channel (id or name) or a person; `send_id` goes along unseen.

        In a thread when `thread_ts` names its first message; `broadcast` shows it in the channel
        too.
        """
        channel = await self.channels.id_of(target)
        if not isinstance(channel, str):
            return before_the_post(channel)
        metadata = {"event_type": METADATA_EVENT, "event_payload": {"send_id": send_id}}
        answer = await self.calls.call(
            self.client.chat_postMessage(
                channel=channel,
                **message.payload(),
                thread_ts=thread_ts,
                reply_broadcast=True if broadcast else None,
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
            ),
            # without that it can't be followed, and has to be looked up
            lambda posted: Sent(text(posted, "channel"), text(posted, "ts")),
        )
        if isinstance(answer, Refused) and self.channels.is_outdated(target, answer.error):
            # another channel may have the name now, and nothing was posted to the old one
            return await self.post(target, message, send_id, thread_ts, broadcast=broadcast)
        return answer

    async def whisper(
        self, channel: str, user: str, message: Message, thread_ts: str | None = None
    ) -> Attempt:
        """Show a message in a channel (its id) to one person alone, while they look at it.

        In a thread only if it is one already: Slack shows it nowhere else.
        https://docs.slack.dev/reference/methods/chat.postEphemeral
        """
        shown = self.client.chat_postEphemeral(
            channel=channel, user=user, **message.payload(), thread_ts=thread_ts
        )
        return await self.calls.call(
            shown, lambda answer: Sent(channel, text(answer, "message_ts"))
        )

    async def find(
        self, target: str, send_id: str, since: datetime, thread_ts: str | None = None
    ) -> Finding:
        """Look for a post where it would stand, among those of after `since` (Slack's clock)."""
        return await self.channels.find(target, send_id, since, thread_ts)

    async def update(self, channel: str, ts: str, message: Message) -> Attempt:
        """Replace a message that the bot has posted."""
        update = self.client.chat_update(channel=channel, ts=ts, **message.payload())
        return await self.calls.call(update, lambda _: Sent(channel, ts))

    async def delete(self, channel: str, ts: str) -> Attempt:
        """Take away a message that the bot has posted."""
        deletion = self.client.chat_delete(channel=channel, ts=ts)
        return await self.calls.call(deletion, lambda _: Sent(channel, ts))

    async def add_reaction(self, channel: str, ts: str, emoji: str) -> Attempt:
        """Put an emoji under a message; one that is there already is as good."""
        addition = self.client.reactions_add(channel=channel, timestamp=ts, name=emoji)
        answer = await self.calls.call(addition, lambda _: Sent(channel, ts))
        if isinstance(answer, Refused) and answer.error in _DONE_ALREADY:
            return Sent(channel, ts)
        return answer

    async def shown_answers(self, channel: str, ts: str, bot: str) -> Shown | Failure:
        """The answers under a message, without the bot's own."""
        question = self.client.reactions_get(channel=channel, timestamp=ts, full=True)
        answer = await self.calls.call(question, lambda answer: _shown(answer, bot))
        if not isinstance(answer, Shown):
            log.warning("reactions.unknown", channel=channel, ts=ts, outcome=answer)
        return answer

    async def respond(self, response_url: str, message: Message, *, replace: bool) -> bool:
        """Show a message to whoever just clicked or typed; whether Slack took it.

        https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
        """
        seen_by = {"response_type": "ephemeral", "replace_original": replace}
        return await self._respond(response_url, message.payload() | seen_by)

    async def renew(self, response_url: str, message: Message) -> bool:
        """Let the bot's own message that was clicked in say this; whether Slack took it."""
        seen_by = {"response_type": "in_channel", "replace_original": True}
        return await self._respond(response_url, message.payload() | seen_by)

    async def _respond(self, response_url: str, body: dict[str, Any]) -> bool:
        try:
            async with self._telling, self._session.post(response_url, json=body) as answer:
                if answer.status == 200:
                    return True
                log.warning("respond.refused", status=answer.status)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            log.warning("respond.failed", error=type(error).__name__)
        return False


def _identity(answer: AsyncSlackResponse) -> tuple[Identity, str]:
    return Identity(text(answer, "user_id"), text(answer, "team_id")), text(answer, "bot_id")


def _shown(answer: AsyncSlackResponse, bot: str) -> Shown:
    """All of it or nothing: whoever is missing has taken their answer back."""
    users: dict[Answer, frozenset[str]] = {}
    message = item(answer, "message")
    for reaction in items(message, "reactions") if "reactions" in message else ():
        given = answer_of(word(reaction, "name"))
        if given is not None:
            users[given] = users.get(given, frozenset()) | set(texts(reaction, "users")) - {bot}
    return Shown(users, date(answer.headers))
