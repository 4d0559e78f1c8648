"""The contact of a talk gives its material, has themselves asked again, and decides who sees it."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.deliveries import Kind
from bot.domain.delivery_payloads import Payload
from bot.domain.events import Arrival, Event, Session
from bot.domain.follow_ups import due
from bot.domain.homes import Part
from bot.domain.ids import EventNumber, ItemId
from bot.domain.knowledge import KeptItem, KnowledgeItem, Publication, Visibility
from bot.domain.knowledge_entries import sign
from bot.domain.replies import Reply
from bot.domain.talk_material import (
    MOST_TURNS,
    OwnTalk,
    again,
    is_asked,
    is_theirs,
    items_of,
    key,
    of_contact,
    open_to,
)
from bot.services import knowledge_additions
from bot.services.deliveries import add
from bot.services.knowledge_editing import locked
from bot.services.proposals import take_letters_back
from bot.services.refreshes import request_for_material, take_away
from storage import delivery_traces, events, material, members, proposals, talk_contacts, talk_items
from storage.database import Connection

# Messages with items in them that the bot does not bring up to date.
_LETTERS = (Kind.MATERIAL,)


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """The contact is asked again at `at`."""

    at: datetime


def ask_contacts(connection: Connection, event: Event, now: datetime) -> None:
    """Ask the contacts of those talks of which there is nothing yet, once for each day of it."""
    there = material.all_of_event(connection, event.number)
    unwilling = without_letters(connection, event)
    day = due(event).date().isoformat()
    for session in event.sessions:
        if session.contact and is_asked(session, unwilling) and not items_of(session, there):
            _ask(connection, event, session, day, 0, now)


def _ask(
    connection: Connection, event: Event, session: Session, day: str, turn: int, at: datetime
) -> None:
    talk, user = sign(session.name), session.contact or ""
    payload: Payload = {"event": event.number, "talk": talk, "turn": turn}
    add(
        connection,
        Kind.TALK_MATERIAL,
        user,
        payload,
        at,
        key(event.number, day, talk, user, turn),
    )


def without_letters(connection: Connection, event: Event) -> set[str]:
    """Those of an event's contacts who want no direct messages."""
    contacts = {one.contact for one in event.sessions if one.contact}
    return members.unreminded(connection, contacts)


def ask_again(
    connection: Connection, user: str, number: EventNumber, talk: str, turn: int, now: datetime
) -> AskedAgain | Reply:
    """Ask the contact of a talk once more, after the question of this `turn` (0 is the first)."""
    event = events.get(connection, number)
    session = of_contact(event, talk, user)
    if event is None or session is None:
        return Reply.NOT_YOUR_TALK
    if turn >= MOST_TURNS:
        return Reply.ASKED_OFTEN_ENOUGH
    at = again(event, now)
    _ask(connection, event, session, due(event).date().isoformat(), turn + 1, at)
    return AskedAgain(at)


def has_none(connection: Connection, user: str, number: EventNumber, talk: str) -> Reply:
    """Ask nobody any more for the material of a talk: its contact says that there is none."""
    session = of_contact(events.get_locked(connection, number), talk, user)
    if session is None:
        return Reply.NOT_YOUR_TALK
    talk_contacts.set_no_material(connection, number, user, session, none=True)
    return Reply.TALK_HAS_NONE


def give(
    connection: Connection,
    user: str,
    number: EventNumber,
    talk: str,
    item: KnowledgeItem,
    key: str,
    now: datetime,
) -> knowledge_additions.Outcome | Reply:
    """Keep an item of a talk that its contact gives, once for each `key`.

    Who sees it is theirs to decide from then on. Organizers have said of the event whether they
    look at it first.
    """
    event = events.get_locked(connection, number)
    session = of_contact(event, talk, user)
    if event is None or session is None:
        return Reply.NOT_YOUR_TALK
    item = replace(item, event=number, session=session.name)
    at_once = event.material is Arrival.PUBLISHED
    outcome = knowledge_additions.contribute(connection, user, item, key, now, at_once=at_once)
    if isinstance(outcome, knowledge_additions.Added):
        talk_items.decide(connection, outcome.kept.id, user)
        talk_contacts.set_no_material(connection, number, user, session, none=False)
    return outcome


def own(connection: Connection, user: str, limit: int, skip: int = 0) -> Part[OwnTalk]:
    """Some of the talks of which this user is the contact, the last event first."""
    places, more = talk_contacts.talks_of(connection, user, limit, skip)
    found = events.get_many(connection, {number for number, _ in places})
    talks = (
        _own(connection, found[number], found[number].sessions[position - 1])
        for number, position in places
    )
    return Part(tuple(talks), more)


def one(connection: Connection, user: str, number: EventNumber, talk: str) -> OwnTalk | Reply:
    """One of them."""
    event = events.get(connection, number)
    session = of_contact(event, talk, user)
    if event is None or session is None:
        return Reply.NOT_YOUR_TALK
    return _own(connection, event, session)


def _own(connection: Connection, event: Event, session: Session) -> OwnTalk:
    there = material.all_of_event(connection, event.number)
    return OwnTalk(event, session, items_of(session, there))


def show_to(
    connection: Connection, user: str, item: ItemId, visibility: Visibility, now: datetime
) -> OwnTalk | Reply:
    """Have these see an item, and nobody else, from now on; also what they took back before.

    What another contact decided is not shown further, nor what they took back.
    """
    found = _theirs(connection, user, item)
    if isinstance(found, Reply):
        return found
    event, session, kept = found
    if visibility not in open_to(kept.item, user):
        return Reply.ANOTHER_DECIDED
    if is_theirs(kept.item, user):
        talk_items.show_to(connection, item, user, visibility)
    else:
        talk_items.show_again(connection, item)
    _changed(connection, kept, now)
    return _own(connection, event, session)


def take_back(connection: Connection, user: str, item: ItemId, now: datetime) -> OwnTalk | Reply:
    """Let an item come out nowhere any more, until its contact says otherwise."""
    found = _theirs(connection, user, item)
    if isinstance(found, Reply):
        return found
    event, session, kept = found
    if not kept.item.withdrawn:  # whoever was first shows it again
        talk_items.take_back(connection, item, user, now)
        _changed(connection, kept, now)
        if kept.item.status is Publication.PROPOSED:
            take_letters_back(connection, proposals.came_at(connection, item), now)
    return _own(connection, event, session)


def _theirs(
    connection: Connection, user: str, item: ItemId
) -> tuple[Event, Session, KeptItem] | Reply:
    """An item, locked, of a talk of which this user is the contact."""
    kept = locked(connection, item, None)
    if kept is None or kept.item.event is None:
        return Reply.NOT_YOUR_TALK
    event = events.get(connection, kept.item.event)
    for session in event.sessions if event is not None else ():
        if event and session.contact == user and items_of(session, [kept]):
            return event, session, kept
    return Reply.NOT_YOUR_TALK


def _changed(connection: Connection, before: KeptItem, now: datetime) -> None:
    """Let the search and what the bot has posted follow; letters to organizers are deleted."""
    talk_items.index(connection, before.id, now)
    number = before.item.event
    request_for_material(connection, [number], now)
    if before.item.status is not Publication.PUBLISHED or number is None:
        return
    for trace in delivery_traces.of_event(connection, number, _LETTERS):
        if trace.channel and trace.ts:
            take_away(connection, trace.channel, trace.ts, now)
