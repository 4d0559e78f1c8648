"""/labcamp forget-me: what would be deleted is said first, then all of it goes."""

import asyncio
from typing import Any

import structlog

from bot import roles
from bot.deps import Deps
from bot.domain.wishes import Wish
from bot.errors import Unavailable
from bot.services import forgetting
from bot.slack.calls import QUICK
from bot.views import forgetting as views
from bot.views.modals import notice
from handlers.acts import Act
from handlers.answers import Answer

log = structlog.get_logger()


async def question(deps: Deps, act: Act[Any]) -> Answer:
    """What would be deleted, and what would stay."""
    return views.question((await roles.sources(deps)).role_losses(act.user), act.t)


async def forget(deps: Deps, act: Act[Any]) -> Answer:
    """Delete it. The wish is written down first: then no backup brings anything back."""
    wish = Wish.of(act.user, act.now)
    try:
        await asyncio.to_thread(forgetting.write_down, deps.settings.backup_dir, [wish])
    except OSError as error:  # then the database alone remembers it
        log.error("wish.not_written", error=error.strerror, set="LABCAMP_BACKUP_DIR")
    letters = await _letters(deps, act.user)
    try:
        await deps.db.write_alone(forgetting.forget, act.user, wish, act.now, letters)
    except Unavailable:  # they are told so, and what they do until they try again counts
        await asyncio.to_thread(forgetting.take_back, deps.settings.backup_dir, wish)
        raise
    await deps.db.wipe_log()  # what is deleted stands there until it is overwritten
    deps.learned.is_doubted = True  # perhaps nobody organizes any more
    deps.wake()
    return notice(views.done(act.t), act.t, clears=True)


async def left(deps: Deps, event: dict[str, Any]) -> None:
    """Forget whose account was deactivated; the caller acks when it is done.

    https://docs.slack.dev/reference/events/user_change
    """
    user = event.get("user")
    gone = isinstance(user, dict) and user.get("deleted") and user.get("id")
    if isinstance(gone, str):
        await deps.db.write_alone(forgetting.forget, gone, None, deps.clock.now())
        deps.wake()


async def _letters(deps: Deps, user: str) -> str | None:
    """Where the bot's letters to this person stand, if Slack says it in time."""
    try:
        found = await asyncio.wait_for(deps.slack.channels.where(user), QUICK)
    except TimeoutError:
        return None
    return found if isinstance(found, str) else None
