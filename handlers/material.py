"""All material of an event in a list."""

import structlog

from bot import roles
from bot.deps import Deps
from bot.locales import Texts
from bot.services import material
from bot.slack.views import Opened
from bot.views import help as help_views
from bot.views import material as views
from bot.views.message import Message
from bot.views.modals import Modal

log = structlog.get_logger()


async def shown(deps: Deps, user: str, t: Texts, value: str) -> Message | Modal:
    """A page of what there is of an event; `value` (`11:2`) comes from outside."""
    number, page = read(value)
    found = await deps.db.read(material.page, number, page)
    if found is None:
        return help_views.button_unknown(t)
    organizes = await roles.role(deps, user) is roles.Role.ORGANIZER
    return views.listing(*found, t, organizes=organizes)


async def refresh(deps: Deps, view: str, value: str, user: str, t: Texts) -> None:
    """Show the list that lies under a form anew."""
    answer = await shown(deps, user, t, value)
    if isinstance(answer, Modal):
        outcome = await deps.slack.views.update(view, answer)
        if not isinstance(outcome, Opened):
            log.warning("material.not_refreshed", outcome=outcome)


def read(value: str) -> tuple[int, int]:
    """The number of an event, and of a page; 0, which no event has, for anything else."""
    number, _, page = value.partition(":")
    good = [part if part.isascii() and part.isdigit() else "0" for part in (number, page or "1")]
    return int(good[0][:7]), int(good[1][:7])
