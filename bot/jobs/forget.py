"""Every hour: what is kept no longer goes, and so do those who left."""

import asyncio
from datetime import timedelta

import structlog

from bot.deps import Deps
from bot.services import expiry, forgetting, retention

log = structlog.get_logger()


async def forget_all(deps: Deps) -> None:
    """Let everything go whose time is over, in short transactions; several processes share it."""
    await honour(deps)
    log.info("forgotten", **await deps.db.write_aside(expiry.forget, deps.clock.now()))
    await forget_answers(deps)
    await forget_who_left(deps)


async def honour(deps: Deps) -> None:
    """Forget again whoever a restored database brought back; the file beside the backups knows it.

    The file holds all wishes that the database knows, and none whose time is over.
    """
    folder, now = deps.settings.backup_dir, deps.clock.now()
    try:
        written = await asyncio.to_thread(forgetting.written_down, folder)
        again = await deps.db.write_alone(forgetting.honour, written, now) if written else []
        known = await deps.db.read(forgetting.remembered, now)
        if set(known) != set(written):
            await asyncio.to_thread(forgetting.rewrite, folder, known)
    except OSError as error:
        log.error("wishes.not_read", error=error.strerror, set="LABCAMP_BACKUP_DIR")
        return
    if again:
        log.warning("forgotten.again", wishes=len(again))
        deps.wake()


async def forget_answers(deps: Deps) -> None:
    """Make answers into counts LABCAMP_RETENTION_DAYS after the end of their event."""
    before = deps.clock.now() - timedelta(days=deps.settings.retention_days)
    while found := await deps.db.read_aside(retention.due, before):
        number, letters = found
        for some in retention.some(letters):
            await deps.db.write_aside(retention.delete_letters, some)
        if await deps.db.write_aside(retention.count, number, before, deps.clock.now()):
            deps.wake()
    while await deps.db.write_aside(retention.delete_some, before, deps.clock.now()):
        pass
    while idle := await deps.db.read_aside(retention.idle_members, before):
        if not await deps.db.write_aside(retention.delete_members, idle, before):
            break


async def forget_who_left(deps: Deps) -> None:
    """Forget those whose accounts are deactivated, as far as Slack says who they are."""
    known = await deps.db.read_aside(forgetting.known_people)
    people = await deps.slack.people.everybody() if known else {}
    if isinstance(people, dict):
        for user in sorted(user for user in known if user in people and people[user].has_left):
            await forget(deps, user)


async def forget(deps: Deps, user: str) -> None:
    """Forget somebody who left; nobody can write to them any more."""
    await deps.db.write_alone(forgetting.forget, user, None, deps.clock.now())
    deps.wake()
