"""Channels: their ids by name, and what the bot posted in them."""

import asyncio
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.channels import Obstacle, Place
from bot.domain.deliveries import pause
from bot.domain.delivery_outcomes import (
    NOT_FINDABLE,
    Absent,
    Finding,
    Later,
    NotFindable,
    Refused,
    Sent,
    Unanswered,
    Uncertain,
)
from bot.slack.answers import item, items, text
from bot.slack.calls import QUICK, Call, Calls, Failure

METADATA_EVENT = "labcamp_delivery"

# Names have no capital letters, so that whatever looks like an id is one, however short:
# https://docs.slack.dev/reference/methods/conversations.create
_ID = re.compile(r"[CDGUW][A-Z0-9]+")
_OUTDATED = {"channel_not_found", "is_archived"}
# https://docs.slack.dev/reference/methods/conversations.history: "no more than 200 at a time"
_PAGE = 200


class Channels:
    """What is asked about channels. Ids by name are remembered until Slack says otherwise."""

    def __init__(self, calls: Calls) -> None:
        self.client, self._calls = calls.client, calls
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

    async def place(self, target: str) -> Place | None:
        """What is in the way of a post to a channel (id or name); None when Slack does not say.

        Within a second. Of a private channel without the scope for it Slack does not say it.
        """
        try:
            return await asyncio.wait_for(self._place(target), QUICK)
        except TimeoutError:
            return None

    async def _place(self, target: str) -> Place | None:
        place = await self._asked(target)
        obstacle = place.obstacle if place else None
        if obstacle is not None and self.is_outdated(target, obstacle):
            other = await self._asked(target)  # another channel may have the name now
            if other is not None and other.obstacle is not Obstacle.UNKNOWN:
                return other
        return place

    async def _asked(self, target: str) -> Place | None:
        channel = await self.id_of(target)
        if isinstance(channel, Failure):
            return _hidden(_name(target), channel)
        answer = await self._calls.call(
            self.client.conversations_info(channel=channel),
            lambda answer: Place(channel, _obstacle(item(answer, "channel"))),
        )
        return _hidden(channel, answer) if isinstance(answer, Failure) else answer

    async def known_id(self, target: str) -> str | None:
        """The id of a channel that may have been named, within a second; None for none."""
        try:
            found = await asyncio.wait_for(self.id_of(target), QUICK)
        except TimeoutError:
            return None
        return found if isinstance(found, str) else None

    async def find(
        self, target: str, send_id: str, since: datetime, thread_ts: str | None
    ) -> Finding:
        """Look for a post with this `send_id` that was posted after `since`."""
        channel = await self.where(target)
        if not isinstance(channel, str):
            return _unfound(channel)
        pages = self._calls.pages(
            lambda cursor: self._page(channel, since, thread_ts, cursor),
            lambda answer: [
                (send_id_of(one), text(one, "ts")) for one in items(answer, "messages")
            ],
        )
        async for page in pages:
            if isinstance(page, Failure):
                return _unfound(page)
            for found, ts in page:
                if found == send_id:
                    return Sent(channel, ts)
        return Absent()

    async def where(self, target: str) -> str | Failure:
        """The channel in which a post to `target` stands; with a person the one with the bot."""
        if target[:1] not in "UW" or not _ID.fullmatch(target):
            return await self.id_of(target)
        return await self._calls.call(
            self.client.conversations_open(users=target),
            lambda answer: text(item(answer, "channel"), "id"),
        )

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
        channels = await self._calls.collected(
            lambda cursor: self.client.users_conversations(
                types="public_channel", exclude_archived=True, limit=_PAGE, cursor=cursor
            ),
            lambda answer: [
                (text(one, "name"), text(one, "id")) for one in items(answer, "channels")
            ],
        )
        if isinstance(channels, Failure):
            return channels
        self._ids |= dict(channels)
        return None


def _name(target: str) -> str:
    return target.removeprefix("#")


def _hidden(channel: str, failure: Failure) -> Place | None:
    unknown = failure.error == Obstacle.UNKNOWN
    return Place(channel, Obstacle.UNKNOWN) if unknown else None


def _obstacle(channel: Mapping[str, object]) -> Obstacle | None:
    if channel.get("is_archived"):
        return Obstacle.ARCHIVED
    return None if channel.get("is_member") else Obstacle.OUTSIDE


def send_id_of(message: Mapping[str, Any]) -> object:
    """What went along with a post, unseen; None for a message that was no delivery."""
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != METADATA_EVENT:
        return None
    payload = metadata.get("event_payload")
    return payload.get("send_id") if isinstance(payload, dict) else None


def _unfound(failure: Failure) -> Finding:
    match failure:
        case Later(retry_after, error):
            return Unanswered(retry_after, error)
        case Uncertain(error):
            return Unanswered(pause(0), error)
        case Refused(error):
            return NotFindable(f"{NOT_FINDABLE}{error}")
