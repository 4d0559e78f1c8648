"""What organizers decide about deliveries that did not arrive, or perhaps did not."""

from bot.deps import Deps
from bot.domain.ids import DeliveryId
from bot.services import homes
from handlers.acts import Act
from handlers.answers import Answer


async def try_again(deps: Deps, act: Act[DeliveryId]) -> Answer:
    """Send once more what could not be delivered."""
    decided = await deps.db.write(homes.try_again, act.user, act.what, act.now)
    deps.wake()
    return decided


async def drop(deps: Deps, act: Act[DeliveryId]) -> Answer:
    """Give up what could not be delivered."""
    return await deps.db.write(homes.drop, act.user, act.what, act.now)
