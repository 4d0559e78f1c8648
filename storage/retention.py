"""What goes by itself when an event has been over for long: answers become counts.

All of it some rows at a time, so that nobody's answer waits for it.
"""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from bot.domain.deliveries import State
from bot.domain.ids import DeliveryId, EventNumber
from bot.domain.knowledge import Publication
from bot.domain.rsvps import Counts
from storage.tables import (
    deliveries,
    events,
    feeds,
    knowledge,
    members,
    reactions,
    rsvp_messages,
    sessions,
)
from storage.tables import rsvps as _rsvps

_BEFORE: sa.BindParameter[datetime] = sa.bindparam("before")
_LIMIT: sa.BindParameter[int] = sa.bindparam("limit")
_IS_DUE = sa.and_(events.c.ends_at < _BEFORE, events.c.final_counts.is_(None))
_DUE = sa.select(events.c.number).where(_IS_DUE).order_by(events.c.number).limit(1)
_DUE_LOCKED = _DUE.where(events.c.number == sa.bindparam("number")).with_for_update()
_FINISH = (
    sa.update(events)
    .where(events.c.number == sa.bindparam("of_number"))
    .values(final_counts=sa.bindparam("counts"))
)
_BEGIN_ANEW = (
    sa.update(events)
    .where(events.c.number == sa.bindparam("of_number"), events.c.final_counts.is_not(None))
    .values(final_counts=sa.null())
)
_OF_MESSAGES = sa.select(rsvp_messages.c.channel, rsvp_messages.c.ts).where(
    rsvp_messages.c.event == sa.bindparam("number")
)
_DELETE_ALL = (
    sa.delete(_rsvps).where(_rsvps.c.event == sa.bindparam("number")),
    sa.delete(reactions).where(sa.tuple_(reactions.c.channel, reactions.c.ts).in_(_OF_MESSAGES)),
)
_FINISHED = sa.select(events.c.number).where(
    events.c.ends_at < _BEFORE, events.c.final_counts.is_not(None)
)
_ANSWERS = sa.select(_rsvps.c.event, _rsvps.c.user).where(_rsvps.c.event.in_(_FINISHED))
_DELETE_ANSWERS = sa.delete(_rsvps).where(
    sa.tuple_(_rsvps.c.event, _rsvps.c.user).in_(_ANSWERS.limit(_LIMIT))
)
_REACTIONS = sa.select(
    reactions.c.channel, reactions.c.ts, reactions.c.user, reactions.c.emoji
).join(
    rsvp_messages,
    sa.and_(rsvp_messages.c.channel == reactions.c.channel, rsvp_messages.c.ts == reactions.c.ts),
)
_DELETE_REACTIONS = sa.delete(reactions).where(
    sa.tuple_(reactions.c.channel, reactions.c.ts, reactions.c.user, reactions.c.emoji).in_(
        _REACTIONS.where(rsvp_messages.c.event.in_(_FINISHED)).limit(_LIMIT)
    )
)
# A channel's id begins with C, G or D, a person's with U or W.
_TO_SOMEBODY = sa.or_(deliveries.c.target.startswith("U"), deliveries.c.target.startswith("W"))
_IS_DONE = deliveries.c.state.not_in([State.PENDING, State.LOOKUP, State.CLAIMED])
_LETTERS = sa.select(deliveries.c.id).where(
    _TO_SOMEBODY,
    _IS_DONE,
    deliveries.c.payload["event"].as_integer() == sa.bindparam("number"),
)
_FOR_NO_REASON = (
    sa.func.coalesce(members.c.since < _BEFORE, sa.true()),
    members.c.organizer.is_(False),
    members.c.chose.is_(False),
    ~sa.exists().where(_rsvps.c.user == members.c.user),
    ~sa.exists().where(feeds.c.user == members.c.user),
    ~sa.exists().where(sessions.c.contact == members.c.user),
)
_CONTACTS = (
    sa.select(sessions.c.event, sessions.c.position, sessions.c.talk, sessions.c.speaker)
    .join(events, events.c.number == sessions.c.event)
    .where(sessions.c.contact.is_not(None), events.c.ends_at < _BEFORE)
)
_FORGET_CONTACT = (
    sa.update(sessions)
    .where(
        sessions.c.event == sa.bindparam("of_event"),
        sessions.c.position == sa.bindparam("of_position"),
    )
    .values(contact=None)
)
_MEMBERS = sa.select(members.c.user).where(*_FOR_NO_REASON).limit(_LIMIT)
_DELETE_MEMBERS = sa.delete(members).where(
    members.c.user.in_(sa.bindparam("users", expanding=True)), *_FOR_NO_REASON
)
_UNNAME_PROPOSERS = (
    sa.update(knowledge)
    .where(
        knowledge.c.proposed_by.is_not(None),
        knowledge.c.status != Publication.PROPOSED.value,
        knowledge.c.added_at < _BEFORE,
    )
    .values(proposed_by=None)
)


def due(connection: sa.Connection, before: datetime) -> EventNumber | None:
    """An event that ended before this time and whose answers are still kept; None for none."""
    number: EventNumber | None = connection.execute(_DUE, {"before": before}).scalar()
    return number


def lock(connection: sa.Connection, number: EventNumber, before: datetime) -> bool:
    """Whether it is so still; nobody changes the event until this transaction ends."""
    row = connection.execute(_DUE_LOCKED, {"before": before, "number": number})
    return row.scalar() is not None


def finish(connection: sa.Connection, number: EventNumber, counts: Counts) -> None:
    """Keep how many said what, from now on instead of who."""
    connection.execute(_FINISH, {"of_number": number, "counts": counts.final()})


def begin_anew(connection: sa.Connection, number: EventNumber) -> None:
    """Let an event whose answers were counted have none: some may not have been deleted yet."""
    if connection.execute(_BEGIN_ANEW, {"of_number": number}).rowcount:
        for delete in _DELETE_ALL:
            connection.execute(delete, {"number": number})


def letters_of(connection: sa.Connection, number: EventNumber) -> list[DeliveryId]:
    """The deliveries about this event that went to somebody and are done."""
    return list(connection.execute(_LETTERS, {"number": number}).scalars())


def delete_answers(connection: sa.Connection, before: datetime, limit: int) -> int:
    """Delete some answers of which only the counts are kept; how many there were."""
    return connection.execute(_DELETE_ANSWERS, {"before": before, "limit": limit}).rowcount


def delete_reactions(connection: sa.Connection, before: datetime, limit: int) -> int:
    """Delete some reactions of which only the counts are kept; how many there were."""
    return connection.execute(_DELETE_REACTIONS, {"before": before, "limit": limit}).rowcount


def idle_members(connection: sa.Connection, before: datetime, limit: int) -> list[str]:
    """Some members of before this time of whom nothing is kept for a reason; all are looked at."""
    return list(connection.execute(_MEMBERS, {"before": before, "limit": limit}).scalars())


def delete_members(connection: sa.Connection, users: Collection[str], before: datetime) -> int:
    """Delete those of these members for whom that holds still; how many there were."""
    values = {"users": list(users), "before": before}
    return connection.execute(_DELETE_MEMBERS, values).rowcount


def contacts(connection: sa.Connection, before: datetime) -> list[tuple[EventNumber, int, str]]:
    """The talks with a contact of events that ended before this time: event, position, name."""
    rows = connection.execute(_CONTACTS, {"before": before})
    return [(EventNumber(row.event), row.position, row.talk or row.speaker or "") for row in rows]


def forget_contacts(connection: sa.Connection, talks: Collection[tuple[EventNumber, int]]) -> int:
    """Let these talks (event, position) have no contact any more; how many there were."""
    for event, position in talks:
        connection.execute(_FORGET_CONTACT, {"of_event": event, "of_position": position})
    return len(talks)


def unname_proposers(connection: sa.Connection, before: datetime) -> int:
    """Forget who proposed what was decided on and came before this time; how many there were."""
    return connection.execute(_UNNAME_PROPOSERS, {"before": before}).rowcount
