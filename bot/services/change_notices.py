"""Telling people of changes: one notice for all edits within ten minutes."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain import changes
from bot.domain.changes import Known
from bot.domain.deliveries import Kind, State
from bot.domain.delivery_outcomes import Done, Withdrawn
from bot.domain.delivery_payloads import Payload
from bot.domain.events import Event, Status
from bot.domain.ids import EventNumber
from bot.services.deliveries import add, add_all
from storage import change_notices, events, rsvp_messages
from storage.change_notices import Notice
from storage.database import Connection

_OPEN = (State.PENDING, State.CLAIMED)


def note(
    connection: Connection,
    before: Event,
    after: Event,
    now: datetime,
    *,
    others: bool = False,
    reason: str = "",
) -> bool:
    """Have people told how an event that was just saved differs from what they were told last.

    `others` says that changes of which nobody has to be told are told too, `reason` why the event
    is cancelled. Whether there is something to tell, as far as can be said now.
    """
    if before.has_ended(now) and after.has_ended(now):
        return False
    known = change_notices.get_locked(connection, _key(before.number))
    is_open = known is not None and known.state in _OPEN
    was_known = known is not None and known.state in (*_OPEN, State.WITHDRAWN)
    if before.status is Status.DRAFT and not was_known:
        return False
    told, asked = changes.told_of(before), frozenset[str]()
    if known is not None and (is_open or before.status is Status.DRAFT):
        told, asked = _told(known), _others(known)
    if others:
        asked |= changes.changed(changes.told_of(before), changes.told_of(after))
    something = bool(changes.to_tell(told, changes.told_of(after), asked))
    if something or is_open:
        kept = known.payload.get("reason", "") if known is not None and is_open else ""
        payload = _payload(before.number, told, asked, reason or kept)
        _plan(connection, known, payload, changes.due(before, after, now))
    return something


def fan_out(connection: Connection, number: EventNumber, now: datetime) -> Done | Withdrawn:
    """Put what is to be told now on the table: for each announcement's thread and each person."""
    # the event before its notice, as every edit locks them
    event = events.get_locked(connection, number)
    notice = change_notices.get_locked(connection, _key(number))
    if notice is None or event is None:
        return Withdrawn("the event is gone")
    if event.status is Status.DRAFT:
        return Withdrawn("the event is a draft")  # what was told is kept for when it is not
    before, after = _told(notice), changes.told_of(event)
    parts = changes.to_tell(before, after, _others(notice))
    change_notices.remember(connection, notice.id, _payload(number, after, (), ""))
    if event.has_ended(now) or not parts:
        return Withdrawn("the event is over" if parts else "nothing has changed")
    payload: Payload = {
        "event": number,
        "before": changes.written(before),
        "after": changes.written(after),
        "parts": ",".join(parts),
        "reason": notice.payload.get("reason", ""),
    }
    stem = f"changed:{number}:{event.revision}"
    for message in rsvp_messages.of_event(connection, number):
        key = f"{stem}:{message.channel}:{message.ts}"
        reply: Payload = {**payload, "thread_ts": message.ts}
        add(connection, Kind.CHANNEL_CHANGE, message.channel, reply, now, key)
    keys = {user: f"{stem}:{user}" for user in change_notices.concerned(connection, number)}
    add_all(connection, Kind.CHANGE_NOTICE, keys, payload, now)
    return Done()


def _plan(connection: Connection, known: Notice | None, payload: Payload, due_at: datetime) -> None:
    if known is not None:
        change_notices.plan(connection, known.id, payload, due_at)
        return
    number = payload["event"]
    add(connection, Kind.CHANGE, f"event {number}", payload, due_at, _key(number))


def _payload(number: EventNumber, told: Known, others: Iterable[str], reason: str) -> Payload:
    return {
        "event": number,
        "told": changes.written(told),
        "others": ",".join(sorted(others)),
        "reason": reason,
    }


def _told(notice: Notice) -> Known:
    return changes.read(notice.payload["told"])


def _others(notice: Notice) -> frozenset[str]:
    return frozenset(filter(None, notice.payload.get("others", "").split(",")))


def _key(number: EventNumber) -> str:
    return f"change:{number}"
