"""Sending what is due: claim, look up what it says, send, write what became of it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot import causes, metrics
from bot.deps import Deps
from bot.domain.channels import Obstacle
from bot.domain.deliveries import PROBLEMS, Delivery, Kind, State, pause
from bot.domain.delivery_outcomes import (
    Finding,
    Missed,
    NotFindable,
    Outcome,
    PutBack,
    Refused,
    Sent,
    Unanswered,
    Withdrawn,
)
from bot.domain.members import Member, is_a_person
from bot.jobs.kinds import KINDS
from bot.jobs.reconcile import reconcile_message
from bot.jobs.sending import Unwanted
from bot.locales import texts
from bot.services import claims, members, reconciliation, refreshes
from bot.slack import TIMEOUT
from storage.database import Connection, Unavailable

log = structlog.get_logger()

# What Slack says when something may be wrong that was well at the last check (bot.jobs.checks).
_DOUBTS = frozenset((*Obstacle, "missing_scope"))
_STOPPED = PutBack(timedelta(), "the bot was stopped")
_DATABASE_AGAIN = 1.0  # seconds
# Our clock may differ from Slack's, or have been put right since.
_MARGIN = timedelta(hours=2)
# On the free plan older messages are hidden: https://slack.com/help/articles/27204752526611
_HISTORY = timedelta(days=90)


async def deliver_due(deps: Deps, may_go_on: Callable[[], bool] = lambda: True) -> timedelta | None:
    """Send all that is due; how long until something else may be, or None when nothing waits.

    Due is, too, that messages of an event that has ended show that, however long ago that was.

    `may_go_on` is asked before each delivery, so that the process can end between two of them.
    """
    if await deps.db.read(refreshes.any_outlived, deps.clock.now()):
        await deps.db.write_aside(refreshes.request_for_outlived, deps.clock.now())
    while may_go_on() and await deps.db.read(claims.may_be_due, deps.clock.now()):
        delivery = await deps.db.write(claims.claim, deps.clock.now())
        if delivery is None:
            break
        while delivery is not None:
            with causes.of_delivery(delivery.send_id):
                outcome = await _attempt(deps, delivery) if may_go_on() else _STOPPED
                delivery = await _settle(deps, delivery, outcome, may_go_on())
    due = await deps.db.read(claims.next_due, deps.clock.now())
    return due - deps.clock.now() if due else None


async def _attempt(deps: Deps, delivery: Delivery) -> Outcome:
    """Try once; a delivery whose content can't be made is put back and holds nobody up."""
    try:
        if delivery.uncertain:
            return await _look_up(deps, delivery)
        content, member = await deps.db.read(addressed, delivery, deps.clock.now())
        if isinstance(content, Withdrawn | Missed):
            return content
        t = texts(member.language or deps.settings.language)
        delivery = replace(delivery, is_first=is_a_person(delivery.target) and not member.told)
        call = KINDS[delivery.kind].prepare(deps, delivery, t, *content)
    except Exception:  # whatever it is, the next delivery is not to blame
        log.exception("delivery.unprepared", id=delivery.id, kind=delivery.kind)
        if delivery.uncertain:
            return Unanswered(timedelta(), "could not be looked up")
        return PutBack(pause(delivery.attempts), "could not be prepared")
    if deps.clock.now() + timedelta(seconds=TIMEOUT) >= delivery.claimed_until:
        return PutBack(timedelta(), "the lease was too short")
    return await call()


def addressed(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[tuple[Any, ...] | Unwanted, Member]:
    """What the delivery says now, and what is kept of the member it goes to.

    Of a channel that is nothing.
    """
    member = members.member(connection, delivery.target)
    return KINDS[delivery.kind].content(connection, delivery, now), member


async def _look_up(deps: Deps, delivery: Delivery) -> Finding:
    """Whether a post stands where it was to be posted, since it was claimed to be sent."""
    since = delivery.claimed_at - _MARGIN
    if deps.clock.now() - since > _HISTORY:
        return NotFindable("too old to be looked up in Slack")
    thread = delivery.payload.get("thread_ts")
    return await deps.slack.find(delivery.target, delivery.send_id, since, thread)


async def _settle(
    deps: Deps, delivery: Delivery, outcome: Outcome, may_go_on: bool
) -> Delivery | None:
    """Write what became of it; what is claimed next, if we `may_go_on` and anything is due.

    A message that takes reactions is compared with Slack at once.
    """
    takes_reactions = isinstance(outcome, Sent) and delivery.kind is Kind.ANNOUNCEMENT
    go_on = may_go_on and not takes_reactions
    metrics.delivered(delivery.kind, outcome)
    if isinstance(outcome, Sent):
        metrics.late((deps.clock.now() - delivery.due_at).total_seconds())
    state, following = await _settled(deps, delivery, outcome, go_on)
    say = log.warning if state in PROBLEMS else log.info
    if isinstance(outcome, Refused) and outcome.error in _DOUBTS:
        deps.learned.is_doubted = True
    say("delivery", id=delivery.id, kind=delivery.kind, outcome=outcome, state=state)
    if isinstance(outcome, Sent) and takes_reactions:
        await _compared(deps, outcome.channel, outcome.ts)
    return following


async def _settled(
    deps: Deps, delivery: Delivery, outcome: Outcome, may_go_on: bool
) -> tuple[State | None, Delivery | None]:
    """Write what became of it, however long the database is locked: only we know that."""
    said = ""
    # many may have reacted to an announcement before it was known where it stands
    write = deps.db.write_aside if delivery.kind is Kind.ANNOUNCEMENT else deps.db.write
    while True:
        try:
            now = deps.clock.now()
            if may_go_on:
                return await write(claims.settle_and_claim, delivery, outcome, now)
            return await write(claims.settle, delivery, outcome, now), None
        except Unavailable as error:
            if said != (why := deps.db.why(error)):
                log.error("delivery.unsettled", id=delivery.id, outcome=outcome, error=why)
                said = why
            await asyncio.sleep(_DATABASE_AGAIN)


async def _compared(deps: Deps, channel: str, ts: str) -> None:
    """Compare a new message with Slack; a plain post takes no answers."""
    if await deps.db.read(reconciliation.takes_answers, channel, ts):
        # people may have reacted before the message's ts was known here
        deps.reconcile_soon()  # unless it can be done now
        await reconcile_message(deps, channel, ts)
