"""Sending what is due: claim, look up what it says, send, write what became of it."""

from collections.abc import Callable
from datetime import timedelta

import structlog

from bot.deps import Deps
from bot.domain.deliveries import Delivery, pause
from bot.domain.outcomes import Missed, Outcome, PutBack, Unanswered, Withdrawn
from bot.jobs.kinds import WAYS
from bot.jobs.lookup import look_up
from bot.jobs.settle import settle
from bot.services import claims
from bot.slack import TIMEOUT

log = structlog.get_logger()

_STOPPED = PutBack(timedelta(), "the bot was stopped")


async def deliver_due(deps: Deps, may_go_on: Callable[[], bool] = lambda: True) -> timedelta | None:
    """Send all that is due; how long until something else may be, or None when nothing waits.

    `may_go_on` is asked before each delivery, so that the process can end between two of them.
    """
    while may_go_on():
        delivery = await deps.db.write(claims.claim, deps.clock.now())
        if delivery is None:
            break
        while delivery is not None:
            outcome = await _attempt(deps, delivery) if may_go_on() else _STOPPED
            delivery = await settle(deps, delivery, outcome, may_go_on())
    due = await deps.db.read(claims.next_due, deps.clock.now())
    return due - deps.clock.now() if due else None


async def _attempt(deps: Deps, delivery: Delivery) -> Outcome:
    """Try once; a delivery whose content can't be made is put back and holds nobody up."""
    way = WAYS[delivery.kind]
    try:
        if delivery.uncertain:
            return await look_up(deps, delivery)
        content = await deps.db.read(way.content, delivery, deps.clock.now())
        if isinstance(content, Withdrawn | Missed):
            return content
        send = way.prepare(deps, delivery, content)
    except Exception:  # whatever it is, the next delivery is not to blame
        log.exception("delivery.unprepared", id=delivery.id, kind=delivery.kind)
        if delivery.uncertain:
            return Unanswered(timedelta(), "could not be looked up")
        return PutBack(pause(delivery.attempts), "could not be prepared")
    if deps.clock.now() + timedelta(seconds=TIMEOUT) >= delivery.claimed_until:
        return PutBack(timedelta(), "the lease was too short")
    return await send()
