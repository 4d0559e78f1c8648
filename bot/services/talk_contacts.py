"""What organizers choose for the talks of an event: their contacts, and who sees them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.delivery_outcomes import Done
from bot.domain.event_merges import merged
from bot.domain.events import Event
from bot.domain.fields import FormEntry
from bot.domain.ids import EventNumber
from bot.domain.reminder_rules import Rule
from bot.domain.replies import NoSuchEvent, Overtaken, Repeated
from bot.domain.talk_choices import TalkChoice
from bot.services import changes, speakers
from storage import audit, events, handled_events
from storage.database import Connection


def choose(
    connection: Connection,
    actor: str,
    number: EventNumber,
    choice: TalkChoice,
    typed: FormEntry,
    seen: Mapping[str, str],
    rules: Sequence[Rule],
    key: str,
    now: datetime,
) -> Event | NoSuchEvent | Overtaken[Event] | Repeated[Event]:
    """Keep what was `typed` of talks, by their signs, once for each `key`.

    Talks that are not among them stay as they are. Nothing is kept where somebody else chose
    otherwise for one of them since the form was opened, as the signs in `seen` tell. The caller has
    checked that `actor` is an organizer.
    """
    before = events.get_locked(connection, number)
    if before is None:
        return NoSuchEvent(number)
    if handled_events.was_seen(connection, key):
        return Repeated(before)
    stored = choice.entry_of(before)
    asked = [talk for talk in typed if talk in stored]
    if merged(typed, seen, stored, asked).changed:
        return Overtaken(before, audit.last_actor(connection, f"event {number}"))
    handled_events.is_new(connection, key, now)
    after = choice.chosen(before, typed)
    if after != before:
        events.save(connection, after, now)
        speakers.follow(connection, before, after, now)
        changes.event_changed(connection, after, rules, now)
        audit.add(connection, now, actor, choice.action, f"event {number}")
    return after


def show(connection: Connection, number: EventNumber, rules: Sequence[Rule], now: datetime) -> Done:
    """Let talks be seen whose day has come: everywhere, as after a change of their event."""
    event = events.get_locked(connection, number)
    if event is not None:
        events.save(connection, event, now)
        changes.event_changed(connection, event, rules, now)
    return Done()
