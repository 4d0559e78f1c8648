"""What the bot wrote to one person by direct message, taken away again."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.delivery_outcomes import MESSAGE_GONE, Attempt, PutBack, Refused, Sent
from bot.slack import Slack
from bot.slack.answers import items, text
from bot.slack.calls import Failure
from bot.slack.channels import send_id_of

# chat.delete is Tier 3, some 50 a minute: https://docs.slack.dev/reference/methods/chat.delete
_AT_ONCE = 20
_PAUSE = timedelta(seconds=20)
# https://docs.slack.dev/reference/methods/conversations.history: "no more than 200 at a time"
_PAGE = 200
# Of these nothing is left to be done.
_LEFT = {MESSAGE_GONE, "cant_delete_message"}
_NOT_THERE = {"channel_not_found"}


async def erase(
    slack: Slack, channel: str, until: datetime, arriving: Collection[str]
) -> Attempt | PutBack:
    """Delete what the bot wrote in a direct message until then (by Slack's clock); some at a time.

    Of what came later only posts whose send_id is one of `arriving` are deleted. `Sent` when
    nothing is left. What the person wrote themselves only they can delete.
    """
    deleted = 0
    latest = f"{until.timestamp():.6f}"

    def is_meant(message: Mapping[str, Any]) -> bool:
        # in a direct message with the bot nobody else is one
        is_ours = bool(message.get("bot_id"))
        return is_ours and (text(message, "ts") <= latest or send_id_of(message) in arriving)

    async for ts in _written(slack, channel, is_meant):
        if isinstance(ts, Refused) and ts.error in _NOT_THERE:
            break
        if not isinstance(ts, str):
            return ts
        if deleted == _AT_ONCE:
            return PutBack(_PAUSE, "there is more to delete")
        outcome = await slack.delete(channel, ts)
        if isinstance(outcome, Failure) and not (
            isinstance(outcome, Refused) and outcome.error in _LEFT
        ):
            return outcome
        deleted += isinstance(outcome, Sent)
    return Sent(channel, "")


async def _written(
    slack: Slack, channel: str, is_meant: Callable[[Mapping[str, Any]], bool]
) -> AsyncIterator[str | Failure]:
    """Those of its messages that are meant, those in threads too; or why Slack does not say."""
    pages = slack.calls.pages(
        lambda cursor: slack.client.conversations_history(
            channel=channel, include_all_metadata=True, limit=_PAGE, cursor=cursor
        ),
        lambda answer: items(answer, "messages"),
    )
    async for page in pages:
        if isinstance(page, Failure):
            yield page
            return
        for message in page:
            if message.get("reply_count"):
                for ts in await _replies(slack, channel, text(message, "ts"), is_meant):
                    yield ts
            if is_meant(message):
                yield text(message, "ts")


async def _replies(
    slack: Slack, channel: str, thread: str, is_meant: Callable[[Mapping[str, Any]], bool]
) -> list[str] | list[Failure]:
    found = await slack.calls.collected(
        lambda cursor: slack.client.conversations_replies(
            channel=channel, ts=thread, include_all_metadata=True, limit=_PAGE, cursor=cursor
        ),
        lambda answer: [text(one, "ts") for one in items(answer, "messages") if is_meant(one)],
    )
    return [found] if isinstance(found, Failure) else [ts for ts in found if ts != thread]
