"""After an event: organizers are asked what is missing, and post what there is."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.deliveries import ORGANIZERS, Kind, State
from bot.domain.delivery_payloads import Payload
from bot.domain.events import Event, Status
from bot.domain.feedback import CHOICES, ENOUGH, Answers, Stage
from bot.domain.follow_ups import FollowUp, FollowUpPreview, due, may_be_posted
from bot.domain.ids import EventNumber
from bot.domain.material import by_session
from bot.domain.replies import NoSuchEvent, Reply
from bot.domain.visibility import Audience
from bot.services.deliveries import add, add_all, plan_once
from bot.services.talk_material import ask_contacts
from storage import (
    audit,
    deliveries,
    delivery_traces,
    events,
    feedback,
    material,
    rsvp_messages,
    rsvps,
)
from storage.database import Connection

Places = Collection[tuple[str, str]]
# What came of a post that never came to stand anywhere: it may be posted once more.
_NOT_POSTED = (State.WITHDRAWN, State.MISSED)


def plan(connection: Connection, changed: Collection[Event], now: datetime) -> None:
    """Bring the question in line with these events, which were just saved."""
    for event in changed:
        is_wanted = event.status is Status.PUBLISHED
        kind, due_at = Kind.MATERIAL_ASKING, due(event)
        plan_once(connection, kind, ORGANIZERS, event.number, due_at, now, is_wanted=is_wanted)


def ask_each(
    connection: Connection, users: Collection[str], now: datetime, number: EventNumber
) -> None:
    """Ask each of these organizers, and the contacts of talks, once for each day of the event."""
    event = events.get(connection, number)
    if event is None:
        return
    day = due(event).date().isoformat()
    keys = {user: f"material:{number}:{day}:{user}" for user in sorted(users)}
    add_all(connection, Kind.MATERIAL, keys, {"event": number}, now)
    ask_contacts(connection, event, now)


def places(
    connection: Connection, number: EventNumber, channel: str | None
) -> tuple[tuple[str, str], ...]:
    """Where it would be posted: channel and thread of the event's announcements.

    Without any announcement it is `channel`, without a thread.
    """
    messages = rsvp_messages.of_event(connection, number)
    found = [(message.channel, message.ts) for message in messages]
    return tuple(found or ([(channel, "")] if channel is not None else []))


def said(connection: Connection, event: Event, now: datetime, *, with_feedback: bool) -> FollowUp:
    """What there is to say after an event, as members may see it."""
    items = material.of_event(connection, event.number, now, Audience.MEMBERS)
    yes = rsvps.counts(connection, event.number).yes
    return FollowUp(
        event,
        by_session(event.sessions, items),
        yes if yes >= ENOUGH else None,
        _came_back(connection, event.number) if with_feedback else {},
        events.next_event(connection, event.ends_at),
    )


def _came_back(connection: Connection, number: EventNumber) -> Answers:
    """What was counted, without a sentence; nothing before the closing, nor of a few."""
    asked = feedback.round_of(connection, number)
    if asked is None or asked.stage is not Stage.SHOWN:
        return {}
    found = feedback.answers(connection, number)
    return {question: found[question] for question in CHOICES if found.get(question)}


def event_of(
    connection: Connection, number: EventNumber | None, now: datetime
) -> Event | Reply | NoSuchEvent:
    """The event that would be looked back on; without a number the one that ended last."""
    event = events.last_event(connection, now) if number is None else events.get(connection, number)
    if event is None:
        return NoSuchEvent(number)
    return event if may_be_posted(event, now) else Reply.FOLLOW_UP_TOO_EARLY


def preview(
    connection: Connection, event: Event, into: Places, now: datetime
) -> FollowUpPreview | Reply:
    """What would be posted `into` these of its `places`, as things are now."""
    free = [place for place in into if _is_free(connection, _key(event.number, *place))]
    if not free:
        return Reply.FOLLOW_UP_POSTED_BEFORE if into else Reply.NO_CHANNEL
    return FollowUpPreview(said(connection, event, now, with_feedback=True), tuple(free))


def post(
    connection: Connection,
    actor: str,
    number: EventNumber,
    into: Places,
    now: datetime,
    *,
    with_feedback: bool,
) -> Reply | NoSuchEvent:
    """Post it `into` these of its `places`, once for each, whoever says so how often.

    What came back stands in it only if `actor` has seen it so. The caller has checked that `actor`
    is an organizer.
    """
    if events.get_locked(connection, number) is None:
        return NoSuchEvent(number)
    event = event_of(connection, number, now)
    if not isinstance(event, Event):
        return event
    free = [place for place in into if _is_free(connection, _key(number, *place))]
    if not free:
        return Reply.FOLLOW_UP_POSTED_BEFORE if into else Reply.NO_CHANNEL
    for channel, thread in free:
        payload: Payload = {"event": number, "feedback": with_feedback}
        if thread:
            payload["thread_ts"] = thread
        key = _key(number, channel, thread)
        standing = deliveries.standing(connection, key)
        if standing is not None:
            delivery_traces.delete(connection, [standing.id])
        add(connection, Kind.FOLLOW_UP, channel, payload, now, key)
    audit.add(connection, now, actor, audit.FOLLOW_UP, f"event {number}")
    return Reply.FOLLOW_UP_ON_ITS_WAY


def _key(number: EventNumber, channel: str, thread: str) -> str:
    return f"{Kind.FOLLOW_UP}:{number}:{channel}:{thread}"


def _is_free(connection: Connection, key: str) -> bool:
    """Whether nothing was posted there; whoever else would do so waits for this transaction."""
    standing = deliveries.standing(connection, key)
    return standing is None or standing.state in _NOT_POSTED
