"""Slack's state wins: what it shows under a message, compared with the mirror."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from bot.domain.announcements import RsvpMessage
from bot.domain.rsvps import Answer, Reaction
from bot.domain.times import instant
from bot.domain.wishes import is_forgotten
from bot.services.rsvp_reactions import ReactionSeen, react
from storage import forgotten, reactions, rsvp_messages
from storage.database import Connection
from storage.reactions import Line

_AFTER_THE_END = timedelta(days=1)
_TICK = timedelta(microseconds=1)


def messages(connection: Connection, now: datetime) -> list[RsvpMessage]:
    """The messages worth comparing: those of events to come, or over for less than a day.

    Whoever reacted too late, while the bot was away, is still told so.
    """
    return rsvp_messages.lively(connection, now - _AFTER_THE_END)


def takes_answers(connection: Connection, channel: str, ts: str) -> bool:
    """Whether reactions to this message are answers: those to a plain post are not."""
    return rsvp_messages.get(connection, channel, ts) is not None


def mirror(connection: Connection, channel: str, ts: str) -> list[Line]:
    """What is known of a message now; to be asked before Slack is."""
    return reactions.of_message(connection, channel, ts)


def reconcile(
    connection: Connection,
    channel: str,
    ts: str,
    before: list[Line],
    shown: Mapping[Answer, frozenset[str]],
    at: datetime,
    now: datetime,
) -> bool:
    """Take in the difference between `shown` (Slack's) and the mirror; whether it was applied.

    `before` is the mirror from before Slack was asked. Had it changed since, nobody could say
    which is newer: then nothing is done, and the caller asks again. `at` is Slack's time of its
    answer, so that an event of after it wins.
    """
    if mirror(connection, channel, ts) != before:
        return False
    known = {(line.user, line.reaction.answer): line.reaction for line in before}
    there = {key for key, reaction in known.items() if not reaction.removed}
    showing = {(user, answer) for answer, users in shown.items() for user in users}
    # what stands under a message since before they wanted to be forgotten counts no more
    wishes = forgotten.since(connection, _posted_at(ts))
    for user, answer in sorted(there ^ showing):
        if (user, answer) not in known and is_forgotten(user, wishes):
            continue
        changed_at = _after(known.get((user, answer)), at)
        removed = (user, answer) in there
        found = Reaction(answer, None if removed else changed_at, changed_at, removed=removed)
        react(connection, ReactionSeen(channel, ts, user, found), now)
    return True


def _posted_at(ts: str) -> datetime:
    """When a message was posted; long ago, where its ts is none of Slack's."""
    try:
        return instant(ts)
    except (ArithmeticError, ValueError):
        return datetime.min.replace(tzinfo=UTC)


def _after(known: Reaction | None, at: datetime) -> datetime:
    """When a difference came about: at Slack's time, which has no fractions of a second.

    What is known already was before it, even if in the same second.
    """
    return at if known is None else max(at, known.changed_at + _TICK)
