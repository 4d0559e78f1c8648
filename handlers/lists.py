"""Lists that the Home shows the beginning of, looked at whole."""

from bot.deps import Deps
from bot.domain.homes import Which
from bot.locales import Texts
from bot.services import homes
from bot.views import help as help_views
from bot.views import lists as views
from bot.views.message import Message
from bot.views.modals import Modal
from handlers import people


async def page(deps: Deps, user: str, t: Texts, value: str) -> Message | Modal:
    """A page of a list; `value` (`stuck:2`) comes from outside and may be forged."""
    name, _, written = value.partition(":")
    good = written.isascii() and written.isdigit() and 0 < int(written[:7]) < 100_000
    if name not in list(Which) or not good:
        return help_views.button_unknown(t)
    which, number = Which(name), int(written)
    if which is not Which.OWN:
        refusal = await people.not_organizing(deps, user, t)
        if refusal is not None:
            return refusal
    part = await deps.db.read(homes.page, which, number, user, deps.clock.now())
    return views.page(which, number, part, t)
