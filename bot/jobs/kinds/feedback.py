"""Feedback: asked of each an hour after the event, and closed a week later."""

from datetime import datetime
from functools import partial
from operator import attrgetter

from bot.deps import Deps
from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import TOO_LATE, Missed, Outcome, Withdrawn
from bot.domain.events import Event
from bot.domain.feedback import Round, Ticket, is_too_late, why_unwanted
from bot.jobs.sending import Call, Unwanted, as_decided, calls, fan_out, posts, unless_off
from bot.locales import Texts
from bot.services import feedback
from bot.views import feedback as views
from storage import events, members
from storage import feedback as stored
from storage.database import Connection


def letter(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Event, Ticket, Round] | Unwanted:
    """What somebody is asked about, with a new ticket: it is written down nowhere else."""
    number = delivery.payload["event"]
    event = events.get(connection, number)
    why_not = why_unwanted(event, now)
    if event is None or why_not is not None:
        return Withdrawn(why_not or "the event is gone")
    asked = stored.round_of(connection, number)
    if asked is None or not asked.is_open(now) or is_too_late(event, now):
        return Missed(TOO_LATE)
    if members.unreminded(connection, [delivery.target]):
        return Withdrawn("reminders were turned off")
    return event, Ticket.new(asked), asked


def _asking(deps: Deps, delivery: Delivery, t: Texts) -> Call:
    async def ask_each() -> Outcome:
        number, now = delivery.payload["event"], deps.clock.now()
        return await fan_out(deps, delivery, partial(feedback.fan_out, number=number, now=now))

    return ask_each


def _closing(deps: Deps, delivery: Delivery, t: Texts) -> Call:
    async def close() -> Outcome:
        number, now = delivery.payload["event"], deps.clock.now()
        return await fan_out(deps, delivery, partial(feedback.close, number=number, now=now))

    return close


_if_wanted = partial(unless_off, name="LABCAMP_FEEDBACK", is_on=attrgetter("feedback"))
KINDS = {
    Kind.FEEDBACK_ASKING: _if_wanted(calls(as_decided, _asking)),
    Kind.FEEDBACK: _if_wanted(posts(letter, views.letter)),
    Kind.FEEDBACK_CLOSING: calls(as_decided, _closing),
}
