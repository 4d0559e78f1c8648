"""Seeing to it that the organizers are told, as soon as it is known who they are."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

import structlog

from bot import roles
from bot.deps import Deps
from bot.domain.outcomes import Done, PutBack
from bot.services import deliveries
from storage.database import Connection

log = structlog.get_logger()

# Whoever mends the settings starts the bot anew; organizers may also be added from Slack.
_NOBODY_PAUSE = timedelta(hours=1)


# Puts something for each of these people on the table.
_Put = Callable[[Connection, Collection[str], datetime], None]


async def tell_organizers(
    deps: Deps, pause: timedelta, put: _Put = deliveries.report_to
) -> Done | PutBack:
    """`put` a report, or something else, for each organizer on the table.

    Those whom the settings name need not wait for Slack to say who is in the group; for that it is
    asked again after `pause`.
    """
    group = await roles.group_members(deps)
    people = await roles.named_organizers(deps) | (group or frozenset())
    await deps.db.write(put, people, deps.clock.now())
    if group is None:
        return PutBack(pause, "Slack does not say who is in LABCAMP_ORGANIZER_GROUP")
    if not people:
        log.error("delivery.nobody_to_tell", set="LABCAMP_ORGANIZERS")
        return PutBack(_NOBODY_PAUSE, "there is no organizer")
    return Done()
