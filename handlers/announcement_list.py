"""What can be done with announcements in a list: withdraw, delete, discard."""

from bot.deps import Deps
from bot.locales import Texts
from bot.services import drafts, posted
from bot.views import announcements as views
from bot.views.message import Message
from handlers import people, replies


async def taken_back(deps: Deps, user: str, t: Texts, announcement: int) -> Message:
    """Withdraw what is planned, or delete what is posted."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    outcome = await deps.db.write(posted.take_back, user, announcement, deps.clock.now())
    deps.wake()
    return replies.taken_back(outcome, t)


async def discarded(deps: Deps, user: str, t: Texts, announcement: int) -> Message:
    """Throw away one's own draft."""
    refusal = await people.not_organizing(deps, user, t)
    if refusal is not None:
        return refusal
    gone = await deps.db.write(drafts.discard, user, announcement)
    return views.discarded(t) if gone else views.gone(t)
