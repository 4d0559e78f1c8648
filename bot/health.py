"""Health: what keeps the bot from being ready, in words for whoever runs it."""

from bot.deps import Deps
from bot.domain.checks import troubles
from bot.jobs.schedule import Schedule
from bot.locales import texts
from bot.services import claims
from bot.socket_mode import SocketMode
from bot.views.troubles import in_public
from storage.database import Unavailable

# Seconds without a look at what is due; a look may wait for Slack's answer, not longer than this.
_TOO_QUIET = 60.0


SLACK = "Slack has not said yet who the bot is"


class Health:
    """Asked by /healthz; knows nothing until the bot is ready and shows it what to watch.

    Anybody may ask, so Slack is never asked for it: what is known already is said.
    """

    def __init__(self) -> None:
        self._deps: Deps | None = None
        self.waits_for = SLACK  # as long as the bot is not ready

    def watch(self, deps: Deps, schedule: Schedule, connection: SocketMode | None) -> None:
        """From now on look at these."""
        self._deps, self._schedule, self._connection = deps, schedule, connection

    async def complaints(self) -> list[str]:
        """What is wrong now; nothing when all is ready."""
        if self._deps is None:
            return [f"starting: {self.waits_for}"]
        found = []
        if self._connection is not None and not await self._connection.is_connected():
            reason = self._connection.trouble
            found.append(f"Socket Mode is not connected{reason and f' ({reason})'}")
        found += [in_public(trouble, texts("en")) for trouble in troubles(self._deps.learned)]
        quiet = self._schedule.seconds_since_delivering()
        if quiet is None or quiet > _TOO_QUIET:
            found.append("deliveries are not being looked at")
        trouble = self._deps.db.trouble
        if trouble is not None:
            found.append(f"the database did not take what was to be written: {trouble}")
        try:
            await self._deps.db.read(claims.next_due, self._deps.clock.now())
        except Unavailable as error:
            found.append(f"the database does not answer: {self._deps.db.briefly(error)}")
        return found
