"""The question after an event, and the post with its material: as things are when it is sent."""

from datetime import datetime
from functools import partial
from operator import attrgetter

from bot.deps import Deps
from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import (
    MESSAGE_GONE,
    TOO_LATE,
    TOO_OLD,
    Attempt,
    Missed,
    Refused,
    Withdrawn,
)
from bot.domain.events import Event, Session
from bot.domain.follow_ups import GRACE, FollowUp, is_too_late, may_be_posted, why_unwanted
from bot.domain.ids import EventNumber
from bot.domain.material import Group, by_session
from bot.domain.talk_material import items_of
from bot.domain.talk_material import of_contact as of_talk
from bot.domain.visibility import Audience
from bot.jobs.sending import Call, Unwanted, calls, posts, tells_organizers, unless_off
from bot.locales import Texts
from bot.services import follow_ups
from bot.services.refreshes import follow_up_is_gone, replace_follow_up
from bot.services.talk_material import without_letters
from bot.views import follow_ups as views
from bot.views import talk_material as talk_views
from storage import events, material, members
from storage.database import Connection


def planned(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[EventNumber] | Unwanted:
    """The number of the event that is to be asked about."""
    event = _event(connection, delivery, now)
    return (event.number,) if isinstance(event, Event) else event


def question(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Event, tuple[Group, ...], frozenset[str]] | Unwanted:
    """What an organizer is asked about: an event that is over, and what there is of it.

    And who of its contacts is not asked themselves.
    """
    event = _event(connection, delivery, now)
    if not isinstance(event, Event):
        return event
    items = material.of_event(connection, event.number, now, Audience.ORGANIZERS)
    groups = by_session(event.sessions, items)
    return event, groups, frozenset(without_letters(connection, event))


def post(connection: Connection, delivery: Delivery, now: datetime) -> tuple[FollowUp] | Unwanted:
    """What stands in the channel after an event."""
    event = events.get(connection, delivery.payload["event"])
    if event is None or not may_be_posted(event, now):
        return Withdrawn("the event is gone, or not over any more")
    return (_said(connection, event, delivery, now),)


def refresh(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[FollowUp] | Unwanted:
    """What it is to show now, whatever became of the event."""
    event = events.get(connection, delivery.payload["event"])
    if event is None:
        return Withdrawn("the event is gone")
    return (_said(connection, event, delivery, now),)


def _said(connection: Connection, event: Event, delivery: Delivery, now: datetime) -> FollowUp:
    # what came back was posted on request alone: before there was the word for it it was not
    with_feedback = delivery.payload.get("feedback", False)
    return follow_ups.said(connection, event, now, with_feedback=with_feedback)


def _refresh(deps: Deps, delivery: Delivery, t: Texts, said: FollowUp) -> Call:
    number, channel, ts = delivery.payload["event"], delivery.target, delivery.payload["ts"]
    update = partial(deps.slack.update, channel, ts, views.post(said, t))

    async def follow() -> Attempt | Withdrawn:
        outcome = await update()
        if outcome == Refused(MESSAGE_GONE):
            await deps.db.write(follow_up_is_gone, number, channel, ts)
            return Withdrawn(MESSAGE_GONE)
        if outcome == TOO_OLD:
            await deps.db.write(replace_follow_up, number, channel, ts, deps.clock.now())
            return Withdrawn("Slack lets the message be changed no longer")
        return outcome

    return follow


def _event(connection: Connection, delivery: Delivery, now: datetime) -> Event | Unwanted:
    event = events.get(connection, delivery.payload["event"])
    why_not = why_unwanted(event, now)
    if event is None or why_not is not None:
        return Withdrawn(why_not or "the event is gone")
    return Missed(TOO_LATE) if is_too_late(event, now) else event


def of_contact(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Event, Session, int] | Unwanted:
    """What the contact of a talk is asked about, and how often they were asked before."""
    event = events.get(connection, delivery.payload["event"])
    why_not = why_unwanted(event, now)
    session = of_talk(event, delivery.payload["talk"], delivery.target)
    if event is None or why_not is not None or session is None:
        return Withdrawn(why_not or "somebody else is the contact now")
    if session.no_material:
        return Withdrawn("there is no material")
    if items_of(session, material.all_of_event(connection, event.number)):
        return Withdrawn("there is material")
    if members.unreminded(connection, [delivery.target]):
        return Withdrawn("reminders were turned off")
    if now > delivery.due_at + GRACE:
        return Missed(TOO_LATE)
    return event, session, delivery.payload["turn"]


_unless_off = partial(unless_off, name="LABCAMP_MATERIAL", is_on=attrgetter("material"))
KINDS = {
    Kind.MATERIAL_ASKING: _unless_off(tells_organizers(planned, follow_ups.ask_each)),
    Kind.MATERIAL: _unless_off(posts(question, views.question)),
    Kind.TALK_MATERIAL: _unless_off(posts(of_contact, talk_views.question)),
    Kind.FOLLOW_UP: posts(post, views.post),
    Kind.FOLLOW_UP_REFRESH: calls(refresh, _refresh),
}
