"""Nudges: fanned out to those of a channel who have not answered, if they still have not."""

from datetime import datetime
from functools import partial

from bot.deps import Deps
from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import Outcome, Withdrawn
from bot.domain.events import Event
from bot.jobs.sending import Call, Unwanted, calls, fan_out, posts
from bot.locales import Texts
from bot.services import nudges
from bot.views import nudges as views
from storage import events, members, rsvps
from storage.database import Connection


def beginning(connection: Connection, delivery: Delivery, now: datetime) -> tuple[Event] | Unwanted:
    """The event that people are asked about, while that makes sense."""
    event = events.get(connection, delivery.payload["event"])
    if event is None or not nudges.is_time(event, now):
        return Withdrawn("the event takes no answers any more")
    return (event,)


def _nudging(deps: Deps, delivery: Delivery, t: Texts, event: Event) -> Call:
    async def ask_and_fan_out() -> Outcome:
        people = await deps.slack.people.reachable_in(delivery.target)
        if not isinstance(people, frozenset):
            return people
        now = deps.clock.now()
        put = partial(nudges.fan_out, number=event.number, people=people, now=now)
        return await fan_out(deps, delivery, put)

    return ask_and_fan_out


def nudge(connection: Connection, delivery: Delivery, now: datetime) -> tuple[Event] | Unwanted:
    """The event, for somebody who has still not answered and still wants to be reminded."""
    event = beginning(connection, delivery, now)
    if not isinstance(event, tuple):
        return event
    if rsvps.get(connection, delivery.payload["event"], delivery.target) is not None:
        return Withdrawn("they have answered since")
    if members.unreminded(connection, [delivery.target]):
        return Withdrawn("reminders were turned off")
    return event


KINDS = {
    Kind.NUDGING: calls(beginning, _nudging),
    Kind.NUDGE: posts(nudge, views.nudge),
}
