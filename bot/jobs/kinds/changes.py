"""Change notices: fanned out when no further edit came, then to whomever they still concern."""

from datetime import datetime
from functools import partial

from bot.deps import Deps
from bot.domain import changes
from bot.domain.cards import Card
from bot.domain.changes import Changes
from bot.domain.deliveries import Delivery, Kind
from bot.domain.delivery_outcomes import Withdrawn
from bot.domain.events import Event
from bot.domain.rsvps import Answer
from bot.jobs.sending import Call, Unwanted, as_decided, calls, fan_out, posts, unless_gone
from bot.locales import Texts
from bot.services import change_notices
from bot.services.events import card_of
from bot.views import changes as views
from storage import events, rsvp_messages
from storage.database import Connection

# Whoever does not know of these comes in vain.
_FOR_ALL = frozenset(("status", "when"))


def _fan_out(deps: Deps, delivery: Delivery, t: Texts) -> Call:
    number, now = delivery.payload["event"], deps.clock.now()
    put = partial(change_notices.fan_out, number=number, now=now)
    return partial(fan_out, deps, delivery, put)


def direct(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Changes, Card] | Unwanted:
    """The changes and the card, for somebody who still means to come or may."""
    card = card_of(connection, delivery.payload["event"], delivery.target, now)
    if card is None:
        return Withdrawn("the event is gone")
    if card.event.has_ended(now):
        return Withdrawn("the event is over")
    if card.rsvp is None or card.rsvp.answer is Answer.NO:
        return Withdrawn("the answer is another now")
    return _changes(card.event, delivery), card


def channel(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Changes, bool] | Unwanted:
    """The changes, for the thread of an announcement that is still there.

    Then whether all of the channel are to see them: in one thread, the newest, if it is not only a
    matter of how it takes place.
    """
    message = rsvp_messages.get(connection, delivery.target, delivery.payload["thread_ts"])
    event = events.get(connection, delivery.payload["event"])
    if message is None or event is None:
        return Withdrawn("the message is gone")
    changed = _changes(event, delivery)
    messages = rsvp_messages.of_event(connection, event.number)
    here = [one.ts for one in messages if one.channel == delivery.target]
    is_newest = here[-1:] == [message.ts]
    return changed, is_newest and not _FOR_ALL.isdisjoint(changed.parts)


def _channel(deps: Deps, delivery: Delivery, t: Texts, changed: Changes, for_all: bool) -> Call:
    """Post in the announcement's thread, and broadcast what everybody has to know."""
    message, thread = views.channel(changed, t), delivery.payload["thread_ts"]
    post = partial(deps.slack.post, delivery.target, message, delivery.send_id, thread)
    reply = partial(post, broadcast=for_all)
    return partial(unless_gone, deps, delivery.target, thread, reply)


def _changes(event: Event, delivery: Delivery) -> Changes:
    payload = delivery.payload
    return Changes(
        event,
        changes.read(payload["before"]),
        changes.read(payload["after"]),
        tuple(payload["parts"].split(",")),
        payload["reason"],
    )


KINDS = {
    Kind.CHANGE: calls(as_decided, _fan_out),
    Kind.CHANGE_NOTICE: posts(direct, views.direct),
    Kind.CHANNEL_CHANGE: calls(channel, _channel),
}
