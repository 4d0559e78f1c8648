"""Checks: whether all is there that the bot needs, asked at the start, hourly, and when in doubt.

What is wrong is said in the log, to the organizers, and in /healthz (bot.health).
"""

from datetime import datetime, timedelta

import structlog

from bot import roles
from bot.deps import Deps
from bot.domain.checks import Trouble, What, troubles, unknown
from bot.domain.delivery_outcomes import Refused
from bot.locales import texts
from bot.services.troubles import keep
from bot.views.troubles import in_public

log = structlog.get_logger()

_EVERY = timedelta(hours=1)
_SAID_AGAIN = timedelta(days=1)


async def learn(deps: Deps) -> None:
    """Ask Slack for all that is to be known; where it does not say, what was known stays."""
    learned = deps.learned
    learned.is_doubted = False
    await learn_of_the_token(deps)
    if deps.settings.channel is not None:
        learned.channel = await deps.slack.channels.place(deps.settings.channel) or learned.channel
    await _learn_organizers(deps)


async def learn_of_the_token(deps: Deps) -> None:
    """Ask whether Slack takes the token, what it may do, and what time it is there."""
    await deps.slack.check_token()
    said_at = deps.slack.token.said_at
    # one that is moved to try things out is off on purpose
    if said_at is not None and deps.settings.clock_file is None:
        deps.learned.fast = deps.clock.now() - said_at


async def _learn_organizers(deps: Deps) -> None:
    somebody: bool | None = bool(await roles.named_organizers(deps))
    if deps.settings.organizer_group is not None:
        group = await deps.slack.people.group(deps.settings.organizer_group)
        refused = isinstance(group, Refused)
        deps.learned.group_refused = group.error if isinstance(group, Refused) else None
        if not somebody:
            somebody = None if group is None else not refused and bool(group)
    if somebody is not None:
        deps.learned.somebody_organizes = somebody


class Checks:
    """Looks at what is wrong every now and then, and says it when that changes."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._learned_at: datetime | None = None
        self._hinted = False
        self._said: dict[What, datetime] = {}
        # what is wrong, and what may stand in the database: anything, as long as nobody has looked
        self._kept: tuple[frozenset[What], frozenset[What]] = (frozenset(), frozenset(What))

    async def look(self) -> None:
        """Ask what is to be asked now, and say what is news."""
        deps, now = self._deps, self._deps.clock.now()
        self._hint()
        # either way: the clock may have been moved back
        if self._learned_at is None or abs(now - self._learned_at) >= _EVERY:
            deps.learned.is_doubted = True
        if deps.learned.is_doubted:
            await learn(deps)
            self._learned_at = now
        else:
            await learn_of_the_token(deps)
        deps.learned.is_sole = deps.db.sole_use.is_ours()
        found = troubles(deps.learned)
        self._say(found, now)
        await self._tell(found, now)

    def _hint(self) -> None:
        """Say at the start what may be left out on purpose."""
        if self._deps.settings.channel is None and not self._hinted:
            self._hinted = True
            log.warning("channel.unset", set="LABCAMP_CHANNEL", needed_for="/labcamp announce 11 …")

    def _say(self, found: tuple[Trouble, ...], now: datetime) -> None:
        """In the log: what is new, what is still wrong once a day, and what is over."""
        for trouble in found:
            said_at = self._said.get(trouble.what)
            if said_at is None or abs(now - said_at) >= _SAID_AGAIN:
                log.error("trouble", what=trouble.what, do=in_public(trouble, texts("en")))
                self._said[trouble.what] = now
        for what in set(self._said) - {trouble.what for trouble in found}:
            log.warning("trouble.over", what=what)
            del self._said[what]

    async def _tell(self, found: tuple[Trouble, ...], now: datetime) -> None:
        """Keep what is wrong, so that the organizers are told of it once, by whichever process."""
        is_wrong = frozenset(trouble.what for trouble in found)
        may_stand = is_wrong | unknown(self._deps.learned)
        if (is_wrong, may_stand) == self._kept:
            return
        # at the start all that is known to be well is over: whoever mended it started the bot anew
        await self._deps.db.write(keep, found, self._kept[1] - may_stand, now)
        self._kept = is_wrong, may_stand
        self._deps.wake()
