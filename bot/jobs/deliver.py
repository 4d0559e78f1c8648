"""Sending what is due: claim, look up what it says, send, write what became of it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

import structlog

from bot import roles
from bot.deps import Deps
from bot.domain.cards import Post
from bot.domain.deliveries import (
    Attempt,
    Delivery,
    Kind,
    Missed,
    Outcome,
    PutBack,
    Refused,
    Sent,
    State,
    Uncertain,
    Withdrawn,
    pause,
)
from bot.domain.events import Closed
from bot.jobs.reconcile import reconcile_message
from bot.services import contents, deliveries, refreshes
from bot.services.contents import Content, Letter, ProblemReport, Seed
from bot.slack import TIMEOUT
from bot.views import announcements as announcement_views
from bot.views import rsvps as rsvp_views
from bot.views.message import Message
from storage.database import Unavailable

log = structlog.get_logger()

_DATABASE_AGAIN = 1.0  # seconds


async def deliver_due(deps: Deps, may_go_on: Callable[[], bool] = lambda: True) -> timedelta | None:
    """Send all that is due; how long until something else may be, or None when nothing waits.

    `may_go_on` is asked before each delivery, so that the process can end between two of them.
    """
    while may_go_on():
        delivery = await deps.db.write(deliveries.claim, deps.clock.now())
        if delivery is None:
            break
        outcome = await _attempt(deps, delivery)
        state = await _settled(deps, delivery, outcome)
        log.info("delivery", id=delivery.id, kind=delivery.kind, outcome=outcome, state=state)
        if isinstance(outcome, Sent) and delivery.kind is Kind.ANNOUNCEMENT:
            # people may have reacted before the message's ts was known here
            deps.reconcile_soon()  # unless it can be done now
            await reconcile_message(deps, outcome.channel, outcome.ts)
    due = await deps.db.read(deliveries.next_due, deps.clock.now())
    return due - deps.clock.now() if due else None


async def _settled(deps: Deps, delivery: Delivery, outcome: Outcome) -> State | None:
    """Write what became of it, however long the database is locked: only we know that.

    The organizers are told of what could not be delivered.
    """
    went_wrong = isinstance(outcome, Refused | Uncertain | Missed)
    while True:
        now = deps.clock.now()
        try:
            organizers = await roles.organizers(deps) if went_wrong else frozenset()
            if went_wrong and not organizers:
                log.error("delivery.nobody_to_tell", id=delivery.id, outcome=outcome)
            return await deps.db.write(deliveries.settle, delivery, outcome, now, organizers)
        except Unavailable as error:
            log.error("delivery.unsettled", id=delivery.id, outcome=outcome, error=str(error))
            await asyncio.sleep(_DATABASE_AGAIN)


async def _attempt(deps: Deps, delivery: Delivery) -> Outcome:
    """Try once; a delivery whose content can't be made is put back and holds nobody up."""
    if delivery.interrupted and delivery.is_a_post:
        return Uncertain("the bot was stopped while it was sending")
    try:
        content = await deps.db.read(contents.content, delivery, deps.clock.now())
        if isinstance(content, Withdrawn | Missed):
            return content
        send = _prepared(deps, delivery, content)
    except Exception:  # whatever it is, the next delivery is not to blame
        log.exception("delivery.unprepared", id=delivery.id, kind=delivery.kind)
        return PutBack(pause(delivery.attempts), "could not be prepared")
    if deps.clock.now() + timedelta(seconds=TIMEOUT) >= delivery.claimed_until:
        return PutBack(timedelta(), "the lease was too short")
    return await send()


_Send = Callable[[], Awaitable[Attempt | Withdrawn]]


def _prepared(deps: Deps, delivery: Delivery, content: Content) -> _Send:
    """The call to Slack, ready to be made: everything that can fail here has been done."""
    match content:
        case Post() if delivery.kind is Kind.REFRESH:
            shown = rsvp_views.post(content, deps.settings.language)
            return partial(_update, deps, delivery, shown)
        case Seed(channel, ts, emoji):
            return partial(_seed, deps, channel, ts, emoji)
        case _:
            message = _message(delivery, content, deps.settings.language)
            return partial(deps.slack.post, delivery.target, message, delivery.send_id)


async def _update(deps: Deps, delivery: Delivery, message: Message) -> Attempt | Withdrawn:
    ts = str(delivery.payload["ts"])
    outcome = await deps.slack.update(delivery.target, ts, message)
    return await _unless_gone(deps, delivery.target, ts, outcome)


async def _seed(deps: Deps, channel: str, ts: str, emoji: str) -> Attempt | Withdrawn:
    outcome = await deps.slack.add_reaction(channel, ts, emoji)
    return await _unless_gone(deps, channel, ts, outcome)


async def _unless_gone(deps: Deps, channel: str, ts: str, outcome: Attempt) -> Attempt | Withdrawn:
    """The outcome; for a message that somebody deleted in Slack, that nothing more is wanted."""
    if isinstance(outcome, Refused) and outcome.error == "message_not_found":
        await deps.db.write(refreshes.message_is_gone, channel, ts)
        return Withdrawn(outcome.error)
    return outcome


def _message(delivery: Delivery, content: Content, language: str) -> Message:
    """What is posted: in the channel's language, or in that of the person it goes to."""
    match delivery.kind, content:
        case Kind.ANNOUNCEMENT, Post():
            return rsvp_views.post(content, language)
        case Kind.CLOSED, Letter(card, own, Closed() as closed):
            return rsvp_views.closed(card.event, closed, own or language)
        case Kind.PLACE, Letter(card, own):
            return rsvp_views.place(card, own or language)
        case Kind.WAITING, Letter(card, own):
            return rsvp_views.confirmation(card, own or language)
        case Kind.PROBLEMS, ProblemReport(problems, own):
            return announcement_views.problem_report(problems, own or language)
        case _:
            raise TypeError(f"{delivery.kind} can't say {content!r}")
