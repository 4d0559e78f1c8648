"""The day after an event the organizers are asked what is still missing (docs/knowledge.md)."""

from collections.abc import Collection
from datetime import datetime

from bot.domain.deliveries import ORGANIZERS, Kind
from bot.domain.delivery_payloads import Payload
from bot.domain.events import Event, Status
from bot.domain.follow_ups import due
from bot.domain.ids import EventNumber
from bot.domain.replies import Reply
from bot.services.deliveries import add, add_all, plan_once
from bot.services.talk_material import ask_contacts
from storage import audit, deliveries, events, material, rsvp_messages
from storage.database import Connection


def plan(connection: Connection, changed: Collection[Event], now: datetime) -> None:
    """Bring the question in line with these events, which were just saved."""
    for event in changed:
        is_wanted = event.status is Status.PUBLISHED
        kind, due_at = Kind.FOLLOW_UP, due(event)
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
    """Where material would be posted: channel and thread of the event's announcements.

    Without any announcement it is `channel`, without a thread.
    """
    messages = rsvp_messages.of_event(connection, number)
    found = [(message.channel, message.ts) for message in messages]
    return tuple(found or ([(channel, "")] if channel is not None else []))


def post(
    connection: Connection,
    actor: str,
    number: EventNumber,
    into: Collection[tuple[str, str]],
    now: datetime,
) -> Reply:
    """Post the material `into` these of its `places`, once for each.

    The caller has checked that `actor` is an organizer.
    """
    event = events.get_locked(connection, number)
    if event is None or not into or not material.counts(connection, [number], now):
        return Reply.NO_MATERIAL
    is_new = False
    for place, thread in into:
        key = f"channel_material:{number}:{place}:{thread}"
        if deliveries.standing(connection, key) is None:
            payload: Payload = {"event": number}
            if thread:
                payload["thread_ts"] = thread
            add(connection, Kind.CHANNEL_MATERIAL, place, payload, now, key)
            is_new = True
    if not is_new:
        return Reply.MATERIAL_POSTED_BEFORE
    audit.add(connection, now, actor, "post material", f"event {number}")
    return Reply.MATERIAL_ON_ITS_WAY
