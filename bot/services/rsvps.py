"""Answers to events: by command, button or reaction; the last action wins."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import rsvps as rules
from bot.domain.announcements import RsvpMessage
from bot.domain.cards import Card
from bot.domain.deliveries import Kind
from bot.domain.delivery_payloads import Payload
from bot.domain.events import Closed, Event, why_closed
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent, Repeated
from bot.domain.rsvps import Answer, Reaction, Rsvp, Via
from bot.domain.wishes import is_forgotten
from bot.services import deliveries, reminders, rsvp_places
from bot.services.events import card_of
from bot.services.refreshes import request_for_event
from storage import (
    audit,
    events,
    forgotten,
    handled_events,
    members,
    reactions,
    rsvp_messages,
    rsvps,
)
from storage import deliveries as stored_deliveries
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer is kept; the card shows it. Without news it was the member's answer before.

    `asks` says that now is the time to ask, once, whether reminders are welcome.
    """

    card: Card
    is_news: bool = True
    asks: bool = False


@dataclass(frozen=True, slots=True)
class NotOpen:
    """The event takes no answers."""

    event: Event
    closed: Closed


Outcome = Answered | NotOpen | NoSuchEvent | Repeated[None]


@dataclass(frozen=True, slots=True)
class ReactionSeen:
    """A reaction that Slack reported: on which message, whose, and what."""

    channel: str
    ts: str
    user: str
    reaction: Reaction


def answer(
    connection: Connection,
    user: str,
    given: Answer,
    number: EventNumber | None,
    via: Via,
    key: str,
    at: datetime,
    now: datetime,
    *,
    may_be_late: bool = False,
    may_ask: bool = False,
) -> Outcome:
    """Keep a member's answer to an event, the next one without a number.

    `key` names the action (its trigger_id): the same one never counts twice. `at` is when it was
    done, by Slack's clock where Slack says so; it counts as later than all that is known, because
    Slack never repeats commands and buttons later. Who says what they said before changes nothing:
    an emoji that gave the answer can still be taken back. What `may_be_late` (a message) changes
    nothing that was said after it, and counts if the event took answers then. `may_ask` says that
    whoever comes may be asked, once, whether reminders are welcome.
    """
    then = min(at, now) if may_be_late else now
    if not handled_events.is_new(connection, key, now):
        return Repeated()
    if number is None:
        coming = events.next_event(connection, then)
        number = coming.number if coming else None
    event = None if number is None else events.get_locked(connection, number)
    if event is None:
        return NoSuchEvent(number)
    closed = why_closed(event, then)
    if closed is not None:
        return NotOpen(event, closed)
    current = _current(connection, event, user, now)
    mirror = reactions.of_member(connection, event.number, user)
    seen = [reaction.added_at for reaction in mirror if reaction.added_at is not None]
    known = [*seen, *([current.updated_at] if current else [])]
    is_overtaken = may_be_late and current is not None and at < max(known)
    is_news = not is_overtaken and (current is None or current.answer is not given)
    at = max([at, *known])
    if is_news:
        _record(connection, event, user, current, given, via, at, now)
    elif current is not None and not is_overtaken:
        rsvps.save(connection, event.number, replace(current, updated_at=at))
    card = card_of(connection, event.number, user)
    assert card is not None  # its event is locked
    comes = card.rsvp is not None and card.rsvp.takes_a_place
    asks = may_ask and comes and not members.was_asked(connection, user)
    if asks:
        members.set_asked(connection, user, now)
    return Answered(card, is_news, asks)


def answer_for(
    connection: Connection,
    organizer: str,
    user: str,
    given: Answer,
    number: EventNumber | None,
    key: str,
    now: datetime,
) -> Outcome:
    """Keep an answer that an organizer gives for a member, who is told of news by direct message.

    The caller has checked that `organizer` is one, and that `user` may answer.
    """
    outcome = answer(connection, user, given, number, Via.ORGANIZER, key, now, now)
    if isinstance(outcome, Answered) and outcome.is_news:
        answered = outcome.card.event.number
        audit.add(connection, now, organizer, f"rsvp {given}", f"event {answered} {user}")
        payload: Payload = {"event": answered, "by": organizer}
        deliveries.add(connection, Kind.ANSWERED, user, payload, now, f"answered:{key}")
    return outcome


def react(connection: Connection, seen: ReactionSeen, now: datetime) -> None:
    """Take in one reaction, or its removal; whatever was known already changes nothing.

    Whoever reacts to an event that takes no answers is told why not. What is reacted to a message
    whose ts is not known yet is kept until it is.
    """
    if is_forgotten(seen.user, forgotten.since(connection, seen.reaction.changed_at)):
        return  # it is from before the wish
    message = rsvp_messages.get(connection, seen.channel, seen.ts)
    if message is None:
        under_way = stored_deliveries.hold_under_way(connection, Kind.ANNOUNCEMENT, now)
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
    current = _current(connection, event, user, now)
    mirror = reactions.of_member(connection, event.number, user)
    decided = rules.settled(current, mirror)
    if decided is None:
        if current is not None:
            withdraw(connection, event, current, now)
        return
    given, at = decided
    if current is None or (given, at) != (current.answer, current.updated_at):
        _record(connection, event, user, current, given, Via.REACTION, at, now)


def _current(connection: Connection, event: Event, user: str, now: datetime) -> Rsvp | None:
    """The member's present answer, once those who wait have what has become free.

    There is more room than when they came if the capacity was raised meanwhile.
    """
    rsvp_places.pass_on(connection, event, now)
    return rsvps.get(connection, event.number, user)


def _record(
    connection: Connection,
    event: Event,
    user: str,
    current: Rsvp | None,
    given: Answer,
    via: Via,
    at: datetime,
    now: datetime,
) -> None:
    """Write the answer; a yes beyond the capacity waits, a place that becomes free passes on."""
    same = current is not None and current.answer is given
    waitlisted_at = current.waitlisted_at if current and same else None
    if given is Answer.YES and not same and rsvp_places.is_full(connection, event):
        waitlisted_at = rsvp_places.end_of_line(connection, event, now)
    rsvps.save(connection, event.number, Rsvp(user, given, via, at, waitlisted_at))
    if same:
        return
    if current and current.takes_a_place:
        rsvp_places.pass_on(connection, event, now)
    if via is Via.REACTION:
        _tell_by_letter(connection, event, user, given, now, waits=waitlisted_at is not None)
    request_for_event(connection, event.number, now)


def _tell_by_letter(
    connection: Connection, event: Event, user: str, given: Answer, now: datetime, *, waits: bool
) -> None:
    """Write to whoever reacted and must know something, since a reaction gets no answer."""
    if waits:
        key = f"waiting:{event.number}:{user}:{now.isoformat()}"
        deliveries.add(connection, Kind.WAITING, user, {"event": event.number}, now, key)
    elif given is Answer.YES:
        reminders.catch_up(connection, event, user, now)


def withdraw(connection: Connection, event: Event, current: Rsvp, now: datetime) -> None:
    """Take an answer back, and pass its place on. The caller has locked the event."""
    rsvps.delete(connection, event.number, current.user)
    if current.takes_a_place:
        rsvp_places.pass_on(connection, event, now)
    request_for_event(connection, event.number, now)
