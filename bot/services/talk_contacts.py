"""What organizers choose for the talks of an event: their contacts, and who sees them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.domain.delivery_outcomes import Done
from bot.domain.events import Event
from bot.domain.ids import EventNumber
from bot.domain.knowledge_entries import sign
from bot.domain.reminder_rules import Rule
from bot.domain.replies import NoSuchEvent, Repeated
from bot.services import changes, speakers, talk_visibility
from bot.services.talk_visibility import Seen
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

    def become(before: Event) -> Event:
        talks = (
            replace(one, contact=chosen.get(sign(one.name), one.contact)) for one in before.sessions
        )
        return replace(before, sessions=tuple(talks))

    return _saved(connection, actor, number, become, "contacts", rules, key, now)


def choose_who_sees(
    connection: Connection,
    actor: str,
    number: EventNumber,
    seen: Mapping[str, Seen],
    rules: Sequence[Rule],
    key: str,
    now: datetime,
) -> Event | NoSuchEvent | Repeated[Event]:
    """Let talks, by their signs, be seen by these, from these days on; as `choose` does."""
    become = partial(talk_visibility.chosen, seen=seen)
    return _saved(connection, actor, number, become, "talks seen", rules, key, now)


def _saved(
    connection: Connection,
    actor: str,
    number: EventNumber,
    become: Callable[[Event], Event],
    action: str,
    rules: Sequence[Rule],
    key: str,
    now: datetime,
) -> Event | NoSuchEvent | Repeated[Event]:
    before = events.get_locked(connection, number)
    if before is None:
        return NoSuchEvent(number)
    if not handled_events.is_new(connection, key, now):
        return Repeated(before)
    after = become(before)
    if after != before:
        events.save(connection, after, now)
        speakers.follow(connection, before, after, now)
        changes.event_changed(connection, after, rules, now)
        audit.add(connection, now, actor, action, f"event {number}")
    return after


def show(connection: Connection, number: EventNumber, rules: Sequence[Rule], now: datetime) -> Done:
    """Let talks be seen whose day has come: everywhere, as after a change of their event."""
    event = events.get_locked(connection, number)
    if event is not None:
        events.save(connection, event, now)
        changes.event_changed(connection, event, rules, now)
    return Done()
