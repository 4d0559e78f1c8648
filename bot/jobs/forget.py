"""Every hour: what is kept no longer goes, and so do those who left."""

from datetime import timedelta

import structlog

from bot.deps import Deps
from bot.services import expiry, forgetting, retention

log = structlog.get_logger()


async def forget_all(deps: Deps) -> None:
    """Let everything go whose time is over, in short transactions; several processes share it."""
    log.info("forgotten", **await deps.db.write(expiry.forget, deps.clock.now()))
    await forget_answers(deps)
    await forget_who_left(deps)


async def forget_answers(deps: Deps) -> None:
    """Make answers into counts LABCAMP_RETENTION_DAYS after the end of their event."""
    before = deps.clock.now() - timedelta(days=deps.settings.retention_days)
    while found := await deps.db.read_aside(retention.due, before):
        number, letters = found
        for some in retention.some(letters):
            await deps.db.write(retention.delete_letters, some)
        if await deps.db.write(retention.count, number, before, deps.clock.now()):
            deps.wake()
    while await deps.db.write(retention.delete_some, before, deps.clock.now()):
        pass


async def forget_who_left(deps: Deps) -> None:
    """Forget those whose accounts are deactivated, as far as Slack says who they are."""
    known = await deps.db.read_aside(forgetting.known_people)
    people = await deps.slack.people.everybody() if known else {}
    if isinstance(people, dict):
        for user in sorted(user for user in known if user in people and people[user].has_left):
            await forget(deps, user)


async def forget(deps: Deps, user: str) -> None:
    """Forget somebody who left; nobody can write to them any more."""
    await deps.db.write(forgetting.forget, user, None, deps.clock.now())
    deps.wake()
