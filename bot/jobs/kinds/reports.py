"""Reports to organizers: of what could not be delivered, and of links that were called dead.

Each holds what came up since the report before it. First it is seen to that each organizer gets
one, whoever they are.
"""

from datetime import UTC, datetime

from bot.domain.checks import Trouble
from bot.domain.deliveries import Delivery, Kind, Problem
from bot.domain.delivery_outcomes import Withdrawn
from bot.domain.link_checks import DeadLink
from bot.jobs.sending import Unwanted, posts, tells_organizers
from bot.services import claims
from bot.services.deliveries import report_to
from bot.views.dead_links import report
from bot.views.problems import problem_report
from storage import dead_links
from storage.database import Connection

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def telling(connection: Connection, delivery: Delivery, now: datetime) -> tuple[Kind] | Unwanted:
    """What each organizer gets, if anything is known to have gone wrong."""
    return (Kind.PROBLEMS,) if any(claims.to_report(connection, _LONG_AGO)) else _NOTHING


def went_wrong(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[list[Problem], list[Trouble]] | Unwanted:
    """What went wrong since the report before this one, and what is wrong since then."""
    found = claims.to_report(connection, delivery.done_at or _LONG_AGO)
    return found if any(found) else _NOTHING


def links_telling(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Kind] | Unwanted:
    """The same for dead links, if there are some that organizers may not know."""
    return (Kind.DEAD_LINKS,) if _died(connection, delivery) else _NOTHING


def died(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[list[DeadLink]] | Unwanted:
    """The links that were called dead since the report before this one."""
    found = _died(connection, delivery)
    return (found,) if found else _NOTHING


def _died(connection: Connection, delivery: Delivery) -> list[DeadLink]:
    return dead_links.since(connection, delivery.done_at or _LONG_AGO)


_NOTHING = Withdrawn("nothing to tell")

KINDS = {
    Kind.TELLING: tells_organizers(telling, report_to),
    Kind.PROBLEMS: posts(went_wrong, problem_report),
    Kind.LINKS_TELLING: tells_organizers(links_telling, report_to),
    Kind.DEAD_LINKS: posts(died, report),
}
