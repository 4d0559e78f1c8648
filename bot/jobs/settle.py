"""Writing what became of a delivery, and what is done with Slack because of it."""

import asyncio

import structlog

from bot.deps import Deps
from bot.domain.deliveries import PROBLEMS, Delivery, Kind, State
from bot.domain.outcomes import Outcome, Sent
from bot.jobs.reconcile import reconcile_message
from bot.services import claims, reconciliation
from storage.database import Unavailable

log = structlog.get_logger()

_DATABASE_AGAIN = 1.0  # seconds


async def settle(
    deps: Deps, delivery: Delivery, outcome: Outcome, may_go_on: bool = False
) -> Delivery | None:
    """Write what became of it; what is claimed next, if we `may_go_on` and anything is due.

    A message that takes reactions is compared with Slack at once.
    """
    takes_reactions = isinstance(outcome, Sent) and delivery.kind is Kind.ANNOUNCEMENT
    go_on = may_go_on and not takes_reactions
    state, following = await _settled(deps, delivery, outcome, go_on)
    say = log.warning if state in PROBLEMS else log.info
    say("delivery", id=delivery.id, kind=delivery.kind, outcome=outcome, state=state)
    if isinstance(outcome, Sent) and takes_reactions:
        await _compared(deps, outcome.channel, outcome.ts)
    return following


async def _compared(deps: Deps, channel: str, ts: str) -> None:
    """Compare a new message with Slack; a plain post takes no answers."""
    if await deps.db.read(reconciliation.takes_answers, channel, ts):
        # people may have reacted before the message's ts was known here
        deps.reconcile_soon()  # unless it can be done now
        await reconcile_message(deps, channel, ts)


async def _settled(
    deps: Deps, delivery: Delivery, outcome: Outcome, may_go_on: bool
) -> tuple[State | None, Delivery | None]:
    """Write what became of it, however long the database is locked: only we know that."""
    while True:
        try:
            now = deps.clock.now()
            if may_go_on:
                return await deps.db.write(claims.settle_and_claim, delivery, outcome, now)
            return await deps.db.write(claims.settle, delivery, outcome, now), None
        except Unavailable as error:
            log.error("delivery.unsettled", id=delivery.id, outcome=outcome, error=str(error))
            await asyncio.sleep(_DATABASE_AGAIN)
