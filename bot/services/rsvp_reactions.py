"""Answers by reaction: what Slack's emoji say, whenever we hear of them."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import rsvps as rules
from bot.domain.announcements import RsvpMessage
from bot.domain.deliveries import Kind
from bot.domain.events import Event, why_closed
from bot.domain.rsvps import Reaction, Via
from bot.domain.wishes import is_forgotten
from bot.services import deliveries, rsvp_places
from bot.services.rsvps import record, withdraw
from storage import deliveries as stored_deliveries
from storage import events, forgotten, reactions, rsvp_messages, rsvps
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class ReactionSeen:
    """A reaction that Slack reported: on which message, whose, and what."""

    channel: str
    ts: str
    user: str
    reaction: Reaction


def react(connection: Connection, seen: ReactionSeen, now: datetime) -> None:
    """Take in one reaction, or its removal; whatever was known already changes nothing.

    Whoever reacts to an event that takes no answers is told why not. What is reacted to a message
    whose ts is not known yet is kept until it is.
    """
    if is_forgotten(seen.user, forgotten.since(connection, seen.reaction.changed_at)):
        return  # it is from before the wish
    message = rsvp_messages.get(connection, seen.channel, seen.ts)
    if message is None:
        under_way = stored_deliveries.hold_announcements(connection, now)
        # what was just being settled is known now
        message = rsvp_messages.get(connection, seen.channel, seen.ts)
        if message is None and not under_way:
            return
    event = events.get_locked(connection, message.event) if message else None
    known = reactions.get(connection, seen.channel, seen.ts, seen.user, seen.reaction)
    merged = rules.merge(known, seen.reaction)
    if merged == known:
        return
    reactions.save(connection, seen.channel, seen.ts, seen.user, merged)
    if event is not None:
        _follow(connection, event, replace(seen, reaction=merged), seen.reaction.changed_at, now)


def message_known(connection: Connection, message: RsvpMessage, now: datetime) -> None:
    """Take in what was reacted to a message before its ts was known."""
    event = events.get_locked(connection, message.event)
    if event is None:
        return
    for line in reactions.of_message(connection, message.channel, message.ts):
        early = ReactionSeen(message.channel, message.ts, line.user, line.reaction)
        _follow(connection, event, early, line.reaction.changed_at, now)


def follow(connection: Connection, event: Event, now: datetime) -> None:
    """Let the answers follow an event that was just saved differently.

    There may be more room for those who wait, and while it took no answers people may have
    reacted, or taken it back.
    """
    if why_closed(event, now) is None:
        rsvp_places.pass_on(connection, event, now)
        for user in reactions.members_of(connection, event.number):
            _settle(connection, event, user, now)


def _follow(
    connection: Connection, event: Event, seen: ReactionSeen, at: datetime, now: datetime
) -> None:
    """Let the answer follow the mirror's line `seen`, which was changed at `at`."""
    # what was done in time counts, even if Slack could tell us of it only later
    closed = why_closed(event, min(at, now))
    if closed is None:
        _settle(connection, event, seen.user, now)
    elif not seen.reaction.removed:
        key = f"closed:{event.number}:{seen.user}:{seen.channel}:{seen.ts}:{closed}"
        deliveries.add(connection, Kind.CLOSED, seen.user, {"event": event.number}, now, key)


def _settle(connection: Connection, event: Event, user: str, now: datetime) -> None:
    """Let the member's reactions decide, unless a button or command came later."""
    current = rsvps.get(connection, event.number, user)
    mirror = reactions.of_member(connection, event.number, user)
    decided = rules.settled(current, mirror)
    if decided is None:
        if current is not None:
            withdraw(connection, event, current, now)
        return
    given, at = decided
    if current is None or (given, at) != (current.answer, current.updated_at):
        record(connection, event, user, current, given, Via.REACTION, at, now)
