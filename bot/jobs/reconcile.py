"""Slack's state wins over missed events: what it shows is compared with what is known here."""

import structlog

from bot.deps import Deps
from bot.domain.delivery_outcomes import MESSAGE_GONE, Refused
from bot.services import reconciliation, refreshes
from bot.slack import Shown

log = structlog.get_logger()

_TRIES = 5


async def reconcile_all(deps: Deps) -> bool:
    """Compare all messages that matter; whether every one could be."""
    messages = await deps.db.read(reconciliation.messages, deps.clock.now())
    done = [await reconcile_message(deps, message.channel, message.ts) for message in messages]
    return all(done)


async def reconcile_message(deps: Deps, channel: str, ts: str) -> bool:
    """Take in the reactions that Slack shows under a message; False when it is to be tried again.

    When somebody reacts while Slack is being asked, nobody can say which is newer: then it is
    asked again.
    """
    for _ in range(_TRIES):
        before = await deps.db.read(reconciliation.mirror, channel, ts)
        shown = await deps.slack.shown_answers(channel, ts, deps.identity.user)
        if isinstance(shown, Refused):
            if shown.error == MESSAGE_GONE:
                await deps.db.write(refreshes.message_is_gone, channel, ts, deps.clock.now())
                deps.wake()
            return True  # to ask again soon would not help
        if not isinstance(shown, Shown):
            return False
        applied = await deps.db.write(
            reconciliation.reconcile,
            channel,
            ts,
            before,
            shown.answers,
            shown.at,
            deps.clock.now(),
        )
        if applied:
            deps.wake()
            return True
    log.info("reconcile.busy", channel=channel, ts=ts)
    return False
