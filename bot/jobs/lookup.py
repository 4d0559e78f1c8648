"""Looking up a post of which nobody knows whether Slack has it."""

from datetime import timedelta

from bot.deps import Deps
from bot.domain.deliveries import Delivery
from bot.domain.outcomes import Finding, NotFindable

# Our clock may differ from Slack's, or have been put right since.
_MARGIN = timedelta(hours=2)
# On the free plan older messages are hidden: https://slack.com/help/articles/27204752526611
_HISTORY = timedelta(days=90)


async def look_up(deps: Deps, delivery: Delivery) -> Finding:
    """Whether the post stands where it was to be posted, since it was claimed to be sent."""
    since = delivery.claimed_at - _MARGIN
    if deps.clock.now() - since > _HISTORY:
        return NotFindable("too old to be looked up in Slack")
    return await deps.slack.find(delivery.target, delivery.send_id, since, delivery.thread_ts)
