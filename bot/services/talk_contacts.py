"""The contacts of talks: chosen by organizers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.events import Event
from bot.domain.ids import EventNumber
from bot.domain.knowledge_entries import sign
from bot.domain.reminder_rules import Rule
from bot.domain.replies import NoSuchEvent, Repeated
from bot.services import changes
from storage import audit, events, handled_events
from storage.database import Connection


def choose(
    connection: Connection,
    actor: str,
    number: EventNumber,
    chosen: Mapping[str, str | None],
    rules: Sequence[Rule],
    key: str,
    now: datetime,
) -> Event | NoSuchEvent | Repeated[Event]:
    """Let talks, by their signs, have these contacts, or none; once for each `key`.

    Talks that are not among them stay as they are. The caller has checked that `actor` is an
    organizer.
    """
    before = events.get_locked(connection, number)
    if before is None:
        return NoSuchEvent(number)
    if not handled_events.is_new(connection, key, now):
        return Repeated(before)
    talks = tuple(
        replace(one, contact=chosen.get(sign(one.name), one.contact)) for one in before.sessions
    )
    after = replace(before, sessions=talks)
    if after != before:
        events.save(connection, after, now)
        changes.event_changed(connection, after, rules, now)
        audit.add(connection, now, actor, "contacts", f"event {number}")
    return after
