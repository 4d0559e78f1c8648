"""Channels: their ids by name, and what the bot posted in them."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.deliveries import pause
from bot.domain.delivery_outcomes import (
    Absent,
    Finding,
    Later,
    NotFindable,
    Refused,
    Sent,
    Unanswered,
    Uncertain,
)
from bot.slack.calls import Call, Failure, call

METADATA_EVENT = "labcamp_delivery"

# Names have no capital letters, so that whatever looks like an id is one, however short:
# https://docs.slack.dev/reference/methods/conversations.create
_ID = re.compile(r"[CDGUW][A-Z0-9]+")
_OUTDATED = {"channel_not_found", "is_archived"}
# https://docs.slack.dev/reference/methods/conversations.history: "no more than 200 at a time"
_PAGE = 200


class Channels:
    """What is asked about channels. Ids by name are remembered until Slack says otherwise."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client
        self._ids: dict[str, str] = {}

    async def id_of(self, target: str) -> str | Failure:
        """The id of a channel that may have been named; what is an id already stays as it is."""
        name = _name(target)
        if _ID.fullmatch(name):
            return name
        if name not in self._ids:
            failure = await self._learn_ids()
            if failure is not None:
                return failure
        return self._ids.get(name) or Refused("channel_not_found")

    def is_outdated(self, target: str, error: str) -> bool:
        """Whether a remembered id may be the reason for this error; it is forgotten then."""
        return error in _OUTDATED and self._ids.pop(_name(target), None) is not None

    async def find(
        self, target: str, send_id: str, since: datetime, thread_ts: str | None
    ) -> Finding:
        """Look for a post with this `send_id` that was posted after `since`."""
        channel = await self.where(target)
        if not isinstance(channel, str):
            return _unfound(channel)
        async for answer in self._history(channel, since, thread_ts):
            if not isinstance(answer, AsyncSlackResponse):
                return _unfound(answer)
            for message in answer["messages"]:
                if _send_id(message) == send_id:
                    return Sent(channel, message["ts"])
        return Absent()

    async def where(self, target: str) -> str | Failure:
        """The channel in which a post to `target` stands; with a person the one with the bot."""
        if target[:1] not in "UW" or not _ID.fullmatch(target):
            return await self.id_of(target)
        answer = await call(self.client.conversations_open(users=target))
        return str(answer["channel"]["id"]) if isinstance(answer, AsyncSlackResponse) else answer

    async def _history(
        self, channel: str, since: datetime, thread_ts: str | None
    ) -> AsyncIterator[AsyncSlackResponse | Failure]:
        """Page after page of what was posted, or what Slack said instead."""
        cursor: str | None = None
        while cursor != "":
            answer = await call(self._page(channel, since, thread_ts, cursor))
            yield answer
            if not isinstance(answer, AsyncSlackResponse):
                return
            cursor = next_cursor(answer)

    def _page(
        self, channel: str, since: datetime, thread_ts: str | None, cursor: str | None
    ) -> Call:
        oldest = f"{since.timestamp():.6f}"
        if thread_ts:
            return self.client.conversations_replies(
                channel=channel,
                ts=thread_ts,
                oldest=oldest,
                include_all_metadata=True,
                limit=_PAGE,
                cursor=cursor,
            )
        return self.client.conversations_history(
            channel=channel, oldest=oldest, include_all_metadata=True, limit=_PAGE, cursor=cursor
        )

    async def _learn_ids(self) -> Failure | None:
        """Learn the names of the bot's channels; what Slack said if it did not tell."""
        cursor = ""
        while True:
            answer = await call(
                self.client.users_conversations(
                    types="public_channel", exclude_archived=True, limit=_PAGE, cursor=cursor
                )
            )
            if not isinstance(answer, AsyncSlackResponse):
                return answer
            self._ids |= {channel["name"]: channel["id"] for channel in answer["channels"]}
            cursor = next_cursor(answer)
            if not cursor:
                return None


def _name(target: str) -> str:
    return target.removeprefix("#")


def next_cursor(answer: AsyncSlackResponse) -> str:
    """Where the next page begins; empty after the last."""
    return (answer.get("response_metadata") or {}).get("next_cursor") or ""


def _send_id(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != METADATA_EVENT:
        return None
    found: str | None = metadata.get("event_payload", {}).get("send_id")
    return found


def _unfound(failure: Failure) -> Finding:
    match failure:
        case Later(retry_after, error):
            return Unanswered(retry_after, error)
        case Uncertain(error):
            return Unanswered(pause(0), error)
        case Refused(error):
            return NotFindable(f"can't be looked up: {error}")
