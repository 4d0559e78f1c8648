"""Answers to events: by command, button or reaction; the last action wins."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.cards import OwnAnswer
from bot.domain.deliveries import Kind
from bot.domain.delivery_payloads import Payload
from bot.domain.events import Closed, Event, why_closed
from bot.domain.ids import EventNumber
from bot.domain.replies import NoSuchEvent, Repeated
from bot.domain.rsvps import Answer, Rsvp, Via
from bot.services import deliveries, reminders, rsvp_places
from bot.services.events import place_in_line
from bot.services.refreshes import request_for_event
from storage import audit, events, handled_events, members, reactions, rsvps
from storage.database import Connection


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer is kept. Without news it was the member's answer before.

    `asks` says that now is the time to ask, once, whether reminders are welcome.
    """

    own: OwnAnswer
    is_news: bool = True
    asks: bool = False


@dataclass(frozen=True, slots=True)
class NotOpen:
    """The event takes no answers."""

    event: Event
    closed: Closed


Outcome = Answered | NotOpen | NoSuchEvent | Repeated[None]


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
    current = rsvps.get(connection, event.number, user)
    mirror = reactions.of_member(connection, event.number, user)
    seen = [reaction.added_at for reaction in mirror if reaction.added_at is not None]
    known = [*seen, *([current.updated_at] if current else [])]
    is_overtaken = may_be_late and current is not None and at < max(known)
    is_news = not is_overtaken and (current is None or current.answer is not given)
    at = max([at, *known])
    if current is None or is_news:
        current = record(connection, event, user, current, given, via, at, now)
    elif not is_overtaken:
        current = replace(current, updated_at=at)
        rsvps.save(connection, event.number, current)
    asks = may_ask and current.takes_a_place and not members.was_asked(connection, user)
    if asks:
        members.set_asked(connection, user, now)
    position = place_in_line(connection, event.number, current)
    return Answered(OwnAnswer(event, current, position), is_news, asks)


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
        answered = outcome.own.event.number
        audit.add(connection, now, organizer, f"rsvp {given}", f"event {answered} {user}")
        payload: Payload = {"event": answered, "by": organizer}
        deliveries.add(connection, Kind.ANSWERED, user, payload, now, f"answered:{key}")
    return outcome


def record(
    connection: Connection,
    event: Event,
    user: str,
    current: Rsvp | None,
    given: Answer,
    via: Via,
    at: datetime,
    now: datetime,
) -> Rsvp:
    """Write the answer; a yes beyond the capacity waits, a place that becomes free passes on.

    Where the capacity was raised, whoever waited has a place since the event was saved.
    """
    same = current is not None and current.answer is given
    waitlisted_at = current.waitlisted_at if current and same else None
    if given is Answer.YES and not same and rsvp_places.is_full(connection, event):
        waitlisted_at = rsvp_places.end_of_line(connection, event, now)
    kept = Rsvp(user, given, via, at, waitlisted_at)
    rsvps.save(connection, event.number, kept)
    if same:
        return kept
    if current and current.takes_a_place and event.capacity is not None:
        rsvp_places.pass_on(connection, event, now)
    if via is Via.REACTION:
        _tell_by_letter(connection, event, user, given, now, waits=waitlisted_at is not None)
    request_for_event(connection, event.number, now)
    return kept


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
