"""Health: what keeps the bot from being ready, and how long ago it last did what it is to do."""

import time
from dataclasses import dataclass, field

from bot.deps import Deps
from bot.domain.checks import troubles
from bot.domain.events import Status
from bot.jobs.schedule import Schedule
from bot.locales import texts
from bot.socket_mode import SocketMode
from bot.views.troubles import in_public
from storage import figures
from storage.database import Unavailable

# Seconds without a look at what is due; a look may wait for Slack's answer, not longer than this.
_TOO_QUIET = 60.0


SLACK = "Slack has not said yet who the bot is"


@dataclass(slots=True)
class Report:
    """What is wrong in words, nothing when all is ready; and how many seconds ago things happened.

    None stands for never since the start, `oldest_due` for the delivery that is due longest.
    """

    reasons: list[str]
    seconds_since: dict[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is: deliveries that are due and not done, and events of each status."""

    due: int
    events: dict[Status, int]


class Health:
    """Asked by /healthz; knows nothing until the bot is ready and shows it what to watch.

    Anybody may ask, so Slack is never asked for it: what is known already is said, and the database
    is asked for the first entry of an index.
    """

    def __init__(self) -> None:
        self._deps: Deps | None = None
        self.waits_for = SLACK  # as long as the bot is not ready

    def watch(self, deps: Deps, schedule: Schedule, connection: SocketMode | None) -> None:
        """From now on look at these."""
        self._deps, self._schedule, self._connection = deps, schedule, connection

    async def complaints(self) -> list[str]:
        """What is wrong now; nothing when all is ready."""
        return (await self.look()).reasons

    async def look(self) -> Report:
        """How things stand now."""
        deps = self._deps
        if deps is None:
            return Report([f"starting: {self.waits_for}"])
        quiet = self._schedule.seconds_since_delivering()
        found = await self._known(deps, quiet)
        now, due = deps.clock.now(), None
        try:
            due = await deps.db.read(figures.oldest_due, now)
        except Unavailable as error:
            found.append(f"the database does not answer: {deps.db.briefly(error)}")
        heard_at = self._connection.heard_at if self._connection else _signed_at(deps)
        made_at = deps.learned.backup.made_at
        ages = {
            "deliveries_looked_at": quiet,
            "oldest_due": (now - due).total_seconds() if due else None,
            "written": _since(deps.db.written_at),
            "heard_from_slack": _since(heard_at),
            "backed_up": (now - made_at).total_seconds() if made_at else None,
        }
        return Report(found, {name: age and round(age, 1) for name, age in ages.items()})

    async def count(self) -> Figures | None:
        """How much there is; None as long as the database is not ready, or does not answer."""
        if self._deps is None:
            return None
        db, now = self._deps.db, self._deps.clock.now()
        try:
            # aside: many may be due
            return Figures(
                await db.read_aside(figures.due, now), await db.read_aside(figures.events_by_status)
            )
        except Unavailable:
            return None

    async def _known(self, deps: Deps, quiet: float | None) -> list[str]:
        """What is wrong as far as nobody has to be asked for it."""
        found = []
        if self._connection is not None and not await self._connection.is_connected():
            reason = self._connection.trouble
            found.append(f"Socket Mode is not connected{reason and f' ({reason})'}")
        found += [in_public(trouble, texts("en")) for trouble in troubles(deps.learned)]
        if quiet is None or quiet > _TOO_QUIET:
            found.append("deliveries are not being looked at")
        if deps.db.trouble is not None:
            found.append(f"the database did not take what was to be written: {deps.db.trouble}")
        return found


def _signed_at(deps: Deps) -> float | None:
    return deps.learned.signatures.valid_at


def _since(at: float | None) -> float | None:
    """How many seconds ago that was, by the clock that is never put right."""
    return None if at is None else time.monotonic() - at
