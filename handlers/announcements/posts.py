"""What can be done with announcements in a list: withdraw, delete, discard."""

from bot.deps import Deps
from bot.domain.ids import AnnouncementId
from bot.services import announcement_drafts, announcement_list
from handlers.acts import Act
from handlers.answers import Answer


async def take_back(deps: Deps, act: Act[AnnouncementId]) -> Answer:
    """Withdraw an announcement that is planned, or delete one that is posted."""
    outcome = await deps.db.write(announcement_list.take_back, act.user, act.what, act.now)
    deps.wake()
    return outcome


async def discard(deps: Deps, act: Act[AnnouncementId]) -> Answer:
    """Throw away one's own draft of an announcement."""
    return await deps.db.write(announcement_drafts.discard, act.user, act.what)
