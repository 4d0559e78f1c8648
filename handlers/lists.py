"""Lists that the Home shows the beginning of, looked at whole."""

from bot import roles
from bot.deps import Deps
from bot.domain.homes import Which
from bot.services import homes
from bot.views import home_lists
from handlers.acts import Act
from handlers.answers import Answer


async def page(deps: Deps, act: Act[tuple[Which, int]]) -> Answer:
    """A page of a list; all but those of one's own events and talks are for organizers."""
    which, number = act.what
    refusal = None if which.is_everybodys else await roles.refusal(deps, act.user)
    if refusal is not None:
        return refusal
    part = await deps.db.read(homes.page, which, number, act.user, act.now)
    return home_lists.page(which, number, part, act.t)
