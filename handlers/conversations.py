"""What is said to the bot in its direct message, or after a mention of it: heard, and answered."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from bot.deps import Deps
from bot.domain.commands import Incomplete, Said
from bot.domain.delivery_outcomes import Attempt
from bot.domain.times import instant
from bot.views import search as search_views
from bot.views import usage
from bot.views.message import Message
from handlers import responses
from handlers import usage as help_
from handlers.acts import Act
from handlers.answers import Answer
from handlers.knowledge import search

_ID = re.compile(r"[!-~]{1,255}")
# What people write; edits, deletions, joins and bots' posts have other subtypes.
# https://docs.slack.dev/reference/events/message#subtypes
_WRITTEN = (None, "file_share", "thread_broadcast")
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody said `line` to the bot, in a thread or not; `private`: in its direct message."""

    user: str
    channel: str
    thread: str | None
    line: str
    at: datetime
    private: bool


def heard(event: dict[str, Any], us: str) -> Heard | None:
    """What Slack's event says that people say to the bot (`us`); None for anything else.

    https://docs.slack.dev/reference/events/app_mention and …/message.im
    """
    private = event.get("type") == "message"
    if private and event.get("channel_type") != "im":
        return None
    if event.get("subtype") not in _WRITTEN or event.get("edited") or event.get("bot_id"):
        return None
    user, channel, thread = event.get("user"), event.get("channel"), event.get("thread_ts")
    ids = (user, channel, *((thread,) if thread else ()))
    if not all(isinstance(one, str) and _ID.fullmatch(one) for one in ids):
        return None
    if user in (us, _SLACKBOT):
        return None
    text = event.get("text")
    try:
        at = instant(event["ts"])
    except (KeyError, ArithmeticError, TypeError, ValueError):
        return None
    line = _without(us, text) if isinstance(text, str) else ""
    return Heard(str(user), str(channel), thread or None, line, at, private)


def _without(us: str, text: str) -> str:
    """`text` without the mentions of the bot, `<@U123>` or `<@U123|name>`."""
    return re.sub(rf"<@{re.escape(us)}(?:\|[^<>]*)?>[,:]?", " ", text).strip()


async def said(deps: Deps, act: Act[Said]) -> Answer:
    """Search for what is no command; help where nothing is found."""
    found = await search.found(deps, act.what.words)
    if found.found:
        return search_views.result(found, act.t)
    instead = act.what.instead
    if isinstance(instead, Incomplete):
        return usage.incomplete(instead, act.t)
    if instead.suggestion is not None:
        return usage.unknown(instead, act.t)
    return usage.nothing_found(await help_.help_for(deps, act), act.t)


async def answer(deps: Deps, to: Heard, message: Message) -> None:
    """Say something where somebody has said something: for all to see only where they are alone."""
    await responses.at_most_once(partial(_said, deps, to, message))


async def _said(deps: Deps, to: Heard, message: Message) -> Attempt:
    if to.private:
        return await deps.slack.post(to.channel, message, secrets.token_hex(16), to.thread)
    return await deps.slack.whisper(to.channel, to.user, message, to.thread)
