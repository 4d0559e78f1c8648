"""What somebody chooses for themselves; their Home shows it by itself."""

from bot.deps import Deps
from bot.domain.commands import SetLanguage, SetReminders
from bot.domain.replies import Reply
from bot.locales import texts
from bot.services import members
from bot.views.message import reply
from handlers.acts import Act
from handlers.answers import Answer


async def language(deps: Deps, act: Act[SetLanguage]) -> Answer:
    """The member's own language; it is answered in it."""
    await deps.db.write(members.set_language, act.user, act.what.language, act.key, act.now)
    return None if act.form.is_home else reply(Reply.LANGUAGE_SAVED, texts(act.what.language))


async def reminders(deps: Deps, act: Act[SetReminders]) -> Answer:
    """Whether the member is reminded by direct message."""
    await deps.db.write(members.set_reminders, act.user, act.key, act.now, on=act.what.on)
    if act.form.is_home:
        return None
    return Reply.REMINDERS_ON if act.what.on else Reply.REMINDERS_OFF
