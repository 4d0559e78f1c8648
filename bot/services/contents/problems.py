"""Reports to organizers of what could not be delivered."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.deliveries import Delivery, Problem
from bot.domain.outcomes import Withdrawn
from bot.services.contents import Unwanted
from storage import members, problems
from storage.database import Connection

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """What went wrong with deliveries since this organizer was last told."""

    problems: tuple[Problem, ...]
    language: str | None


def telling(
    connection: Connection, delivery: Delivery, now: datetime
) -> tuple[Problem, ...] | Unwanted:
    """All that is known to have gone wrong; whom to tell is not known yet."""
    return tuple(problems.since(connection, _LONG_AGO)) or Withdrawn("nothing to tell")


def report(connection: Connection, delivery: Delivery, now: datetime) -> ProblemReport | Unwanted:
    """What went wrong since the report before this one."""
    found = problems.since(connection, delivery.done_at or _LONG_AGO)
    member = members.get(connection, delivery.target)
    if not found:
        return Withdrawn("nothing to tell")
    return ProblemReport(tuple(found), member.language if member else None)
