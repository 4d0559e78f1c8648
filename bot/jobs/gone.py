"""Calls about a message that somebody may have deleted in Slack: to it, or into its thread."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from bot.deps import Deps
from bot.domain.outcomes import MESSAGE_GONE, Attempt, PutBack, Refused, Withdrawn
from bot.services import refreshes

# How Slack says so. https://docs.slack.dev/reference/methods/chat.postMessage#errors
_GONE = frozenset((MESSAGE_GONE, "thread_not_found", "cannot_reply_to_message"))

# It is tried at once another way, which a new look at what is stored shows.
another_way = partial(PutBack, timedelta())


async def unless_gone(
    deps: Deps,
    channel: str,
    ts: str,
    call: Callable[[], Awaitable[Attempt]],
    then: Callable[[str], Withdrawn | PutBack] = Withdrawn,
) -> Attempt | Withdrawn:
    """The outcome of `call`, which is about the message `ts` in `channel`.

    That the message is gone is remembered; then the outcome is what `then` makes of Slack's error:
    nothing more is wanted, or `another_way` is tried.
    """
    outcome = await call()
    if isinstance(outcome, Refused) and outcome.error in _GONE:
        await deps.db.write(refreshes.message_is_gone, channel, ts, deps.clock.now())
        return then(outcome.error)
    return outcome
