"""Reactions: what members say with an emoji, and take back."""

import re
from typing import Any

import structlog

from bot.deps import Deps
from bot.domain.rsvps import Reaction, answer_of
from bot.domain.times import instant
from bot.services import rsvp_reactions
from bot.services.rsvp_reactions import ReactionSeen

log = structlog.get_logger()

_ID = re.compile(r"[!-~]{1,255}")


async def changed(deps: Deps, event: dict[str, Any]) -> None:
    """Take in a reaction that was added or removed; the caller acks when this is durable.

    An exception leaves the event without an ack, so that Slack sends it again.
    """
    seen = _seen(event)
    if seen is None or event.get("item_user", deps.identity.user) != deps.identity.user:
        return
    await deps.db.write(rsvp_reactions.react, seen, deps.clock.now())
    deps.wake()


def _seen(event: dict[str, Any]) -> ReactionSeen | None:
    """The reaction in Slack's event; None when it is not one that answers, on a message.

    https://docs.slack.dev/reference/events/reaction_added
    """
    try:
        item, at = event["item"], instant(event["event_ts"])
        channel, ts, answer = item.get("channel"), item.get("ts"), answer_of(event["reaction"])
        user = event["user"]
    except (KeyError, AttributeError, ArithmeticError, TypeError, ValueError):
        log.warning("reaction.malformed", fields=sorted(event))
        return None  # to send it again would not help
    if channel is None or ts is None or answer is None:  # a file, or another emoji
        return None
    if not all(isinstance(one, str) and _ID.fullmatch(one) for one in (channel, ts, user)):
        log.warning("reaction.malformed", fields=sorted(event))
        return None
    removed = event["type"] == "reaction_removed"
    reaction = Reaction(answer, None if removed else at, at, removed=removed)
    return ReactionSeen(channel, ts, user, reaction)
